"""How many requests were made in a minute: counted in each warm function, and shared in `ops` by the block.

A write for every request would cost as much as the request itself. Each function counts for itself and adds what it
counted to a shared row once in a block, a twentieth of the limit; what the row says then is what all functions counted.
So a busy agent costs a write for each block, and one who makes a few requests a minute costs none. The price is that
functions do not know of each other what was not shared yet: a limit may be exceeded by a block for each function that
works for the same agent at once. Minutes are those of the clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from store import keys
from store.tables import RateRow

WINDOW_S = 60
BLOCKS = 20
"""In a limit."""
KEPT_S = 600


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: requests in a minute, what is left of them, seconds until there are new ones."""

    limit: int
    remaining: int
    reset_s: int
    exceeded: bool = False


@dataclass(slots=True)
class _Count:
    shared: int = 0
    own: int = 0
    """Since it was last shared."""

    @property
    def all(self) -> int:
        return self.shared + self.own


class Rates:
    """Counts requests of this minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._window = 0
        self._counts: dict[tuple[str, str], _Count] = {}

    def take(self, brand: str, limits: Mapping[str, int]) -> Standing:
        """Count one request against each of these (name and requests in a minute), unless one is used up.

        The answer is the one that is nearest to its limit.
        """
        window, passed_s = divmod(int(self._clock()), WINDOW_S)
        if window != self._window:
            self._window, self._counts = window, {}
        counts = {what: self._counts.setdefault((brand, what), _Count()) for what in limits}
        exceeded = any(counts[what].all >= limit for what, limit in limits.items())
        if not exceeded:
            for what, limit in limits.items():
                self._add(brand, what, counts[what], max(1, limit // BLOCKS))
        left = {what: max(0, limit - counts[what].all) for what, limit in limits.items()}
        nearest = min(left, key=lambda what: (left[what], what))
        return Standing(limits[nearest], left[nearest], WINDOW_S - passed_s, exceeded)

    def _add(self, brand: str, what: str, count: _Count, block: int) -> None:
        count.own += 1
        if count.own < block:
            return
        row = RateRow(keys.rates(brand, self._window), what)
        until = (self._window + 1) * WINDOW_S + KEPT_S
        row.update([RateRow.n.add(count.own), RateRow.expires_at.set(until)])
        count.shared, count.own = int(row.n), 0
