"""Cuts counts into the days and hours of a clock: they are kept by whole hours of UTC.

Where a clock is changed, its day has 23 or 25 hours, and each hour is counted once. Of clocks that are half an hour or
a quarter beside UTC's hours, an hour belongs to the day in which it begins.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec import UNSET

from respond.action import Caller
from respond.denied import deny_unreadable
from respond.shapes.insight import MOST_DAYS, ComparedQuery, DaysQuery

DEFAULT_DAYS = 7
EARLIEST_YEAR = 2000
"""The calendar ends somewhere, and the days before those asked for are looked at too."""
YEAR_DAYS = 52 * 7
"""So that a Monday is compared with a Monday."""

Counters = dict[str, Any]
"""A row of counts: platform, hour (0-23), the day and the time (`at`) it is of, and its counters."""
ReadDay = Callable[[str, str], list[Counters]]


@dataclass(frozen=True, slots=True)
class Period:
    """Names days of a clock, both ends included."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> list[date]:
        """Returns the days, in order."""
        return [self.first + timedelta(days=each) for each in range((self.last - self.first).days + 1)]

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """Returns when the days begin and when they are over, in UTC."""
        begin, end = (
            datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)
            for day in (self.first, self.last + timedelta(1))
        )
        return begin, end

    @property
    def days_kept(self) -> list[date]:
        """Returns the days of UTC that have hours of it."""
        begin, end = self.ends
        number = ((end - timedelta(microseconds=1)).date() - begin.date()).days + 1
        return [begin.date() + timedelta(days=each) for each in range(number)]


def read_period(
    caller: Caller, query: DaysQuery, default: int = DEFAULT_DAYS, most: int = MOST_DAYS
) -> Period:
    """Returns the days asked for, of the clock asked for or the brand's. Raises Denied."""
    zone = caller.stores.settings.read_settings(caller.brand).zone if query.zone is UNSET else str(query.zone)
    if zone not in available_timezones():
        raise deny_unreadable("bad_filter", "`zone` must be a name such as Europe/Berlin.")
    today = datetime.fromtimestamp(caller.stores.now_ms() / 1000, ZoneInfo(zone)).date()
    last = query.to if isinstance(query.to, date) else today
    if last.year < EARLIEST_YEAR:
        raise deny_unreadable("bad_filter", f"There are no days before {EARLIEST_YEAR}.")
    first = query.from_ if isinstance(query.from_, date) else last - timedelta(days=default - 1)
    if not 1 <= (last - first).days + 1 <= most:
        raise deny_unreadable("bad_filter", f"From `from` to `to` there must be 1 to {most} days.")
    return Period(first, last, zone)


def find_earlier(period: Period, query: ComparedQuery) -> Period | None:
    """Returns the days that these are to be compared with; None for none."""
    if query.compare is UNSET:
        return None
    back = timedelta(days=YEAR_DAYS if query.compare == "year" else len(period.days))
    return replace(period, first=period.first - back, last=period.last - back)


def read_rows(caller: Caller, query: DaysQuery, period: Period, read: ReadDay) -> Iterator[Counters]:
    """Yields the rows of counts that `read` finds of these days, of the platform that is asked for."""
    zone = ZoneInfo(period.zone)
    for each in period.days_kept:
        for row in read(caller.brand, each.strftime("%Y%m%d")):
            at = datetime.combine(each, time(row["hour"]), UTC).astimezone(zone)
            if query.platform in (UNSET, row["platform"]) and period.first <= at.date() <= period.last:
                yield row | {"day": at.date().isoformat(), "hour": at.hour, "at": _show_hour(at, period.zone)}


def order_key(key: str) -> str:
    """Returns what a day, an hour or a word is sorted by: hours by when they were, also where a clock was put back."""
    return datetime.fromisoformat(key).astimezone(UTC).isoformat() if "T" in key else key


def _show_hour(at: datetime, zone: str) -> str:
    return f"{at:%Y-%m-%dT%H}:00:00Z" if zone == "UTC" else at.isoformat()
