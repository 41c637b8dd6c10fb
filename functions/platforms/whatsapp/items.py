"""Maps what people and the company's own staff write on WhatsApp.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
"""

from dataclasses import replace
from typing import Any

from model.event import Direction, Event, Kind, Mode, Person
from platforms.frame import Frame, take_away
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, text
from platforms.reading.times import from_any
from platforms.whatsapp.content import is_content, list_files, read_text
from platforms.whatsapp.people import Cards, list_cards


def read_messages(value: Json, frame: Frame) -> list[Event]:
    """Returns what came in. Statuses, errors and notices of the system are nothing that somebody said."""
    contacts = list_cards(value)
    found = [_incoming(message, contacts, frame) for message in objects(value.get("messages"))]
    return [event for event in found if event is not None]


def read_echoes(value: Json, frame: Frame) -> list[Event]:
    """Returns what the company's staff wrote in the telephone's own app."""
    contacts = list_cards(value)
    found = [_echo(message, contacts, frame) for message in objects(value.get("message_echoes"))]
    return [event for event in found if event is not None]


def _incoming(message: Json, contacts: Cards, frame: Frame) -> Event | None:
    author = contacts.find(id_at(message, "from"), id_at(message, "from_user_id"))
    return _read(message, author, author.id if author else None, frame)


def _echo(message: Json, contacts: Cards, frame: Frame) -> Event | None:
    other = contacts.find(id_at(message, "to"), id_at(message, "to_user_id"))
    ours = frame.person(first(id_at(message, "from"), frame.account_id))
    event = _read(message, ours, other.id if other else None, frame)
    group = id_at(message, "group_id")
    customer = other.id if other and not group else None
    return event and replace(event, customer_id=customer, direction=Direction.OUT)


def _read(message: Json, author: Person | None, other: str | None, frame: Frame) -> Event | None:
    kind, at = text(message.get("type")), from_any(message.get("timestamp"))
    thread = required(first(id_at(message, "group_id"), other)) if kind in KINDS or is_content(kind) else None
    if kind is None or thread is None:
        return None
    said: dict[str, Any] = {
        "author": author,
        "thread_id": thread,
        # The other side's id alone would be the same conversation for all numbers of a company.
        "conversation_id": f"{frame.account_id}:{thread}",
        "occurred_at": first(at, frame.sent_at),
        "mode": Mode.PRIVATE,
    }
    frame = replace(frame, dedupe_id=required(ident(message.get("id"))))
    return KINDS.get(kind, _message)(message, frame, said)


def _message(message: Json, frame: Frame, said: dict[str, Any]) -> Event:
    return frame.event(Kind.MESSAGE, external_id=frame.dedupe_id, **_content(message), **said)


def _reaction(message: Json, frame: Frame, said: dict[str, Any]) -> Event:
    """Returns a reaction; one without an emoji is withdrawn."""
    reaction = obj(message.get("reaction"))
    emoji, target = text(reaction.get("emoji")), required(ident(reaction.get("message_id")))
    return frame.event(Kind.REACTION, external_id=frame.dedupe_id, text=emoji, parent_id=target, **said)


def _edit(message: Json, frame: Frame, said: dict[str, Any]) -> Event:
    """Returns the new version of an earlier message. Its context is a placeholder: what it answers stays."""
    edit = obj(message.get("edit"))
    original = required(ident(edit.get("original_message_id")))
    content = {**_content(obj(edit.get("message"))), "parent_id": None}
    return frame.event(Kind.EDIT, external_id=original, **content, **said)


def _revoke(message: Json, frame: Frame, said: dict[str, Any]) -> Event:
    original = required(ident(obj(message.get("revoke")).get("original_message_id")))
    event = frame.event(Kind.MESSAGE, external_id=original, **said)
    return take_away(event, event.occurred_at)


def _content(message: Json) -> dict[str, Any]:
    return {
        "text": read_text(message),
        "parent_id": ident(obj(message.get("context")).get("id")),
        "media": list_files(message),
    }


KINDS = {"reaction": _reaction, "edit": _edit, "revoke": _revoke}
