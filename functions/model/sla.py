"""Computes by when a conversation is to be answered and done, as a brand promises by priority, and where it stands.

Working time counts (`business_hours`). Three clocks: the first answer, every next one, both running while somebody
waits, and the solution, which pauses while we wait for the customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from model.business_hours import MINUTE_MS, BusinessHours
from model.conversation import Conversation, Status
from model.response_time import AnsweredIn

ALWAYS = BusinessHours()
SOON = 0.25
"""What share of a target is left when a clock is soon over."""


class SlaKind(StrEnum):
    """Says what is wanted in time."""

    FIRST = "first_answer"
    NEXT = "next_answer"
    SOLUTION = "solution"


class SlaState(StrEnum):
    """Says where a clock stands."""

    RUNNING = "running"
    SOON = "soon"
    MISSED = "missed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class SlaTarget:
    """Holds working minutes for each clock; None for a clock that does not run."""

    first_answer: int | None = None
    next_answer: int | None = None
    solution: int | None = None

    def minutes_of(self, kind: SlaKind) -> int | None:
        """Returns the working minutes of one clock."""
        return {
            SlaKind.FIRST: self.first_answer,
            SlaKind.NEXT: self.next_answer,
            SlaKind.SOLUTION: self.solution,
        }[kind]


@dataclass(frozen=True, slots=True)
class SlaClock:
    """Holds one clock of a conversation. `due_at` is epoch ms, None while it is paused; `left_ms` is working time."""

    kind: SlaKind
    state: SlaState
    due_at: int | None
    left_ms: int


@dataclass(frozen=True, slots=True)
class SlaPolicy:
    """Holds what a brand promises: a target for each priority that has one, and its hours."""

    targets: Mapping[int, SlaTarget]
    hours: BusinessHours = ALWAYS

    def find_clocks(self, head: Conversation, now: int) -> list[SlaClock]:
        """Returns the clocks of a conversation at `now`, the one that is due first before the others."""
        target = self.targets.get(head.priority)
        if target is None or head.status in (Status.CLOSED, Status.SNOOZED):
            return []
        found = [self._answer_clock(head, target, now), self._solution_clock(head, target, now)]
        return sorted((each for each in found if each is not None), key=lambda each: each.left_ms)

    def judge_answer(self, answer: AnsweredIn) -> AnsweredIn:
        """Returns an answer with whether it came as soon as promised, where that was promised."""
        target = self.targets.get(answer.priority)
        minutes = target and target.minutes_of(SlaKind.FIRST if answer.first else SlaKind.NEXT)
        if not minutes:
            return answer
        waited = self.hours.count_working_time(answer.at - answer.waited_ms, answer.at)
        return replace(answer, kept=waited <= minutes * MINUTE_MS)

    def judge_solution(self, head: Conversation, closed_at: int) -> bool | None:
        """Returns whether `head`, closed at `closed_at`, was done as soon as promised; None if nothing was wanted."""
        target = self.targets.get(head.priority)
        if target is None or not (head.turns or head.waiting_since):
            return None
        clock = self._solution_clock(head, target, closed_at)
        return None if clock is None else clock.left_ms >= 0

    def _answer_clock(self, head: Conversation, target: SlaTarget, now: int) -> SlaClock | None:
        kind = SlaKind.NEXT if head.last_out_at else SlaKind.FIRST
        minutes = target.minutes_of(kind)
        if not head.waiting_since or minutes is None:
            return None
        return self._clock(kind, minutes * MINUTE_MS, head.waiting_since, 0, now)

    def _solution_clock(self, head: Conversation, target: SlaTarget, now: int) -> SlaClock | None:
        if target.solution is None:
            return None
        whole = target.solution * MINUTE_MS
        spent = sum(self.hours.count_working_time(start, end) for start, end in head.turns)
        if not head.waiting_since:
            left = whole - spent
            return SlaClock(SlaKind.SOLUTION, SlaState.PAUSED if left > 0 else SlaState.MISSED, None, left)
        return self._clock(SlaKind.SOLUTION, whole, head.waiting_since, spent, now)

    def _clock(self, kind: SlaKind, whole: int, since: int, spent: int, now: int) -> SlaClock:
        left = whole - spent - self.hours.count_working_time(since, now)
        state = SlaState.MISSED if left <= 0 else SlaState.SOON if left <= whole * SOON else SlaState.RUNNING
        due = self.hours.add_working_time(since, max(0, whole - spent))
        return SlaClock(kind, state, due, left)
