"""Copies of a person's data that were made for them: objects, and the pointers that find them."""

from collections.abc import Iterator

from model import policy, raw_objects
from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.forgetting import keys as forgetting_keys
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import ClaimObjects, Eraser
from store.forgetting.erasing.item_class import ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver


class Copies(Eraser):
    """Keeps, finds and deletes copies."""

    def __init__(self, objects: ClaimObjects) -> None:
        self._objects = objects

    def note(self, brand: str, person: str, task_id: str, platform: str, now_ms: int) -> str:
        """Notes that there is about to be a copy; returns the object's key, the same for whoever begins again."""
        pk, sk = contact_keys.identity(brand, person), forgetting_keys.export_pointer(task_id)
        for row in PointerRow.batch_get([(pk, sk)], consistent_read=True):
            return str(row.reason["object"])
        key = raw_objects.key(raw_objects.EXPORTS, platform, now_ms, task_id)
        until = policy.parked_until(platform, now_ms)
        PointerRow(pk, sk, at=now_ms, until=until, reason={"object": key}).save()
        return key

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them all, also those made since: a copy may hold what is from before."""
        for row in list(self._rows(who)):
            self._objects.delete([row.reason["object"]])
            with counted(who, exports=1) as together:
                together.delete(row, condition=PointerRow.pk.exists())
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many copies are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[PointerRow]:
        pk, prefix = contact_keys.identity(who.brand, who.person), forgetting_keys.export_pointer("")
        yield from PointerRow.query(pk, PointerRow.sk.startswith(prefix), consistent_read=True)


EXPORTS = ItemClass(
    "exports",
    Turn.KEPT,
    (),
    ("exports",),
    lambda context: Copies(context.objects),
)
