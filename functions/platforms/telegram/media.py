"""The files of a Telegram message, and what it shows of other messages: quotations, forwards, links.

https://core.telegram.org/bots/api#message
"""

from collections.abc import Iterator
from dataclasses import replace

from model.event import Media, Person
from platforms.reading.payload import Json, first, ident, obj, objects, text, whole
from platforms.telegram.content import FILES, read_text
from platforms.telegram.people import person
from platforms.telegram.rich import parts_of

_PLACES = (("text", "entities"), ("caption", "caption_entities"))
_LONGEST_PIECE = 256
"""UTF-16 units of the words of an entity that name somebody or something."""


def read_media(message: Json) -> tuple[Media, ...]:
    """Returns files of our bot (`file_id`), then what else is shown with the words, by kind and name."""
    paid = objects(obj(message.get("paid_media")).get("paid_media"))
    rich = parts_of(obj(message.get("rich_message")).get("blocks"))
    files = [file for part in (message, *paid, *rich) for file in _files(part)]
    return (*files, *_locked(paid), *_links(message), *_context(message))


def _files(part: Json) -> Iterator[Media]:
    """Yields the files of a message; of a photo the largest size, which is the last."""
    for size in objects(part.get("photo"))[-1:]:
        yield Media("image", id=ident(size.get("file_id")))
    for word in FILES:
        file = obj(part.get(word))
        if not file or (word == "document" and "animation" in part):
            continue  # an animation is repeated as a document for older bots
        if word == "live_photo" and not file.get("file_id"):
            yield from list(_files(file)) or [Media(word)]
            continue
        native = first(ident(file.get("file_id")), ident(file.get("id")))
        yield Media(
            text(file.get("mime_type")) or word, _story_url(file), native, text(file.get("file_name"))
        )


def _story_url(file: Json) -> str | None:
    name = text(obj(file.get("chat")).get("username"))
    return f"https://t.me/{name}/s/{ident(file.get('id'))}" if name else None


def _locked(paid: list[Json]) -> Iterator[Media]:
    """Yields what is not shown before it is paid for."""
    return (Media("paid_media", name="not paid yet") for each in paid if each.get("type") == "preview")


def _links(message: Json) -> Iterator[Media]:
    """Yields addresses that stand behind words."""
    for entity, words in entities(message):
        if entity.get("type") == "text_link" and (url := text(entity.get("url"))):
            yield Media("link", url, name=words)


def _context(message: Json) -> Iterator[Media]:
    """Yields others' words: what is quoted, a message of another chat, a story, and whom a forward comes from."""
    quoted = text(obj(message.get("quote")).get("text"))
    other, story = obj(message.get("external_reply")), obj(message.get("reply_to_story"))
    if quoted:
        yield Media("quote", name=quoted)
    if other:
        name = first(_origin(obj(other.get("origin"))), person(obj(other.get("chat"))).name)
        yield Media("reply", name=": ".join(filter(None, (name, read_text(other)))) or None)
    if story:
        name = person(obj(story.get("chat"))).name
        yield Media("story", _story_url(story), ident(story.get("id")), name)
    forwarded = first(_origin(obj(message.get("forward_origin"))), _older_origin(message))
    if forwarded:
        yield Media("forward", name=forwarded)


def _origin(origin: Json) -> str | None:
    """Returns who wrote what is passed on. https://core.telegram.org/bots/api#messageorigin"""
    named = (person(obj(origin.get(name))).name for name in ("sender_user", "chat", "sender_chat"))
    return first(*named, text(origin.get("sender_user_name")))


def _older_origin(message: Json) -> str | None:
    named = (person(obj(message.get(name))).name for name in ("forward_from", "forward_from_chat"))
    return first(*named, text(message.get("forward_sender_name")))


def read_tagged(message: Json) -> Iterator[Person]:
    """Yields the people tagged by a name, with the words that stand there for them."""
    for entity, words in entities(message):
        if entity.get("type") == "text_mention":
            yield replace(person(obj(entity.get("user"))), words=(words,) if words else ())


def entities(message: Json) -> Iterator[tuple[Json, str | None]]:
    """Yields each entity with its words. Offsets and lengths count UTF-16 units."""
    for written, listed in _PLACES:
        units = (text(message.get(written)) or "").encode("utf-16-le") if message.get(listed) else b""
        for entity in objects(message.get(listed)):
            yield entity, _piece(units, entity)


def _piece(units: bytes, entity: Json) -> str | None:
    start, length = whole(entity.get("offset")), whole(entity.get("length"))
    if start is None or length is None or start < 0 or length < 0:
        return None
    end = start + min(length, _LONGEST_PIECE)
    return text(units[2 * start : 2 * end].decode("utf-16-le", "ignore"))
