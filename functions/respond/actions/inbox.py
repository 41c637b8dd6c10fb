"""Reads the inbox: open conversations by status, highest priority and newest first, over one queue or all of a brand's.

Its index stands still for ten minutes of activity, so that heads are checked and put in exact order when read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from model.conversation import LETTERS, NOBODY, Conversation, Status
from respond.paging import AT
from store.stores import Stores

ANY = "any"
PAGES = 5
"""How many pages of the index one request reads when filters leave most of them out."""

Entry = tuple[str, str]
"""(position, conversation id)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names what the inbox is asked for. `queue` is an agent's id, `-` for nobody's, `any` for all of them."""

    status: Status
    queue: str = ANY
    platform: str | None = None
    mode: str | None = None
    priority: int = 1
    """At least this one."""

    @property
    def shape(self) -> str:
        """Returns the pattern of positions in this list."""
        return LETTERS[self.status] + rf"[1-4]{AT}"

    def fits(self, head: Conversation) -> bool:
        """Returns whether a head, as it is now, belongs here: the index may be a moment behind."""
        return (
            head.status is self.status
            and (self.queue == ANY or (head.assignee or NOBODY) == self.queue)
            and self.platform in (None, head.platform)
            and self.mode in (None, head.mode)
            and head.priority >= self.priority
        )


def read_inbox(
    stores: Stores, brand: str, wanted: Wanted, before: str | None, limit: int
) -> tuple[list[Conversation], str | None]:
    """Returns up to `limit` heads, and the position to go on at; a short page may have more behind it."""
    queues = _queues(stores, brand, wanted.queue)
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
    entries = _entries(stores, brand, _queues(stores, brand, wanted.queue), wanted, before, limit + 1)
    return list(_heads(stores, brand, entries[:limit], wanted.fits)), len(entries) > limit


def _queues(stores: Stores, brand: str, queue: str) -> Sequence[str]:
    if queue != ANY:
        return [queue]
    return [NOBODY, *(agent.id for agent in stores.agents.list_agents(brand))]


def _entries(
    stores: Stores, brand: str, queues: Sequence[str], wanted: Wanted, before: str | None, limit: int
) -> list[Entry]:
    """Returns the next entries of all queues as one list, until the priority is too low."""
    entries = {
        entry
        for queue in queues
        for entry in stores.conversations.page_inbox(brand, queue, wanted.status, before, limit)
    }
    high = [entry for entry in entries if int(entry[0][1]) >= wanted.priority]
    return sorted(high, reverse=True)[:limit]


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
