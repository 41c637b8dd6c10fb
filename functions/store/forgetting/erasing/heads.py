"""Conversation heads when one of the people in them goes: without them, or gone with their last row."""

from collections.abc import Iterator

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from model.errors import Conflict
from store.contacts.wakeups import SNOOZES
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.leaver import Leaver
from store.interactions import keys as interaction_keys
from store.interactions.feed import Feed
from store.interactions.rows import FeedRow
from store.vault.vault import Vault

PAGE = 10


class HeadSettler:
    """Settles what becomes of a conversation."""

    def __init__(self, vault: Vault, feed: Feed) -> None:
        self._vault = vault
        self._feed = feed

    def settle(self, who: Leaver, conversation: str) -> int:
        """Have the head as it is without the person's rows, which may still be there; 1 when that was a change."""
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

    def _settled(self, who: Leaver, conversation: str, head: ConversationRow) -> int:
        newest = next(self._others(who, conversation), None)
        if newest is None:
            with counted(who, conversations=1) as together:
                together.delete(head, condition=ConversationRow.rev == head.rev)
                if head.snoozed_until:
                    together.delete(SNOOZES.wakeup_row(who.brand, conversation, int(head.snoozed_until)))
            return 1
        changes = self._without(who, head, newest)
        if not changes:
            return 0
        rev = int(head.rev)
        with counted(who, conversations=1) as together:
            together.update(
                head, [*changes, ConversationRow.rev.set(rev + 1)], condition=ConversationRow.rev == rev
            )
        return 1

    def _others(self, who: Leaver, conversation: str) -> Iterator[FeedRow]:
        """Rows of the conversation that stay, newest first."""
        before: str | None = None
        while True:
            ids, before = self._feed.page_listing(
                interaction_keys.listed_under(who.brand, conversation), before, PAGE
            )
            yield from self._staying(who, ids)
            if before is None:
                break
        # A public conversation's root is listed under its post.
        yield from self._staying(who, [conversation])

    def _staying(self, who: Leaver, ids: list[str]) -> Iterator[FeedRow]:
        wanted = [interaction_keys.interaction(who.brand, item) for item in ids]
        found = {row.pk: row for row in FeedRow.batch_get(wanted, consistent_read=True)} if wanted else {}
        for key in wanted:
            if key in found and not who.takes(found[key], self._vault):
                yield found[key]

    def _without(self, who: Leaver, head: ConversationRow, newest: FeedRow) -> list[Action]:
        changes: list[Action] = []
        if head.customer == who.person and not who.owns(newest):
            changes.append(ConversationRow.customer.remove())
        if head.last_item is not None and not list(self._staying(who, [head.last_item])):
            changes.append(ConversationRow.last_item.set(row_keys.item_of(newest.pk)))
        return changes
