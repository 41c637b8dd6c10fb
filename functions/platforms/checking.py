"""The part of a platform that says what became of things which it never says are gone or were changed. Pure.

What is asked about again is named with a digest of its words: what an answer lacks is gone, what reads otherwise was
edited. Both become events of the time of the answer, for the platform tells none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from model.http import Call, Delivery
from model.want import KIND

if TYPE_CHECKING:
    from model.event import Event

CHECK, ASKED, STATUS = "check", "asked", "status"
GONE = frozenset({404, 410})

Known = tuple[str, str | None, str]
"""Something to be looked at again: its native id, where it is shown, and a digest of its words."""


def digest_event(event: "Event") -> str:
    """Returns what an item's words are known by."""
    return sha256((event.text or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_check(delivery: Delivery) -> bool:
    """Returns whether a page answers what became of things."""
    return (delivery.fetched or {}).get(KIND) == CHECK


class Checking:
    """Adds what a platform declares and implements that never announces deletions."""

    name: ClassVar[str]
    check_batch: ClassVar[int] = 0
    """How many things one request may ask about; 0 where the platform announces what becomes of them."""
    check_openly: ClassVar[bool] = False
    """Whether a thing's own page is asked for, of which only the status tells something."""

    def is_checked(self, event: "Event") -> bool:
        """Returns whether it can be asked what became of this."""
        return event.external_id is not None and (not self.check_openly or event.permalink is not None)

    def check(self, account: Mapping[str, Any], items: Sequence[Known]) -> Call:  # noqa: ARG002 - for leaves
        """Returns the request for things that are known: for one's page, where that is what is asked for."""
        return Call("GET", items[0][1] or "")

    def list_checked(self, delivery: Delivery) -> "list[Event]":
        """Returns the events of what is gone or was changed. Raises Malformed where the answer cannot be read."""
        told = delivery.fetched or {}
        listed = told.get(ASKED)
        asked: dict[str, str] = dict(listed) if isinstance(listed, dict) else {}
        at = delivery.received_at
        if self.check_openly:
            return [_gone(native, at) for native in asked if told.get(STATUS) in GONE]
        found = {
            event.external_id: event for event in self.parse_poll(delivery)[0] if event.external_id in asked
        }
        changed = [
            each for native, event in found.items() for each in _changed(event, asked[native or ""], at)
        ]
        return [*(_gone(native, at) for native in asked if native not in found), *changed]

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the events of a polled page and where to go on."""
        raise NotImplementedError


def _gone(native: str, at: int) -> "Event":
    from model.event import Event, Kind

    return Event(Kind.DELETE, external_id=native, dedupe_id=f"{native} gone", occurred_at=at)


def _changed(event: "Event", digest: str, at: int) -> "list[Event]":
    from model.event import Kind

    if event.kind in (Kind.DELETE, Kind.EDIT):  # it says so itself
        return [event] if event.kind is Kind.DELETE or digest_event(event) != digest else []
    if digest_event(event) == digest:
        return []
    name = f"{event.external_id} {digest_event(event)}"
    told = {"whole": event.kind, "created_at": event.occurred_at, "occurred_at": at, "changed_at": None}
    return [replace(event, kind=Kind.EDIT, dedupe_id=name, **told)]  # type: ignore[arg-type]  # the fields above
