"""Maps a TikTok comment or message, in a webhook as in a list."""

from model.event import Direction, Event, Kind, Media, Mode, Signal
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, required, text
from platforms.reading.times import from_any

FILES = frozenset({"image", "video", "audio", "voice", "file"})
LEFT_OUT = "[Message]"
"""What a message shows whose payload says nothing of what it is."""


def make_comment(row: Json, action: str, frame: Frame) -> Event:
    """Returns a comment."""
    native, video = required(ident(row.get("comment_id"))), ident(row.get("video_id"))
    at = first(from_any(row.get("timestamp")), from_any(row.get("create_time")), frame.sent_at)
    handle, answered = text(row.get("username")), ident(row.get("parent_comment_id"))
    return frame.event(
        Kind.COMMENT,
        external_id=native,
        dedupe_id=f"{native} {action} {at}",
        author=frame.person(
            id_at(row, "unique_identifier", "user_id"),
            first(text(row.get("display_name")), handle),
            handle,
        ),
        text=text(row.get("text")),
        parent_id=video if answered in (None, "0") else answered,
        thread_id=video,
        occurred_at=at,
        direction=Direction.OUT if row.get("owner") is True else None,
    )


def make_message(content: Json, direction: Direction, frame: Frame) -> Event:
    """Returns a message; of one that a notice only announces, that there is one."""
    if direction is Direction.IN and ident(content.get("message_id")) is None:
        at = first(from_any(content.get("timestamp")), frame.sent_at)
        return frame.event(Kind.CONTROL, signal=Signal.HANDSHAKE, occurred_at=at)
    writer, reader = obj(content.get("from_user")), obj(content.get("to_user"))
    native = required(ident(content.get("message_id")))
    author = frame.person(
        ident(writer.get("id")), first(text(content.get("from")), text(content.get("sender")))
    )
    them = author.id if author and direction is Direction.IN else ident(reader.get("id"))
    words, media = _words(content)
    return frame.event(
        Kind.MESSAGE,
        external_id=native,
        dedupe_id=native,
        author=author,
        text=words,
        parent_id=id_at(obj(content.get("referenced_message_info")), "referenced_message_id"),
        thread_id=first(ident(content.get("conversation_id")), them),
        customer_id=them,
        occurred_at=first(from_any(content.get("timestamp")), frame.sent_at),
        direction=direction,
        mode=Mode.PRIVATE,
        media=media,
    )


def _words(content: Json) -> tuple[str | None, tuple[Media, ...]]:
    """Returns text and files."""
    kind = first(text(content.get("type")), (text(content.get("message_type")) or "message").lower())
    part = obj(content.get(kind or ""))
    words = first(text(part.get("body")), text(part.get("text")))
    if kind == "share_post":
        return words, (Media("share", text(part.get("embed_url")), id_at(part, "item_id", "post_id")),)
    if kind in FILES:
        return words, (Media(kind, text(part.get("url")), ident(part.get("media_id"))),)
    return words or f"[{(kind or 'message').replace('_', ' ').capitalize()}]", ()
