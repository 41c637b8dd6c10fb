"""Pointers from a place's new id to the conversation that goes on there. Opaque ids only; they go by their TTL.

A pointer lives as long as what was said last in its place is kept, so that a place in use never loses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from store.conversations import keys as conversation_keys
from store.conversations.rows import MovedPlaceRow
from store.dynamo import keys as row_keys

MOVED = "moved"
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """Holds the conversations that a place had under its new and its former id; `until` is epoch seconds."""

    brand: str
    new: str
    former: str
    until: int


class MovedPlaces:
    """Reads and keeps pointers."""

    def keep_moves(self, moves: Iterable[MovedPlace]) -> None:
        """Writes pointers. Repeating it changes nothing."""
        for move in moves:
            _row(move).save()

    def read_moves(self, brand: str, conversations: Iterable[str]) -> dict[str, MovedPlace]:
        """Returns the moves into the places of these conversations, by the new one."""
        wanted = [(conversation_keys.conversation(brand, each), MOVED) for each in conversations]
        rows = MovedPlaceRow.batch_get(wanted, consistent_read=True) if wanted else ()
        found = (
            MovedPlace(brand, row_keys.item_of(row.pk), row.former or "", int(row.until or 0)) for row in rows
        )
        return {move.new: move for move in found}

    def prolong_moves(self, moves: Iterable[MovedPlace], latest: Mapping[str, int], now: int) -> None:
        """Keeps pointers until `latest` (epoch s, by new conversation); written once a day at most."""
        for move in moves:
            until = latest.get(move.new, 0)
            if until > now and until >= move.until + DAY_S:
                _row(MovedPlace(move.brand, move.new, move.former, until)).save()


def _row(move: MovedPlace) -> MovedPlaceRow:
    key = conversation_keys.conversation(move.brand, move.new)
    return MovedPlaceRow(key, MOVED, former=move.former, until=move.until)
