"""Reads the inbox: what is not closed, highest priority and newest first, over some statuses and queues or all.

Its index stands still for ten minutes of activity, so that heads are checked and put in exact order when read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from model.conversation import LETTERS, NOBODY, Conversation, Status
from model.event import Mode
from respond.paging import AT
from store.stores import Stores

ANY = "any"
PAGES = 5
"""How many pages of the index one request reads when filters leave most of them out."""

Entry = tuple[str, str]
"""(position, conversation id)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names what the inbox is asked for: of several values any will do, None stands for all there are.

    `queues` are agents' ids, and `-` for nobody's.
    """

    statuses: frozenset[Status]
    queues: frozenset[str] | None = None
    platforms: frozenset[str] | None = None
    modes: frozenset[Mode] | None = None
    priority: int = 1
    """At least this one."""

    @property
    def letters(self) -> dict[Status, str]:
        """Returns the letters of those statuses that the index knows: of all but closed."""
        return {status: letter for status, letter in LETTERS.items() if status in self.statuses}

    @property
    def shape(self) -> str:
        """Returns the pattern of positions in this list."""
        return f"({'|'.join(self.letters.values())})[1-4]{AT}"

    def fits(self, head: Conversation) -> bool:
        """Returns whether a head, as it is now, belongs here: the index may be a moment behind."""
        return (
            head.status in self.statuses
            and (self.queues is None or (head.assignee or NOBODY) in self.queues)
            and (self.platforms is None or head.platform in self.platforms)
            and (self.modes is None or head.mode in self.modes)
            and head.priority >= self.priority
        )


def read_inbox(
    stores: Stores, brand: str, wanted: Wanted, before: str | None, limit: int
) -> tuple[list[Conversation], str | None]:
    """Returns up to `limit` heads, and the position to go on at; a short page may have more behind it."""
    queues = _list_queues(stores, brand, wanted)
    found: dict[str, Conversation] = {}
    for _ in range(PAGES):
        entries = _entries(stores, brand, queues, wanted, before, limit + 1)
        more = len(entries) > limit
        for position, head in _heads(stores, brand, entries[:limit], wanted.fits):
            if len(found) == limit:
                return _exact(found), before
            before = position
            if head is not None:
                found[head.id] = head
        if not more:
            return _exact(found), None
        if len(found) == limit:
            break
    return _exact(found), before


def page_heads(
    stores: Stores, brand: str, wanted: Wanted, before: str | None, limit: int
) -> tuple[list[tuple[str, Conversation | None]], bool]:
    """Returns the next positions with their heads, None where one does not belong here, and whether more follow."""
    entries = _entries(stores, brand, _list_queues(stores, brand, wanted), wanted, before, limit + 1)
    return list(_heads(stores, brand, entries[:limit], wanted.fits)), len(entries) > limit


def _list_queues(stores: Stores, brand: str, wanted: Wanted) -> Sequence[str]:
    if wanted.queues is not None:
        return sorted(wanted.queues)
    return [NOBODY, *(agent.id for agent in stores.agents.list_agents(brand))]


def _entries(
    stores: Stores, brand: str, queues: Sequence[str], wanted: Wanted, before: str | None, limit: int
) -> list[Entry]:
    """Returns the next entries of all statuses and queues as one list, until the priority is too low.

    What comes behind the letter of a position stands in the same order in each, so that one position is one in all.
    """
    entries = {
        position[1:]: (position, conversation)
        for status, letter in wanted.letters.items()
        for queue in queues
        for position, conversation in stores.conversations.page_inbox(
            brand, queue, status, None if before is None else letter + before[1:], limit
        )
    }
    high = sorted((place for place in entries if int(place[0]) >= wanted.priority), reverse=True)
    return [entries[place] for place in high[:limit]]


def _heads(
    stores: Stores, brand: str, entries: Sequence[Entry], fits: Callable[[Conversation], bool]
) -> Iterator[tuple[str, Conversation | None]]:
    """Yields each entry's position with its head, None where that does not belong here."""
    known = stores.conversations.read_conversations(brand, [conversation for _, conversation in entries])
    for position, conversation in entries:
        head = known.get(conversation)
        yield position, head if head is not None and fits(head) else None


def _exact(found: dict[str, Conversation]) -> list[Conversation]:
    return sorted(found.values(), key=lambda head: (head.priority, head.last_at, head.id), reverse=True)
