"""Shows how a conversation can be answered, and finds it out for who answers."""

from dataclasses import replace

from model.conversation import Conversation
from model.message_template import MessageTemplate
from model.reply import Reply, ReplyState
from platforms.sending.ways import SendOption
from respond.access import SERVICE
from respond.action import Asked, Caller, action
from respond.actions.approval_rules import must_wait
from respond.actions.given import take_given
from respond.actions.templates import TEMPLATE, read_templates
from respond.answerable import Answerable, find_answerable, read_options
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.doing import list_deeds
from respond.shapes.send_option import SendOptionsQuery, SendOptionsView, show_options
from respond.shapes.template import list_views
from respond.shown import NOTHING

HUMAN_HAS_IT = "human_has_it"
"""Why no machine answers a conversation that was handed over."""


@action(scope="conversations:read", audit="read send options", shows=NOTHING)
def get_send_options(caller: Caller, asked: Asked[SendOptionsQuery]) -> SendOptionsView:
    """Returns each way to answer a conversation, open or closed, until when and how long a text may be."""
    found = find_answered(caller, asked.id, take_given(asked.wanted.interaction, ""))
    caller.note(found.person or found.head.id)
    waits = must_wait(caller, found.head.account)
    deeds = list_deeds(caller.stores, found, caller.stores.now_ms(), machine=caller.role == SERVICE)
    ways, templates = list_ways(caller, found), list[MessageTemplate]()
    if any(each.reason == "window_closed" and each.way.outside == TEMPLATE for each in ways):
        templates, _, _ = read_templates(caller, found.head.account, found.head.platform)
    usable = list_views([each for each in templates if each.usable])
    return show_options(found.item.id, ways, waits, deeds, usable)


def read_head(caller: Caller, conversation: str) -> Conversation:
    """Returns a conversation. Raises Denied when there is none."""
    found = caller.stores.conversations.read_conversations(caller.brand, [conversation], consistent=True)
    if conversation not in found:
        raise deny_missing()
    return found[conversation]


def find_answered(caller: Caller, conversation: str, interaction: str) -> Answerable:
    """Returns what is answered: the named interaction, or the latest. Raises Denied where nothing can be."""
    head = read_head(caller, conversation)
    found = find_answerable(caller.stores, head, interaction)
    if found is None or not found.sender.ways:
        if interaction:
            raise deny_impossible(
                "That is not what this conversation can be answered to.", pointer="/interaction"
            )
        raise deny_conflict("nothing_to_answer", "There is nothing in it that can be answered from here.")
    return found


def list_ways(caller: Caller, found: Answerable) -> tuple[SendOption, ...]:
    """Returns each way to answer it, open or closed."""
    outbox, head = caller.stores.outbox, found.head
    once = any(way.once for way in found.sender.ways)
    entries = outbox.page_replies(caller.brand, head.id, None, 50) if once else []
    before = outbox.read_replies(caller.brand, [each for _, each in entries]).values()
    answered = any(
        each.item == found.item.id and each.operation == "private_reply" and _stands(each) for each in before
    )
    machine = caller.role == SERVICE
    now_ms = caller.stores.now_ms()
    options = read_options(caller.stores, found, now_ms, machine=machine, answered_once=answered)
    if machine and not head.handover.lets_bot(now_ms):
        return tuple(replace(each, open=False, reason=HUMAN_HAS_IT) for each in options)
    return options


def _stands(reply: Reply) -> bool:
    """Returns whether a reply went out, may have, or is about to."""
    gone = (
        ReplyState.CANCELLED,
        ReplyState.EXPIRED,
        ReplyState.SKIPPED,
        ReplyState.FAILED,
        ReplyState.REFUSED,
    )
    return reply.state not in gone
