"""Counts how content people say to be who were asked it after a conversation was closed."""

from collections import Counter
from typing import Any

from respond.action import Asked, Caller, action
from respond.actions.insights import show_ends
from respond.actions.periods import Period, find_earlier, read_period, read_rows
from respond.shapes.csat import AskedView, ContentRowView, CsatView
from respond.shapes.insight import ComparedQuery

VALUES = range(1, 6)
NAMES = tuple(f"r{value}" for value in VALUES)
CONTENT = 4
"""From this value on somebody is content."""


@action(scope="insights:read", audit=None)
def count_csat(caller: Caller, asked: Asked[ComparedQuery]) -> CsatView:
    """Counts how content people said to be, by day, platform and segment (`PUT /settings` has them asked)."""
    period = read_period(caller, asked.wanted)
    earlier = find_earlier(period, asked.wanted)
    by, before = _count(caller, asked.wanted, period), None
    if earlier is not None:
        before = _show_asked(_count(caller, asked.wanted, earlier))
    return CsatView(
        total=_show_asked(by),
        before_total=before,
        days=_rows(by["day"]),
        platforms=_rows(by["platform"]),
        segments=_rows(by["segment"]),
        **show_ends(period, earlier),
    )


Found = dict[str, dict[str, Counter[str]]]


def _count(caller: Caller, query: ComparedQuery, period: Period) -> Found:
    by: Found = {"all": {}, "day": {}, "platform": {}, "segment": {}}
    for row in read_rows(caller, query, period, caller.stores.ratings.read_ratings):
        for name, number in row.items():
            segment, _, value = name.rpartition(":")
            if segment:
                by["segment"].setdefault(segment, Counter())[value] += number
            elif name == "asked" or name in NAMES:
                for kind, key in (("all", ""), ("day", row["day"]), ("platform", row["platform"])):
                    by[kind].setdefault(key, Counter())[name] += number
    return by


def _show_asked(by: Found) -> AskedView:
    total = by["all"].get("", Counter())
    return AskedView(asked=total["asked"], **_measure(total))


def _rows(found: dict[str, Counter[str]]) -> list[ContentRowView]:
    return [
        ContentRowView(key=key, **_measure(counts))
        for key, counts in sorted(found.items())
        if any(_list(counts))
    ]


def _measure(counts: Counter[str]) -> dict[str, Any]:
    values = _list(counts)
    answered = sum(values)
    return {
        "answered": answered,
        "mean": round(sum(map(int.__mul__, VALUES, values)) / answered, 2) if answered else None,
        "content_share": round(sum(values[CONTENT - 1 :]) / answered, 3) if answered else None,
        "by_value": values,
    }


def _list(counts: Counter[str]) -> list[int]:
    return [counts[name] for name in NAMES]
