"""Remembers for a day what was deleted where no trace may stay: what such a deletion overtook stays out.

Elsewhere the row of a deleted interaction says so itself. A mark holds an opaque id and a place among versions.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from model import policy
from model.fold import fold
from model.interaction import Interaction
from store.dynamo import keys as row_keys
from store.dynamo.writes import put_if
from store.interactions import keys as interaction_keys
from store.interactions.rows import GoneRow

KEPT_S = policy.DAY_S
"""How late a message may come. Terms give a day for a deletion, so that a mark may stand no longer."""


class Deletions:
    """Notes deletions on platforms that allow no trace, and finds what they overtook."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def note_deletions(self, brand: str, items: Iterable[Interaction]) -> None:
        """Notes those of these items that are deleted; of several deletions of one item the latest stands."""
        expires_at = self._now_ms() // 1000 + KEPT_S
        for item in items:
            if item.deleted and not policy.rule_for(item.platform).residue:
                row = GoneRow(interaction_keys.gone(brand, item.id), "#", deleted_order=item.deleted_order)
                row.expires_at = expires_at
                put_if(
                    row,
                    GoneRow.deleted_order.does_not_exist() | (GoneRow.deleted_order <= item.deleted_order),
                )

    def find_overtaken(self, brand: str, items: Iterable[Interaction]) -> list[Interaction]:
        """Returns those of these items that say only what is older than a noted deletion."""
        items = [item for item in items if _may_be_taken(item)]
        noted = self._read(brand, items)
        return [i for i in items if max(i.content_order, i.restored_order) < noted.get(i.id, "")]

    def find_taken(self, brand: str, kept: Iterable[Interaction]) -> list[Interaction]:
        """Returns the noted deletion of each of these kept items that nothing has restored since."""
        kept = [item for item in kept if _may_be_taken(item)]
        noted = self._read(brand, kept)
        told = [(item, _only_deleted(item, noted[item.id])) for item in kept if item.id in noted]
        return [deletion for item, deletion in told if fold(item, deletion).deleted]

    def _read(self, brand: str, items: Iterable[Interaction]) -> dict[str, str]:
        wanted = [(interaction_keys.gone(brand, item), "#") for item in sorted({item.id for item in items})]
        now_s = self._now_ms() // 1000
        # Whoever keeps a message looks again behind its write: that look must see what was noted before.
        rows = GoneRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return {row_keys.item_of(row.pk): row.deleted_order for row in rows if row.expires_at > now_s}


def _may_be_taken(item: Interaction) -> bool:
    return not item.deleted and not policy.rule_for(item.platform).residue


def _only_deleted(item: Interaction, order: str) -> Interaction:
    return replace(item, content=None, content_order="", restored_order="", deleted_order=order)
