"""Limits, by the host that a sender names, what is taken without a proof: each costs a message and a request to there.

The limits are those of one warm function.
"""

from collections import Counter

PER_HOST, PER_MINUTE = 30, 300
MINUTE_S = 60


class HostLimits:
    """Counts by host what was taken in the running minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._taken: Counter[str] = Counter()

    def take_one(self, host: str, now: int) -> bool:
        """Returns whether one more of that host may be taken."""
        if now // MINUTE_S != self._minute:
            self._minute, self._taken = now // MINUTE_S, Counter()
        if self._taken[host] >= PER_HOST or self._taken.total() >= PER_MINUTE:
            return False
        self._taken[host] += 1
        return True
