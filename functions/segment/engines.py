"""Engines: many texts in, what they mean out, in the same order. Which one is asked is a brand's setting."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from model.analysis import Analysis


class Text(NamedTuple):
    """Holds a text, its language as the platform gives it, and the platform, whose terms say who may be given it."""

    words: str
    language: str | None = None
    platform: str = ""


Score = Callable[[str, str | None], Analysis]
Engine = Callable[[str, Sequence[Text]], list[Analysis]]
"""(brand, texts) -> one analysis for each."""


def embedded(score: Score) -> Engine:
    """Returns an engine that looks at one text after the other."""
    return lambda _, texts: [score(each.words, each.language) for each in texts]
