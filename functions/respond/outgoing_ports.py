"""Declares what the step that sends is handed: who makes the request, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from model.http import Call


@dataclass(frozen=True, slots=True)
class Answered:
    """Holds what came back.

    `status` 0: nothing, though the request may have arrived; `sent` False: it surely did not.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: bool = True


class Requests(Protocol):
    """Makes requests to platforms, each once: never again by itself, never elsewhere, within 20 seconds."""

    def make_request(self, call: Call) -> Answered:
        """Returns what came back; raises nothing."""
        ...


class Access(Protocol):
    """Knows what accounts send with."""

    def find_access(self, brand: str, platform: str, account: str) -> Mapping[str, str]:
        """Returns the values an account sends with. Raises TokenDead, Conflict, Unavailable."""
        ...

    def note_refusal(
        self, brand: str, platform: str, account: str, used: Mapping[str, str], reason: str | None
    ) -> None:
        """Notes that a platform refused what was sent with."""
        ...
