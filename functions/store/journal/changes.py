"""The journal of what changed in conversations, in `ops`: one row for each batch, by opaque ids, while one follows.

It tells open pages what to read again; what stands in the head is the truth. Rows go after an hour. One that is lost
with its writer costs nobody more than the time to the next full look.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from model.conversation import Conversation
from store.journal import keys as journal_keys
from store.journal.audience import Audience
from store.journal.rows import ChangesRow

KEPT_S = 3600
IN_A_ROW = 200
GROUPS = {
    "status": ("status", "snoozed_until", "closed_at"),
    "assignee": ("assignee",),
    "priority": ("priority", "reasons"),
    "tags": ("tags",),
    "handover": ("handover",),
    "messages": ("last_item", "last_at", "last_in_at", "last_out_at", "waiting_since", "customer"),
}
"""What is told of a change -> the fields of a head that make it one."""


@dataclass(frozen=True, slots=True)
class HeadChange:
    """Tells what changed in a conversation: `version` is the head's afterwards, 0 where the head did not change by it.

    `by` is the agent who did it, if one did; `to` are the agents whom it tells (assigned or mentioned).
    """

    conversation: str
    version: int
    what: tuple[str, ...]
    by: str = ""
    to: tuple[str, ...] = ()
    at: int = 0
    """When it was noted, epoch ms."""


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Changes in the order in which they were noted, what is gone, and up to when (epoch ms) that is all."""

    changes: tuple[HeadChange, ...]
    gone: tuple[str, ...]
    until: int
    more: bool


class ChangeJournal:
    """Notes and lists changes."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self.audience = Audience(now_ms)

    def note_changes(self, brand: str, changes: Iterable[HeadChange]) -> None:
        """Notes what was just written: one row for up to 200 of them."""
        packed = [_packed(each) for each in changes]
        if not packed or not self.audience.is_followed(brand):
            return
        for start in range(0, len(packed), IN_A_ROW):
            self._row(brand, heads=packed[start : start + IN_A_ROW]).save()

    def note_erased(self, brand: str, conversations: Iterable[str]) -> None:
        """Notes that something was erased from these conversations, if not all of them."""
        self.note_changes(brand, [HeadChange(each, 0, ("erased",)) for each in conversations])

    def note_gone(self, brand: str, ids: Sequence[str]) -> None:
        """Notes that these conversations or people are gone."""
        if not ids or not self.audience.is_followed(brand):
            return
        for start in range(0, len(ids), IN_A_ROW):
            self._row(brand, gone=list(ids[start : start + IN_A_ROW])).save()

    def _row(self, brand: str, heads: list[Any] | None = None, gone: list[str] | None = None) -> ChangesRow:
        now_ms = self._now_ms()
        place = f"{now_ms:013d}#{secrets.token_hex(4)}"
        ends = now_ms // 1000 + KEPT_S
        return ChangesRow(journal_keys.changes(brand), place, expires_at=ends, heads=heads, gone=gone)

    def list_changes(self, brand: str, since_ms: int, limit: int) -> ChangesPage:
        """Returns what was noted from `since_ms` on: one Query of up to `limit` rows."""
        now_ms = self._now_ms()
        found = list(
            ChangesRow.query(journal_keys.changes(brand), ChangesRow.sk >= f"{since_ms:013d}", limit=limit)
        )
        changes = [_unpacked(each, int(row.sk[:13])) for row in found for each in row.heads or ()]
        gone = [str(each) for row in found for each in row.gone or ()]
        more = len(found) == limit
        until = int(found[-1].sk[:13]) if more else now_ms
        return ChangesPage(tuple(changes), tuple(gone), until, more)


def compare_heads(known: Conversation | None, after: Conversation, by: str = "") -> HeadChange | None:
    """Returns the change of a head as agents see it; None where they see none."""
    if known is None:
        what: tuple[str, ...] = ("new",)
    else:
        what = tuple(
            name
            for name, fields in GROUPS.items()
            if any(getattr(known, field) != getattr(after, field) for field in fields)
        )
    assigned = after.assignee if known is not None and after.assignee != known.assignee else None
    version = after.rev + 1
    return HeadChange(after.id, version, what, by, (assigned,) if assigned else ()) if what else None


def _packed(change: HeadChange) -> list[object]:
    whole: list[object] = [change.conversation, change.version, " ".join(change.what)]
    return [*whole, change.by, list(change.to)] if change.by or change.to else whole


def _unpacked(kept: Sequence[object], at: int) -> HeadChange:
    conversation, version, what, by, to = (*kept, *("", [])[len(kept) - 3 :])[:5]
    told = tuple(str(each) for each in to) if isinstance(to, list) else ()
    return HeadChange(str(conversation), int(str(version)), tuple(str(what).split()), str(by), told, at)
