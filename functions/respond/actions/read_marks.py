"""Keeps how far agents read: each for themselves, beside the conversation, which does not change by it."""

from msgspec import UnsetType

from respond.action import Asked, Caller, action
from respond.actions.send_options import read_head
from respond.shapes.conversation import ReadView, is_unread
from respond.shapes.conversation_change import ReadWanted
from respond.shapes.scalars import format_time


@action(scope="conversations:read", audit=None)
def mark_conversation_read(caller: Caller, asked: Asked[ReadWanted]) -> ReadView:
    """Keeps up to when the caller read a conversation, or that it is unread to them again."""
    head, wanted = read_head(caller, asked.id), asked.wanted.until
    until = head.last_at if isinstance(wanted, UnsetType) else int(wanted or 0)
    caller.stores.read_marks.mark_read(caller.brand, caller.agent, head.id, until)
    return ReadView(id=head.id, read_until=format_time(until), unread=is_unread(head, until))
