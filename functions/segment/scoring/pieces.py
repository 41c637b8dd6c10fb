"""Cuts a word into the pieces that are hashed, with what the standard library does without Python's loops."""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter

WIDTH = 2
"""Bytes a character: words are hashed as UTF-16."""
Cut = Callable[[bytes], tuple[bytes, ...]]


@lru_cache(maxsize=128)  # sizes of words; a long one is cut as well, only not remembered for long
def cutter(size: int, characters: int) -> Cut:
    """Returns what cuts words of so many bytes into all their pieces of so many characters, from left to right."""
    width = characters * WIDTH
    slices = [slice(start, start + width) for start in range(0, size - width + 1, WIDTH)]
    if len(slices) > 1:
        cut: Cut = itemgetter(*slices)
        return cut
    return (lambda word: (word,)) if slices else (lambda _: ())
