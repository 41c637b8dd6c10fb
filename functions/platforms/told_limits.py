"""Reads from an answer's headers how many requests a platform still takes, and when it counts anew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from platforms.reading.payload import obj, objects
from platforms.reading.times import from_iso

PAIRS = (
    ("x-rate-limit-remaining", "x-rate-limit-reset"),
    ("x-ratelimit-remaining", "x-ratelimit-reset-after"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
)
"""Names of headers: X; Discord; GitHub, LinkedIn, Reddit and Mastodon; the IETF's draft."""

EPOCH = 1_000_000_000
"""A reset beyond this is an instant, below it is seconds from now."""

USAGE = ("x-business-use-case-usage", "x-app-usage", "x-page-usage", "x-ad-account-usage")
USED_UP = 95
"""Percent of Meta's limit at which we stop before it blocks the app.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""
USAGE_S = 300.0


@dataclass(frozen=True, slots=True)
class ToldLimit:
    """Says what is left, and the seconds until the platform counts anew."""

    remaining: int
    reset_s: float


def read_limit(status: int, headers: Mapping[str, str], now: float) -> ToldLimit | None:
    """Returns what an answer tells of its limit; None when it tells nothing. Header names are in lower case."""
    wait = _number(headers.get("retry-after"))
    if status in (429, 503) and wait is not None:
        return ToldLimit(0, wait)
    for left, reset in PAIRS:
        remaining, until = _number(headers.get(left)), _instant(headers.get(reset))
        if remaining is not None and until is not None:
            return ToldLimit(int(remaining), max(0.0, until - now) if until > EPOCH else until)
    if any(_most_used(headers.get(name)) >= USED_UP for name in USAGE):
        return ToldLimit(0, USAGE_S)
    return ToldLimit(0, 60.0) if status == 429 else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None


def _instant(text: str | None) -> float | None:
    """Returns seconds from now or an instant: Mastodon writes one as a date."""
    moment = from_iso(text)
    return _number(text) if moment is None else moment / 1000


def _most_used(text: str | None) -> float:
    """Returns the highest percentage in a usage header: an object of numbers, or lists of them by business."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return 0
    told = obj(value)
    rows = [told, *(row for each in told.values() for row in objects(each) if isinstance(each, list))]
    names = ("call_count", "total_time", "total_cputime", "acc_id_util_pct")
    found = [row.get(name) for row in rows for name in names]
    return max((float(each) for each in found if isinstance(each, int | float)), default=0.0)
