"""Ideas that customers voice in every language: "broken", "late", "please add", each a list of words a language.

An idea is a feature of its own, whatever language it is said in: what "kaputt" means is learned from every text that
says "broken", "cassé" or "zepsuty". A word ends in "*" where it stands for all that begin so; "_" joins two words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from segment.scoring.devanagari import romanised

_FILE = Path(__file__).with_name("models") / "concepts.txt"
_DENSE = "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"
_ACCENTED = "[\u00c0-\u058f\u0590-\u06ff\u1e00-\u1fff]"
_NEGATED_WORDS, _LONGEST_DENSE, _LONGEST, _REMEMBERED = 4, 8, 16, 20_000
_PREFIXES = {"he": "הושבלמכ", "ar": "وبلفكال"}
_ENDS = frozenset(".,;!?…") | {"!!", "!?", "??"}
_NEGATES = frozenset(("not", "never"))


Phrase = tuple[tuple[str, ...], bool, str]
"""What follows the first word, whether the last may go on, the idea."""
Met = tuple[tuple[str, ...], Sequence[Phrase]]
"""The ideas of a token alone, and the phrases that it may begin."""


class Words(NamedTuple):
    """Holds one language's words: whole ones, beginnings, and the rest of longer phrases by their first word.

    `starts` are the first two letters of beginnings: most words share them with none.
    """

    whole: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    phrases: dict[str, list[Phrase]]
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


@lru_cache(maxsize=20_000)
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
    words, dense = Words({}, {}, {}, set()), is_dense(lines)
    for line in unaccented(lines).splitlines():
        name, *entries = line.split() or [""]
        for entry in entries:
            _enter(words, name, entry, dense)
    words.starts.update([word[:2] for word in words.beginnings])
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
        return _inside(plain, words.beginnings)
    found = words.whole.get(plain, ()) + _begun(plain, words)
    prefixes = _PREFIXES.get(language, "")
    while not found and len(plain) > 3 and plain[0] in prefixes:
        plain = plain[1:]
        found = words.whole.get(plain, ()) + _begun(plain, words)
    return found


def _begun(word: str, words: Words) -> tuple[str, ...]:
    beginnings = words.beginnings
    if word[:2] not in words.starts and word[:1] not in words.starts:
        return ()
    for length in range(min(len(word), _LONGEST), 0, -1):
        if word[:length] in beginnings:
            return beginnings[word[:length]]
    return ()


def _inside(run: str, beginnings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Returns the ideas in a run of letters without spaces, the longest word at each place."""
    found: list[str] = []
    start = 0
    while start < len(run):
        for length in range(min(_LONGEST_DENSE, len(run) - start), 0, -1):
            names = beginnings.get(run[start : start + length])
            if names:
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
    known, left = met(language), 0
    for index, token in enumerate(found):
        here, phrases = known.get(token) or _meet(token, language, words, known)
        if phrases:  # "not working" is not negated by its own "not"
            here = (*_phrases_at(found, index, phrases), *here)
        for name in here:
            if name in _NEGATES:
                left = _NEGATED_WORDS + 1
                named.append((index, name))
            else:
                named.append((index, f"~{name}" if left else name))
        if left:
            left = 0 if token in _ENDS else left - 1
    return named


@cache
def met(_language: str) -> dict[str, Met]:
    """Returns the tokens of a language that came before, with their ideas: most tokens come again."""
    return {}


def _meet(token: str, language: str, words: Words, known: dict[str, Met]) -> Met:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[token] = ideas_of(token, language), words.phrases.get(unaccented(token), ())
    return known[token]


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
