"""Computes when a brand works: hours of its own clock by weekday, less its holidays. Times are epoch ms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
MINUTE_MS = 60_000
LONGEST_DAYS = 2 * 366
"""How far ahead the next working time is looked for: who never works has none."""

Shift = tuple[int, int]
"""From and to, minutes after midnight of the brand's clock; to 1440 is the end of the day."""


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Says when somebody answers. `week` is Monday to Sunday, the shifts of each day in order; `holidays` have none.

    A shift is of the clock on the wall: where the clock is changed in it, it is an hour longer or shorter.
    """

    zone: str = "UTC"
    week: Sequence[Sequence[Shift]] = (((0, DAY_MINUTES),),) * 7
    holidays: frozenset[date] = frozenset()

    @property
    def always(self) -> bool:
        """Returns whether there is no hour without work."""
        return not self.holidays and all(tuple(day) == ((0, DAY_MINUTES),) for day in self.week)

    def add_working_time(self, since: int, working_ms: int) -> int | None:
        """Returns when so much working time after `since` is over; None where nobody works for two years."""
        if self.always:
            return since + working_ms
        left = working_ms
        for start, end in self._shifts(since):
            begun = max(start, since)
            if end - begun >= left:
                return begun + left
            left -= max(0, end - begun)
        return None

    def count_working_time(self, since: int, until: int) -> int:
        """Returns the working time between two instants, ms; 0 where the second comes first."""
        if self.always:
            return max(0, until - since)
        counted = 0
        for start, end in self._shifts(since):
            if start >= until:
                break
            counted += max(0, min(end, until) - max(start, since))
        return counted

    def _shifts(self, since: int) -> Iterator[Shift]:
        """Yields the shifts (epoch ms) from the day of `since` on, in order."""
        zone = _zone_of(self.zone)
        first = datetime.fromtimestamp(since / 1000, zone).date()
        for day in (first + timedelta(days=number) for number in range(LONGEST_DAYS)):
            if day not in self.holidays:
                for start, end in self.week[day.weekday()]:
                    yield _instant_of(day, start, zone), _instant_of(day, end, zone)


@cache
def _zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _instant_of(day: date, minutes: int, zone: ZoneInfo) -> int:
    """Returns a time on the wall as an instant; one that a change of the clock leaves out is as much later."""
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)
    return round(wall.astimezone(UTC).timestamp() * 1000)
