"""Describes what a brand promises, when it works, and where a conversation stands by that."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from model.business_hours import DAY_MINUTES, BusinessHours
from model.sla import SlaClock, SlaKind, SlaPolicy, SlaState, SlaTarget
from respond.shapes.scalars import (
    PRIORITIES,
    PRIORITY_NUMBERS,
    Day,
    DayText,
    TimeText,
    format_time,
    limit_text,
)

LONGEST_MINUTES = 366 * DAY_MINUTES
Minutes = Annotated[int, Meta(ge=1, le=LONGEST_MINUTES)]
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
ClockText = Annotated[str, limit_text(5, shape=CLOCK)]
ZONE = limit_text(60, shape=r"[A-Za-z0-9_+/-]+", about="the clock of these hours, as Europe/Berlin")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SlaTargetWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names working minutes; null for a clock that does not run."""

    first_answer: Annotated[Minutes | None, Meta(description="until the first answer")] = None
    next_answer: Annotated[Minutes | None, Meta(description="until every later answer")] = None
    solution: Annotated[
        Minutes | None, Meta(description="until it is closed, less what we wait for the customer")
    ] = None


class SlaWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names targets by priority; null or left out for one that nothing is promised for."""

    low: SlaTargetWanted | None = None
    normal: SlaTargetWanted | None = None
    high: SlaTargetWanted | None = None
    urgent: SlaTargetWanted | None = None


class SlaTargetView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows working minutes; null for a clock that does not run."""

    first_answer: int | None
    next_answer: int | None
    solution: int | None


class SlaView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows targets by priority."""

    low: SlaTargetView | None
    normal: SlaTargetView | None
    high: SlaTargetView | None
    urgent: SlaTargetView | None


class ShiftWanted(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Names from when to when somebody answers, on one day."""

    from_: Annotated[ClockText, Meta(description="such as 09:00")]
    to: Annotated[ClockText, Meta(description="such as 17:30; 24:00 is the end of the day")]


class BusinessHoursWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names a week; a day that is left out has no hours."""

    zone: Annotated[str, ZONE]
    monday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    tuesday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    wednesday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    thursday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    friday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    saturday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    sunday: Annotated[list[ShiftWanted], Meta(max_length=6)] = []
    holidays: Annotated[list[Day], Meta(max_length=500, description="days without hours")] = []


class BusinessHoursView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows when somebody answers."""

    zone: str
    monday: list[ShiftWanted]
    tuesday: list[ShiftWanted]
    wednesday: list[ShiftWanted]
    thursday: list[ShiftWanted]
    friday: list[ShiftWanted]
    saturday: list[ShiftWanted]
    sunday: list[ShiftWanted]
    holidays: list[DayText]


class SlaClockView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what is promised next about a conversation; no time while the clock is paused."""

    kind: SlaKind
    due_at: TimeText | None
    state: SlaState


def read_targets(wanted: SlaWanted) -> dict[int, SlaTarget]:
    """Returns the targets that are named."""
    named = {number: getattr(wanted, name) for name, number in PRIORITY_NUMBERS.items()}
    return {
        number: SlaTarget(each.first_answer, each.next_answer, each.solution)
        for number, each in named.items()
        if each is not None
    }


def show_targets(policy: SlaPolicy) -> SlaView:
    """Returns what a brand promises."""
    shown = {
        PRIORITIES[number]: SlaTargetView(
            first_answer=each.first_answer, next_answer=each.next_answer, solution=each.solution
        )
        for number, each in policy.targets.items()
    }
    return SlaView(**{name: shown.get(name) for name in PRIORITY_NUMBERS})


def read_hours(wanted: BusinessHoursWanted) -> BusinessHours:
    """Returns the hours that are named. Raises ValueError for shifts that end before they begin, or overlap."""
    week = tuple(
        tuple((_minutes(each.from_), _minutes(each.to)) for each in getattr(wanted, day)) for day in DAYS
    )
    for day, shifts in zip(DAYS, week, strict=True):
        ends = [minute for shift in shifts for minute in shift]
        if any(
            after <= before for before, after in zip(ends[::2], ends[1::2], strict=True)
        ) or ends != sorted(ends):
            raise ValueError(day)
    return BusinessHours(wanted.zone, week, frozenset(wanted.holidays))


def show_hours(hours: BusinessHours) -> BusinessHoursView:
    """Returns when somebody answers."""
    week = {
        day: [ShiftWanted(from_=_clock(start), to=_clock(end)) for start, end in shifts]
        for day, shifts in zip(DAYS, hours.week, strict=True)
    }
    return BusinessHoursView(
        zone=hours.zone, holidays=sorted(day.isoformat() for day in hours.holidays), **week
    )


def show_clocks(clocks: Sequence[SlaClock]) -> list[SlaClockView]:
    """Returns clocks as people see them."""
    return [
        SlaClockView(kind=each.kind, due_at=format_time(each.due_at), state=each.state) for each in clocks
    ]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
