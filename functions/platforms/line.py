"""LINE official accounts: chats of two, groups and rooms.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

from model.event import Event, Kind, Media, Mode, Person, ReplyHandle
from model.http import Delivery
from platforms.base import Platform
from platforms.frame import Frame
from platforms.proof import HmacProof, base64_of
from platforms.reading.described import bracket, describe_place
from platforms.reading.paths import id_at, obj_at, text_at
from platforms.reading.payload import Json, items, objects, read_object, required, text
from platforms.reading.shown import read_media
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
TOKEN_MS = 60_000  # https://developers.line.biz/en/reference/messaging-api/#send-reply-message


class Line(Platform):
    """Connects LINE; one account is one official account, which payloads call their destination."""

    name = "line"
    title = "LINE"
    docs_url = "https://developers.line.biz/en/reference/messaging-api/"
    account_page = "https://line.me/R/ti/p/@{at}"
    secrets = (Secret("channel_secret", "Channel secret (Basic settings of the Messaging API channel)"),)
    # No time is signed; a redelivery repeats webhookEventId:
    # https://developers.line.biz/en/docs/messaging-api/receiving-messages/
    proof = HmacProof(header="x-line-signature", secret="channel_secret", encode=base64_of)  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "edits", "deletes"})
    ack_seconds = 2.0

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns messages, edits, unsent messages, picked times, joins and leaves."""
        payload = read_object(delivery.body)
        frame = Frame(account_id=id_at(payload, "destination"))
        return [event for each in objects(payload.get("events")) for event in _read(each, frame)]


def _read(item: Json, frame: Frame) -> list[Event]:
    kind = text_at(item, "type") or ""
    if kind in WRITTEN:
        return [_written(WRITTEN[kind], obj_at(item, "message"), item, frame)]
    if kind == "unsend":
        native = required(id_at(item, "unsend.messageId"))
        return [_event(Kind.DELETE, item, frame, external_id=native)]
    if kind == "postback":
        return _pressed(item, frame)
    if kind not in TOGGLED:
        return []
    toggled, listed = TOGGLED[kind]
    people = objects(obj_at(item, listed).get("members")) if listed else [obj_at(item, "source")]
    return [_event(toggled, item, frame, author=Person(required(id_at(each, "userId")))) for each in people]


def _event(kind: Kind, item: Json, frame: Frame, **said: object) -> Event:
    """Returns an event in its chat. A group is nobody's but its members': what is said there is private as well."""
    thread = required(id_at(item, "source.groupId", "source.roomId", "source.userId"))
    token, at = text_at(item, "replyToken"), from_ms(item.get("timestamp"))
    common = {
        "dedupe_id": id_at(item, "webhookEventId"),
        "author": frame.person(id_at(item, "source.userId")),
        "thread_id": thread,
        # A person has the same id before every account of one provider; this keeps their chats apart.
        "conversation_id": f"{frame.account_id}:{thread}",
        "occurred_at": at,
        "mode": Mode.PRIVATE,
        "reply_handle": ReplyHandle((("replyToken", token),), (at or 0) + TOKEN_MS) if token else None,
    }
    return frame.event(kind, **(common | said))


def _written(kind: Kind, message: Json, item: Json, frame: Frame) -> Event:
    tagged = objects(obj_at(message, "mention").get("mentionees"))
    us = kind is Kind.MESSAGE and any(each.get("isSelf") is True for each in tagged)
    return _event(
        Kind.MENTION if us else kind,
        item,
        frame,
        external_id=required(id_at(message, "id")),
        text=_words(message),
        parent_id=id_at(message, "quotedMessageId"),
        mentioned=tuple(Person(who) for each in tagged if (who := id_at(each, "userId"))),
        media=_media(message),
    )


def _words(message: Json) -> str | None:
    """Returns what is seen of a message: of places their name and address, of stickers what they say or show."""
    written = text_at(message, "text")
    if message.get("type") == "location":
        named = ", ".join(filter(None, (text_at(message, "title"), text_at(message, "address"))))
        return bracket("Location", named or describe_place(message) or "unnamed")
    if message.get("type") == "sticker" and written is None:
        return bracket("Sticker", *map(text, items(message.get("keywords"))))
    unknown = written is None and text_at(message, "type") not in FILES
    return bracket(text_at(message, "type") or "Message") if unknown else written


def _media(message: Json) -> tuple[Media, ...]:
    """Returns the file; without an address of its own it is fetched by the message's id."""
    if message.get("type") == "sticker":
        return read_media(message, urls="", ids="stickerId", names="")
    url, shown = "contentProvider.originalContentUrl", text_at(message, "type") in FILES
    return read_media(message, urls=url, names="fileName") if shown else ()


def _pressed(item: Json, frame: Frame) -> list[Event]:
    """Returns what somebody picked in a date or time picker; a button's hidden data is the bot's own affair.

    A button's label comes as a message of its own: https://developers.line.biz/en/reference/messaging-api/#postback-action
    """
    words = text_at(item, *(f"postback.params.{name}" for name in ("datetime", "date", "time")))
    return [_event(Kind.MESSAGE, item, frame, text=words)] if words else []


PLATFORM = Line()
