"""Counts how content people say to be, by the hour of their answer: by platform and by segment, nobody's data.

Added behind the contact that shows the answer, and not with it: whoever dies in between loses one count, doubles none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from model.policy import DAY_S
from store.dynamo.rows import OpsRow
from store.insights import keys as insight_keys
from store.insights.counts import day_and_hour
from store.insights.rollups import KEPT_DAYS, adds, counters_of, read_counters


@dataclass(frozen=True, slots=True)
class Rated:
    """Holds an answer: `value` 1 to 5, `at` epoch ms, and the segments of who gave it."""

    platform: str
    at: int
    value: int
    segments: frozenset[str]


class Ratings:
    """Adds and reads the answers of a brand."""

    def add_question(self, brand: str, platform: str, at: int, now_s: int) -> None:
        """Counts that somebody was asked."""
        _add(brand, platform, at, Counter({"asked": 1}), now_s)

    def add_ratings(self, brand: str, ratings: Iterable[Rated], now_s: int) -> None:
        """Counts answers, each with a write of its own because answers come one by one."""
        for each in ratings:
            names = ("", *(f"{segment}:" for segment in sorted(each.segments)))
            counters = Counter({f"{name}r{each.value}": 1 for name in names})
            _add(brand, each.platform, each.at, counters, now_s)

    def read_ratings(self, brand: str, day: str) -> list[dict[str, Any]]:
        """Returns the rows of a day (`YYYYMMDD`): platform, hour and counters."""
        return [read_counters(item) for item in counters_of(insight_keys.ratings(brand, day))]


def _add(brand: str, platform: str, at: int, counters: Counter[str], now_s: int) -> None:
    day, hour = day_and_hour(at)
    until = OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)
    OpsRow(insight_keys.ratings(brand, day), f"{platform}#{hour}").update([*adds(counters), until])
