"""Words by which a text names other people: taken out of it to be sealed apart, and put back.

A text that names nobody stays a string. One that does becomes the list of its pieces: strings as they were written,
and for each name `[group, word]`, a place in the record's `OTHERS`. What people write is always a string, so nobody
can write a place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from model.event import Media, Named
from model.interaction import Content, Interaction, Natives
from model.name_search import LONGEST, NameSearch
from model.redaction import REMOVED

OTHERS = "others"
"""In a record: groups `[people, words]`; the words are those people's, and None once one of them is gone."""

Record = dict[str, Any]
Groups = dict[tuple[str, ...], list[str]]


class Apart:
    """Takes words out of texts. `groups` gets them, by the people they may mean: two may have the same name."""

    def __init__(self, named: Sequence[Named], groups: Groups) -> None:
        self._people: dict[str, set[str]] = {}
        for each in named:
            for word in each.words:
                self._people.setdefault(word.strip()[:LONGEST], set()).add(each.id)
        self._search = NameSearch(self._people)
        self._groups = groups
        self._numbers = {people: number for number, people in enumerate(groups)}
        self._places = {
            (people, word): [self._numbers[people], at]
            for people, words in groups.items()
            for at, word in enumerate(words)
        }

    def pieces(self, text: str | None) -> Any:
        """`text`, or its pieces when it names somebody."""
        if text is None:
            return text
        found: list[Any] = []
        end = 0
        for each in self._search.find(text):
            found += [text[end : each.start], self._place(text[each.start : each.end], each.names)]
            end = each.end
        return [piece for piece in (*found, text[end:]) if piece] if found else text

    def _place(self, written: str, names: tuple[str, ...]) -> list[int]:
        people = tuple(sorted(set().union(*(self._people[name] for name in names))))
        place = self._places.get((people, written))
        if place is None:
            words = self._groups.setdefault(people, [])
            number = self._numbers.setdefault(people, len(self._numbers))
            place = self._places[people, written] = [number, len(words)]
            words.append(written)
        return place


class Together:
    """Puts words back. `removed` tells whether one was gone, `named` whose the others are."""

    def __init__(self, groups: Iterable[tuple[list[str], list[str] | None]]) -> None:
        self._groups = list(groups)
        self._named: dict[str, set[str]] = {}
        self.removed = False

    def text(self, pieces: Any) -> str | None:
        """The text, `[removed]` in the place of each word that is gone."""
        if pieces is None or isinstance(pieces, str):
            return pieces
        return "".join(piece if isinstance(piece, str) else self._word(*piece) for piece in pieces)

    def whole(self, pieces: Any) -> str | None:
        """As `text`, of what is of no use in part: None then."""
        before, self.removed = self.removed, False
        found = self.text(pieces)
        gone, self.removed = self.removed, self.removed or before
        return None if gone else found

    @property
    def named(self) -> tuple[Named, ...]:
        """Who was named by which words."""
        return tuple(Named(person, tuple(sorted(words))) for person, words in sorted(self._named.items()))

    def _word(self, group: int, number: int) -> str:
        people, words = self._groups[group]
        if words is None:
            self.removed = True
            return REMOVED
        for person in people:
            self._named.setdefault(person, set()).add(words[number].removeprefix("@"))
        return words[number]


def in_content(content: Content, named: Iterable[Named]) -> tuple[Named, ...]:
    """Those of `named` whom the content names, by the words it uses, as they stand there."""
    plain = [Named(each.id, tuple(word.strip().lstrip("@") for word in each.words)) for each in named]
    groups: Groups = {}
    record = _content(content, Apart(plain, groups))
    together = Together([(list(people), words) for people, words in groups.items()])
    _content_of(record, together)
    return together.named


def without(natives: Natives, native_id: str | None) -> Natives:
    """`natives` without those that hold the id of this person."""
    groups: Groups = {}
    return Natives(**_natives_of(_natives(natives, "", native_id, groups), Together([([""], None)])))


def to_record(item: Interaction) -> Record:
    """What is personal of an item, as JSON; words and ids of others than its owner stand in `OTHERS`."""
    groups: Groups = {}
    answered = item.answered if item.answered != item.owner else None
    record: Record = {"natives": _natives(item.natives, answered, item.natives.answered_id, groups)}
    if item.content is not None:
        others = [each for each in item.content.named if each.id != item.owner]
        record["content"] = _content(item.content, Apart(others, groups))
    if groups:
        record[OTHERS] = [[list(people), words] for people, words in groups.items()]
    return record


def from_record(header: Interaction, record: Mapping[str, Any]) -> Interaction:
    """The inverse of `to_record`: `header` with what is personal, as far as it may still be read."""
    groups = [(people, words) for people, words in record.get(OTHERS, ())]
    ids, words = Together(groups), Together(groups)
    natives = Natives(**_natives_of(record.get("natives", {}), ids))
    content = _content_of(record.get("content", {}), words) if header.content_order else None
    labels = header.labels
    if words.removed and labels is not None:
        # Places in the text are of the text before.
        labels = replace(labels, spans=())
    return replace(header, content=content, natives=natives, labels=labels)


def _content(content: Content, apart: Apart) -> Record:
    record = content.to_record()
    for name in ("text", "title"):
        if name in record:
            record[name] = apart.pieces(record[name])
    if content.media:
        record["media"] = [
            [each.type, *(apart.pieces(part) for part in (each.url, each.id, each.name))]
            for each in content.media
        ]
    return record


def _content_of(record: Mapping[str, Any], together: Together) -> Content:
    media = tuple(file for file in (_file(parts, together) for parts in record.get("media", ())) if file)
    text, title = together.text(record.get("text")), together.text(record.get("title"))
    return Content(text, title, media, record.get("rating"), together.named)


def _file(parts: list[Any], together: Together) -> Media | None:
    """None when a part is not whole any more: an address with a hole leads nowhere."""
    kind, *rest = parts
    whole = [together.whole(part) for part in rest]
    return Media(kind, *whole) if [p is None for p in whole] == [p is None for p in rest] else None


def _natives(natives: Natives, person: str | None, native_id: str | None, groups: Groups) -> Record:
    """Ids with that of the person answered taken out: some platforms build the ids of items from it."""
    record = natives.to_record()
    if person is None or native_id is None:
        return dict(record)
    apart = Apart((Named(person, (native_id,)),), groups)
    return {name: apart.pieces(value) for name, value in record.items()}


def _natives_of(record: Mapping[str, Any], together: Together) -> dict[str, str]:
    ids: Iterator[tuple[str, str | None]] = ((name, together.whole(value)) for name, value in record.items())
    return {name: value for name, value in ids if value is not None}
