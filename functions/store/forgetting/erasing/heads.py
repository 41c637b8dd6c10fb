"""Conversation heads when one of the people in them goes: without them, or gone with their last row."""

from dataclasses import replace

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from model.attention import weigh_attention
from model.conversation import Conversation, place_in_inbox
from model.errors import Conflict
from model.interaction import Interaction
from model.recount import recount_conversation
from store.contacts.wakeups import SNOOZES
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD, changed_values, from_conversation_row
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.leaver import Leaver
from store.interactions import keys as interaction_keys
from store.interactions.feed import Feed
from store.interactions.mapping import header_of
from store.interactions.rows import FeedRow
from store.vault.vault import Vault

LATEST = 100
"""Of a conversation's rows: what is looked at to count it anew."""


class HeadSettler:
    """Settles what becomes of a conversation."""

    def __init__(self, vault: Vault, feed: Feed) -> None:
        self._vault = vault
        self._feed = feed

    def settle(self, who: Leaver, conversation: str) -> int:
        """Makes the head as it is without the person's rows, which may still be there. 1 when that was a change."""
        again = retrying("a conversation")
        while again():
            try:
                head = ConversationRow.get(
                    conversation_keys.conversation(who.brand, conversation), HEAD, consistent_read=True
                )
            except DoesNotExist:
                return 0
            try:
                return self._settled(who, conversation, head)
            except Conflict:
                continue

    def _settled(self, who: Leaver, conversation: str, row: ConversationRow) -> int:
        staying, gone, floor = self._look(who, conversation, row)
        if not staying:
            with counted(who, conversations=1) as together:
                together.delete(row, condition=ConversationRow.rev == row.rev)
                if row.snoozed_until:
                    together.delete(SNOOZES.wakeup_row(who.brand, conversation, int(row.snoozed_until)))
            return 1
        head = from_conversation_row(row)
        after = (
            replace(head, customer=None) if head.customer == who.person and not who.owns(staying[0]) else head
        )
        if gone or head.last_item not in {row_keys.item_of(each.pk) for each in staying}:
            after = _recounted(after, [header_of(who.brand, each) for each in staying], floor)
        if after == head:
            return 0
        with counted(who, conversations=1) as together:
            together.update(row, _actions(head, after), condition=ConversationRow.rev == head.rev)
        return 1

    def _look(self, who: Leaver, conversation: str, row: ConversationRow) -> tuple[list[FeedRow], bool, int]:
        """Returns the latest rows that stay, newest first, whether any is going, and the time (epoch ms) down to
        which these are all there is."""
        staying, gone, floor = list[FeedRow](), False, 0
        before: str | None = None
        while True:
            ids, before = self._feed.page_listing(
                interaction_keys.listed_under(who.brand, conversation), before, LATEST
            )
            found = _rows(who.brand, ids)
            kept = [each for each in found if not who.takes(each, self._vault)]
            staying, gone = staying + kept, gone or len(kept) < len(found)
            if before is None or staying:
                break
        if before is not None:
            floor = min(header_of(who.brand, each).occurred_at for each in staying)
        # A public conversation's root is listed under its post; the list may be a moment behind.
        listed = {each.pk for each in staying}
        also = [each for each in dict.fromkeys((row.last_item, conversation)) if each is not None]
        found = [each for each in _rows(who.brand, also) if each.pk not in listed]
        kept = [each for each in found if not who.takes(each, self._vault)]
        return staying + kept, gone or len(kept) < len(found), floor


def _rows(brand: str, ids: list[str]) -> list[FeedRow]:
    """Returns the rows of these interactions that are there, in this order."""
    wanted = [interaction_keys.interaction(brand, item) for item in ids]
    found = {row.pk: row for row in FeedRow.batch_get(wanted, consistent_read=True)} if wanted else {}
    return [found[key] for key in wanted if key in found]


def _recounted(head: Conversation, items: list[Interaction], floor: int) -> Conversation:
    """Returns `head` computed from the rows that stay: nothing of the person who left raises it any more."""
    theirs = [item for item in items if item.conversation == head.id]
    after = weigh_attention(recount_conversation(head, theirs, floor), theirs, whole=True)
    return place_in_inbox(head, after)


def _actions(head: Conversation, after: Conversation) -> list[Action]:
    changed = changed_values(head, after).items()
    return [
        path.remove() if value is None else path.set(value)
        for path, value in ((getattr(ConversationRow, name), value) for name, value in changed)
    ]
