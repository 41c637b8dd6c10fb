"""Lists conversations that stand in no inbox, by the day since which nothing happened: through the index of the idle.

A head moves in that index once a week, so that the order is that of weeks. Days go from the latest to the earliest, and
within a day from platform to platform.
"""

from collections.abc import Sequence

from store.contacts.directory import Stand, page_stands
from store.conversations import keys as conversation_keys

CONVERSATION = "conversation"


def page_conversations(brand: str, platforms: Sequence[str], after: Stand | None, limit: int) -> list[Stand]:
    """Returns up to `limit` conversations of these platforms behind `after`, whatever their status."""
    return page_stands(brand, CONVERSATION, platforms, after, limit, conversation_keys.conversation)
