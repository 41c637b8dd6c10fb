"""Reads how long a platform asks us to wait: its own field, Retry-After, or the reset of the limit that is used up."""

import math
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from platforms.reading.times import from_iso
from platforms.sending.answer import SendAnswer

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_WORDS = re.compile(r"\b(\d+(?:\.\d+)?|an?)\s+(second|minute|hour|day)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reset:
    """Names the two headers of one limit.

    `unit`: "epoch" (an instant in s), "iso" (an instant) or "seconds" (from now).
    """

    remaining: str
    reset: str
    unit: str


def read_number(value: Any) -> float | None:
    """Returns a finite number that is not negative, also where it came as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def read_words(text: str) -> float | None:
    """Returns the seconds in `try again in 9 minutes`; None when no time is told."""
    found = _WORDS.search(text)
    if found is None:
        return None
    return (read_number(found[1]) or 1.0) * _UNITS[found[2].lower()]


def read_wait(answer: SendAnswer, told: float | None, resets: tuple[Reset, ...]) -> float | None:
    """Returns the seconds to wait, the most exact source first; None when nothing is told."""
    if told is not None:
        return told
    after = answer.headers.get("retry-after", "").strip()
    if (number := read_number(after)) is not None:
        return number
    if (instant := _read_date(after)) is not None:
        return max(0.0, instant - _clock(answer))
    waits = [_until(answer, each) for each in resets if read_number(answer.headers.get(each.remaining)) == 0]
    return max((wait for wait in waits if wait is not None), default=None)


def _until(answer: SendAnswer, limit: Reset) -> float | None:
    raw = answer.headers.get(limit.reset)
    if limit.unit == "iso":
        moment = from_iso(raw)
        return None if moment is None else max(0.0, moment / 1000 - _clock(answer))
    number = read_number(raw)
    if number is None or limit.unit == "seconds":
        return number
    return max(0.0, number - _clock(answer))


def _clock(answer: SendAnswer) -> float:
    told = _read_date(answer.headers.get("date", ""))
    return answer.now if told is None else told


def _read_date(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
