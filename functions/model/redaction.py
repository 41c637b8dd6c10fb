"""Taking a person's name out of what others wrote."""

import re
from collections.abc import Iterable
from dataclasses import replace

from model.event import Named
from model.interaction import Content

REMOVED = "[removed]"
SHORTEST = 2
"""Characters of a name that is looked for; a single letter is in every text."""


def longest_first(words: Iterable[str]) -> list[str]:
    """Those of `words` that are looked for, in the order in which `pattern` tries them."""
    wanted = {word.strip() for word in words}
    return sorted((word for word in wanted if len(word) >= SHORTEST), key=lambda w: (-len(w), w))


def pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds these names as whole words in any case, a handle with its @; None when there are none.

    Each of `longest_first(words)` is a group: `lastindex` of a match tells which it was.
    """
    wanted = longest_first(words)
    if not wanted:
        return None
    either = "|".join(f"({re.escape(word)})" for word in wanted)
    return re.compile(rf"@?(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def redacted(content: Content, words: Iterable[str]) -> Content:
    """`content` without these names; files whose address or name holds one are left out."""
    wanted = pattern(words)
    if wanted is None:
        return content
    return replace(
        content,
        text=_without(content.text, wanted),
        title=_without(content.title, wanted),
        media=tuple(
            each
            for each in content.media
            if not any(wanted.search(v or "") for v in (each.url, each.id, each.name))
        ),
        named=tuple(named for each in content.named if (named := _left(each, wanted)).words),
    )


def _left(named: Named, wanted: re.Pattern[str]) -> Named:
    return Named(named.id, tuple(word for word in named.words if not wanted.search(word)))


def _without(text: str | None, wanted: re.Pattern[str]) -> str | None:
    return None if text is None else wanted.sub(REMOVED, text)
