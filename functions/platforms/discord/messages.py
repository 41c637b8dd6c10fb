"""Discord's messages, from webhook events, the API and a gateway's relay.

https://docs.discord.com/developers/resources/message
"""

from dataclasses import dataclass
from typing import Any

from model.event import Event, Kind, Mode, Person
from model.http import Delivery
from platforms.discord.content import FORWARD, list_files, read_words
from platforms.frame import Frame, take_away
from platforms.reading.paths import id_at, obj_at, text_at
from platforms.reading.payload import Json, first, obj, objects, read_json, required, whole
from platforms.reading.times import from_iso, from_ms

EPOCH_MS = 1_420_070_400_000
WRITTEN = frozenset({0, 19, 20, 23})
"""Types of message that somebody wrote; the others are notices of the channel."""
JOINED, CROSSPOSTED = 7, 1 << 1
ENVELOPES = ("LOBBY_MESSAGE_", "GAME_DIRECT_MESSAGE_")


@dataclass(frozen=True)
class Told:
    """Says how a message came: the verb (CREATE, UPDATE, DELETE), the event's id and time.

    `rooted` is a server's channel; without it only those in the lobby or the chat see it.
    """

    verb: str
    id: str
    at: int | None
    rooted: bool = False


def read_snowflake(native: str | None) -> int | None:
    """Returns the time that an id holds. https://docs.discord.com/developers/reference#snowflakes"""
    number = whole(native)
    return from_ms((number >> 22) + EPOCH_MS) if number is not None and number > 0 else None


def read_user(user: Json) -> Person | None:
    """Returns a user with the name that everybody sees."""
    handle = text_at(user, "username")
    found = Person(id_at(user, "id"), first(text_at(user, "global_name"), handle), handle)
    return found if found.id else None


def read_webhook_event(payload: Json, delivery: Delivery) -> list[Event]:
    """Returns the message of a lobby or a game; authorizations and purchases are the application's own affair."""
    event = obj(payload.get("event"))
    kind = text_at(event, "type") or ""
    if not kind.startswith(ENVELOPES):
        return []
    data = obj(event.get("data"))
    native, edited = required(id_at(data, "id")), id_at(data, "edited_timestamp")
    told = Told(
        kind.rpartition("_")[2],
        ":".join(filter(None, (native, kind, edited))),
        from_iso(event.get("timestamp")),
    )
    return _read(data, told, Frame(id_at(payload, "application_id"), own=delivery.self_ids))


def read_page(delivery: Delivery) -> tuple[list[Event], str | None]:
    """Returns the events of a message or of a list of them as the API answers, and the newest message's id."""
    frame, page = Frame(own=delivery.self_ids), objects(read_json(delivery.body))
    found, newest = list[Event](), 0
    for each in page:
        native, edited = required(id_at(each, "id")), id_at(each, "edited_timestamp")
        # Who sees a channel is not said here: private until somebody says public.
        told = Told("CREATE", f"{native} {edited}" if edited else native, None, rooted=True)
        found += _read(each, told, frame)
        newest = max(newest, whole(native) or 0)
    return found, str(newest) if newest else None


def _read(data: Json, told: Told, frame: Frame) -> list[Event]:
    kind, edited = whole(data.get("type", 0)), from_iso(data.get("edited_timestamp"))
    native = required(id_at(data, "id"))
    if told.verb == "DELETE":
        return [take_away(_message(Kind.MESSAGE, native, data, told, frame), told.at)]
    if kind == JOINED:
        place = id_at(data, "guild_id", "channel_id")
        who, at = (
            read_user(obj(data.get("author"))),
            first(from_iso(data.get("timestamp")), read_snowflake(native)),
        )
        return [frame.event(Kind.JOIN, author=who, thread_id=place, occurred_at=at)] if who else []
    if kind not in WRITTEN or (told.verb == "UPDATE" and edited is None):
        return []  # an update without a time of editing: a link was shown, nobody wrote anything
    if told.verb == "UPDATE":
        return [_message(Kind.EDIT, native, data, told, frame, occurred_at=edited)]
    shared = (whole(data.get("flags")) or 0) & CROSSPOSTED
    us = any(frame.is_us(id_at(each, "id")) for each in objects(data.get("mentions")))
    written = Kind.SHARE if shared else Kind.MENTION if us else Kind.MESSAGE
    return [_message(written, native, data, told, frame)]


def _message(kind: Kind, native: str, data: Json, told: Told, frame: Frame, **said: Any) -> Event:
    source, place = obj(data.get("message_reference")), id_at(data, "channel_id", "lobby_id")
    parent = None if source.get("type") == FORWARD else id_at(source, "message_id")
    answered = read_user(obj_at(data, "referenced_message.author"))
    root = first(parent, native) if kind is not Kind.SHARE else None
    common = {
        "external_id": native,
        "dedupe_id": told.id,
        "author": read_user(obj(data.get("author"))),
        "text": read_words(data),
        "parent_id": parent,
        "thread_id": place,
        # A deletion names a lobby and no channel. A server's channel holds many talks.
        "conversation_id": id_at(data, "lobby_id") if not told.rooted else root,
        "rooted": told.rooted,
        "answered": answered,
        "mentioned": tuple(filter(None, map(read_user, objects(data.get("mentions"))))),
        "occurred_at": first(from_iso(data.get("timestamp")), told.at, read_snowflake(native)),
        "changed_at": from_iso(data.get("edited_timestamp")) if kind is not Kind.EDIT else None,
        "mode": Mode.PRIVATE,
        "media": list_files(data),
    }
    return frame.event(kind, **(common | said))
