"""A broadcast: to everybody in a segment, one by one, or a public post on accounts; each once, and what became of it.

Times are epoch milliseconds. The text is the brand's own; what a recipient got is personal, and only kept sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from model.errors import Conflict


class BroadcastState(StrEnum):
    """Says how far a broadcast got. `braked`: an alert stopped it, until a person lets it go on."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    BRAKED = "braked"
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientState(StrEnum):
    """Says what became of a broadcast for one person."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


_B = BroadcastState
BROADCAST_MOVES: dict[BroadcastState, frozenset[BroadcastState]] = {
    _B.DRAFT: frozenset({_B.RUNNING, _B.CANCELLED}),
    _B.RUNNING: frozenset({_B.PAUSED, _B.BRAKED, _B.DONE, _B.CANCELLED}),
    _B.PAUSED: frozenset({_B.RUNNING, _B.CANCELLED}),
    _B.BRAKED: frozenset({_B.RUNNING, _B.CANCELLED}),
    _B.DONE: frozenset(),
    _B.CANCELLED: frozenset(),
}
"""State -> what may follow. A draft runs when somebody else than its author approved it."""
SETTLED = frozenset(RecipientState) - {RecipientState.PENDING, RecipientState.SENDING}
_R = RecipientState
TOLD_MOVES: dict[RecipientState, frozenset[RecipientState]] = {
    _R.SENDING: frozenset({_R.SENT, _R.DELIVERED, _R.READ}),
    _R.UNKNOWN: frozenset({_R.SENT, _R.DELIVERED, _R.READ, _R.FAILED}),
    _R.SENT: frozenset({_R.DELIVERED, _R.READ, _R.FAILED}),
    _R.DELIVERED: frozenset({_R.READ}),
}
"""State -> what may follow when the platform tells of it later, or a person who looked: forward only."""


@dataclass(frozen=True, slots=True)
class PublicText:
    """Says what one account posts in public; `place` is the platform's own id of a channel, where it needs one."""

    platform: str
    account: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Holds one broadcast. `due_at` is when it begins, `place` behind whom of the segment it goes on, `counts` by
    state.

    `cleared_at` is when a person last let it go: alerts from before do not stop it. One with `posts` is public: it has
    neither segment nor text nor account of its own.
    """

    id: str
    brand: str
    platform: str
    account: str
    segment: str
    title: str
    text: str
    created_at: int
    created_by: str
    due_at: int = 0
    state: BroadcastState = BroadcastState.DRAFT
    approved_by: str = ""
    cleared_at: int = 0
    place: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    posts: tuple[PublicText, ...] = ()
    rev: int = 0

    @property
    def platforms(self) -> frozenset[str]:
        """Returns the platforms it is for."""
        return frozenset(each.platform for each in self.posts) or frozenset({self.platform})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Holds what became of a broadcast for one person. `text` is what they got; `native_id` the platform's own id of
    it.

    `counted` is the state in which the walk counts them, where the platform told another one later.
    """

    brand: str
    broadcast: str
    person: str
    platform: str
    account: str
    conversation: str
    at: int
    state: RecipientState = RecipientState.PENDING
    code: str = ""
    attempts: int = 0
    attempt_at: int = 0
    text: str = ""
    native_id: str = ""
    counted: RecipientState | None = None
    rev: int = 0

    @property
    def counts_as(self) -> RecipientState:
        """Returns the state in which the walk counts them."""
        return self.counted or self.state


@dataclass(frozen=True, slots=True)
class PublicPost:
    """Says what became of a public post on one account. `native_id` is the platform's own id of it."""

    brand: str
    broadcast: str
    account: str
    platform: str
    at: int
    state: RecipientState = RecipientState.PENDING
    code: str = ""
    attempts: int = 0
    attempt_at: int = 0
    prepared: str = ""
    native_id: str = ""
    rev: int = 0


@dataclass(frozen=True, slots=True)
class BroadcastLimits:
    """Holds a brand's own limits: quiet hours by its clock, days between two to the same person, and the
    crisis brake.
    """

    zone: str = "UTC"
    quiet_from: int = 0
    quiet_to: int = 0
    days_between: int = 7
    brake_severity: int = 7

    def find_quiet_end(self, now_ms: int) -> int | None:
        """Returns when the quiet hours end that it is in now; None outside of them.

        Hours are those of the brand's clock, also on the days on which it changes.
        """
        if self.quiet_from == self.quiet_to:
            return None
        local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(self.zone))
        since = (local.hour - self.quiet_from) % 24
        if since >= (self.quiet_to - self.quiet_from) % 24:
            return None
        end = local.replace(hour=self.quiet_to, minute=0, second=0, microsecond=0)
        if end <= local:
            end += timedelta(days=1)
        return int(end.timestamp() * 1000)


def move_broadcast(known: Broadcast, state: BroadcastState, reason: str = "") -> Broadcast:
    """Returns a broadcast in another state. Raises Conflict for a move that the table does not have."""
    if state not in BROADCAST_MOVES[known.state]:
        raise Conflict(f"a broadcast that is {known.state} does not become {state}")
    return replace(known, state=state, reason=reason)


def add_counts(counts: Mapping[str, int], states: list[RecipientState]) -> dict[str, int]:
    """Returns counts by state with these added."""
    after = dict(counts)
    for state in states:
        after[state.value] = after.get(state.value, 0) + 1
    return after
