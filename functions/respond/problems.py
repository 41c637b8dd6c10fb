"""Errors as `application/problem+json` (RFC 9457). Details are our own words: they never quote what was sent."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws import refusals
from model.errors import Conflict, RapportError, Unavailable

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_S = "2"
"""Tables grow into a load within seconds; who waits for that long does not make it worse."""


class Problem(RapportError):
    """An answer that is an error. `code` is a stable word for programs, `detail` a sentence for people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retryable: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retryable = retryable
        self.headers = dict(headers or {})

    def record(self, request_id: str) -> dict[str, Any]:
        """The body."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
            "retryable": self.retryable,
        }


def not_found() -> Problem:
    """Missing, or another brand's: nobody can tell which."""
    return Problem(404, "not_found", "There is no such thing.")


def restricted() -> Problem:
    """GDPR Article 18: somebody's data may be stored and nothing else."""
    return Problem(409, "restricted", "Their data may be stored and nothing else.")


def bad_request(code: str, detail: str) -> Problem:
    """The request itself makes no sense."""
    return Problem(400, code, detail)


def invalid(detail: str, code: str = "invalid") -> Problem:
    """The request can be read, but not fulfilled as it is."""
    return Problem(422, code, detail)


def of(error: Exception) -> Problem:
    """The problem to show for any exception; what we do not know says nothing about itself."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Conflict):
        return Problem(
            409, "conflict", "Somebody else changed it at the same time; read it again.", retryable=True
        )
    if isinstance(error, Unavailable) or refusals.passes(error):
        return Problem(
            503,
            "unavailable",
            "A store does not answer; repeat it later.",
            retryable=True,
            headers={"Retry-After": RETRY_AFTER_S},
        )
    return Problem(500, "internal", "Something went wrong on our side.")
