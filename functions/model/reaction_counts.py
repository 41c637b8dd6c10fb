"""Counts what an interaction brought about: reactions by their value, and shares."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from model.event import Kind
from model.interaction import Interaction


@dataclass(frozen=True, slots=True)
class ReactionCounts:
    """Counts each value in `reactions`, the most frequent first; `more`: there are older ones that were
    not looked at.
    """

    reactions: dict[str, int] = field(default_factory=dict)
    shares: int = 0
    more: bool = False


def count_reactions(items: Iterable[Interaction], more: bool) -> ReactionCounts:
    """Counts the reactions listed under an interaction. Leaves out what was withdrawn or can no longer be read."""
    standing = [item for item in items if item.shown is not None]
    values = Counter(
        item.shown.text
        for item in standing
        if item.kind is Kind.REACTION and item.shown is not None and item.shown.text
    )
    shares = sum(item.kind is Kind.SHARE for item in standing)
    return ReactionCounts(dict(sorted(values.items(), key=lambda each: (-each[1], each[0]))), shares, more)
