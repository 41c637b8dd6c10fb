"""Erases what changed about a person."""

from collections.abc import Iterator

from model.fields import KEY, ORDER
from store.contacts import history
from store.contacts.rows import HistoryRow
from store.forgetting.erasing.counted import delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import EMPLOYEE, RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.vault.vault import Vault


class Changes(Eraser):
    """Erases the rows of a person's history."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them; not those from after the person came back."""
        yield from delete_counted(who, self._rows(who), "changes")

    def count_left(self, who: Leaver) -> int:
        """Returns how many changes are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[HistoryRow]:
        rows = history.read_history_rows(who.brand, who.person)
        return who.list_theirs(self._vault, rows, lambda row: int(row.at or 0))


HISTORY = ItemClass(
    "history",
    Turn.KEPT,
    (HistoryRow,),
    ("changes",),
    lambda context: Changes(context.stores.vault),
    exported=frozenset("at entered left stage was_stage".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "until": RETENTION,
        "due_at": RETENTION,
        "holds": "under a legal hold no copy is made",
        "by": EMPLOYEE,
    },
    register={
        "HistoryRow": ("history", "segments entered and left, stages; opaque ids and counts"),
    },
)
