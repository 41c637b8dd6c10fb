"""Counts how content people say to be who were asked it after a conversation was closed."""

from collections import Counter
from typing import Any

from respond.action import Asked, Caller, action
from respond.actions.insights import list_days, read_hours
from respond.shapes.csat import AskedView, ContentRowView, CsatView
from respond.shapes.insight import DaysQuery

VALUES = range(1, 6)
CONTENT = 4
"""From this value on somebody is content."""


@action(scope="insights:read", audit=None)
def count_csat(caller: Caller, asked: Asked[DaysQuery]) -> CsatView:
    """Counts how content people said to be, by day, platform and segment (`PUT /settings` has them asked)."""
    days, total = list_days(caller, asked.wanted), Counter[str]()
    by: dict[str, dict[str, Counter[str]]] = {"day": {}, "platform": {}, "segment": {}}
    for row in read_hours(caller, asked.wanted, days, caller.stores.ratings.read_ratings):
        for name, number in row.items():
            segment, _, value = name.rpartition(":")
            if name == "asked" or (not segment and value[0] == "r" and value[1:].isdigit()):
                total[value] += number
                for each in ("day", "platform"):
                    by[each].setdefault(str(row[each]), Counter())[value] += number
            elif segment:
                by["segment"].setdefault(segment, Counter())[value] += number
    return CsatView(
        from_=days[0].isoformat(),
        to=days[-1].isoformat(),
        total=AskedView(asked=total["asked"], **_measure(total)),
        days=_rows(by["day"]),
        platforms=_rows(by["platform"]),
        segments=_rows(by["segment"]),
    )


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
    return [counts[f"r{value}"] for value in VALUES]
