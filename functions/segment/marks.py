"""Finds where in a text the words stand that moved its sentiment.

The engine reads folded tokens. What an agent is shown are places in the text as it was written, so that no word
of it is kept a second time outside the vault.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from model.interaction import Span
from segment.scoring.concepts import is_dense

MOST = 5
"""Places kept: a row has to stay below 1 KiB."""


def spans(text: str, words: Iterable[tuple[str, float]]) -> tuple[Span, ...]:
    """Returns the first place of each word, strongest first; words that the engine respelled are left out."""
    found: list[Span] = []
    for word, weight in words:
        match = _written(word).search(text)
        if match is not None:
            found.append((match.start(), match.end() - match.start(), round(weight * 100)))
        if len(found) == MOST:
            break
    return tuple(found)


@lru_cache(maxsize=4096)
def _written(word: str) -> re.Pattern[str]:
    """Returns how a token may have been written: in any case, with letters repeated."""
    letters = "".join(_letter(letter, len(list(run))) for letter, run in groupby(word))
    # In scripts without spaces any piece of a run may have moved it.
    apart = word[:1].isalnum() and not is_dense(word)
    before, after = (r"(?<!\w)" if apart else "", r"(?!\w)" if apart and word[-1:].isalnum() else "")
    return re.compile(before + letters + after, re.IGNORECASE)


def _letter(letter: str, times: int) -> str:
    one = "['’]" if letter == "'" else re.escape(letter)
    return one if times == 1 else f"{one}{{{times},}}"
