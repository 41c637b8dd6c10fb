"""Between `core` and `feed` when only one of them was restored: what leads to rows, and what leads to none."""

from collections.abc import Container, Iterator, Mapping

from pynamodb.exceptions import PutError

from infra.restore.survey import rows_of
from model.event import Mode
from store import keys
from store.conversations import HEAD
from store.erasing.heads import Heads
from store.erasing.leaver import Leaver
from store.feed_rows import header_of
from store.stores import Stores
from store.tables import ConversationRow, FeedRow, PointerRow
from store.transactions import lost_race


def lead_to_threads(brand: str, people: Container[str]) -> None:
    """Have the private messages of `people` found: what led to them went with the people."""
    for row in rows_of(brand):
        header = header_of(brand, row)
        if header.mode is not Mode.PRIVATE or header.conversation is None or header.owner not in people:
            continue
        pointer = keys.thread_pointer(header.conversation)
        try:
            PointerRow(keys.identity(brand, header.owner), pointer, at=header.seen_at).save(
                PointerRow.pk.does_not_exist()
            )
        except PutError as error:
            if not lost_race(error):
                raise


def settle_heads(stores: Stores, brand: str, leavers: Mapping[str, Leaver]) -> None:
    """Take people out of the conversations that name them; what is left of their rows does not lead there."""
    heads = Heads(stores.vault, stores.feed)
    for head in _heads(brand):
        if head.customer in leavers:
            heads.settle(leavers[head.customer], keys.item_of(head.pk))


def drop_empty_heads(stores: Stores, brand: str) -> int:
    """Delete conversations of which no row is there: they went, and their heads are back; how many."""
    dropped = 0
    for head in _heads(brand):
        conversation = keys.item_of(head.pk)
        listed, _ = stores.feed.page(keys.listed_under(brand, conversation), None, 1)
        root = FeedRow.batch_get([keys.interaction(brand, conversation)], consistent_read=True)
        if not listed and not list(root):
            head.delete()
            dropped += 1
    return dropped


def _heads(brand: str) -> Iterator[ConversationRow]:
    for head in ConversationRow.scan(ConversationRow.sk == HEAD, consistent_read=True):
        if head.pk.startswith(keys.conversation(brand, "")):
            yield head
