"""Between `core` and `feed` when only one of them was restored: what leads to rows, and what leads to none."""

from collections.abc import Container, Iterator, Mapping

from infra.restore.survey import rows_of
from model.event import Mode
from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import put_if
from store.forgetting.erasing.heads import HeadSettler
from store.forgetting.erasing.leaver import Leaver
from store.interactions import keys as interaction_keys
from store.interactions.mapping import header_of
from store.interactions.rows import FeedRow
from store.stores import Stores


def lead_to_threads(brand: str, people: Container[str]) -> None:
    """Leads again to the private messages of `people`: what led to them went with the people."""
    for row in rows_of(brand):
        header = header_of(brand, row)
        if header.mode is not Mode.PRIVATE or header.conversation is None or header.owner not in people:
            continue
        pointer = contact_keys.thread_pointer(header.conversation)
        put_if(
            PointerRow(contact_keys.identity(brand, header.owner), pointer, at=header.seen_at),
            PointerRow.pk.does_not_exist(),
        )


def settle_heads(stores: Stores, brand: str, leavers: Mapping[str, Leaver]) -> None:
    """Takes people out of the conversations that name them; what is left of their rows does not lead there."""
    heads = HeadSettler(stores.vault, stores.feed)
    for head in _heads(brand):
        if head.customer in leavers:
            heads.settle(leavers[head.customer], row_keys.item_of(head.pk))


def drop_empty_heads(stores: Stores, brand: str) -> int:
    """Deletes and counts conversations of which no row is there: they went, and their heads are back."""
    dropped = 0
    for head in _heads(brand):
        conversation = row_keys.item_of(head.pk)
        listed, _ = stores.feed.page_listing(interaction_keys.listed_under(brand, conversation), None, 1)
        root = FeedRow.batch_get([interaction_keys.interaction(brand, conversation)], consistent_read=True)
        if not listed and not list(root):
            head.delete()
            dropped += 1
    return dropped


def _heads(brand: str) -> Iterator[ConversationRow]:
    for head in ConversationRow.scan(ConversationRow.sk == HEAD, consistent_read=True):
        if head.pk.startswith(conversation_keys.conversation(brand, "")):
            yield head
