"""On a schedule: which conversations are due soon or overdue is listed, and of each broken promise an alert tells once.

The inbox's index says where something happened lately; those are looked at in every run. Of all others, a part of at
most a thousand is, another one in each run: so changed targets, hours and priorities are noticed too.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from model.business_hours import MINUTE_MS
from model.conversation import MOVE_AFTER_MS, NOBODY, Conversation, Status
from model.sla import SlaClock, SlaKind, SlaPolicy, SlaState
from model.trends import Alert, AlertSignal, Tally
from store.conversations.promises import MOST, NEVER_MS, Promised
from store.journal.changes import HeadChange
from store.stores import Stores

EVERY_MS = 300_000
"""How often a run begins."""
LATELY_MS = 2 * EVERY_MS + MOVE_AFTER_MS
"""What happened since the run before the last one stands in the index with a time of at most so long ago."""
AHEAD_MS = 2 * EVERY_MS
"""Who is due soon by the next run, and by one that comes late, is listed already."""
TOLD_MS = 24 * 3_600_000
"""Of what is overdue for longer no alert tells: targets that are new are no news of last month."""
PART, CHUNK = 1000, 100


class PromiseWatch:
    """Lists what is due, and tells of what is overdue."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def watch_promises(self, brand: str, more_time: Callable[[], bool]) -> int:
        """Looks through a brand once, and counts the promises of whose breach an alert now tells."""
        policy, known = self._stores.sla.read_policy(brand), self._stores.promises.list_promised(brand)
        if not policy.targets:
            self._stores.promises.drop_promised(brand, known.values())
            return 0
        now_ms, told = self._stores.now_ms(), 0
        wanted = list(dict.fromkeys([*known, *self._list_inbox(brand, policy, now_ms)]))
        for start in range(0, len(wanted), CHUNK):
            if not more_time():
                break
            part = wanted[start : start + CHUNK]
            heads = self._stores.conversations.read_conversations(brand, part)
            told += sum(self._place(brand, known.get(each), heads.get(each), policy, now_ms) for each in part)
        return told

    def _list_inbox(self, brand: str, policy: SlaPolicy, now_ms: int) -> Iterator[str]:
        """Yields the conversations to be looked at: where something happened lately, and a part of the others."""
        others = list[str]()
        for position, conversation in self._page_queues(brand):
            if int(position[1]) not in policy.targets:
                continue
            if now_ms - int(position[2:15]) < LATELY_MS:
                yield conversation
            else:
                others.append(conversation)
        parts = max(1, -(-len(others) // PART))
        yield from others[now_ms // EVERY_MS % parts :: parts]

    def _page_queues(self, brand: str) -> Iterator[tuple[str, str]]:
        for queue in (NOBODY, *(agent.id for agent in self._stores.agents.list_agents(brand))):
            for status in (Status.OPEN, Status.PENDING):
                yield from self._stores.conversations.page_inbox(brand, queue, status, None, MOST)

    def _place(
        self, brand: str, known: Promised | None, head: Conversation | None, policy: SlaPolicy, now_ms: int
    ) -> int:
        """Moves a conversation to where it is due, or nowhere; returns of how many breaches an alert now tells."""
        soon = [] if head is None else policy.find_clocks(head, now_ms + AHEAD_MS)
        if head is None or not soon or soon[0].state not in (SlaState.SOON, SlaState.MISSED):
            self._stores.promises.drop_promised(brand, [known] if known else [])
            return 0
        missed = {
            name_breach(head, clock): describe_breach(head, clock, clock.due_at, promised)
            for clock in policy.find_clocks(head, now_ms)
            if clock.due_at is not None
            and now_ms - TOLD_MS < clock.due_at <= now_ms
            and (promised := policy.targets[head.priority].minutes_of(clock.kind)) is not None
        }
        told = known.told if known else frozenset[str]()
        new = [breach for breach in missed if breach not in told and self._tell(head, breach, missed[breach])]
        due_at = NEVER_MS if soon[0].due_at is None else soon[0].due_at
        self._stores.promises.keep_promised(
            brand, Promised(head.id, due_at, frozenset(missed)), known, now_ms
        )
        return len(new)

    def _tell(self, head: Conversation, breach: str, alert: Alert) -> bool:
        stores = self._stores
        if not stores.alerts.raise_breach(head.brand, alert, breach, stores.now_ms()):
            return False
        to = (head.assignee,) if head.assignee else ()
        stores.changes.note_changes(head.brand, [HeadChange(head.id, 0, (OVERDUE,), to=to)])
        return True


OVERDUE = "overdue"
"""What open pages are told of a broken promise."""


def name_breach(head: Conversation, clock: SlaClock) -> str:
    """Returns what tells a breach from every other one: the promise, and since when it was to be kept."""
    # The solution is promised once, however often somebody has to wait for it.
    since = head.turns[0][0] if clock.kind is SlaKind.SOLUTION and head.turns else head.waiting_since
    return f"{clock.kind.value}#{head.id}#{since}"


def describe_breach(head: Conversation, clock: SlaClock, due_at: int, promised: int) -> Alert:
    """Returns the alert of a promise that was broken: minutes of working time beside those that were promised."""
    hour = datetime.fromtimestamp(due_at / 1000, UTC).strftime("%Y%m%d%H")
    waited = promised + -clock.left_ms // MINUTE_MS
    signal = AlertSignal(clock.kind.value, float(waited), float(promised))
    return Alert(head.account, head.platform, hour, head.post, Tally(), (signal,), conversation=head.id)
