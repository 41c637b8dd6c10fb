"""Counts down what one request may take as a whole, however its sender spreads his bytes."""

from collections.abc import Callable

from web.failures import WebFailed

Monotonic = Callable[[], float]


class Countdown:
    """Counts what is left of a request's time, in seconds. `begun` is set once the request may have arrived."""

    def __init__(self, clock: Monotonic, seconds: float) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self.sent = False

    def count_left(self) -> float:
        """Returns the seconds that are left. Raises WebFailed when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise WebFailed("too_slow", sent=self.sent)
        return left
