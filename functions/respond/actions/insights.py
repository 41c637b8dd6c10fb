"""Counts insights: how much came in, how people felt, how long they waited. No person is read for them.

One read for each day asked for, whatever the number of interactions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.response_time import BOUNDS_S, within
from respond.action import Asked, Caller, action
from respond.actions.periods import Counters, Period, find_earlier, order_key, read_period, read_rows
from respond.shapes.insight import (
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

TIMES = ("day", "hour", "platform")


@action(scope="insights:read", audit=None)
def count_volume(caller: Caller, asked: Asked[VolumeQuery]) -> VolumeView:
    """Counts interactions of both directions."""
    period = read_period(caller, asked.wanted)
    earlier = find_earlier(period, asked.wanted)
    counts = _count_volume(caller, asked.wanted, period)
    keys = sorted(counts, key=order_key)
    return VolumeView(
        by=asked.wanted.by,
        data=[VolumeRowView(key=key, count=counts[key]) for key in keys if counts[key]],
        total=sum(counts.values()),
        before_total=None if earlier is None else sum(_count_volume(caller, asked.wanted, earlier).values()),
        **show_ends(period, earlier),
    )


@action(scope="insights:read", audit=None)
def count_sentiment(caller: Caller, asked: Asked[SentimentQuery]) -> MoodsView:
    """Counts the sentiment of what people wrote, as agents corrected it."""
    period = read_period(caller, asked.wanted)
    earlier = find_earlier(period, asked.wanted)
    found, corrected = _count_moods(caller, asked.wanted, period)
    before = {} if earlier is None else _count_moods(caller, asked.wanted, earlier)[0]
    return MoodsView(
        by=asked.wanted.by,
        data=[
            MoodRowView(key=key, **_mood(found[key]))
            for key in sorted(found, key=order_key)
            if any(found[key].values())
        ],
        total=MoodView(**_mood(_add_up(found))),
        before_total=None if earlier is None else MoodView(**_mood(_add_up(before))),
        corrected=corrected,
        **show_ends(period, earlier),
    )


@action(scope="insights:read", audit=None)
def count_response_times(caller: Caller, asked: Asked[ResponseTimesQuery]) -> ResponseTimesView:
    """Counts response times by the time of the answer, in seconds."""
    found, before, ends = _compare_answers(caller, asked.wanted)
    return ResponseTimesView(
        by=asked.wanted.by,
        data=[
            WaitsRowView(key=key, **_waits(found[key]))
            for key in sorted(found, key=order_key)
            if found[key]["n"]
        ],
        total=WaitsView(**_waits(_add_up(found))),
        before_total=None if before is None else WaitsView(**_waits(before)),
        **ends,
    )


@action(scope="insights:read", audit=None)
def count_kept_promises(caller: Caller, asked: Asked[ResponseTimesQuery]) -> SlaInsightView:
    """Counts answers and solutions that came as soon as was promised (`PUT /sla`), by the time they came."""
    found, before, ends = _compare_answers(caller, asked.wanted)
    return SlaInsightView(
        by=asked.wanted.by,
        data=[PromisesRowView(key=key, **_promises(found[key])) for key in sorted(found, key=order_key)],
        total=PromisesView(**_promises(_add_up(found))),
        before_total=None if before is None else PromisesView(**_promises(before)),
        **ends,
    )


def show_ends(period: Period, earlier: Period | None = None) -> dict[str, str]:
    """Returns the first and last days of what is shown, and of what it is compared with."""
    ends = {"from_": period.first.isoformat(), "to": period.last.isoformat(), "zone": period.zone}
    if earlier is None:
        return ends
    return ends | {"before_from": earlier.first.isoformat(), "before_to": earlier.last.isoformat()}


def read_count_rows(caller: Caller, query: DaysQuery, period: Period) -> Iterator[Counters]:
    """Yields the rows of counts of these days."""
    return read_rows(caller, query, period, caller.stores.rollups.read_counts)


def _count_volume(caller: Caller, query: VolumeQuery, period: Period) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in read_count_rows(caller, query, period):
        if query.by in TIMES:
            counts[_when(row, query.by)] += row.get("n", 0)
        else:
            counts.update(
                {key: number for key, sentiment, number in _parts(row, query.by) if sentiment is None}
            )
    return counts


def _count_moods(
    caller: Caller, query: SentimentQuery, period: Period
) -> tuple[dict[str, Counter[str]], int]:
    found: dict[str, Counter[str]] = {}
    corrected = 0
    for row in read_count_rows(caller, query, period):
        corrected += row.get("corrected", 0)
        for key, label, number in _parts(row, "kind" if query.by in TIMES else query.by):
            if label is not None:
                found.setdefault(_when(row, query.by) if query.by in TIMES else key, Counter())[label] += (
                    number
                )
    return found, corrected


def _compare_answers(
    caller: Caller, query: ResponseTimesQuery
) -> tuple[dict[str, Counter[str]], Counter[str] | None, dict[str, str]]:
    """Returns the answers of the days asked for, the sum of those they are compared with, and the ends of both."""
    period = read_period(caller, query)
    earlier = find_earlier(period, query)
    before = None if earlier is None else _add_up(_count_answers(caller, query, earlier))
    return _count_answers(caller, query, period), before, show_ends(period, earlier)


def _count_answers(caller: Caller, query: ResponseTimesQuery, period: Period) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in read_rows(caller, query, period, caller.stores.response_times.read_response_times):
        numbers = {name: number for name, number in row.items() if name not in (*TIMES, "at")}
        found.setdefault(_when(row, query.by), Counter()).update(numbers)
    return found


def _add_up(found: Mapping[str, Counter[str]]) -> Counter[str]:
    return sum(found.values(), Counter())


def _when(row: Counters, by: str) -> str:
    return str(row["at" if by == "hour" else by])


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
    starts = {"first_answer": "first_", "next_answer": "", "solution": "solution_"}
    return {name: _kept(counts, start) for name, start in starts.items()}


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
