"""Refusals of an action, in words that no face (HTTP, AI tools, console) has to translate but into its own signs.

A refusal's text is ours: it never quotes what was sent, and never names a person.
"""

from enum import StrEnum

from model.errors import RapportError


class Because(StrEnum):
    """Names why an action is refused."""

    UNREADABLE = "unreadable"
    """The question itself makes no sense: an unknown filter, a cursor of another list."""
    UNKNOWN_CALLER = "unknown_caller"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    """It is not there, or belongs to another brand: nobody can tell which."""
    CONFLICT = "conflict"
    """It does not go together with what is there."""
    STALE = "stale"
    """It was changed since the caller looked."""
    IMPOSSIBLE = "impossible"
    """It can be understood, but not done as it is."""


class Denied(RapportError):
    """Tells that an action is not done. `code` is a stable word for programs, `detail` a sentence for people.

    `pointer` (RFC 6901) names the element of what was sent that is wrong, where it is one.
    """

    def __init__(
        self, because: Because, code: str, detail: str, *, retryable: bool = False, pointer: str | None = None
    ) -> None:
        super().__init__(detail)
        self.because = because
        self.code = code
        self.detail = detail
        self.retryable = retryable
        self.pointer = pointer


def deny_missing() -> Denied:
    """Returns the refusal of what is missing, or another brand's."""
    return Denied(Because.MISSING, "not_found", "There is no such thing.")


def deny_restricted() -> Denied:
    """Returns the refusal of GDPR Article 18: somebody's data may be stored and nothing else."""
    return deny_conflict("restricted", "Their data may be stored and nothing else.")


def deny_conflict(code: str, detail: str, *, retryable: bool = False) -> Denied:
    """Returns the refusal of what does not go together with what is there."""
    return Denied(Because.CONFLICT, code, detail, retryable=retryable)


def deny_impossible(detail: str, code: str = "invalid", pointer: str | None = None) -> Denied:
    """Returns the refusal of what cannot be done as it is."""
    return Denied(Because.IMPOSSIBLE, code, detail, pointer=pointer)


def deny_unreadable(code: str, detail: str) -> Denied:
    """Returns the refusal of a question that makes no sense."""
    return Denied(Because.UNREADABLE, code, detail)
