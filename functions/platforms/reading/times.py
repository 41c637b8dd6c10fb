"""Times as platforms write them, as epoch milliseconds in UTC. Impossible ones are None."""

import re
from datetime import UTC, datetime
from typing import Any

from platforms.reading.payload import whole

LATEST_MS = 253_402_300_799_999  # the end of the year 9999, the last that datetime knows
_SECONDS_END = 10**11
_DECIMAL = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?", re.ASCII)
_LEGACY = re.compile(r"\s*\w+ (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})\s*", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def from_ms(value: Any) -> int | None:
    """Reads epoch milliseconds, as a number or text."""
    number = whole(value)
    return number if number is not None and 0 <= number <= LATEST_MS else None


def from_seconds(value: Any) -> int | None:
    """Reads epoch seconds as a number or text; text may have decimals, which are never read as a float."""
    match = _DECIMAL.fullmatch(str(value)) if isinstance(value, (str, int)) else None
    if match is None:  # also for a boolean, whose text is a word
        return None
    return from_ms(int(match[1]) * 1000 + int((match[2] or "0").ljust(3, "0")[:3]))


def from_iso(value: Any) -> int | None:
    """Reads ISO 8601; without a zone it counts as UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return _milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def from_any(value: Any) -> int | None:
    """Reads epoch seconds or milliseconds (told apart by their size), or ISO 8601."""
    number = whole(value)
    if number is None:
        return from_iso(value)
    return from_seconds(number) if abs(number) < _SECONDS_END else from_ms(number)


def from_legacy(value: Any) -> int | None:
    """Reads `Wed Feb 05 08:39:31 +0000 2020`, X's old way. A wrong weekday name is ignored."""
    match = _LEGACY.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] not in _MONTHS:
        return None
    month = _MONTHS.index(match[1]) + 1
    return from_iso(
        f"{match[9]}-{month:02}-{int(match[2]):02}T{match[3]}:{match[4]}:{match[5]}{match[6]}{match[7]}:{match[8]}"
    )


def _milliseconds(moment: datetime) -> int | None:
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return from_ms(since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000)
