"""Reads what is seen of a card: hero cards have a few texts, adaptive ones a tree of blocks.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference,
https://adaptivecards.microsoft.com/?topic=TextBlock
"""

from collections.abc import Iterator
from typing import Any

from platforms.reading.described import describe_pair
from platforms.reading.payload import Json, objects, text

HEADED = ("title", "subtitle", "text")
INSIDE = ("body", "items", "columns", "inlines", "rows", "cells")
"""Where blocks hold further ones."""


def list_lines(card: Json) -> Iterator[str]:
    """Yields the lines of a card from its top. What it asks for and the labels of its buttons are no words of it."""
    facts = (describe_pair(fact, "title", "value") for fact in objects(card.get("facts")))
    yield from filter(None, (*(text(card.get(name)) for name in HEADED), *facts))
    for name in INSIDE:
        for block in _list_blocks(card.get(name)):
            yield from list_lines(block)


def _list_blocks(told: Any) -> Iterator[Json]:
    """Yields blocks; runs of text may be bare."""
    for each in told if isinstance(told, list) else ():
        if isinstance(each, str):
            yield {"text": each}
        elif isinstance(each, dict):
            yield each
