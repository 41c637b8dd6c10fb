"""Ideas that customers voice in every language: "broken", "late", "please add", each a list of words a language.

An idea is a feature of its own, whatever language it is said in: what "kaputt" means is learned from every text that
says "broken", "cassé" or "zepsuty". A word ends in "*" where it stands for all that begin so; "_" joins two words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from segment.scoring.devanagari import romanised
from segment.scoring.remembered import SIZE, Remembered

_FILE = Path(__file__).with_name("models") / "concepts.txt"
_DENSE = "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"
_ACCENTED = "[\u00c0-\u058f\u0590-\u06ff\u1e00-\u1fff]"
_NEGATED_WORDS, _LONGEST_DENSE, _LONGEST, _REMEMBERED = 4, 8, 16, 1 << 12
_PREFIXES = {"he": "הושבלמכ", "ar": "وبلفكال"}
_ENDS = frozenset(".,;!?…") | {"!!", "!?", "??"}
_NEGATES = frozenset(("not", "never"))


Phrase = tuple[tuple[str, ...], bool, str]
"""What follows the first word, whether the last may go on, the idea."""


class Met(NamedTuple):
    """Holds the ideas of a token alone, the phrases that it may begin, and whether it ends what "not" reaches."""

    names: tuple[str, ...]
    phrases: Sequence[Phrase]
    ends: bool


_NOTHING = Met((), (), False)
"""What most tokens are."""


class Words(NamedTuple):
    """Holds one language's words: whole ones, beginnings, and the rest of longer phrases by their first word.

    `lengths` are those of beginnings, the longest first, by their first letter and by their first two. `starts` are the
    first two letters of all that is written down, because most tokens begin otherwise; they are empty where words are
    written together, or where one letter alone begins something.
    """

    whole: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    phrases: dict[str, list[Phrase]]
    lengths: dict[str, list[int]]
    starts: set[str]


@cache
def _letters() -> tuple[Callable[[str], object], Callable[[str], object]]:
    """Returns what finds letters of scripts without spaces, and letters with accents; costly to build."""
    return re.compile(_DENSE).search, re.compile(_ACCENTED).search


def is_dense(text: str) -> bool:
    """Returns whether a text is written without spaces, in part at least."""
    return not text.isascii() and _letters()[0](text) is not None


def unaccented(token: str) -> str:
    """Returns a token without the marks above and below its letters; scripts in which these are letters stay."""
    return token if token.isascii() else bare(token)


@lru_cache(maxsize=SIZE)
def bare(token: str) -> str:
    """Returns what `unaccented` does of a token beyond ASCII, remembered."""
    if not _letters()[1](token):
        return token
    apart = unicodedata.normalize("NFD", token)
    return "".join([letter for letter in apart if not unicodedata.combining(letter)])


@cache
def languages() -> dict[str, str]:
    """Returns the lines of each language, not yet read: one process mostly needs a few of them."""
    parts = (part.partition("]\n") for part in _FILE.read_text(encoding="utf-8").split("[")[1:])
    return {code: lines for code, _, lines in parts}


@cache
def words_of(language: str | None) -> Words | None:
    """Returns the words of a language, None where none are written down."""
    lines = languages().get(language or "")
    if lines is None:
        return None
    if language == "hi":
        lines = romanised(lines)
    words, dense = Words({}, {}, {}, {}, set()), is_dense(lines)
    for line in unaccented(lines).splitlines():
        name, *entries = line.split() or [""]
        for entry in entries:
            _enter(words, name, entry, dense)
    for length, start in sorted({(-len(word), word[:size]) for word in words.beginnings for size in (1, 2)}):
        if -length <= _LONGEST:
            words.lengths.setdefault(start, []).append(-length)
    starts = {word[:2] for part in words[:3] for word in part}
    if language not in _PREFIXES and not dense and not any(len(word) < 2 for word in words.beginnings):
        words.starts.update(starts, [end[:2] for end in _ENDS])
    return words


def _enter(words: Words, name: str, entry: str, dense: bool) -> None:
    open_end = entry[-1] == "*"
    word = entry[:-1] if open_end else entry
    if "_" in word:
        first, *rest = word.split("_")
        words.phrases.setdefault(first, []).append((tuple(rest), open_end, name))
    else:
        table = words.beginnings if open_end or (dense and is_dense(word)) else words.whole
        table[word] = (*table[word], name) if word in table else (name,)


def ideas_of(token: str, language: str) -> tuple[str, ...]:
    """Returns the ideas that one word voices by itself."""
    words = words_of(language)
    if words is None:
        return ()
    plain = unaccented(token.lstrip("#"))
    if is_dense(plain):
        return _inside(plain, words)
    found = words.whole.get(plain, ()) + _begun(plain, words)
    prefixes = _PREFIXES.get(language, "")
    while not found and len(plain) > 3 and plain[0] in prefixes:
        plain = plain[1:]
        found = words.whole.get(plain, ()) + _begun(plain, words)
    return found


def _begun(word: str, words: Words) -> tuple[str, ...]:
    beginnings = words.beginnings
    for length in words.lengths.get(word[:2], ()):
        if word[:length] in beginnings:
            return beginnings[word[:length]]
    return beginnings.get(word[:1], ())


def _inside(run: str, words: Words) -> tuple[str, ...]:
    """Returns the ideas in a run of letters without spaces, the longest word at each place."""
    found: list[str] = []
    start = 0
    while start < len(run):
        for length in words.lengths.get(run[start], ()):
            names = words.beginnings.get(run[start : start + length])
            if names and length <= _LONGEST_DENSE:
                found += names
                start += length
                break
        else:
            start += 1
    return tuple(found)


def ideas(found: list[str], language: str | None) -> list[str]:
    """Returns the ideas of a text in their order; one that is said to be missing begins with "~"."""
    return [name for _, name in placed_ideas(found, language)]


def placed_ideas(found: list[str], language: str | None) -> list[tuple[int, str]]:
    """Returns the ideas of a text, each with the place of the token that begins it."""
    words = words_of(language)
    if words is None or language is None:
        return []
    named: list[tuple[int, str]] = []
    known, negated_to = met(language), -1
    for index, said in enumerate([known[token] for token in found]):
        if said is _NOTHING:
            continue
        here, phrases, ends = said
        if phrases:  # "not working" is not negated by its own "not"
            here = (*_phrases_at(found, index, phrases), *here)
        for name in here:
            if name in _NEGATES:
                negated_to = index + _NEGATED_WORDS
                named.append((index, name))
            else:
                named.append((index, f"~{name}" if index <= negated_to else name))
        if ends:
            negated_to = -1
    return named


@cache
def met(language: str) -> Remembered[str, Met]:
    """Returns the tokens of a language that came before, with their ideas: most tokens come again."""
    return Remembered(partial(_meet, language), _REMEMBERED)


def _meet(language: str, token: str) -> Met:
    words = words_of(language)
    if words is None or (
        words.starts and token[:2].isascii() and token[0] != "#" and token[:2] not in words.starts
    ):
        return _NOTHING
    found = Met(ideas_of(token, language), words.phrases.get(unaccented(token), ()), token in _ENDS)
    return _NOTHING if found == _NOTHING else found


def _phrases_at(found: list[str], index: int, phrases: Sequence[Phrase]) -> tuple[str, ...]:
    names = []
    after = unaccented(found[index + 1]) if index + 1 < len(found) else ""
    for rest, open_end, name in phrases:
        if after != rest[0] and not (open_end and len(rest) == 1 and after.startswith(rest[0])):
            continue
        following = [unaccented(token) for token in found[index + 1 : index + 1 + len(rest)]]
        same = following == list(rest)
        begun = open_end and len(following) == len(rest) and following[:-1] == list(rest[:-1])
        if same or (begun and following[-1].startswith(rest[-1])):
            names.append(name)
    return tuple(names)
