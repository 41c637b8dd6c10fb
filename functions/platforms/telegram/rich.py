"""Telegram's rich messages as the words that are seen of them: paragraphs, lists, tables, quotations.

https://core.telegram.org/bots/api#richmessage
"""

from collections.abc import Iterator
from typing import Any

from platforms.reading.payload import Json, text

SEEN = (
    *("label", "summary", "title", "text", "expression", "blocks", "items", "cells", "caption", "buttons"),
    "credit",
)
"""Names under which words or parts are seen, in the order of reading."""

RICH = frozenset({"credit", "expression", "label", "summary", "text", "title"})
"""Those that hold one run of words: a text, or pieces in one line."""

_WORDS = ("text", "alternative_text", "expression")


def read_rich(part: Any) -> str | None:
    """Returns the words of a rich message or a part of it, one line for each piece."""
    lines: list[str] = []
    _read(part, lines)
    return text("\n".join(lines))


def parts_of(part: Any) -> Iterator[Json]:
    """Yields every block, however deep; blocks may hold files."""
    if isinstance(part, list):
        for each in part:
            yield from parts_of(each)
    elif isinstance(part, dict):
        yield part
        for name in ("blocks", "items"):
            yield from parts_of(part.get(name))


def _read(part: Any, lines: list[str]) -> None:
    if isinstance(part, list):
        for each in part:
            _read(each, lines)
    elif isinstance(part, str):
        lines += [part] if part.strip() else []
    elif isinstance(part, dict):
        for name in SEEN:
            if name in RICH:
                words = _inline(part.get(name))
                lines += [words] if words.strip() else []
            else:
                _read(part.get(name), lines)


def _inline(words: Any) -> str:
    """Returns a run of words, which is a text, a list of runs, or a run with a style."""
    if isinstance(words, str):
        return words
    if isinstance(words, list):
        return "".join(map(_inline, words))
    if isinstance(words, dict):
        return next((found for name in _WORDS if (found := _inline(words.get(name)))), "")
    return ""
