"""Engines: many texts in, what they mean out, in the same order. Which one is asked is a brand's setting."""

from collections.abc import Callable, Sequence

from model.analysis import Analysis

Text = tuple[str, str | None]
"""A text and its language as the platform gives it."""

Score = Callable[[str, str | None], Analysis]
Engine = Callable[[str, Sequence[Text]], list[Analysis]]
"""(brand, texts) -> one analysis for each."""


def embedded(score: Score) -> Engine:
    """Returns an engine that looks at one text after the other."""
    return lambda _, texts: [score(text, language) for text, language in texts]
