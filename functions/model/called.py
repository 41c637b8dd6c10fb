"""Compares and looks for what people are called: the words of a name, and how each begins."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

LETTERS = 3
"""Of a word, by which a list leads to it."""

MOST_BEGINNINGS = 3
"""Of one person: so many rows of a list are written for them."""

_PARTS = re.compile(r"[\W_]+")


def normalize_name(text: str) -> str:
    """Returns a name as it is compared: without case, doubled blanks, an at sign, or other forms of letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).removeprefix("@")


def split_name(text: str) -> list[str]:
    """Returns the words of a name or handle, as they are compared: `Anna-Lena @anna_f` is anna, lena, anna, f."""
    return [word for word in _PARTS.split(normalize_name(text)) if word]


def list_beginnings(name: str, handle: str) -> list[str]:
    """Returns the first letters by which somebody is listed: of the first and last word of their name, then of the
    handle, then of the words between."""
    words = split_name(name)
    ordered = [*words[:1], *words[1:][-1:], *split_name(handle)[:1], *words[1:-1], *split_name(handle)[1:]]
    return list(dict.fromkeys(word[:LETTERS] for word in ordered))[:MOST_BEGINNINGS]


def list_all_beginnings(names: Iterable[str]) -> list[str]:
    """Returns the first letters of every word of these names: somebody is listed by some of them."""
    return list(dict.fromkeys(word[:LETTERS] for name in names for word in split_name(name)))


def fits_words(sought: Sequence[str], names: Iterable[str]) -> bool:
    """Tells whether each word that is sought begins a word of these names."""
    words = [word for name in names for word in split_name(name)]
    return all(any(word.startswith(each) for word in words) for each in sought)


def choose_beginning(sought: Sequence[str]) -> str | None:
    """Returns the letters by which these words are looked up; None where all of them are too short."""
    longest = max(sought, key=len, default="")
    return longest[:LETTERS] if len(longest) >= LETTERS else None


def find_words(text: str, sought: Sequence[str]) -> tuple[int, int] | None:
    """Returns where the first of these words stands in a text (start and length in code points) that has all of them.

    Words are compared as names are, anywhere in the text. None where one is missing.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not sought or not all(word in folded for word in sought):
        return None
    # Letters that fold into several, or are written as several, move what is behind them.
    letters = [unicodedata.normalize("NFKC", letter).casefold() for letter in text]
    joined = "".join(letters)
    origin = [number for number, letter in enumerate(letters) for _ in letter]
    start = joined.find(sought[0])
    if start < 0:
        return 0, 0
    first, last = origin[start], origin[start + len(sought[0]) - 1]
    return first, last - first + 1
