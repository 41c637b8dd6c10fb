"""Computes how long people wait for an answer: from the first message without one to what we wrote next."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

BOUNDS_S = (60, 300, 900, 3_600, 14_400, 86_400)
"""Upper ends of the groups that waits are counted in, seconds; the last group has none."""


@dataclass(frozen=True, slots=True)
class AnsweredIn:
    """Holds something we wrote to somebody who waited. `at` is epoch ms; `first` in its conversation.

    `priority` is the conversation's, `kept` whether that was as soon as promised; None where nothing was promised.
    """

    platform: str
    at: int
    waited_ms: int
    first: bool
    priority: int
    kept: bool | None = None

    def counters(self) -> dict[str, int]:
        """Returns what it adds to the counts of its hour."""
        seconds = round(self.waited_ms / 1000)
        names = ("", "first_") if self.first else ("",)
        promised = {} if self.kept is None else {f"{names[-1]}p": 1, f"{names[-1]}k": int(self.kept)}
        return promised | {
            name: number
            for start in names
            for name, number in (
                (f"{start}n", 1),
                (f"{start}s", seconds),
                (f"{start}b{bisect_left(BOUNDS_S, seconds)}", 1),
            )
        }


def within(counters: Mapping[str, int], share: float, start: str = "") -> int | None:
    """Returns the seconds within which this share of the waits ended: the upper end of its group. None: longer than
    all, or none.

    `start` is empty for all answers, `first_` for the first of each conversation.
    """
    wanted = share * counters.get(f"{start}n", 0)
    if not wanted:
        return None
    for group, bound in enumerate(BOUNDS_S):
        wanted -= counters.get(f"{start}b{group}", 0)
        if wanted <= 0:
            return bound
    return None
