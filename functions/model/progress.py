"""Reads how far something that we sent got, as its platform tells, and moves its reply: forward only."""

import re
from dataclasses import dataclass, replace

from model.reply import MOVES, Reply, ReplyState, move_reply

OUR_ID = re.compile(r"[a-z2-7]{32}")
"""An outbox row's id, as it comes back from where we put it."""

_S = ReplyState
_PROVED = frozenset({_S.SENT, _S.DELIVERED, _S.READ})
_OPEN = frozenset({_S.PENDING, _S.SENDING, _S.UNKNOWN})
"""States in which nobody told yet whether it was posted."""


@dataclass(frozen=True, slots=True)
class SentProgress:
    """Tells one thing about what we sent; ids are the platform's own, times epoch ms.

    It is about the reply whose id came back (`reply`), about `native_id`, or about all that `person` got until `up_to`;
    `through`: also about what they got before `native_id`.
    """

    state: ReplyState
    account_id: str | None = None
    reply: str = ""
    native_id: str = ""
    person: str = ""
    up_to: int = 0
    through: bool = False
    at: int | None = None
    code: str = ""
    words: str = ""


def read_our_id(value: object) -> str:
    """Returns the id of a reply that came back; empty for what is none of ours."""
    return value if isinstance(value, str) and OUR_ID.fullmatch(value) else ""


def advance_reply(reply: Reply, told: SentProgress, now_ms: int) -> Reply | None:
    """Returns the reply as far as it got; None where that is nothing new, or about an earlier attempt.

    What this proves to be posted, of which no answer told, is marked `unfinished`: its interaction is still to be made.
    """
    was_open = reply.state in _OPEN
    if told.native_id and reply.native_id and was_open == (told.native_id == reply.native_id):
        return None
    if was_open and not reply.attempts:
        return None
    if told.state not in MOVES[reply.state]:
        return None
    at = max(reply.state_at, min(told.at or now_ms, now_ms))
    moved = move_reply(reply, told.state, at, told.code, told.words)
    return replace(
        moved,
        native_id=told.native_id or reply.native_id,
        unfinished=was_open and told.state in _PROVED,
    )
