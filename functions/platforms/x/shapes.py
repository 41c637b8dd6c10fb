"""What X's older and newer payloads have in common: users, languages, long ids."""

from model.event import Person
from platforms.reading.payload import Json, first, ident, text


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
