"""Turns a conversation into its row and back."""

from collections.abc import Mapping
from typing import Any

from model.conversation import Conversation, Status
from model.event import Mode
from model.handover import Handler, Handover
from store.contacts import keys as contact_keys
from store.conversations import keys as conversation_keys
from store.conversations.rows import ConversationRow
from store.dynamo import batches
from store.dynamo import keys as row_keys

HEAD = "#"
TIMES = tuple(
    "prioritised_at chosen_priority first_at last_at last_in_at last_out_at "
    "waiting_since closed_at listed_at rev".split()
)
WORDS = ("brand", "platform", "account", "customer", "assignee", "last_item", "snoozed_until", "post")


def write_statement(known: Conversation | None, after: Conversation) -> batches.Statement:
    """Returns the conditional write of a head in the place of what is known."""
    row, values = key_row(after), changed_values(known, after)
    if known is not None:
        return batches.update_statement(row, values, known.rev)
    for name, value in values.items():
        setattr(row, name, value)
    return batches.insert_statement(row)


def key_row(head: Conversation) -> ConversationRow:
    """Returns a head's row with nothing but its key."""
    return ConversationRow(conversation_keys.conversation(head.brand, head.id), HEAD)


def _attributes(head: Conversation) -> dict[str, Any]:
    entry = head.inbox_entry
    values: dict[str, Any] = {name: getattr(head, name) for name in (*WORDS, *TIMES)}
    return values | {
        "rev": head.rev + 1,
        "mode": head.mode.value,
        "status": head.status.value,
        "priority": head.priority,
        "reasons": list(head.reasons) or None,
        "surveyed_at": head.surveyed_at or None,
        "turns": [time for turn in head.turns for time in turn] or None,
        "tags": list(head.tags) or None,
        "handler": None if head.handover.handler is Handler.BOT else head.handover.handler.value,
        "paused_until": head.handover.paused_until or None,
        "handover_reason": head.handover.reason or None,
        "inbox_pk": None if entry is None else conversation_keys.inbox(head.brand, entry[0]),
        "inbox_sk": None if entry is None else entry[1],
        "due_pk": contact_keys.idle(head.brand, "conversation", head.platform) if head.idle_since else None,
        "due_sk": head.idle_since or None,
    }


def changed_values(known: Conversation | None, after: Conversation) -> dict[str, Any]:
    """Returns the attributes that a change sets; None for those that it removes."""
    before: Mapping[str, Any] = {} if known is None else _attributes(known)
    return {
        name: value
        for name, value in _attributes(after).items()
        if name == "rev" or value != before.get(name)
    }


def from_conversation_row(row: ConversationRow) -> Conversation:
    """Returns the conversation in a row."""
    times = {name: int(getattr(row, name) or 0) for name in TIMES}
    return Conversation(
        id=row_keys.item_of(row.pk),
        brand=row.brand,
        platform=row.platform,
        account=row.account,
        mode=Mode(row.mode),
        customer=row.customer,
        status=Status(row.status),
        priority=int(row.priority),
        reasons=tuple(str(reason) for reason in row.reasons or ()),
        surveyed_at=int(row.surveyed_at or 0),
        turns=_read_turns(row),
        tags=tuple(str(tag) for tag in row.tags or ()),
        handover=Handover(
            Handler(row.handler or Handler.BOT), int(row.paused_until or 0), row.handover_reason or ""
        ),
        assignee=row.assignee,
        last_item=row.last_item,
        post=row.post,
        snoozed_until=None if row.snoozed_until is None else int(row.snoozed_until),
        idle_since=row.due_sk or "",
        **times,
    )


def _read_turns(row: ConversationRow) -> tuple[tuple[int, int], ...]:
    times = [int(str(each)) for each in row.turns or ()]
    return tuple(zip(times[::2], times[1::2], strict=True))
