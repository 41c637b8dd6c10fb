"""Holds the texts and numbers that events tell of an item's content, and that we keep by the same name.

`model.fields` declares each of them; fold, sealed row, what agents see and the copy for the person follow from there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldContent:
    """Holds what an event tells of the content, and the content keeps, as it is."""

    title: str | None = None
    text: str | None = None
    """Plain text; of a reaction its emoji or name, None when it is withdrawn."""
    rating: int | None = None
    """Stars of a review, 1 to 5."""
