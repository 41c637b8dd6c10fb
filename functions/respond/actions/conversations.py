"""Shows and changes conversations: the inbox, one of them, its interactions, and what an agent may change."""

from dataclasses import replace

from msgspec import UNSET, UnsetType

from model.conversation import Conversation, Status, close_conversation, set_priority, set_status
from respond.action import Asked, Caller, Revised, action
from respond.actions import offers, reading
from respond.actions.given import list_given, take_given
from respond.actions.handovers import call_back_machines, read_handover
from respond.closing import change_known_head, follow_closing
from respond.denied import deny_impossible, deny_missing
from respond.paging import AT, make_page, read_position
from respond.shapes.conversation import ConversationView, show_conversation
from respond.shapes.conversation_change import ConversationChange, TagsWanted
from respond.shapes.interaction import InteractionView
from respond.shapes.page import Page, PageQuery
from respond.shown import WORDS
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys

ME = "me"
"""The caller, wherever an agent's id may stand."""
BEFORE_ALL = row_keys.at(0, "a" * 32)
"""A position behind which nothing is listed, but the root."""
LONGEST_SNOOZE_MS = 366 * row_keys.DAY_MS


@action(scope="conversations:read", audit="read conversation", shows=WORDS)
def get_conversation(caller: Caller, asked: Asked[None]) -> Revised[ConversationView]:
    """Returns one conversation with what may be proposed to its customer."""
    head = _read_head(caller, asked.id)
    caller.note(head.customer or head.id)
    return _show(caller, head)


@action(scope="conversations:read", audit="read interactions", shows=WORDS)
def list_conversation_interactions(caller: Caller, asked: Asked[PageQuery]) -> Page[InteractionView]:
    """Lists a conversation's interactions: newest first, a public conversation's root last."""
    _read_head(caller, asked.id)
    limit, before = asked.wanted.limit, read_position(caller, asked, AT)
    ids, following = caller.stores.feed.page_listing(
        interaction_keys.listed_under(caller.brand, asked.id), before, limit
    )
    found = {item.id: item for item in reading.open_interactions(caller, [*ids, asked.id])}
    items = [found[item] for item in ids if item in found]
    root = found.get(asked.id)
    # A comment that began the conversation is listed under its post.
    if root is not None and root.under != asked.id and following is None:
        if len(ids) < limit:
            items.append(root)
        else:
            following = BEFORE_ALL
    caller.note(asked.id, *reading.list_people(items))
    return make_page(caller, asked, reading.show_interactions(caller, items), following)


@action(scope="conversations:write", audit="change conversation", shows=WORDS)
def change_conversation(caller: Caller, asked: Asked[ConversationChange]) -> Revised[ConversationView]:
    """Changes status, priority, assignee or snooze of a conversation that the caller saw."""
    _, head = change_one(caller, asked)
    caller.note(head.customer or head.id, about=" ".join(list_given(asked.wanted)))
    return _show(caller, head)


def change_one(caller: Caller, asked: Asked[ConversationChange]) -> tuple[Conversation, Conversation]:
    """Returns a conversation before and after a change. Raises Denied, and Conflict when others keep changing it."""
    assignee = _find_assignee(caller, asked.wanted)
    now_ms = caller.stores.now_ms()

    def step(head: Conversation) -> Conversation:
        asked.seen.check(head.rev)
        handover = read_handover(caller, head, asked.wanted.handover)
        return replace(_changed(head, asked.wanted, assignee, now_ms), handover=handover)

    changed = change_known_head(caller.stores, caller.brand, asked.id, step, by=caller.agent)
    if changed is None:
        raise deny_missing()
    known, head = changed
    if not head.handover.lets_bot(now_ms):
        call_back_machines(caller, head)
    follow_closing(caller.stores, known, head)
    return changed


@action(scope="conversations:write", audit="change conversation", shows=WORDS)
def replace_tags(caller: Caller, asked: Asked[TagsWanted]) -> Revised[ConversationView]:
    """Replaces a conversation's tags, whatever else was changed meanwhile."""
    tags = tuple(sorted(set(asked.wanted.tags)))
    head = caller.stores.conversations.change_head(
        caller.brand, asked.id, lambda known: known and replace(known, tags=tags), by=caller.agent
    )
    if head is None:
        raise deny_missing()
    caller.note(head.customer or head.id, about="tags")
    return _show(caller, head)


def _read_head(caller: Caller, conversation: str) -> Conversation:
    found = caller.stores.conversations.read_conversations(caller.brand, [conversation], consistent=True)
    if conversation not in found:
        raise deny_missing()
    return found[conversation]


def _show(caller: Caller, head: Conversation) -> Revised[ConversationView]:
    (listed,) = reading.show_conversations(caller, [head])
    return Revised(show_conversation(listed, *offers.find_offers(caller, head.customer)), head.rev)


def _find_assignee(caller: Caller, wanted: ConversationChange) -> str | UnsetType | None:
    """Returns whom it is assigned to. Raises Denied for somebody who cannot be."""
    if not isinstance(wanted.assignee, str):
        return wanted.assignee
    assignee = caller.agent if wanted.assignee == ME else wanted.assignee
    agent = caller.stores.agents.find_agent(caller.brand, assignee)
    if agent is None or agent.state != "active":
        raise deny_impossible("`assignee` must be an active agent.", pointer="/assignee")
    return assignee


def _changed(
    head: Conversation, wanted: ConversationChange, assignee: str | UnsetType | None, now_ms: int
) -> Conversation:
    after = replace(head, assignee=take_given(assignee, head.assignee))
    if not isinstance(wanted.priority, UnsetType):
        after = set_priority(after, int(wanted.priority), now_ms)
    status = take_given(wanted.status, head.status)
    if status is Status.CLOSED and head.status is not Status.CLOSED:
        after = close_conversation(after, now_ms)
    elif head.status is Status.CLOSED:
        after = set_status(after, status, now_ms)
    if not isinstance(wanted.tags, UnsetType):
        after = replace(after, tags=tuple(sorted(set(wanted.tags))))
    return replace(after, status=status, snoozed_until=_snoozed_until(head, status, wanted, now_ms))


def _snoozed_until(head: Conversation, status: Status, wanted: ConversationChange, now_ms: int) -> int | None:
    until = take_given(wanted.snoozed_until, None)
    if status is not Status.SNOOZED:
        if until is not None:
            raise deny_impossible("`snoozed_until` goes with the status snoozed.", pointer="/snoozed_until")
        return None
    if wanted.snoozed_until is UNSET and head.wakes_at is not None:
        return head.wakes_at
    if until is None or not now_ms < until <= now_ms + LONGEST_SNOOZE_MS:
        detail = "A snoozed conversation needs `snoozed_until` within the coming year."
        raise deny_impossible(detail, pointer="/snoozed_until")
    return int(until)
