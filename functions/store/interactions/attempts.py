"""Counts how often a delivery was tried alone, before each try: a process that dies cannot count any more.

A queue's own count also goes up when tables throttle, which is not the delivery's fault.
"""

from store.interactions import keys as interaction_keys
from store.interactions.rows import AttemptRow

KEPT_S = 5 * 86_400
"""Longer than a queue keeps a message."""


class Attempts:
    """Counts tries by the queue's id of a message."""

    def begin_attempt(self, brand: str, message: str, now_s: float) -> int:
        """Counts a try that begins now. Returns which one it is, the first being 1."""
        row = AttemptRow(interaction_keys.attempts(brand, message), "#")
        row.update([AttemptRow.n.add(1), AttemptRow.expires_at.set(int(now_s) + KEPT_S)])
        return int(row.n)

    def take_back_attempt(self, brand: str, message: str) -> None:
        """Takes back the try that was begun last: it counts for nothing."""
        AttemptRow(interaction_keys.attempts(brand, message), "#").update([AttemptRow.n.add(-1)])
