"""How the work for an input grows with it: the same on a slow machine, for it is a ratio of the process's own time."""

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

SMALL, LARGE = 1500, 12_000
SQUARE = (LARGE / SMALL) ** 2
BOUND = SQUARE / 2
"""Linear work grows by 8, with a logarithm by 11, by the square 64."""
TOO_SHORT_S = 0.01
"""What takes no longer is not worth a ratio."""
TRIES = 5
ROUNDS = 8


def growth(work: Callable[[Input], object], made: Callable[[int], Input]) -> float:
    """Returns how many times longer the large input takes than the small one; 1 when both take next to nothing.

    The least of some rounds: a busy machine makes single ones look worse, and nothing makes the square look linear.
    """
    found = []
    for _ in range(ROUNDS):
        found.append(_measure_once(work, made))
        if found[-1] < BOUND:
            break
    return min(found)


def _measure_once(work: Callable[[Input], object], made: Callable[[int], Input]) -> float:
    large = _least_s(work, made(LARGE))
    if large < TOO_SHORT_S:
        return 1
    return large / max(_least_s(work, made(SMALL)), TOO_SHORT_S / SQUARE)


def _least_s(work: Callable[[Input], object], given: Input) -> float:
    took = []
    for _ in range(TRIES):
        began = time.process_time()
        work(given)
        took.append(time.process_time() - began)
        if sum(took) > 1:
            break
    return min(took)
