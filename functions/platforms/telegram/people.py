"""Reads who wrote in Telegram: users, and chats that act as one.

https://core.telegram.org/bots/api#user
"""

from model.event import Person
from platforms.reading.payload import Json, first, ident, obj, text


def person(who: Json) -> Person:
    """Returns a user or chat as the author of something."""
    names = [name for name in (text(who.get("first_name")), text(who.get("last_name"))) if name]
    handle = text(who.get("username"))
    name = first(" ".join(names) or None, text(who.get("title")), handle)
    return Person(ident(who.get("id")), name, handle)


def speaker_of(message: Json) -> Json:
    """Returns who wrote. `sender_chat` speaks for channels and anonymous administrators; `from` is a placeholder then.

    A channel's post may be signed: `author_signature` is its author's name, in groups an administrator's title.
    """
    chat = obj(message.get("chat"))
    channel = chat if chat.get("type") == "channel" else {}
    who = obj(message.get("sender_chat")) or obj(message.get("from")) or channel
    signed = text(message.get("author_signature"))
    return {**who, "title": signed, "first_name": None, "last_name": None} if signed and channel else who
