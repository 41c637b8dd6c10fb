"""Finding names in texts, in the forms in which people write them, in time that grows with the text alone.

A text is read as pieces: words, runs of blanks, single signs. A name is a path of pieces in a tree, so that a thousand
names cost no more than one. Pieces are compared by NFKC and case folding, without characters that cannot be seen.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

SHORTEST = 2
"""Characters of a name that is looked for; a single letter is in every text."""

LONGEST = 200
"""Characters of a name that are looked at. No platform has longer ones, and a longer path would cost every text."""

PARTS = 4
"""Words of a name that is looked for joined, too: `mara.field@…`, `#MaraField`."""

_UNSEEN = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_UNSPACED = "\u0e00-\u0e7f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""Thai, Han and Hangul: words are not set apart there, so each letter is a piece and a name is found within a run."""
_KANA = "[\u3041-\u309f]+|[\u30a1-\u30ff\uff66-\uff9f]+"
_OWN = rf"[{_UNSPACED}][{_MARKS}]*|{_KANA}"
_LETTER = rf"(?![{_UNSPACED}\u3041-\u30ff\uff66-\uff9f])[^\W_][{_MARKS}]*"
_PIECE = re.compile(rf"[\s{_UNSEEN}]+|{_OWN}|(?:{_LETTER})+(?:[_{_UNSEEN}]+(?:{_LETTER})+)*|.", re.DOTALL)
"""Underscores within a word belong to it (`mara_f`), those around it do not: chats write `_Mara_` for italics."""

_REMOVE_UNSEEN = re.compile(f"[{_UNSEEN}]+").sub
_BLANK = " "
_JOINTS = ("", "_", ".", "-")
_GENITIVE_FROM = 3
_WORDS = ""
"""In a node of the tree: the names that end there. No piece is empty."""

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Holds a place in a text, an @ before it included, and the names that it may be."""

    start: int
    end: int
    names: tuple[str, ...]


class NameSearch:
    """Looks for many names at once, as whole words; the longest wins."""

    def __init__(self, names: Iterable[str]) -> None:
        self._tree: Node = {}
        for name in dict.fromkeys(map(cut, names)):
            if len(name) >= SHORTEST:
                for path in _forms(_folded(name)):
                    self._add(path, name)

    def __bool__(self) -> bool:
        return bool(self._tree)

    def find(self, text: str) -> Iterator[Found]:
        """Yields the places from left to right; none overlaps another."""
        if not self._tree:
            return
        pieces = list(_PIECE.finditer(text))
        folded = [_fold(piece[0]) for piece in pieces]
        number, end = 0, 0
        while number < len(pieces):
            size, names = self._longest(folded, number)
            if not size:
                number += 1
                continue
            start = pieces[number].start()
            start -= start > end and text[start - 1] == "@"
            number += size
            end = pieces[number - 1].end()
            yield Found(start, end, names)

    def occurs_in(self, text: str | None) -> bool:
        """Tells whether the text holds any of the names."""
        return text is not None and next(self.find(text), None) is not None

    def replace(self, text: str, by: str) -> str:
        """Returns the text with `by` in the place of every name."""
        parts, end = [], 0
        for found in self.find(text):
            parts += [text[end : found.start], by]
            end = found.end
        return "".join([*parts, text[end:]])

    def _longest(self, folded: Sequence[str], first: int) -> tuple[int, tuple[str, ...]]:
        """Returns how many pieces the longest name has that begins at this one, 0 when none does, and the names."""
        node: Node | None = self._tree.get(folded[first])
        if node is None or (first and not _is_word(folded[first]) and _is_word(folded[first - 1])):
            return 0, ()
        size, names, at = 0, (), first
        while node is not None:
            at += 1
            after = folded[at] if at < len(folded) else _BLANK
            if _WORDS in node and (_is_word(folded[at - 1]) or not _is_word(after)):
                size, names = at - first, tuple(node[_WORDS])
            node = node.get(after) if at < len(folded) else None
        return size, names

    def _add(self, path: Iterable[str], name: str) -> None:
        node = self._tree
        for piece in path:
            node = node.setdefault(piece, {})
        if name not in node.setdefault(_WORDS, []):
            node[_WORDS].append(name)


def cut(name: str) -> str:
    """Returns a name as it is looked for, and as `Found` tells it."""
    return name.strip()[:LONGEST]


def _folded(text: str) -> list[str]:
    return [_fold(piece) for piece in _PIECE.findall(text)]


def _fold(piece: str) -> str:
    if piece.isascii():
        return _BLANK if piece.isspace() else piece.casefold()
    return unicodedata.normalize("NFKC", _REMOVE_UNSEEN("", piece)).casefold().strip() or _BLANK


def _is_word(piece: str) -> bool:
    return piece[0].isalnum()


def _forms(name: list[str]) -> Iterator[list[str]]:
    """Yields the paths of a name: as it is, joined as in addresses and hashtags, and each with a genitive's s."""
    for path, genitive in product([name, *_joined(name)], (False, True)):
        if not genitive:
            yield path
        elif len(path[-1]) >= _GENITIVE_FROM and path[-1].isalpha() and path[-1][-1] != "s":
            yield [*path[:-1], path[-1] + "s"]


def _joined(name: list[str]) -> Iterator[list[str]]:
    words = name[::2]
    if not 2 <= len(words) <= PARTS or not all(map(_is_word, words)) or {*name[1::2]} != {_BLANK}:
        return
    for joint in _JOINTS:
        yield _folded(joint.join(words))
