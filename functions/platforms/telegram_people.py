"""Who wrote in Telegram: users, and chats that act as one.

https://core.telegram.org/bots/api#user
"""

from dataclasses import dataclass

from platforms.payload import Json, first, ident, obj, text


@dataclass(frozen=True, slots=True)
class Person:
    """A user, or a chat that acts as one (a channel, an anonymous administrator)."""

    id: str | None
    name: str | None
    handle: str | None
    language: str | None


def person(who: Json) -> Person:
    """A user or chat as the author of something."""
    names = [name for name in (text(who.get("first_name")), text(who.get("last_name"))) if name]
    handle = text(who.get("username"))
    name = first(" ".join(names) or None, text(who.get("title")), handle)
    return Person(ident(who.get("id")), name, handle, text(who.get("language_code")))


def called(who: Person) -> tuple[str | None, ...]:
    """Id, name and handle."""
    return who.id, who.name, who.handle


def author_of(message: Json) -> Person:
    """`sender_chat` speaks for channels and anonymous administrators; `from` is a placeholder bot then."""
    chat = obj(message.get("chat"))
    channel = chat if chat.get("type") == "channel" else {}
    return person(obj(message.get("sender_chat")) or obj(message.get("from")) or channel)


def author_name(message: Json) -> str | None:
    """A channel's post may be signed; in groups the same field is an administrator's title."""
    signed = (
        text(message.get("author_signature")) if obj(message.get("chat")).get("type") == "channel" else None
    )
    return first(signed, author_of(message).name)
