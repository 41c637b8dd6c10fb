"""Computes what moves when contacts enter and leave segments, and how much of it goes into one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from model.contact import Contact

MOST_MOVES = 45
"""Segments that one contact enters and leaves in one transaction; further ones follow in the next."""

PARTS = 50
"""Rows of one transaction, of the 100 that DynamoDB takes: the more it has, the more often somebody is faster."""


CountMoves = Callable[[str, Iterable[str], Iterable[str]], None]
"""Takes a brand and the segments that contacts entered and left, a segment once for each contact."""


@dataclass(frozen=True, slots=True)
class Move:
    """Holds a contact before and after a change, and the evidence for each segment entered."""

    known: Contact
    after: Contact
    evidence: Mapping[str, Any]

    @property
    def entered(self) -> frozenset[str]:
        """Returns the segments that the contact enters."""
        return self.after.segments - self.known.segments

    @property
    def left(self) -> frozenset[str]:
        """Returns the segments that the contact leaves."""
        return self.known.segments - self.after.segments

    @property
    def parts(self) -> int:
        """Returns how many rows it writes: the contact, a line of its history, and one for each segment."""
        return 2 + len(self.entered) + len(self.left)


def limit_moves(known: Contact, after: Contact) -> Contact:
    """Returns `after` with no more segments entered and left than fit into one transaction."""
    moved = sorted(after.segments ^ known.segments)[:MOST_MOVES]
    return replace(after, segments=known.segments ^ frozenset(moved))


def group_moves(moves: Iterable[Move]) -> Iterator[list[Move]]:
    """Yields as many at a time as go into one transaction."""
    group: list[Move] = []
    for each in moves:
        if group and sum(one.parts for one in group) + each.parts > PARTS:
            yield group
            group = []
        group.append(each)
    if group:
        yield group
