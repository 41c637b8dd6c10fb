"""Working time is counted by the brand's own clock, and the clocks of promises run and pause as told.

Tests of: `model.business_hours`, `model.sla`.
"""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from model.business_hours import BusinessHours
from model.conversation import HIGH, NORMAL, Conversation, Status, add_interaction, close_conversation
from model.event import Direction, Mode
from model.response_time import AnsweredIn
from model.sla import SlaKind, SlaPolicy, SlaState, SlaTarget
from tests.model.test_attention import ITEM

BERLIN = "Europe/Berlin"
NINE_TO_FIVE = ((540, 1020),)
OFFICE = BusinessHours(BERLIN, (*(NINE_TO_FIVE,) * 5, (), ()))
HOUR = 3_600_000
NIGHTS = BusinessHours(BERLIN, (((0, 1440),),) * 7, frozenset({date(2030, 1, 1)}))


def at(text: str, zone: str = BERLIN) -> int:
    """Returns a time on the wall of the brand as epoch ms."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("hours", "since", "working_hours", "until"),
    [
        (BusinessHours(), "2026-11-27T23:30", 2, "2026-11-28T01:30"),
        (OFFICE, "2026-11-27T10:00", 2, "2026-11-27T12:00"),
        (OFFICE, "2026-11-27T16:00", 2, "2026-11-30T10:00"),  # over a weekend
        (OFFICE, "2026-11-28T03:00", 1, "2026-11-30T10:00"),  # on a Saturday
        (replace(OFFICE, holidays=frozenset({date(2026, 11, 30)})), "2026-11-27T16:00", 2, "2026-12-01T10:00"),
        (replace(OFFICE, week=(((540, 720), (780, 1020)), *((NINE_TO_FIVE,) * 6))), "2026-11-30T11:00", 2,
         "2026-11-30T14:00"),  # over lunch
        (NIGHTS, "2026-03-29T01:00", 2, "2026-03-29T04:00"),  # the clock goes from two to three
        (NIGHTS, "2026-10-25T01:00", 4, "2026-10-25T04:00"),  # and from three to two
        (NIGHTS, "2029-12-31T23:00", 2, "2030-01-02T01:00"),
    ],
)  # fmt: skip
def test_working_time_is_of_the_brands_own_clock(
    hours: BusinessHours, since: str, working_hours: int, until: str
) -> None:
    assert hours.add_working_time(at(since), working_hours * HOUR) == at(until)
    assert hours.count_working_time(at(since), at(until)) == working_hours * HOUR
    assert hours.count_working_time(at(until), at(since)) == 0


@pytest.mark.parametrize(
    ("zone", "since", "until", "hours"),
    [
        ("Africa/Cairo", "2026-04-23T20:00", "2026-04-25T02:00", 29),  # no midnight
        ("America/Santiago", "2026-04-04T20:00", "2026-04-05T04:00", 9),  # the hour before midnight twice
        ("Australia/Lord_Howe", "2026-10-04T00:00", "2026-10-04T06:00", 5.5),  # half an hour
    ],
)
def test_a_night_without_midnight_or_with_half_an_hour_less_is_counted_as_long_as_it_is(
    zone: str, since: str, until: str, hours: float
) -> None:
    hourly = replace(NIGHTS, zone=zone)
    assert hourly.count_working_time(at(since, zone), at(until, zone)) == hours * HOUR
    assert hourly.add_working_time(at(since, zone), int(hours * HOUR)) == at(until, zone)


def test_who_never_works_has_no_due_time() -> None:
    assert BusinessHours(week=((),) * 7).add_working_time(at("2026-11-27T10:00"), HOUR) is None


POLICY = SlaPolicy({HIGH: SlaTarget(60, 120, 240)}, OFFICE)
START = at("2026-11-30T09:00")


def head(**changes: object) -> Conversation:
    """Returns an open conversation of high priority."""
    told = Conversation("c", "acme", "slack", "a", Mode.PRIVATE, priority=HIGH, first_at=START)
    return replace(told, **changes)  # type: ignore[arg-type]


def clocks(conversation: Conversation, now: int) -> list[tuple[SlaKind, SlaState, int | None]]:
    """Returns kind, state and due time of each clock."""
    return [(each.kind, each.state, each.due_at) for each in POLICY.find_clocks(conversation, now)]


def test_clocks_run_while_somebody_waits_and_the_solution_pauses_for_the_customer() -> None:
    waiting = head(waiting_since=START)
    first, solution = START + HOUR, START + 4 * HOUR
    assert clocks(waiting, START) == [
        (SlaKind.FIRST, SlaState.RUNNING, first),
        (SlaKind.SOLUTION, SlaState.RUNNING, solution),
    ]
    assert clocks(waiting, START + 50 * 60_000)[0] == (SlaKind.FIRST, SlaState.SOON, first)
    assert clocks(waiting, START + HOUR)[0] == (SlaKind.FIRST, SlaState.MISSED, first)
    answered = head(last_out_at=START + HOUR, turns=((START, START + HOUR),))
    assert clocks(answered, START + 3 * HOUR) == [(SlaKind.SOLUTION, SlaState.PAUSED, None)]
    again = replace(answered, waiting_since=START + 5 * HOUR)
    assert clocks(again, START + 5 * HOUR) == [
        (SlaKind.NEXT, SlaState.RUNNING, START + 7 * HOUR),
        (SlaKind.SOLUTION, SlaState.RUNNING, START + 8 * HOUR),
    ]


def test_nothing_runs_where_nothing_is_promised_or_wanted() -> None:
    assert clocks(head(waiting_since=START, priority=NORMAL), START) == []
    assert clocks(head(waiting_since=START, status=Status.CLOSED), START) == []
    assert clocks(head(waiting_since=START, status=Status.SNOOZED), START) == []
    assert SlaPolicy({}).find_clocks(head(waiting_since=START), START) == []


@pytest.mark.parametrize(
    ("first", "minutes", "kept"),
    [(True, 60, True), (True, 61, False), (False, 120, True), (False, 121, False)],
)
def test_an_answer_is_judged_by_working_time(first: bool, minutes: int, kept: bool) -> None:
    since = at("2026-11-27T16:30")
    until = OFFICE.add_working_time(since, minutes * 60_000)
    assert until is not None
    answer = AnsweredIn("slack", until, until - since, first, priority=HIGH)
    assert POLICY.judge_answer(answer).kept is kept
    assert POLICY.judge_answer(replace(answer, priority=NORMAL)).kept is None
    names = {"first_p": 1, "first_k": int(kept)} if first else {"p": 1, "k": int(kept)}
    assert names.items() <= POLICY.judge_answer(answer).counters().items()


def test_turns_are_told_once_in_any_order_and_end_with_the_conversation() -> None:
    told = head()
    for number in range(10):
        asked = replace(
            ITEM, direction=Direction.IN, created_at=START + (2 * number + 1) * HOUR, id=f"q{number}"
        )
        answer = replace(
            ITEM, direction=Direction.OUT, created_at=START + (2 * number + 2) * HOUR, id=f"a{number}"
        )
        told = add_interaction(add_interaction(add_interaction(told, asked), answer), answer)
    assert len(told.turns) <= 6
    assert sum(end - start for start, end in told.turns) == 10 * HOUR
    assert close_conversation(told, START).turns == ()
