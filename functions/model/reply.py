"""A reply on its way: what it is, and the one table of how its state may change.

Times are epoch milliseconds. Text, the platform's ids and its words are personal: they are only ever kept sealed.
"""

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from model.errors import Conflict


class ReplyState(StrEnum):
    """Says how far a reply got."""

    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SKIPPED = "skipped"


_S = ReplyState
_STOPPED = (_S.CANCELLED, _S.EXPIRED, _S.SKIPPED, _S.FAILED, _S.REFUSED)

MOVES: dict[ReplyState, frozenset[ReplyState]] = {
    _S.AWAITING_APPROVAL: frozenset({_S.SCHEDULED, _S.PENDING, *_STOPPED}),
    _S.SCHEDULED: frozenset({_S.PENDING, _S.SENDING, *_STOPPED}),
    # To be tried again, and then the platform told that an earlier attempt did post it.
    _S.PENDING: frozenset({_S.SENDING, _S.SENT, _S.DELIVERED, _S.READ, *_STOPPED}),
    # Back to pending only where nothing was posted, or where posting it again posts nothing new.
    _S.SENDING: frozenset({_S.SENT, _S.DELIVERED, _S.READ, _S.PENDING, _S.FAILED, _S.REFUSED, _S.UNKNOWN}),
    # An echo proves it, or a person decides.
    _S.UNKNOWN: frozenset({_S.SENT, _S.DELIVERED, _S.READ, _S.PENDING, _S.FAILED, _S.CANCELLED}),
    _S.SENT: frozenset({_S.DELIVERED, _S.READ, _S.FAILED}),
    _S.DELIVERED: frozenset({_S.READ}),
    _S.READ: frozenset(),
    _S.FAILED: frozenset({_S.PENDING}),
    _S.REFUSED: frozenset({_S.PENDING}),
    _S.CANCELLED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.SKIPPED: frozenset(),
}
"""State -> what may follow. Receipts only ever move it forward."""

WAITING = frozenset({_S.AWAITING_APPROVAL, _S.SCHEDULED, _S.PENDING})
"""Nothing went out yet, and may still be called back."""
STANDING = frozenset({_S.SENT, _S.DELIVERED, _S.READ})
"""It is there, and may be changed or taken away."""
ASKED_AGAIN = frozenset({_S.FAILED, _S.REFUSED, _S.UNKNOWN})
"""A person may have it tried again; of `unknown` only knowing that it may then be there twice."""


FIRST_LOOK_MS = 180_000
"""When something that is queued at once is looked at, should it get lost: later than an attempt takes that began within
a minute, so that the same row also tells of that attempt."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Holds one state that a reply came to, when, and the platform's code for it."""

    state: ReplyState
    at: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """Holds something we send to one person, or under one item. Ids are opaque; `native_id` is the platform's own.

    `item` is what it answers, `person` whose key seals it ("" for the account's), `operation` what the platform calls
    it. `attempt_at` is when the latest attempt began, 0 while there was none. `prepared` is what a preparing call made.
    `file` is JSON: of each file that goes along its address or upload, type and size.
    `after` is the message that has to be there before this one, where a reply goes out as `messages` of them
    (0: as one).
    `template` is JSON: the name, language and variables of one that the platform approved, sent instead of `text`.
    `about` is the reply of ours that an edit or a deletion is about, `target` its native id; `gone_at` is since when
    one is taken away at the platform, 0 while it stands.
    `unfinished`: it was posted, as the platform told by another way than its answer, and its interaction is not there.
    """

    id: str
    brand: str
    platform: str
    account: str
    conversation: str
    item: str
    person: str
    mode: str
    operation: str
    agent: str
    created_at: int
    due_at: int
    state: ReplyState = ReplyState.PENDING
    text: str = ""
    tag: str = ""
    then: str = ""
    fingerprint: str = ""
    attempts: int = 0
    attempt_at: int = 0
    native_id: str = ""
    prepared: str = ""
    words: str = ""
    passages: tuple[Passage, ...] = ()
    unfinished: bool = False
    file: str = ""
    template: str = ""
    about: str = ""
    target: str = ""
    gone_at: int = 0
    after: str = ""
    messages: int = 0
    rev: int = 0

    @property
    def files(self) -> list[dict[str, Any]]:
        """Returns what goes along, each file as it is kept."""
        told = json.loads(self.file) if self.file else []
        return told if isinstance(told, list) else [told]

    @property
    def first_look_at(self) -> int:
        """Returns when it is looked at first: what is queued at once, only should nobody come back from sending it."""
        return self.due_at + FIRST_LOOK_MS if self.queued_at_once else self.due_at

    @property
    def queued_at_once(self) -> bool:
        """Returns whether it was queued as it was accepted, and nobody was at it yet."""
        at_once = self.state is ReplyState.PENDING and self.due_at == self.created_at
        return at_once and not self.attempts and len(self.passages) == 1

    @property
    def code(self) -> str:
        """Returns the platform's code for the state it is in."""
        return self.passages[-1].code if self.passages else ""

    @property
    def state_at(self) -> int:
        """Returns since when it is in its state."""
        return self.passages[-1].at if self.passages else self.created_at


MOST_PASSAGES = 40
"""What is kept of a reply that is tried again and again: the first and the latest."""


def move_reply(reply: Reply, state: ReplyState, at: int, code: str = "", words: str = "") -> Reply:
    """Returns the reply in another state. Raises Conflict for a move that the table does not have."""
    if state not in MOVES[reply.state]:
        raise Conflict(f"a reply that is {reply.state} does not become {state}")
    passages = (*reply.passages, Passage(state, at, code))
    if len(passages) > MOST_PASSAGES:
        passages = (passages[0], *passages[-MOST_PASSAGES + 1 :])
    return replace(reply, state=state, words=words, passages=passages)
