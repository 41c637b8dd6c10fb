"""The part of Lambda's context that an entry reads."""

from typing import Protocol


class LambdaContext(Protocol):
    """Tells how long a function may still run."""

    def get_remaining_time_in_millis(self) -> int:
        """Returns the milliseconds until the function is stopped."""
        ...
