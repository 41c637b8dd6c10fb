"""Takes people's names out of what others wrote."""

from collections.abc import Container, Iterable
from dataclasses import replace

from model.event import Media, Named
from model.interaction import Content
from model.name_search import NameSearch, cut

REMOVED = "[removed]"

SHORTEST_PART = 3
"""Characters of a part of a name that is looked for alone; shorter ones are initials and particles such as `de`."""


def remove_people(content: Content, people: Container[str], words: Iterable[str] = ()) -> Content:
    """Returns `content` without the words by which it names these people, and without `words`.

    The names of others that it is known to name stay whole, also where one of these words is a part of them.
    """
    told = (word for each in content.named if each.id in people for word in each.words)
    stay = (word for each in content.named if each.id not in people for word in each.words)
    wanted = _Wanted([*told, *words], stay)
    left = wanted.remove_from(content)
    return replace(left, named=tuple(each for each in left.named if each.id not in people))


def redacted(content: Content, words: Iterable[str]) -> Content:
    """Returns `content` without these names; files whose address or name holds one are left out."""
    return _Wanted(words).remove_from(content)


def list_name_parts(names: Iterable[str]) -> list[str]:
    """Returns the words of names that have several, such as a first and a last name, without initials and particles."""
    parts = (part for name in names if len(words := name.split()) > 1 for part in words)
    return sorted({part for part in parts if len(part) >= SHORTEST_PART})


class _Wanted:
    """Names to take out, among others that are to stay."""

    def __init__(self, names: Iterable[str], stay: Iterable[str] = ()) -> None:
        self._names = {cut(name) for name in names}
        self._search = NameSearch([*self._names, *stay])

    def remove_from(self, content: Content) -> Content:
        """See `redacted`."""
        if not self._names:
            return content
        return replace(
            content,
            text=self._without(content.text),
            title=self._without(content.title),
            media=tuple(each for each in content.media if not self._in_file(each)),
            named=tuple(left for each in content.named if (left := self._left(each)).words),
        )

    def _without(self, text: str | None) -> str | None:
        if text is None:
            return None
        parts, end = [], 0
        for found in self._search.find(text):
            if not self._names.isdisjoint(found.names):
                parts += [text[end : found.start], REMOVED]
                end = found.end
        return "".join([*parts, text[end:]])

    def _occurs_in(self, text: str | None) -> bool:
        return text is not None and self._without(text) != text

    def _in_file(self, file: Media) -> bool:
        return any(map(self._occurs_in, (file.url, file.id, file.name)))

    def _left(self, named: Named) -> Named:
        return Named(named.id, tuple(word for word in named.words if not self._occurs_in(word)))
