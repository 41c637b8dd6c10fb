"""Keeps how many requests platforms still take, by account and route, shared by all functions that ask.

A platform says in its answers how many are left and when it counts anew. As long as nobody knows, everybody may ask.
"""

from collections.abc import Callable

from store.brand import keys as brand_keys
from store.brand.rows import LimitRow
from store.dynamo.writes import put_if, update_if

KEPT_S = 3600
LONGEST_S = 86_400
"""No platform counts for longer; a header that says so is wrong."""


class PlatformLimits:
    """Takes requests off what is left, and notes what platforms say."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def take_request(self, brand: str, account: str, route: str) -> int:
        """Returns 0 when a request may be made now, and counts it; else how many seconds to wait.

        Most platforms tell no limit: nothing is written where none is known.
        """
        row, now = self._row(brand, account, route), int(self._clock())
        while (known := self._find(row)) is not None and int(known.until) > now:
            if int(known.remaining) <= 0:
                return int(known.until) - now
            if update_if(
                row, [LimitRow.remaining.add(-1)], (LimitRow.remaining > 0) & (LimitRow.until > now)
            ):
                return 0
        return 0

    def note_limit(self, brand: str, account: str, route: str, remaining: int, reset_s: float) -> None:
        """Notes that a platform takes `remaining` more requests until it counts anew in `reset_s` seconds.

        Answers overtake one another: within a period only a lower number is news.
        """
        now = int(self._clock())
        until = now + max(1, min(int(reset_s), LONGEST_S))
        row = self._row(brand, account, route)
        row.remaining, row.until, row.expires_at = max(0, remaining), until, until + KEPT_S
        news = (
            LimitRow.pk.does_not_exist() | (LimitRow.until <= now) | (LimitRow.remaining > max(0, remaining))
        )
        put_if(row, news)

    def _find(self, row: LimitRow) -> LimitRow | None:
        found = LimitRow.query(row.pk, LimitRow.sk == row.sk, consistent_read=True)
        return next(iter(found), None)

    def _row(self, brand: str, account: str, route: str) -> LimitRow:
        return LimitRow(brand_keys.limits(brand), f"{account}#{route}")
