"""Taking a person's name out of what others wrote."""

from collections.abc import Iterable
from dataclasses import replace

from model.event import Named
from model.interaction import Content
from model.name_search import NameSearch

REMOVED = "[removed]"


def redacted(content: Content, words: Iterable[str]) -> Content:
    """`content` without these names; files whose address or name holds one are left out."""
    wanted = NameSearch(words)
    if not wanted:
        return content
    return replace(
        content,
        text=_without(content.text, wanted),
        title=_without(content.title, wanted),
        media=tuple(
            each for each in content.media if not any(map(wanted.occurs_in, (each.url, each.id, each.name)))
        ),
        named=tuple(named for each in content.named if (named := _left(each, wanted)).words),
    )


def _left(named: Named, wanted: NameSearch) -> Named:
    return Named(named.id, tuple(word for word in named.words if not wanted.occurs_in(word)))


def _without(text: str | None, wanted: NameSearch) -> str | None:
    return None if text is None else wanted.replace(text, REMOVED)
