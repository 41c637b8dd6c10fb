"""Lists which conversations are due soon or overdue, in the order of what is due: one row each in `ops`, by opaque id.

A row is written by the schedule when a promise is nearly over, and not with an interaction: what is answered before
costs nothing. A row may be behind its head, so that heads are looked at when rows are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from model.policy import DAY_S
from store.conversations import keys as conversation_keys
from store.conversations.rows import PromiseRow

KEPT_S = 90 * DAY_S
"""A row that nobody took away by then is of a brand that no run looks at any more."""
NEVER_MS = 10**13 - 1
"""Where a conversation stands whose clock pauses though it is over: behind all others."""
DIGITS = 13
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Promised:
    """Holds a conversation that is due at `due_at` (epoch ms); `told` are its breaches of which an alert
    tells already.
    """

    conversation: str
    due_at: int
    told: frozenset[str] = frozenset()


class PromiseBoard:
    """Keeps and lists what is due."""

    def list_promised(self, brand: str) -> dict[str, Promised]:
        """Returns all that stand here, by conversation, what is due first before the others; at most 20,000."""
        rows = PromiseRow.query(conversation_keys.promises(brand), limit=MOST)
        return {each.conversation: each for each in map(_read, rows)}

    def page_promised(self, brand: str, after: str | None, limit: int) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, conversation) behind a position, what is due first before the others."""
        condition = None if after is None else PromiseRow.sk > after
        rows = PromiseRow.query(conversation_keys.promises(brand), condition, limit=limit)
        return [(row.sk, row.sk[DIGITS + 1 :]) for row in rows]

    def keep_promised(self, brand: str, promised: Promised, known: Promised | None, now_ms: int) -> None:
        """Moves a conversation to where it is due, in the place of what is `known`. Repeating it changes nothing."""
        if promised == known:
            return
        row = _row(brand, promised)
        row.told = " ".join(sorted(promised.told)) or None
        row.expires_at = now_ms // 1000 + KEPT_S
        row.save()
        if known is not None and known.due_at != promised.due_at:
            self.drop_promised(brand, [known])

    def drop_promised(self, brand: str, promised: Iterable[Promised]) -> None:
        """Takes conversations away from here."""
        for each in promised:
            _row(brand, each).delete()


def _row(brand: str, promised: Promised) -> PromiseRow:
    place = f"{promised.due_at:0{DIGITS}d}#{promised.conversation}"
    return PromiseRow(conversation_keys.promises(brand), place)


def _read(row: PromiseRow) -> Promised:
    return Promised(row.sk[DIGITS + 1 :], int(row.sk[:DIGITS]), frozenset((row.told or "").split()))
