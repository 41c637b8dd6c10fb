"""Hands a conversation over between a bot and a human: who may, and what becomes of what the bot has on its way."""

from msgspec import UnsetType

from model.conversation import Conversation
from model.errors import Conflict, Erased, Purged
from model.handover import Handler, Handover
from model.reply import WAITING, ReplyState, move_reply
from respond.access import SERVICE
from respond.action import Caller
from respond.actions.given import take_given
from respond.denied import Because, Denied, deny_impossible
from respond.shapes.conversation_change import HandoverWanted
from store.dynamo.keys import DAY_MS

LONGEST_PAUSE_MS = 366 * DAY_MS
LATEST = 50
"""Replies of a conversation that are looked at."""


def read_handover(caller: Caller, head: Conversation, wanted: HandoverWanted | UnsetType) -> Handover:
    """Returns who answers after a change. Raises Denied for a bot that takes a conversation from a human."""
    if isinstance(wanted, UnsetType):
        return head.handover
    now_ms = caller.stores.now_ms()
    stays = wanted.state is Handler.BOT and head.handover.lets_bot(now_ms)
    if caller.role == SERVICE and wanted.state is not Handler.REQUESTED and not stays:
        raise Denied(Because.FORBIDDEN, "human_has_it", "A human decides who answers; a bot may ask for one.")
    until = int(take_given(wanted.paused_until, 0))
    if until and not now_ms < until <= now_ms + LONGEST_PAUSE_MS:
        detail = "`paused_until` must lie within the coming year."
        raise deny_impossible(detail, pointer="/handover/paused_until")
    return Handover(wanted.state, until, take_given(wanted.reason, ""))


def call_back_machines(caller: Caller, head: Conversation) -> None:
    """Cancels what AI agents have waiting in a conversation that a human has now; what went out stays."""
    outbox = caller.stores.outbox
    entries = outbox.page_replies(caller.brand, head.id, None, LATEST)
    waiting = [
        each
        for each in outbox.read_replies(caller.brand, [reply for _, reply in entries]).values()
        if each.state in WAITING
    ]
    roles = {each.agent: caller.stores.agents.find_agent(caller.brand, each.agent) for each in waiting}
    for reply in waiting:
        author = roles[reply.agent]
        if author is None or author.role != SERVICE:
            continue
        moved = move_reply(reply, ReplyState.CANCELLED, caller.stores.now_ms(), "handed_over")
        try:
            outbox.change_reply(reply, moved)
        except (Conflict, Erased, Purged):
            # It is being sent at this moment, or its person is gone.
            continue
