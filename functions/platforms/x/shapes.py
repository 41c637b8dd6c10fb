"""Reads what X's older and newer payloads have in common: users, languages, media, long ids."""

from dataclasses import replace

from model.event import Media, Person
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, ident, items, text
from platforms.reading.shown import read_media

FILES = {"urls": "media_url_https media_url", "ids": "id_str id", "names": ""}
"""Where a file of the older payloads says what it is."""


def id_of(thing: Json, name: str = "id") -> str | None:
    """Returns an id. Numeric ones are rounded above 2^53: the text one counts."""
    return id_at(thing, f"{name}_str", name)


def person_of(user: Json) -> Person:
    """Returns a user of either API."""
    who = tagged(user)
    return replace(who, name=who.name or who.handle)


def tagged(user: Json) -> Person:
    """Returns whom a text tags: a name only where there is one."""
    return Person(id_of(user), text_at(user, "name"), text_at(user, "screen_name", "username"))


def language_of(post: Json) -> str | None:
    """Returns the language; X has codes of its own for none and for posts of links or hashtags only."""
    language = text(post.get("lang"))
    return None if language in ("und", "zxx") or (language or "").startswith("q") else language


def list_versions(thing: Json, name: str) -> list[str]:
    """Returns the ids of a post's versions, the oldest first: every edit is a post of its own."""
    return [native for native in map(ident, items(thing.get(name))) if native]


def read_listed(post: Json, files: list[Json]) -> tuple[Media, ...]:
    """Returns the media of a post of API v2; `files` are those listed beside it."""
    known = {key: file for file in files if (key := id_at(file, "media_key"))}
    wanted = filter(None, map(ident, items(value_at(post, "attachments.media_keys"))))
    listed = [{**known.get(key, {}), "key": key} for key in wanted]
    return read_media(listed, urls="url preview_image_url", ids="key", names="", usual="media")
