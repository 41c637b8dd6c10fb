"""What X's older and newer payloads have in common: users, languages, media, long ids."""

from model.event import Media, Person
from platforms.reading.payload import Json, first, ident, items, obj, text


def id_of(thing: Json, name: str = "id") -> str | None:
    """Returns an id. Numeric ones are rounded above 2^53: the text one counts."""
    return first(ident(thing.get(f"{name}_str")), ident(thing.get(name)))


def person_of(user: Json) -> Person:
    """Returns a user of either API."""
    handle = first(text(user.get("screen_name")), text(user.get("username")))
    return Person(id_of(user), first(text(user.get("name")), handle), handle)


def tagged(user: Json) -> Person:
    """Returns whom a text tags: a name only where there is one."""
    handle = first(text(user.get("screen_name")), text(user.get("username")))
    return Person(id_of(user), text(user.get("name")), handle)


def language_of(post: Json) -> str | None:
    """Returns the language; X has codes of its own for none and for posts of links or hashtags only."""
    language = text(post.get("lang"))
    return None if language in ("und", "zxx") or (language or "").startswith("q") else language


def read_media(post: Json, files: list[Json]) -> tuple[Media, ...]:
    """Returns the media of a post of API v2; `files` are those listed beside it."""
    known = {key: m for m in files if (key := ident(m.get("media_key")))}
    wanted = [key for key in map(ident, items(obj(post.get("attachments")).get("media_keys"))) if key]
    found = [(key, known.get(key, {})) for key in wanted]
    return tuple(
        Media(
            text(m.get("type")) or "media", first(text(m.get("url")), text(m.get("preview_image_url"))), key
        )
        for key, m in found
    )
