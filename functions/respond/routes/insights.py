"""Insights from counts: how much came in, how people felt, how long they waited. No person is read for them.

One read for each day asked for, whatever the number of interactions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from model.analysis import SENTIMENTS
from model.response_time import BOUNDS_S, within
from respond.call import Call, Reply
from respond.fields import Field, Fields, day, one_of, text
from respond.problems import bad_request

MOST_DAYS = 92
DEFAULT_DAYS = 7
EARLIEST_YEAR = 2000
"""The calendar ends somewhere, and the days before those asked for are looked at too."""

Counters = dict[str, Any]
"""A row of counts: platform, hour (0-23), the day it is of, and its counters."""
Day = Callable[[str, str], list[Counters]]

COMMON: Fields = {
    "from": Field(day, "the first day (UTC); six days before the last unless told"),
    "to": Field(day, f"the last day; today unless told, at most {MOST_DAYS} days from the first"),
    "platform": Field(text(40, shape="[a-z0-9_]+"), "of this platform only"),
}
TIMES = ("day", "hour", "platform")
VOLUME: Fields = {
    **COMMON,
    "by": Field(one_of((*TIMES, "kind", "language", "direction")), "what to count by, day unless told"),
}
SENTIMENT: Fields = {
    **COMMON,
    "by": Field(one_of((*TIMES, "kind", "language")), "what to count by, day unless told"),
}
RESPONSE_TIMES: Fields = {**COMMON, "by": Field(one_of(TIMES), "what to count by, day unless told")}


def volume(call: Call) -> Reply:
    """GET /insights/volume: interactions of both directions."""
    by = call.query.get("by", "day")
    counts: Counter[str] = Counter()
    for row in _rows(call, call.stores.rollups.day):
        if by in TIMES:
            counts[_when(row, by)] += row.get("n", 0)
        else:
            counts.update({key: number for key, sentiment, number in _parts(row, by) if sentiment is None})
    data = [{"key": key, "count": number} for key, number in sorted(counts.items()) if number]
    return _reply(call, by, data, total=sum(counts.values()))


def sentiment(call: Call) -> Reply:
    """GET /insights/sentiment: of what people wrote, as agents corrected it."""
    by = call.query.get("by", "day")
    found: dict[str, Counter[str]] = {}
    corrected = 0
    for row in _rows(call, call.stores.rollups.day):
        corrected += row.get("corrected", 0)
        for key, label, number in _parts(row, "kind" if by in TIMES else by):
            if label is not None:
                found.setdefault(_when(row, by) if by in TIMES else key, Counter())[label] += number
    data = [{"key": key, **_mood(counts)} for key, counts in sorted(found.items()) if any(counts.values())]
    return _reply(call, by, data, total=_mood(sum(found.values(), Counter())), corrected=corrected)


def response_times(call: Call) -> Reply:
    """GET /insights/response-times: by the time of the answer, in seconds."""
    by = call.query.get("by", "day")
    found: dict[str, Counter[str]] = {}
    for row in _rows(call, call.stores.response_times.day):
        numbers = {name: number for name, number in row.items() if name not in ("platform", "hour", "day")}
        found.setdefault(_when(row, by), Counter()).update(numbers)
    data = [{"key": key, **_waits(counts)} for key, counts in sorted(found.items())]
    return _reply(call, by, data, total=_waits(sum(found.values(), Counter())))


def days(call: Call, default: int = DEFAULT_DAYS, most: int = MOST_DAYS) -> list[date]:
    """The days asked for, in order. Raises Problem 400."""
    last = call.query.get("to") or datetime.fromtimestamp(call.stores.now_ms() / 1000, UTC).date()
    if last.year < EARLIEST_YEAR:
        raise bad_request("bad_filter", f"There are no days before {EARLIEST_YEAR}.")
    first = call.query.get("from") or last - timedelta(days=default - 1)
    number = (last - first).days + 1
    if not 1 <= number <= most:
        raise bad_request("bad_filter", f"From `from` to `to` there must be 1 to {most} days.")
    return [first + timedelta(days=each) for each in range(number)]


def _rows(call: Call, read: Day) -> Iterator[Counters]:
    for each in days(call):
        for row in read(call.brand, each.strftime("%Y%m%d")):
            if call.query.get("platform") in (None, row["platform"]):
                yield row | {"day": each.isoformat()}


def _when(row: Counters, by: str) -> str:
    if by == "hour":
        return f"{row['day']}T{row['hour']:02d}:00:00Z"
    return str(row[by])


def _parts(row: Counters, by: str) -> Iterable[tuple[str, str | None, int]]:
    """(value, sentiment or None for all, number) of the counters that begin with `by`."""
    for name, number in row.items():
        start, *rest = name.split("_")
        if start == by and rest:
            yield rest[0], rest[1] if len(rest) == 2 else None, number


def _mood(counts: Counter[str]) -> dict[str, Any]:
    known = counts["negative"] + counts["neutral"] + counts["positive"]
    share = round(counts["negative"] / known, 3) if known > 0 else None
    return {**{label: counts[label] for label in SENTIMENTS}, "negative_share": share}


def _waits(counts: Counter[str]) -> dict[str, Any]:
    return {"first_response": _wait(counts, "first_"), "response": _wait(counts, "")}


def _wait(counts: Counter[str], start: str) -> dict[str, Any]:
    number = counts[f"{start}n"]
    return {
        "count": number,
        "mean_s": round(counts[f"{start}s"] / number) if number else None,
        "half_within_s": within(counts, 0.5, start),
        "nine_of_ten_within_s": within(counts, 0.9, start),
        "groups": [
            {"up_to_s": bound, "count": counts[f"{start}b{group}"]}
            for group, bound in enumerate((*BOUNDS_S, None))
        ],
    }


def _reply(call: Call, by: str, data: list[dict[str, Any]], **more: Any) -> Reply:
    asked = days(call)
    return Reply({"from": asked[0].isoformat(), "to": asked[-1].isoformat(), "by": by, "data": data, **more})
