"""Counts requests of a minute in each warm function, and shares the counts in `ops` by the block.

A write for every request would cost as much as the request itself. Each function counts for itself and adds what it
counted to a shared row when that is a block; the row then says what all functions counted, and how many count. The more
of them there are, the smaller their blocks. In the last fifth of a limit a block is one request, and a request that
finds the limit used up by others is refused. So few requests a minute cost no write, and whatever is not shared yet
stays below a tenth of the limit for 30 functions at once. Minutes are those of the clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from store.brand import keys as brand_keys
from store.brand.rows import RateRow

WINDOW_S = 60
BLOCKS = 40
"""In a limit, for each function that counts: the k-th to come leaves 1/40k of it unshared, 30 of them a tenth."""
BLOCKS_UNSEEN = 300
"""In a limit, for a function that has shared nothing yet and cannot know how many others count."""
CAREFUL = 0.8
"""Beyond this part of a limit every request is shared."""
KEPT_S = 600


@dataclass(frozen=True, slots=True)
class Standing:
    """Says where somebody stands: requests in a minute, what is left of them, seconds until there are new ones."""

    limit: int
    remaining: int
    reset_s: int
    exceeded: bool = False


@dataclass(slots=True)
class _Count:
    shared: int = 0
    own: int = 0
    """Since it was last shared."""
    functions: int = 0
    """How many count, 0 as long as nothing was shared."""

    @property
    def all(self) -> int:
        return self.shared + self.own

    def block(self, limit: int) -> int:
        """Returns how many requests may stay unshared."""
        if self.all > CAREFUL * limit:
            return 1
        return max(1, limit // (BLOCKS * self.functions if self.functions else BLOCKS_UNSEEN))


class Rates:
    """Counts requests of this minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._window = 0
        self._counts: dict[tuple[str, str], _Count] = {}

    def count_request(self, brand: str, limits: Mapping[str, int]) -> Standing:
        """Counts one request against each of these (name and requests in a minute), unless one is used up.

        The answer is the one that is nearest to its limit.
        """
        window, passed_s = divmod(int(self._clock()), WINDOW_S)
        if window != self._window:
            self._window, self._counts = window, {}
        counts = {what: self._counts.setdefault((brand, what), _Count()) for what in limits}
        exceeded = any(counts[what].all >= limit for what, limit in limits.items())
        if not exceeded:
            for what, limit in limits.items():
                self._add(brand, what, counts[what], limit)
            # Others may have used it up since this function last shared.
            exceeded = any(counts[what].all > limit for what, limit in limits.items())
        left = {what: max(0, limit - counts[what].all) for what, limit in limits.items()}
        nearest = min(left, key=lambda what: (left[what], what))
        return Standing(limits[nearest], left[nearest], WINDOW_S - passed_s, exceeded)

    def _add(self, brand: str, what: str, count: _Count, limit: int) -> None:
        count.own += 1
        if count.own < count.block(limit):
            return
        row = RateRow(brand_keys.rates(brand, self._window), what)
        until = (self._window + 1) * WINDOW_S + KEPT_S
        fresh = [] if count.functions else [RateRow.functions.add(1)]
        row.update([RateRow.n.add(count.own), RateRow.expires_at.set(until), *fresh])
        count.shared, count.own, count.functions = int(row.n), 0, int(row.functions)
