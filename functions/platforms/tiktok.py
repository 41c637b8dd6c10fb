"""TikTok business accounts: comments below our videos, and direct messages.

https://business-api.tiktok.com/portal/docs?id=1759978319341570
"""

from model.errors import Malformed
from model.event import Direction, Event, Kind, Media, Mode, Signal
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame, take_away
from platforms.proof import HmacProof, SignedTime
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_any
from platforms.secret import Secret

SIGNATURE = "tiktok-signature"
MESSAGES = {
    "im_receive_msg": Direction.IN,
    "im_receive_msg_eu": Direction.IN,
    "im_send_msg": Direction.OUT,
}
FILES = frozenset({"image", "video", "audio", "voice", "file"})


class TikTok(Platform):
    """TikTok; one account is one business account, an endpoint is one developer app."""

    name = "tiktok"
    title = "TikTok"
    docs_url = "https://business-api.tiktok.com/portal/docs"
    secrets = (Secret("client_secret", "Secret of the developer app (My apps, App detail)"),)
    # Time and proof are named parts of one header, in any order: https://developers.tiktok.com/doc/webhooks-verification
    proof = HmacProof(
        header=SIGNATURE,
        secret="client_secret",  # noqa: S106 - a name
        message=("{time}", ".", "{body}"),
        time=SignedTime(SIGNATURE, field="t"),
        field="s",
    )
    capabilities = frozenset({"webhook", "deletes"})
    retention = "tiktok"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns comments, their deletions, messages of both sides, and the end of our access."""
        payload = read_object(delivery.body)
        kind = text(payload.get("event"))
        sent_at = from_any(payload.get("create_time"))
        frame = Frame(account_id=ident(payload.get("user_openid")), sent_at=sent_at)
        if kind == "authorization.removed":
            return [frame.event(Kind.CONTROL, occurred_at=sent_at, signal=Signal.REVOKED)]
        if kind == "comment.update":
            return _changed(_content(payload), frame)
        if kind in MESSAGES:
            return [_message(_content(payload), MESSAGES[kind], frame)]
        return []

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the comments and answers in a page of `/business/comment/list/`, and the cursor to go on."""
        data = obj(read_object(delivery.body).get("data"))
        frame = Frame(account_id=next(iter(delivery.self_ids), None))
        listed = objects(data.get("comments"))
        rows = [row for each in listed for row in (each, *objects(each.get("reply_list")))]
        events = [_comment(row, "insert", frame) for row in rows]
        return events, ident(data.get("cursor")) if data.get("has_more") is True else None


def _content(payload: Json) -> Json:
    """Returns what happened, which is JSON once more, within a text: https://developers.tiktok.com/doc/webhooks-events"""
    content = payload.get("content")
    if isinstance(content, str):
        return read_object(content.encode("utf-8", "surrogatepass"))
    if not isinstance(content, dict):
        raise Malformed("wrong_shape")
    return content


def _changed(content: Json, frame: Frame) -> list[Event]:
    """Returns a comment or its deletion. Who may see one is our own doing and no news of the person."""
    action = text(content.get("comment_action"))
    if action not in ("insert", "delete"):
        return []
    event = _comment(content, action, frame)
    return [take_away(event, event.occurred_at) if action == "delete" else event]


def _comment(row: Json, action: str, frame: Frame) -> Event:
    native, video = required(ident(row.get("comment_id"))), ident(row.get("video_id"))
    at = first(from_any(row.get("timestamp")), from_any(row.get("create_time")), frame.sent_at)
    handle, answered = text(row.get("username")), ident(row.get("parent_comment_id"))
    return frame.event(
        Kind.COMMENT,
        external_id=native,
        dedupe_id=f"{native} {action} {at}",
        author=frame.person(
            first_id(row, "unique_identifier", "user_id"),
            first(text(row.get("display_name")), handle),
            handle,
        ),
        text=text(row.get("text")),
        parent_id=video if answered in (None, "0") else answered,
        thread_id=video,
        occurred_at=at,
        direction=Direction.OUT if row.get("owner") is True else None,
    )


def _message(content: Json, direction: Direction, frame: Frame) -> Event:
    writer, reader = obj(content.get("from_user")), obj(content.get("to_user"))
    native = required(ident(content.get("message_id")))
    author = frame.person(ident(writer.get("id")), text(content.get("from")))
    them = author.id if author and direction is Direction.IN else ident(reader.get("id"))
    words, media = _words(content)
    return frame.event(
        Kind.MESSAGE,
        external_id=native,
        dedupe_id=native,
        author=author,
        text=words,
        parent_id=first_id(obj(content.get("referenced_message_info")), "referenced_message_id"),
        thread_id=first(ident(content.get("conversation_id")), them),
        customer_id=them,
        occurred_at=first(from_any(content.get("timestamp")), frame.sent_at),
        direction=direction,
        mode=Mode.PRIVATE,
        media=media,
    )


def _words(content: Json) -> tuple[str | None, tuple[Media, ...]]:
    """Returns text and files. To Europe the content is left out: it is fetched by the message's id."""
    kind = text(content.get("type")) or "message"
    part = obj(content.get(kind))
    words = first(text(part.get("body")), text(part.get("text")))
    if kind == "share_post":
        return words, (Media("share", text(part.get("embed_url")), first_id(part, "item_id", "post_id")),)
    if kind in FILES:
        return words, (Media(kind, text(part.get("url")), ident(part.get("media_id"))),)
    return words or f"[{kind.replace('_', ' ').capitalize()}]", ()


PLATFORM = TikTok()
