"""Reads everything between one person and the brand, over all of its conversations, newest first.

A person's rows stand in two kinds of list: their private threads, and the rows that those do not list. They
are merged by time, so that a position (`row_keys.at`) is good for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from model.conversation import Conversation
from model.interaction import Interaction
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys
from store.stores import Stores


@dataclass(slots=True)
class _Gathered:
    """Holds what was found so far, complete down to `floor`: below it a list goes on that was not read further."""

    items: dict[str, Interaction] = field(default_factory=dict)
    floor: str = ""

    def positions(self) -> list[str]:
        """Returns the positions that are surely in order, newest first."""
        return sorted((at for at in self.items if at >= self.floor), reverse=True)


def read_timeline(
    stores: Stores, brand: str, person: str, before: str | None, limit: int
) -> tuple[list[Interaction], str | None]:
    """Returns up to `limit` interactions, and the position to go on at; a short page may have more behind it."""
    gathered = _Gathered()
    ids, following = stores.feed.page_person(brand, person, before, limit)
    _take(stores, brand, gathered, ids, following)
    for head in _threads(stores, brand, person, before):
        if _newer_than(gathered, head, limit):
            gathered.floor = max(gathered.floor, row_keys.at(head.last_at + 1, ""))
            break
        ids, following = stores.feed.page_listing(
            interaction_keys.listed_under(brand, head.id), before, limit
        )
        _take(stores, brand, gathered, ids, following)
    return _cut(gathered, limit)


def _threads(stores: Stores, brand: str, person: str, before: str | None) -> list[Conversation]:
    """Returns the private conversations that reach back before the page, the liveliest first."""
    heads = stores.conversations.read_conversations(
        brand, stores.conversations.list_private_threads(brand, person)
    ).values()
    begun = [head for head in heads if before is None or row_keys.at(head.first_at, "") < before]
    return sorted(begun, key=lambda head: (head.last_at, head.id), reverse=True)


def _newer_than(gathered: _Gathered, head: Conversation, limit: int) -> bool:
    """Returns whether the page is full already with what is newer than anything in this thread and those after it."""
    positions = gathered.positions()
    return len(positions) >= limit and positions[limit - 1] >= row_keys.at(head.last_at + 1, "")


def _take(stores: Stores, brand: str, gathered: _Gathered, ids: Sequence[str], following: str | None) -> None:
    if following is not None:
        gathered.floor = max(gathered.floor, following)
    for item in stores.feed.open_interactions(brand, ids, placeholders=True).values():
        gathered.items[row_keys.at(item.occurred_at, item.id)] = item


def _cut(gathered: _Gathered, limit: int) -> tuple[list[Interaction], str | None]:
    positions = gathered.positions()
    shown = positions[:limit]
    items = [gathered.items[at] for at in shown]
    if len(positions) > limit:
        return items, shown[-1]
    return items, gathered.floor or None
