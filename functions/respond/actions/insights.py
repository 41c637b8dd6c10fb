"""Counts insights: how much came in, how people felt, how long they waited. No person is read for them.

One read for each day asked for, whatever the number of interactions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import UNSET, UnsetType

from model.response_time import BOUNDS_S, within
from respond.action import Asked, Caller, action
from respond.denied import deny_unreadable
from respond.shapes.insight import (
    MOST_DAYS,
    DaysQuery,
    KeptView,
    MoodRowView,
    MoodsView,
    MoodView,
    PromisesRowView,
    PromisesView,
    ResponseTimesQuery,
    ResponseTimesView,
    SentimentQuery,
    SlaInsightView,
    VolumeQuery,
    VolumeRowView,
    VolumeView,
    WaitGroupView,
    WaitsRowView,
    WaitsView,
    WaitView,
)

DEFAULT_DAYS = 7
EARLIEST_YEAR = 2000
"""The calendar ends somewhere, and the days before those asked for are looked at too."""

Counters = dict[str, Any]
"""A row of counts: platform, hour (0-23), the day it is of, and its counters."""
ReadDay = Callable[[str, str], list[Counters]]

TIMES = ("day", "hour", "platform")


@action(scope="insights:read", audit=None)
def count_volume(caller: Caller, asked: Asked[VolumeQuery]) -> VolumeView:
    """Counts interactions of both directions."""
    by, asked_days = asked.wanted.by, list_days(caller, asked.wanted)
    counts: Counter[str] = Counter()
    for row in read_hours(caller, asked.wanted, asked_days, caller.stores.rollups.read_counts):
        if by in TIMES:
            counts[_when(row, by)] += row.get("n", 0)
        else:
            counts.update({key: number for key, sentiment, number in _parts(row, by) if sentiment is None})
    data = [VolumeRowView(key=key, count=number) for key, number in sorted(counts.items()) if number]
    first, last = _ends(asked_days)
    return VolumeView(from_=first, to=last, by=by, data=data, total=sum(counts.values()))


@action(scope="insights:read", audit=None)
def count_sentiment(caller: Caller, asked: Asked[SentimentQuery]) -> MoodsView:
    """Counts the sentiment of what people wrote, as agents corrected it."""
    by, asked_days = asked.wanted.by, list_days(caller, asked.wanted)
    found: dict[str, Counter[str]] = {}
    corrected = 0
    for row in read_hours(caller, asked.wanted, asked_days, caller.stores.rollups.read_counts):
        corrected += row.get("corrected", 0)
        for key, label, number in _parts(row, "kind" if by in TIMES else by):
            if label is not None:
                found.setdefault(_when(row, by) if by in TIMES else key, Counter())[label] += number
    rows = [
        MoodRowView(key=key, **_mood(counts)) for key, counts in sorted(found.items()) if any(counts.values())
    ]
    total = MoodView(**_mood(sum(found.values(), Counter())))
    first, last = _ends(asked_days)
    return MoodsView(from_=first, to=last, by=by, data=rows, total=total, corrected=corrected)


@action(scope="insights:read", audit=None)
def count_response_times(caller: Caller, asked: Asked[ResponseTimesQuery]) -> ResponseTimesView:
    """Counts response times by the time of the answer, in seconds."""
    by, asked_days = asked.wanted.by, list_days(caller, asked.wanted)
    found = _count_answers(caller, asked.wanted, asked_days)
    rows = [WaitsRowView(key=key, **_waits(counts)) for key, counts in sorted(found.items())]
    total = WaitsView(**_waits(sum(found.values(), Counter())))
    first, last = _ends(asked_days)
    return ResponseTimesView(from_=first, to=last, by=by, data=rows, total=total)


@action(scope="insights:read", audit=None)
def count_kept_promises(caller: Caller, asked: Asked[ResponseTimesQuery]) -> SlaInsightView:
    """Counts the answers that came as soon as was promised (`PUT /sla`), by the time of the answer."""
    by, asked_days = asked.wanted.by, list_days(caller, asked.wanted)
    found = _count_answers(caller, asked.wanted, asked_days)
    rows = [PromisesRowView(key=key, **_promises(counts)) for key, counts in sorted(found.items())]
    total = PromisesView(**_promises(sum(found.values(), Counter())))
    first, last = _ends(asked_days)
    return SlaInsightView(from_=first, to=last, by=by, data=rows, total=total)


def _count_answers(caller: Caller, query: ResponseTimesQuery, days: list[date]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in read_hours(caller, query, days, caller.stores.response_times.read_response_times):
        numbers = {name: number for name, number in row.items() if name not in ("platform", "hour", "day")}
        found.setdefault(_when(row, query.by), Counter()).update(numbers)
    return found


def list_days(
    caller: Caller, query: DaysQuery, default: int = DEFAULT_DAYS, most: int = MOST_DAYS
) -> list[date]:
    """Returns the days asked for, in order. Raises Denied."""
    today = datetime.fromtimestamp(caller.stores.now_ms() / 1000, UTC).date()
    last = today if isinstance(query.to, UnsetType) else query.to
    if last.year < EARLIEST_YEAR:
        raise deny_unreadable("bad_filter", f"There are no days before {EARLIEST_YEAR}.")
    first = last - timedelta(days=default - 1) if isinstance(query.from_, UnsetType) else query.from_
    number = (last - first).days + 1
    if not 1 <= number <= most:
        raise deny_unreadable("bad_filter", f"From `from` to `to` there must be 1 to {most} days.")
    return [first + timedelta(days=each) for each in range(number)]


def read_count_rows(caller: Caller, query: DaysQuery, days: Iterable[date]) -> Iterator[Counters]:
    """Yields the rows of counts of these days."""
    return read_hours(caller, query, days, caller.stores.rollups.read_counts)


def _ends(days: list[date]) -> tuple[str, str]:
    return days[0].isoformat(), days[-1].isoformat()


def read_hours(caller: Caller, query: DaysQuery, days: Iterable[date], read: ReadDay) -> Iterator[Counters]:
    """Yields the rows of counts that `read` finds of these days, of the platform that is asked for."""
    for each in days:
        for row in read(caller.brand, each.strftime("%Y%m%d")):
            if query.platform in (UNSET, row["platform"]):
                yield row | {"day": each.isoformat()}


def _when(row: Counters, by: str) -> str:
    if by == "hour":
        return f"{row['day']}T{row['hour']:02d}:00:00Z"
    return str(row[by])


def _parts(row: Counters, by: str) -> Iterable[tuple[str, str | None, int]]:
    """Yields (value, sentiment or None for all, number) of the counters that begin with `by`."""
    for name, number in row.items():
        start, *rest = name.split("_")
        if start == by and rest:
            yield rest[0], rest[1] if len(rest) == 2 else None, number


def _mood(counts: Counter[str]) -> dict[str, Any]:
    known = counts["negative"] + counts["neutral"] + counts["positive"]
    share = round(counts["negative"] / known, 3) if known > 0 else None
    labels = {label: counts[label] for label in ("negative", "neutral", "positive", "unknown")}
    return {**labels, "negative_share": share}


def _waits(counts: Counter[str]) -> dict[str, WaitView]:
    return {"first_response": _wait(counts, "first_"), "response": _wait(counts, "")}


def _promises(counts: Counter[str]) -> dict[str, KeptView]:
    return {"first_answer": _kept(counts, "first_"), "next_answer": _kept(counts, "")}


def _kept(counts: Counter[str], start: str) -> KeptView:
    promised, kept = counts[f"{start}p"], counts[f"{start}k"]
    share = round(kept / promised, 3) if promised else None
    return KeptView(promised=promised, kept=kept, kept_share=share)


def _wait(counts: Counter[str], start: str) -> WaitView:
    number = counts[f"{start}n"]
    groups = [
        WaitGroupView(up_to_s=bound, count=counts[f"{start}b{group}"])
        for group, bound in enumerate((*BOUNDS_S, None))
    ]
    return WaitView(
        count=number,
        mean_s=round(counts[f"{start}s"] / number) if number else None,
        half_within_s=within(counts, 0.5, start),
        nine_of_ten_within_s=within(counts, 0.9, start),
        groups=groups,
    )
