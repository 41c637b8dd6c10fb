"""The heads of conversations follow what stands in them: priority, reasons, and who waits for an answer."""

from collections.abc import Callable, Collection, Sequence

from model.attention import claims, holds_only, rests_on_others, settles, weigh_attention
from model.conversation import Conversation
from model.event import Mode
from model.interaction import Interaction
from model.recount import recount_conversation
from store.interactions import keys as interaction_keys
from store.stores import Stores

LATEST = 100
"""Of a conversation's interactions: what is looked at anew when one of them is deleted, edited or settled."""

Step = Callable[[Conversation | None], Conversation | None]


class Attention:
    """Changes heads after interactions got their labels, or lost their words."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def follow(self, brand: str, items: Sequence[Interaction], fresh: Collection[str]) -> None:
        """Makes the heads reflect what these items say now. `fresh` are the ids of those that were never seen."""
        by_conversation: dict[str, list[Interaction]] = {}
        for item in items:
            if item.conversation is not None and item.labels is not None:
                by_conversation.setdefault(item.conversation, []).append(item)
        steps = {each: self._step(brand, theirs, fresh) for each, theirs in by_conversation.items()}
        calm = [each for each, theirs in by_conversation.items() if _are_calm(theirs, fresh)]
        self._stores.conversations.change_heads(brand, steps, what="labels", calm=calm)

    def _step(self, brand: str, items: list[Interaction], fresh: Collection[str]) -> Step:
        def step(head: Conversation | None) -> Conversation | None:
            if head is None:
                return None
            looked_at, floor, whole = items, 0, holds_only(head, items)
            if rests_on_others(head, items, fresh):
                (looked_at, floor), whole = self._standing(brand, head, items), True
            if any(item.deleted for item in items):
                head = recount_conversation(head, looked_at, floor)
            return weigh_attention(head, looked_at, whole)

        return step

    def _standing(
        self, brand: str, head: Conversation, items: Sequence[Interaction]
    ) -> tuple[list[Interaction], int]:
        """Returns the latest of a conversation, nothing of them opened, and the time down to which they are all there
        is.
        """
        feed = self._stores.feed
        ids, following = feed.page_listing(interaction_keys.listed_under(brand, head.id), None, LATEST)
        # The list may be a moment behind, and a public conversation's root is listed under its post.
        also = [
            head.last_item,
            head.id if head.mode is not Mode.PRIVATE else None,
            *(item.id for item in items),
        ]
        headers = feed.read_headers(brand, [*ids, *filter(None, also)], consistent=True)
        found = [item for item in headers.values() if item.conversation == head.id]
        floor = min((item.occurred_at for item in found if item.id in ids), default=0) if following else 0
        return found, floor


def _are_calm(items: Sequence[Interaction], fresh: Collection[str]) -> bool:
    """Tells whether these give no reason and take none away."""
    return all(item.id in fresh and not settles(item) and not any(claims(item)) for item in items)
