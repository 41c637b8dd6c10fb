"""Keeps what changed about a contact: segments entered and left with the reasons, stages with who set them.

The rows stand beside the identity and are written in the same transaction as what they tell. They go with the
identity, and after its longest period by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from model import policy
from model.contact import Contact
from store.contacts import keys as contact_keys
from store.contacts.rows import HistoryRow


@dataclass(frozen=True, slots=True)
class Change:
    """Holds one change (epoch ms).

    `entered` are segments with the evidence; `stage` and `was_stage` empty unless moved.
    """

    position: str
    at: int
    entered: Mapping[str, Any] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    stage: str = ""
    was_stage: str = ""
    by: str = ""


class History:
    """Reads."""

    def page_history(
        self, brand: str, person: str, before: str | None, limit: int
    ) -> tuple[list[Change], str | None]:
        """Returns up to `limit` changes, newest first, and where to go on."""
        end = contact_keys.history() + (before or "~")
        window = HistoryRow.sk.between(contact_keys.history(), end)
        # The row at `before` itself is within the range.
        most = limit + 1 + (before is not None)
        rows = HistoryRow.query(
            contact_keys.identity(brand, person),
            window,
            scan_index_forward=False,
            limit=most,
            consistent_read=True,
        )
        found = [change for change in map(_change, rows) if change.position != before]
        return found[:limit], found[limit - 1].position if len(found) > limit else None


def list_changes(brand: str, person: str) -> Iterator[Change]:
    """Lists every change of a person, oldest first."""
    return map(_change, read_history_rows(brand, person))


def row_of(contact: Contact, at_ms: int, **values: Any) -> HistoryRow:
    """Returns the row of a change to the `contact` as it was; values that are not empty are kept."""
    days = policy.rule_for(contact.platform).idle_identity_days
    return HistoryRow(
        contact_keys.identity(contact.brand, contact.id),
        contact_keys.history(at_ms, contact.rev + 1),
        at=at_ms,
        **ending(at_ms // 1000 + int(days * policy.DAY_S), [contact.hold] if contact.hold else ()),
        **{name: value for name, value in values.items() if value},
    )


def ending(at_s: int, holds: Iterable[str]) -> dict[str, Any]:
    """Returns the attributes that say when a row goes: by TTL or, under legal holds, when they have ended."""
    named = set(holds)
    return {"due_at": at_s, "holds": named} if named else {"until": at_s}


def read_history_rows(brand: str, person: str) -> Iterator[HistoryRow]:
    """Yields every row, oldest first."""
    begin = HistoryRow.sk.startswith(contact_keys.history())
    yield from HistoryRow.query(contact_keys.identity(brand, person), begin, consistent_read=True)


def _change(row: HistoryRow) -> Change:
    return Change(
        position=row.sk.removeprefix(contact_keys.history()),
        at=int(row.at),
        entered=row.entered or {},
        left=tuple(str(each) for each in row.left or ()),
        stage=row.stage or "",
        was_stage=row.was_stage or "",
        by=row.by or "",
    )
