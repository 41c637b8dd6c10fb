"""Verdicts on a platform's words: what one of its codes says about a send."""

from enum import StrEnum


class Verdict(StrEnum):
    """Names what a code means, before it is known what was asked for."""

    RETRY = "retry"
    """Nothing was done, and time alone helps."""
    REFUSED = "refused"
    """Nothing was done, and somebody must change something."""
    DEAD = "dead"
    """Nothing works on this connection until it is renewed."""
    MAYBE = "maybe"
    """It may have been done."""
    GONE = "gone"
    """The target is not there: what a deletion wants, and what stops anything else."""
    HOLDS = "holds"
    """What was wanted is so already."""


def tabulate(**words: str) -> dict[str, Verdict]:
    """Returns code -> verdict from lists of codes by the verdict's name: `tabulate(retry="4 17", gone="33")`."""
    return {code: Verdict(name) for name, codes in words.items() for code in codes.split()}


def spell(**phrases: str) -> tuple[tuple[str, Verdict], ...]:
    """Returns (pattern, verdict) pairs, in the order given, for answers that only their words tell apart."""
    return tuple((pattern, Verdict(name)) for name, pattern in phrases.items())
