"""Counts how long people waited, by the hour of the answer, and whether promises were kept.

Added behind the head that shows the answer, and not with it: whoever dies in between loses one count and doubles none.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from model.policy import DAY_S
from model.response_time import AnsweredIn
from model.sla import SlaPolicy
from store.dynamo.rows import OpsRow
from store.insights import keys as insight_keys
from store.insights.counts import day_and_hour
from store.insights.rollups import KEPT_DAYS, adds, counters_of, read_counters


class ResponseTimes:
    """Adds and reads the waits of a brand."""

    def add_response_times(
        self, brand: str, answers: Iterable[AnsweredIn], policy: SlaPolicy, now_s: int
    ) -> None:
        """Counts answers and whether they kept what is promised: one write for each platform and hour."""
        by_row: dict[tuple[str, str], Counter[str]] = {}
        for answer in map(policy.judge_answer, answers):
            day, hour = day_and_hour(answer.at)
            by_row.setdefault((day, f"{answer.platform}#{hour}"), Counter()).update(answer.counters())
        for (day, sk), counters in sorted(by_row.items()):
            until = OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)
            OpsRow(insight_keys.answers(brand, day), sk).update([*adds(counters), until])

    def add_solution(self, brand: str, platform: str, at: int, kept: bool, now_s: int) -> None:
        """Counts a conversation that was closed at `at` (epoch ms), and whether that was as soon as promised."""
        day, hour = day_and_hour(at)
        counters = Counter({"solution_p": 1, "solution_k": int(kept)})
        until = OpsRow.expires_at.set(now_s + KEPT_DAYS * DAY_S)
        OpsRow(insight_keys.answers(brand, day), f"{platform}#{hour}").update([*adds(counters), until])

    def read_response_times(self, brand: str, day: str) -> list[dict[str, Any]]:
        """Returns the rows of a day (`YYYYMMDD`): platform, hour and counters."""
        return [read_counters(item) for item in counters_of(insight_keys.answers(brand, day))]
