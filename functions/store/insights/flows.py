"""Counts how many people enter and leave each segment, by day (UTC): nobody's data.

Added behind the transaction that moves the members, and not with it: whoever dies in between loses one count,
doubles none, for a repetition moves nobody. Who is erased or purged leaves no segment by its rule and is not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from model.policy import DAY_S
from store.insights import keys as insight_keys
from store.insights.counts import day_and_hour
from store.insights.rollups import KEPT_DAYS
from store.insights.rows import FlowRow


@dataclass(frozen=True, slots=True)
class FlowDay:
    """Counts one day (`YYYY-MM-DD`, UTC) of a segment: how many entered and left it."""

    day: str
    entered: int = 0
    left: int = 0


class SegmentFlows:
    """Adds and reads what moves in a brand's segments."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def count_moves(self, brand: str, entered: Iterable[str], left: Iterable[str]) -> None:
        """Counts moves of just now, one segment named for each: one write for each segment."""
        came, went = Counter(entered), Counter(left)
        now_s = int(self._clock())
        for segment in sorted(came | went):
            FlowRow(insight_keys.flows(brand, day_and_hour(now_s * 1000)[0]), segment).update(
                [
                    FlowRow.entered.add(came[segment]),
                    FlowRow.left.add(went[segment]),
                    FlowRow.expires_at.set(now_s + KEPT_DAYS * DAY_S),
                ]
            )

    def read_flow(self, brand: str, segment: str, days: int) -> list[FlowDay]:
        """Returns the last `days` days until today, oldest first, those on which nobody moved among them."""
        now_s = self._clock()
        names = [day_and_hour(int(now_s - back * DAY_S) * 1000)[0] for back in reversed(range(days))]
        rows = FlowRow.batch_get([(insight_keys.flows(brand, name), segment) for name in names])
        found = {row.pk: (int(row.entered or 0), int(row.left or 0)) for row in rows}
        return [
            FlowDay(f"{name[:4]}-{name[4:6]}-{name[6:]}", *found.get(insight_keys.flows(brand, name), ()))
            for name in names
        ]
