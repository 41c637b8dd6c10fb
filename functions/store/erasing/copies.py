"""Copies of a person's data that were made for them: objects, and the pointers that find them."""

from collections.abc import Iterator

from store import keys
from store.erasing.counted import counted
from store.erasing.leaver import Leaver
from store.erasing.parked import Claims
from store.tables import PointerRow


def object_key(task_id: str) -> str:
    """Where the copy of an export task lies. The bucket deletes it after a week, whatever else happens."""
    return f"exports/{task_id}.json"


class Copies:
    """Keeps, finds and deletes copies."""

    def __init__(self, objects: Claims) -> None:
        self._objects = objects

    def note(self, brand: str, person: str, task_id: str, now_ms: int) -> None:
        """There is about to be a copy."""
        PointerRow(keys.identity(brand, person), keys.export_pointer(task_id), at=now_ms).save()

    def erase(self, who: Leaver) -> Iterator[int]:
        """Delete them all, also those made since: a copy may hold what is from before."""
        for row in list(self._rows(who)):
            self._objects.delete([object_key(row.sk.removeprefix(keys.export_pointer("")))])
            with counted(who, exports=1) as together:
                together.delete(row, condition=PointerRow.pk.exists())
            yield 1

    def left(self, who: Leaver) -> int:
        """How many are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[PointerRow]:
        pk, prefix = keys.identity(who.brand, who.person), keys.export_pointer("")
        yield from PointerRow.query(pk, PointerRow.sk.startswith(prefix), consistent_read=True)
