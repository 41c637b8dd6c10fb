"""LINE official accounts: chats of two, groups and rooms.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

from model.event import Event, Kind, Media, Mode, Person
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame
from platforms.proof import HmacProof, base64_of
from platforms.reading.payload import (
    Json,
    first,
    first_id,
    ident,
    items,
    obj,
    objects,
    read_object,
    required,
    text,
)
from platforms.reading.times import from_ms
from platforms.secret import Secret

WRITTEN = {"message": Kind.MESSAGE, "messageEdited": Kind.EDIT}
TOGGLED = {
    "follow": (Kind.JOIN, ""),
    "unfollow": (Kind.LEAVE, ""),
    "memberJoined": (Kind.JOIN, "joined"),
    "memberLeft": (Kind.LEAVE, "left"),
}
"""What each toggle says, and under which name its people are listed."""
FILES = frozenset({"image", "video", "audio", "file"})


class Line(Platform):
    """LINE; one account is one official account, which payloads call their destination."""

    name = "line"
    title = "LINE"
    docs_url = "https://developers.line.biz/en/reference/messaging-api/"
    secrets = (Secret("channel_secret", "Channel secret (Basic settings of the Messaging API channel)"),)
    # No time is signed; a redelivery repeats webhookEventId:
    # https://developers.line.biz/en/docs/messaging-api/receiving-messages/
    proof = HmacProof(header="x-line-signature", secret="channel_secret", encode=base64_of)  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "line"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    ack_seconds = 2.0

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns messages, edits, unsent messages, picked times, joins and leaves."""
        payload = read_object(delivery.body)
        frame = Frame(account_id=ident(payload.get("destination")))
        return [event for each in objects(payload.get("events")) for event in _read(each, frame)]


def _read(item: Json, frame: Frame) -> list[Event]:
    kind = text(item.get("type")) or ""
    if kind in WRITTEN:
        return [_written(WRITTEN[kind], obj(item.get("message")), item, frame)]
    if kind == "unsend":
        native = required(ident(obj(item.get("unsend")).get("messageId")))
        return [_event(Kind.DELETE, item, frame, external_id=native)]
    if kind == "postback":
        return _pressed(item, frame)
    if kind not in TOGGLED:
        return []
    toggled, listed = TOGGLED[kind]
    people = objects(obj(item.get(listed)).get("members")) if listed else [obj(item.get("source"))]
    whom = [Person(required(ident(each.get("userId")))) for each in people]
    return [_event(toggled, item, frame, author=who) for who in whom]


def _event(kind: Kind, item: Json, frame: Frame, **said: object) -> Event:
    """Returns an event in its chat. A group is nobody's but its members': what is said there is private as well."""
    source = obj(item.get("source"))
    group, user = first_id(source, "groupId", "roomId"), ident(source.get("userId"))
    thread = required(first(group, user))
    common = {
        "dedupe_id": ident(item.get("webhookEventId")),
        "author": frame.person(user),
        "thread_id": thread,
        # A person has the same id before every account of one provider; this keeps their chats apart.
        "conversation_id": f"{frame.account_id}:{thread}",
        "occurred_at": from_ms(item.get("timestamp")),
        "mode": Mode.PRIVATE,
    }
    return frame.event(kind, **(common | said))


def _written(kind: Kind, message: Json, item: Json, frame: Frame) -> Event:
    tagged = objects(obj(message.get("mention")).get("mentionees"))
    us = any(each.get("isSelf") is True for each in tagged)
    return _event(
        Kind.MENTION if us and kind is Kind.MESSAGE else kind,
        item,
        frame,
        external_id=required(ident(message.get("id"))),
        text=_words(message),
        parent_id=ident(message.get("quotedMessageId")),
        mentioned=tuple(Person(who) for each in tagged if (who := ident(each.get("userId")))),
        media=_media(message),
    )


def _words(message: Json) -> str | None:
    """Returns what is seen of a message: of places their name and address, of stickers what they say or show."""
    written = text(message.get("text"))
    if message.get("type") == "location":
        named = [text(message.get("title")), text(message.get("address"))]
        at = [
            str(message[name])
            for name in ("latitude", "longitude")
            if isinstance(message.get(name), float | int)
        ]
        return f"[Location: {', '.join(filter(None, named)) or ', '.join(at) or 'unnamed'}]"
    if message.get("type") == "sticker" and written is None:
        shown = [word for each in items(message.get("keywords")) if (word := text(each))]
        return f"[Sticker: {', '.join(shown)}]" if shown else "[Sticker]"
    if written is None and text(message.get("type")) not in FILES:
        return f"[{text(message.get('type')) or 'Message'}]"
    return written


def _media(message: Json) -> tuple[Media, ...]:
    """Returns the file; without an address of its own it is fetched by the message's id."""
    kind = text(message.get("type"))
    if kind == "sticker":
        return (Media("sticker", id=ident(message.get("stickerId"))),)
    if kind not in FILES:
        return ()
    url = text(obj(message.get("contentProvider")).get("originalContentUrl"))
    return (Media(kind, url, ident(message.get("id")), text(message.get("fileName"))),)


def _pressed(item: Json, frame: Frame) -> list[Event]:
    """Returns what somebody picked in a date or time picker; a button's hidden data is the bot's own affair.

    A button's label comes as a message of its own: https://developers.line.biz/en/reference/messaging-api/#postback-action
    """
    picked = obj(obj(item.get("postback")).get("params"))
    words = first(*(text(picked.get(name)) for name in ("datetime", "date", "time")))
    return [_event(Kind.MESSAGE, item, frame, text=words)] if words else []


PLATFORM = Line()
