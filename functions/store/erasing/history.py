"""What changed about a person: deleted with them."""

from collections.abc import Iterator

from store import history
from store.erasing.counted import counted
from store.erasing.leaver import Leaver
from store.tables import HistoryRow
from store.vault import Vault

ROWS = 50


class Changes:
    """The rows of a person's history."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def erase(self, who: Leaver) -> Iterator[int]:
        """Delete them; not those from after the person came back."""
        rows = list(self._rows(who))
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            with counted(who, changes=len(part)) as together:
                for row in part:
                    together.delete(row, condition=HistoryRow.pk.exists())
            yield len(part)

    def left(self, who: Leaver) -> int:
        """How many are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[HistoryRow]:
        back = who.came_back(self._vault)
        for row in history.rows(who.brand, who.person):
            if not (back and (row.at or 0) > who.erased_at):
                yield row
