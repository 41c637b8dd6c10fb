"""Time for the steps that take deliveries in: a clock that tests can hand in, and a budget spent on it."""

import time
from collections.abc import Iterator
from typing import Protocol

TIMEOUTS_S = (1.5, 1.0, 0.75, 0.5)
"""How long one call may take, the longest first. Few, for each is a client with connections of its own."""


class Clock(Protocol):
    """Tells two times: what time it is, and one that is never set."""

    def wall(self) -> float:
        """Returns epoch seconds."""
        ...

    def monotonic(self) -> float:
        """Returns seconds since some moment."""
        ...


class SystemClock:
    """Reads the machine's clocks."""

    def wall(self) -> float:
        """See `Clock`."""
        return time.time()

    def monotonic(self) -> float:
        """See `Clock`."""
        return time.monotonic()


class Deadline:
    """Keeps a time budget over several calls."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds

    def count_seconds(self) -> float:
        """Returns the seconds left; negative once it has passed."""
        return self._end - self._clock.monotonic()

    def choose_timeout(self, reserve: float = 0.0) -> float | None:
        """Returns how long the next call may take so that `reserve` seconds remain; None when that is too little."""
        room = self.count_seconds() - reserve
        return next((seconds for seconds in TIMEOUTS_S if seconds <= room), None)

    def list_timeouts(self, reserve: float = 0.0, most: int = 2) -> Iterator[float]:
        """Yields the timeouts of up to `most` tries, as long as there is time for one more and `reserve` remains."""
        for _ in range(most):
            seconds = self.choose_timeout(reserve)
            if seconds is None:
                return
            yield seconds
