"""Finds the words by which a text names other people, and writes what is personal of an item as JSON.

The words stay in the text. Beside it is kept whose they are, so that an erasure knows which words to take out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from model.event import Media, Named, ReplyHandle
from model.fields import TOLD
from model.interaction import Content, Interaction, Natives
from model.name_search import NameSearch, cut

Record = dict[str, Any]


def find_named(content: Content, named: Iterable[Named]) -> tuple[Named, ...]:
    """Returns the people of `named` whom the content names, each with the words as the text has them."""
    people: dict[str, set[str]] = {}
    for each in named:
        for word in each.words:
            people.setdefault(cut(word.strip().lstrip("@")), set()).add(each.id)
    search, found = NameSearch(people), dict[str, set[str]]()
    for text in _texts(content):
        for place in search.find(text):
            written = text[place.start : place.end].removeprefix("@")
            for person in set().union(*(people[name] for name in place.names)):
                found.setdefault(person, set()).add(written)
    return tuple(Named(person, tuple(sorted(words))) for person, words in sorted(found.items()))


def remove_id(natives: Natives, native_id: str | None) -> Natives:
    """Returns `natives` without those that hold this id: some platforms build the ids of items from people's."""
    search = NameSearch(() if native_id is None else (native_id,))
    return Natives(
        **{name: value for name, value in natives.to_record().items() if not search.occurs_in(value)}
    )


def to_personal_record(item: Interaction) -> Record:
    """Returns what is personal of an item, as JSON."""
    record: Record = {"natives": item.natives.to_record()}
    if item.content is not None:
        record["content"] = item.content.to_record()
    if item.reply_handle is not None:
        record["reply"] = [dict(item.reply_handle.values), item.reply_handle.expires_at]
    return record


def from_personal_record(header: Interaction, record: Mapping[str, Any]) -> Interaction:
    """Returns `header` with what is personal: the inverse of `to_personal_record`."""
    content = _content(record.get("content", {})) if header.content_order else None
    natives = Natives(**record.get("natives", {}))
    return replace(header, content=content, natives=natives, reply_handle=_handle(record.get("reply")))


def _handle(record: Any) -> ReplyHandle | None:
    return None if record is None else ReplyHandle(tuple(sorted(record[0].items())), record[1])


def _content(record: Mapping[str, Any]) -> Content:
    return Content(
        media=tuple(Media(*parts) for parts in record.get("media", ())),
        named=tuple(Named(person, tuple(words)) for person, words in record.get("named", ())),
        kept_at=record.get("kept_at"),
        **{field.name: record.get(field.name) for field in TOLD},
    )


def _texts(content: Content) -> Iterator[str]:
    files = (part for each in content.media for part in (each.url, each.id, each.name))
    yield from filter(None, (content.text, content.title, *files))
