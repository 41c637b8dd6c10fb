"""Says what an answer has to bring along, while it is good."""

from model.event import ReplyHandle
from model.interaction import Interaction


def find_reply_handle(item: Interaction, now_ms: int) -> ReplyHandle | None:
    """Returns what an answer to `item` has to bring along; None when it is no longer good, or deleted."""
    handle = None if item.deleted else item.reply_handle
    if handle is None or (handle.expires_at is not None and handle.expires_at <= now_ms):
        return None
    return handle
