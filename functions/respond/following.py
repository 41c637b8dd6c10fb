"""Holds a message back until the one before it is there: a reply of several messages keeps their order, or stops."""

from model.reply import STANDING, WAITING, Reply, ReplyState
from store.stores import Stores

EARLIER = "earlier_message"
"""Why a message waits, or was given up."""
MADE_MS = 900_000
"""How long the message before it may take to be kept: by then whoever was stopped in between asked again."""
ON_ITS_WAY = WAITING | {ReplyState.SENDING, ReplyState.UNKNOWN}


def find_hold(stores: Stores, reply: Reply, now_ms: int) -> ReplyState | None:
    """Returns the state that the message before holds this one in; None where this one may go.

    Its own state means that it waits; else the message before was called back (CANCELLED) or not sent (FAILED).
    """
    if not reply.after:
        return None
    before = stores.outbox.find_reply(reply.brand, reply.after)
    if before is None:
        return reply.state if now_ms < reply.created_at + MADE_MS else ReplyState.CANCELLED
    if before.state in STANDING:
        return None
    if before.state in ON_ITS_WAY:
        return reply.state
    return ReplyState.CANCELLED if before.state is ReplyState.CANCELLED else ReplyState.FAILED
