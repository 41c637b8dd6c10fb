"""Counts of a person's last days, small enough to stand in their row: one short text a day, at most 90 of them.

A day is a calendar day in UTC, named by its number since 1970. `"20717": "3,1"` are three interactions of that day,
one of them negative; zeros at the end are left out.
"""

from collections.abc import Mapping

DAY_MS = 86_400_000
LONGEST_DAYS = 90
"""As far as rules may look back day by day."""

COUNTED = ("interactions", "negative", "positive", "questions", "complaints", "cancellations")
"""What is counted by day, in this order."""

Days = Mapping[str, str]


def moved(days: Days, at_ms: int, moves: Mapping[str, int]) -> Days:
    """Returns `days` with these counts of the day of `at_ms` changed.

    Days too far before the newest are forgotten.
    """
    day = at_ms // DAY_MS
    newest = max((int(each) for each in days), default=day)
    if day <= newest - LONGEST_DAYS or not any(moves.values()):
        return days
    counts = _counts(days.get(str(day), ""))
    changed = [count + moves.get(name, 0) for count, name in zip(counts, COUNTED, strict=True)]
    kept = {each: text for each, text in days.items() if int(each) > max(day, newest) - LONGEST_DAYS}
    kept[str(day)] = _text(changed)
    return {each: text for each, text in kept.items() if text}


def total(days: Days, name: str, within: int, now_ms: int) -> int:
    """Counts those of the last `within` days, today included."""
    place, today = COUNTED.index(name), now_ms // DAY_MS
    return sum(_counts(text)[place] for each, text in days.items() if today - within < int(each) <= today)


def leave_at(days: Days, name: str, within: int, now_ms: int) -> list[int]:
    """Returns when, in epoch ms, the days that count now cease to, the earliest first."""
    place, today = COUNTED.index(name), now_ms // DAY_MS
    counting = (int(each) for each, text in days.items() if _counts(text)[place])
    return sorted((each + within) * DAY_MS for each in counting if today - within < each <= today)


def _counts(text: str) -> list[int]:
    found = [int(each) for each in text.split(",")] if text else []
    return found + [0] * (len(COUNTED) - len(found))


def _text(counts: list[int]) -> str:
    while counts and not counts[-1]:
        counts = counts[:-1]
    return ",".join(map(str, counts))
