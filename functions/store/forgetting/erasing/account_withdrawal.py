"""Takes away what was kept through an account that withdraws our access: unreadable by its keys, then gone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from model import policy
from model.errors import Conflict, RapportError
from store.contacts import keys as contact_keys
from store.contacts.directory import IDENTITY, Place
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow, PointerRow
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import delete_if, retrying
from store.forgetting import tasks
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.needed_stores import NeededStores
from store.forgetting.idle import CONVERSATION, PLACES
from store.insights import keys as insight_keys
from store.insights.places import ENTRY
from store.insights.rows import PlaceRow
from store.interactions import keys as interaction_keys
from store.interactions.feed import PAGE_LIMIT, Feed
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.sealed import sealed_with
from store.vault.shredder import Shredded


class Held(RapportError):
    """Says that a legal hold is being put in place: no key of the brand may go meanwhile."""

    code = "held"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Holds an account that withdrew our access; `task` is the request that everything is counted under."""

    brand: str
    platform: str
    account: str
    task: str
    alone: bool
    """Whether the brand has no other on the platform, so that nothing came through two."""


class Buckets:
    """Destroys the keys of everything that came through the account: as many as classes and days, however many rows."""

    def __init__(self, stores: NeededStores) -> None:
        self._stores = stores

    def names(self, who: Withdrawn) -> list[str]:
        """Returns those that were not dealt with yet."""
        return self._stores.open_buckets.list_open_of_account(who.brand, who.platform, who.account)

    def shred(self, who: Withdrawn, _: Place | None = None) -> Iterator[None]:
        """Destroys the keys; yields with each that was there. Raises Held."""
        for name in self.names(who):
            outcome = self._shredded(who, name)
            if _leaves_husks(who):
                self._stores.open_buckets.close_bucket(who.brand, name)
            if outcome is Shredded.SHREDDED:
                yield

    def empty(self, who: Withdrawn, _: Place | None) -> Iterator[None]:
        """Deletes the rows where a platform allows no trace, and looks at the same buckets again. Raises Held."""
        yield from self.shred(who)
        for name in self.names(who):
            yield from self._emptied(who, name)

    def close(self, who: Withdrawn, _: Place | None) -> Iterator[None]:
        """Destroys the keys once more, empties every bucket and closes it: then none is on the list. Raises Held."""
        yield from self.shred(who)
        for name in self.names(who):
            yield from self._emptied(who, name)
            self._stores.open_buckets.close_bucket(who.brand, name)
            yield

    def _emptied(self, who: Withdrawn, name: str) -> Iterator[None]:
        for row in list(FeedRow.expiry.query(vault_keys.in_bucket(who.brand, name))):
            self._stores.feed.texts.delete_listed([row])
            if _deleted(who, row):
                yield

    def _shredded(self, who: Withdrawn, name: str) -> Shredded:
        bucket = policy.read_bucket(name)
        assert bucket is not None  # noqa: S101 - others are not listed
        outcome = self._stores.shredder.destroy_bucket(
            who.brand, name, self._stores.now_ms(), _counting(who, f"keys_{bucket.retention_class}")
        )
        if outcome is Shredded.HELD:
            raise Held
        return outcome


class WithdrawnHeads:
    """Takes conversations that were held through the account out of the inbox."""

    def __init__(self, stores: NeededStores) -> None:
        self._stores = stores

    def leave(self, who: Withdrawn, after: Place | None) -> Iterator[Place | None]:
        """Deletes them page by page; yields where to go on."""
        for page in _pages(self._stores, who, CONVERSATION, after):
            ids = [conversation_keys.conversation(who.brand, item) for _, item in page]
            for head in ConversationRow.batch_get([(pk, HEAD) for pk in ids], consistent_read=True):
                self._leave(who, head)
            self._stores.conversations.changes.note_erased(who.brand, [item for _, item in page])
            yield page[-1]

    def _leave(self, who: Withdrawn, head: ConversationRow) -> None:
        again = retrying("a conversation")
        while again():
            if head.account != who.account:
                return None
            try:
                return self._left(who, head)
            except Conflict:
                try:
                    head = ConversationRow.get(head.pk, HEAD, consistent_read=True)
                except DoesNotExist:
                    return None

    def _left(self, who: Withdrawn, head: ConversationRow) -> None:
        other = None if who.alone else self._other(who, row_keys.item_of(head.pk))
        unmoved = ConversationRow.rev == head.rev
        if other is not None:  # It goes on with what came through another account.
            moved: list[Action] = [
                ConversationRow.account.set(other.account),
                ConversationRow.last_item.set(row_keys.item_of(other.pk)),
                ConversationRow.rev.set(int(head.rev) + 1),
            ]
            with counted(who, conversations_moved=1) as together:
                together.update(head, moved, condition=unmoved)
            return
        with counted(who, conversations=1) as together:
            together.delete(head, condition=unmoved)
            if head.customer is not None:
                pointer = contact_keys.thread_pointer(row_keys.item_of(head.pk))
                together.delete(PointerRow(contact_keys.identity(who.brand, head.customer), pointer))

    def _other(self, who: Withdrawn, conversation: str) -> FeedRow | None:
        """Returns the newest row of the conversation that came through another account."""
        feed, listing = self._stores.feed, interaction_keys.listed_under(who.brand, conversation)
        listed = _all_pages(lambda before: feed.page_listing(listing, before, PAGE_LIMIT))
        return next(_elsewhere(feed, who, [*listed, [conversation]]), None)


class WithdrawnPlaces:
    """Takes away what is counted of posts and groups that were seen through the account."""

    def __init__(self, stores: NeededStores) -> None:
        self._stores = stores

    def drop_counts(self, who: Withdrawn, after: Place | None) -> Iterator[Place | None]:
        """Deletes it page by page; yields where to go on. Groups come last: a stop among them begins with posts."""
        for kind in PLACES:
            for page in _pages(self._stores, who, kind, after if kind == PLACES[0] else None):
                keys = [(insight_keys.place(who.brand, place), ENTRY) for _, place in page]
                for row in PlaceRow.batch_get(keys, consistent_read=True):
                    delete_if(row, PlaceRow.account == who.account)
                yield page[-1] if kind == PLACES[0] else None


class People:
    """Forgets people whose names were seen last through the account, and of whom nothing came through another."""

    def __init__(self, stores: NeededStores) -> None:
        self._stores = stores

    def leave(self, who: Withdrawn, after: Place | None) -> Iterator[Place | None]:
        """Deletes them page by page; yields where to go on. Whoever is restricted, held or objected stays, nameless."""
        for page in _pages(self._stores, who, IDENTITY, after):
            wanted = [(contact_keys.identity(who.brand, person), PROFILE) for _, person in page]
            for row in IdentityRow.batch_get(wanted, consistent_read=True):
                if self._learned_here(who, row) and (who.alone or not self._known_elsewhere(who, row)):
                    self._stores.idle.leave_identity(
                        who.brand, row, self._stores.now_ms(), _counting(who, "people")
                    )
            yield page[-1]

    def _learned_here(self, who: Withdrawn, row: IdentityRow) -> bool:
        bucket = policy.read_bucket(sealed_with(bytes(row.sealed))[1]) if row.sealed else None
        return bucket is not None and (bucket.platform, bucket.account) == (who.platform, who.account)

    def _known_elsewhere(self, who: Withdrawn, row: IdentityRow) -> bool:
        feed, person = self._stores.feed, row_keys.item_of(row.pk)
        listed = _all_pages(partial(self._rows_page, who.brand, person))
        if any(_elsewhere(feed, who, listed)):
            return True
        conversations = self._stores.conversations
        heads = conversations.read_conversations(
            who.brand, conversations.list_private_threads(who.brand, person)
        )
        return any(head.account != who.account for head in heads.values())

    def _rows_page(self, brand: str, person: str, before: str | None) -> tuple[list[str], str | None]:
        return self._stores.feed.page_person(brand, person, before, PAGE_LIMIT)


def _elsewhere(feed: Feed, who: Withdrawn, pages: Iterable[Sequence[str]]) -> Iterator[FeedRow]:
    for ids in pages:
        found = feed.read_stored(who.brand, ids, consistent=True)
        rows = {item: each.row for item, each in found.items() if each.row.account != who.account}
        opened = feed.open_rows(who.brand, rows.values())
        yield from (rows[item] for item in ids if item in opened)


def _all_pages(read: Callable[[str | None], tuple[list[str], str | None]]) -> Iterator[list[str]]:
    before: str | None = None
    while True:
        ids, before = read(before)
        yield ids
        if before is None:
            return


def _pages(stores: NeededStores, who: Withdrawn, kind: str, after: Place | None) -> Iterator[list[Place]]:
    """Yields pages from the older end of the list, towards which nothing moves."""
    while page := stores.idle.page_idle(who.brand, kind, who.platform, after):
        yield page
        after = page[-1]


def _leaves_husks(who: Withdrawn) -> bool:
    """Tells whether rows that nobody can read may wait for their TTL."""
    return policy.rule_for(who.platform).residue


def _deleted(who: Withdrawn, row: FeedRow) -> bool:
    """Deletes a row unless a legal hold keeps it, which the index may not know of yet; tells whether it went."""
    try:
        with counted(who, interactions=1) as together:
            together.delete(FeedRow(row.pk), condition=FeedRow.pk.exists() & FeedRow.hold.does_not_exist())
    except Conflict:
        return False
    return True


def _counting(who: Withdrawn, item_class: str) -> Callable[[TransactWrite], None]:
    return lambda together: tasks.count(together, who.brand, who.task, item_class, 1)
