"""A conversation: what an agent handles. Its head holds ids, times and states, never a text."""

from dataclasses import dataclass, replace
from enum import StrEnum

from model import policy
from model.event import Direction, Kind, Mode
from model.handover import BY_BOT, Handover
from model.interaction import Interaction
from model.rating import is_lone_rating
from model.response_time import AnsweredIn

MISTAKEN_MS = 120_000
"""Who opens what was closed so lately takes the closing back."""
MOVE_AFTER_MS = 10 * 60_000
"""Activity moves an entry in the inbox only when it stands there with an older time than this."""

MOST_TURNS = 6

LOW, NORMAL, HIGH, URGENT = 1, 2, 3, 4
"""Priorities; higher sorts first."""

OPENING = frozenset(
    {Kind.MESSAGE, Kind.COMMENT, Kind.MENTION, Kind.POST, Kind.SHARE, Kind.REVIEW, Kind.BACKLINK}
)
"""Kinds from outside that want to be read by an agent; a share without words of its own has no conversation."""


class Status(StrEnum):
    """Says where a conversation stands; the letters sort the inbox."""

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    CLOSED = "closed"


LETTERS = {Status.OPEN: "o", Status.PENDING: "p", Status.SNOOZED: "s"}
NOBODY = "-"
BY_AGENT = "set by an agent"
"""The reason of a priority that is nobody's but an agent's."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Holds a conversation's head.

    `id`, `customer` and `last_item` are hids; times are epoch ms; `rev` counts changes.
    """

    id: str
    brand: str
    platform: str
    account: str
    mode: Mode
    customer: str | None = None
    status: Status = Status.OPEN
    priority: int = NORMAL
    reasons: tuple[str, ...] = ()
    """Why the priority is what it is, in words for agents."""
    prioritised_at: int = 0
    """When an agent last set the priority: older items no longer raise it."""
    chosen_priority: int = 0
    """The priority that an agent set: it stands again when what raised it since is gone."""
    assignee: str | None = None
    first_at: int = 0
    last_at: int = 0
    last_in_at: int = 0
    last_out_at: int = 0
    waiting_since: int = 0
    """When the first item came that nobody answered yet; 0 while nobody waits."""
    last_item: str | None = None
    closed_at: int = 0
    snoozed_until: int | None = None
    """When it opens again; still there once it did so by itself, until somebody does something."""
    listed_at: int = 0
    """The activity time its inbox entry stands at."""
    turns: tuple[tuple[int, int], ...] = ()
    """From when to when somebody waited for us since it was opened; of more than a few the first are told as one."""
    tags: tuple[str, ...] = ()
    """Words of the brand's own vocabulary, sorted; nothing about anybody."""
    post: str | None = None
    """The post that its first comment is under, if it is a public one."""
    surveyed_at: int = 0
    """When its customer was asked how content they are; 0 while they were not."""
    handover: Handover = BY_BOT
    """Who answers, a bot or a human."""
    idle_since: str = ""
    """The day of receipt (`YYYYMMDD`) it is listed under among what is idle; see `policy.idle_since`."""
    rev: int = 0

    @property
    def wakes_at(self) -> int | None:
        """Returns the epoch ms at which it opens by itself; None unless it is snoozed."""
        return self.snoozed_until if self.status is Status.SNOOZED else None

    @property
    def woken(self) -> bool:
        """Tells whether it is open because its snooze is over, and nobody did anything since."""
        return (
            self.status is Status.OPEN
            and self.snoozed_until is not None
            and self.last_at <= self.snoozed_until
        )

    def note_survey(self, at: int) -> "Conversation":
        """Returns the head with its customer asked at `at` how content they are."""
        return replace(self, surveyed_at=max(self.surveyed_at, at))

    @property
    def inbox_entry(self) -> tuple[str, str] | None:
        """Returns queue and sort key in the inbox; None when it is closed."""
        letter = LETTERS.get(self.status)
        if letter is None:
            return None
        return self.assignee or NOBODY, f"{letter}{self.priority}{self.listed_at:013d}#{self.id}"


def opens_conversation(item: Interaction) -> bool:
    """Tells whether an interaction belongs into a conversation that an agent should see."""
    if item.conversation is None:
        return False
    if item.direction is Direction.OUT:
        return item.mode is Mode.PRIVATE and not item.deleted
    return item.kind in OPENING and not item.deleted


def begin_conversation(item: Interaction) -> Conversation:
    """Returns the head of a conversation of which `item` is all that is known."""
    assert item.conversation is not None  # noqa: S101 - `opens_conversation` was asked first
    status = Status.OPEN if item.direction is Direction.IN else Status.PENDING
    begun = Conversation(
        item.conversation, item.brand, item.platform, item.account, item.mode, status=status,
        first_at=item.occurred_at,
    )  # fmt: skip
    return add_interaction(begun, item)


def add_interaction(head: Conversation, item: Interaction) -> Conversation:
    """Returns the head after `item`; applying the same item again changes nothing."""
    at, incoming = item.occurred_at, item.direction is Direction.IN
    # Of whoever only says how content they are nothing is to be done.
    asks = incoming and not is_lone_rating(head.surveyed_at, head.customer, item)
    newest = at > head.last_at or head.last_item is None
    reopened = asks and at > max(head.closed_at, head.last_in_at)
    return replace(
        head,
        mode=item.mode if item.kind is not None and item.mode is Mode.PUBLIC else head.mode,
        customer=head.customer or (item.customer if item.mode is Mode.PRIVATE else _starter(head, item)),
        post=head.post or _post(head, item),
        first_at=min(head.first_at, at),
        last_at=max(head.last_at, at),
        last_in_at=max(head.last_in_at, at) if incoming else head.last_in_at,
        last_out_at=head.last_out_at if incoming else max(head.last_out_at, at),
        waiting_since=_waiting_since(head, item) if asks or not incoming else head.waiting_since,
        turns=_add_turn(head, item),
        last_item=item.id if newest else head.last_item,
        status=Status.OPEN if reopened else head.status,
        snoozed_until=None if reopened else head.snoozed_until,
        idle_since=policy.idle_since(head.idle_since, item.received_at),
    )


def close_conversation(head: Conversation, now_ms: int) -> Conversation:
    """Returns `head` closed, with nobody waiting any more."""
    if head.status is Status.CLOSED:
        return head
    return replace(
        head, status=Status.CLOSED, snoozed_until=None, closed_at=now_ms, waiting_since=0, turns=()
    )


def set_status(head: Conversation, status: Status, now_ms: int) -> Conversation:
    """Returns `head` in another status."""
    if status is Status.CLOSED:
        return close_conversation(head, now_ms)
    if head.status is status:
        return head
    return replace(head, status=status, snoozed_until=None, waiting_since=_waited_before(head, now_ms))


def wake_conversation(head: Conversation, at: int) -> Conversation:
    """Returns `head` as it is at `at`: open again when its snooze is over."""
    return replace(head, status=Status.OPEN) if head.wakes_at is not None and head.wakes_at <= at else head


def measure_answer(head: Conversation, item: Interaction) -> AnsweredIn | None:
    """Returns how long somebody waited whom `item`, coming to `head`, answers; None when nobody did."""
    if item.direction is Direction.IN or not 0 < head.waiting_since < item.occurred_at:
        return None
    waited = item.occurred_at - head.waiting_since
    return AnsweredIn(
        head.platform, item.occurred_at, waited, first=not head.last_out_at, priority=head.priority
    )


def set_priority(head: Conversation, priority: int, now_ms: int) -> Conversation:
    """Returns `head` with the priority that an agent sets: only what comes after `now_ms` raises it."""
    return replace(
        head, priority=priority, chosen_priority=priority, prioritised_at=now_ms, reasons=(BY_AGENT,)
    )


def place_in_inbox(known: Conversation | None, head: Conversation) -> Conversation:
    """Returns `head` with the time of its inbox entry: state changes move it at once, activity only now and then."""
    moved = (
        known is None
        or (known.status, known.priority, known.assignee) != (head.status, head.priority, head.assignee)
        or head.last_at - head.listed_at > MOVE_AFTER_MS
    )
    return replace(head, listed_at=head.last_at) if moved else head


def _add_turn(head: Conversation, item: Interaction) -> tuple[tuple[int, int], ...]:
    """Returns the times that somebody waited, with the one that `item` ends."""
    if measure_answer(head, item) is None:
        return head.turns
    turns = (*head.turns, (head.waiting_since, item.occurred_at))
    while len(turns) > MOST_TURNS:
        (start, end), (then, until), *rest = turns
        turns = ((start, end + until - then), *rest)
    return turns


def _waiting_since(head: Conversation, item: Interaction) -> int:
    at = item.occurred_at
    if item.direction is Direction.IN:
        earliest = min(head.waiting_since or at, at)
        return earliest if at > head.last_out_at else head.waiting_since
    if measure_answer(head, item) is None:
        return head.waiting_since
    # Of those who wrote after the answer only the last is known.
    return head.last_in_at if head.last_in_at > at else 0


def _waited_before(head: Conversation, now_ms: int) -> int:
    """Returns since when somebody waits once `head` has another status: closed by mistake, they wait as before."""
    mistaken = head.status is Status.CLOSED and now_ms <= head.closed_at + MISTAKEN_MS
    waited = mistaken and head.last_out_at < head.last_in_at <= head.closed_at
    # Of those who waited only the last is known.
    return head.last_in_at if waited else head.waiting_since


def _starter(head: Conversation, item: Interaction) -> str | None:
    return item.author if item.direction is Direction.IN and item.id == head.id else None


def _post(head: Conversation, item: Interaction) -> str | None:
    return item.under if item.id == head.id and item.under != head.id else None
