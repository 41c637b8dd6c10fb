"""Adds imported history to a conversation's head: it disturbs nobody, and keeps what a helpdesk filed."""

from dataclasses import replace

from model.conversation import (
    Conversation,
    Status,
    add_interaction,
    begin_conversation,
    opens_conversation,
)
from model.filed import Filed
from model.interaction import Interaction


def add_history(head: Conversation | None, item: Interaction) -> Conversation | None:
    """Returns the head after imported `item`, which is over: begun closed, or as it was but for its earliest time.

    None where there is none and `item` begins none.
    """
    if head is None:
        if not opens_conversation(item):
            return None
        head = replace(begin_conversation(item), status=Status.CLOSED, waiting_since=0)
    # Whoever wrote there lately still waits, and what is closed stays so: this was said and answered long ago.
    after = replace(add_interaction(head, item), status=head.status, waiting_since=head.waiting_since)
    closed = max(head.closed_at, item.occurred_at) if head.status is Status.CLOSED else head.closed_at
    return replace(after, snoozed_until=head.snoozed_until, closed_at=closed)


def add_filed(head: Conversation | None, item: Interaction, filed: Filed) -> Conversation | None:
    """Returns the head after imported `item`, of whose conversation a former helpdesk filed its state.

    Its tags and agent are where the conversation begins; what was changed here since stands, and only what came since
    opens it again.
    """
    status = Status(filed.status or Status.CLOSED)
    if status is Status.CLOSED:
        after = add_history(head, item)
    elif head is None:
        after = begin_conversation(item) if opens_conversation(item) else None
    else:
        after = add_interaction(head, item)
    if after is None:
        return None
    if status is not Status.CLOSED and (head is None or after.status is not head.status):
        until = filed.until if status is Status.SNOOZED else None
        after = replace(after, status=status, snoozed_until=until)
    return after if head is not None else replace(after, tags=filed.tags, assignee=filed.agent)
