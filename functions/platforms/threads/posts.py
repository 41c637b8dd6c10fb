"""What Threads' notifications and lists say of posts, replies and mentions.

https://developers.facebook.com/docs/threads/webhooks
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.errors import Malformed
from model.event import Direction, Event, Kind, Media, Mode, Person
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.described import describe
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, read_json, required, text
from platforms.reading.times import from_any

FIELDS = {"replies": Kind.COMMENT, "mentions": Kind.MENTION, "publish": Kind.POST, "delete": Kind.DELETE}
PICTURES = {"IMAGE": "image", "VIDEO": "video", "AUDIO": "audio", "CAROUSEL_ALBUM": "album"}
FILES = (("media_url", None), ("gif_url", "image"), ("link_attachment_url", "link"))


def read_notification(delivery: Delivery) -> list[Event]:
    """Returns the events of a notification. Raises Malformed."""
    payload = read_json(delivery.body)
    if not isinstance(payload, (dict, list)):
        raise Malformed("wrong_shape")
    return [event for each in objects(payload) for event in _notified(each, delivery)]


def read_listed(rows: Sequence[Json], delivery: Delivery) -> list[Event]:
    """Returns the posts in rows of a list, which its address tells the kind of."""
    frame = Frame(own=delivery.self_ids)
    return [_post(_kind(row, delivery.url or ""), row, frame) for row in rows if ident(row.get("id"))]


def _notified(payload: Json, delivery: Delivery) -> Iterator[Event]:
    account = first_id(payload, "target_id")
    frame = Frame(account, sent_at=from_any(payload.get("time")), own=delivery.self_ids)
    for change in objects(payload.get("values")):
        field, value = change.get("field"), change.get("value")
        kind = FIELDS.get(field) if isinstance(field, str) else None
        if kind is None or not isinstance(value, dict):
            continue
        yield _deleted(value, frame) if kind is Kind.DELETE else _post(kind, value, frame)


def _kind(row: Json, url: str) -> Kind:
    """Returns what a polled row is; the lists of mentions and replies are told apart by their address."""
    page = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    if page == "mentions":
        return Kind.MENTION
    answers = row.get("is_reply") is True or "replied_to" in row or page in ("replies", "conversation")
    return Kind.COMMENT if answers else Kind.POST


def _post(kind: Kind, value: Json, frame: Frame) -> Event:
    native, root = required(first_id(value, "id")), obj(value.get("root_post"))
    answered = first_id(obj(value.get("replied_to")), "id")
    thread = first(first_id(root, "id"), answered, native)
    parent = answered if kind is not Kind.COMMENT else first(answered, thread if thread != native else None)
    at = first(from_any(value.get("timestamp")), frame.sent_at)
    words = text(value.get("text"))
    media = tuple(_media(value))
    return frame.event(
        kind,
        external_id=native,
        dedupe_id=f"{native} {kind} {at}",
        author=_author(value),
        text=words if words or media else _described(value),
        parent_id=parent,
        thread_id=thread,
        occurred_at=at,
        direction=Direction.OUT if kind is Kind.POST or _is_ours(value, root, frame) else None,
        mode=Mode.PUBLIC,
        media=media,
        permalink=text(value.get("permalink")),
    )


def _author(value: Json) -> Person | None:
    """Returns the author, whose user name is all that is told: it stands for an id."""
    handle = text(value.get("username"))
    return Person(handle, handle, handle) if handle else None


def _is_ours(value: Json, root: Json, frame: Frame) -> bool:
    """Returns whether we wrote it: the account's user name is that of the posts it owns."""
    handle = text(value.get("username"))
    owner = first_id(root, "owner_id")
    ours = text(root.get("username")) if owner and frame.is_us(owner) else None
    return handle is not None and (handle in frame.own or handle == ours)


def _deleted(value: Json, frame: Frame) -> Event:
    native = required(first_id(value, "id"))
    at = first(from_any(value.get("deleted_at")), frame.sent_at)
    event = frame.event(Kind.POST, external_id=native, dedupe_id=f"{native} delete {at}")
    return take_away(replace(event, author=_author(value)), at)


def _media(value: Json) -> Iterator[Media]:
    """Yields files and links. A picture that is not told by its address is seen at the post's own."""
    kind = PICTURES.get(str(value.get("media_type")))
    parts = objects(obj(value.get("children")).get("data")) or [value]
    told = [(part, name, word) for part in parts for name, word in FILES if text(part.get(name))]
    for part, name, word in told:
        file = word or PICTURES.get(str(part.get("media_type")), "image")
        yield Media(file, text(part.get(name)), name=text(part.get("alt_text")))
    if kind and not any(name == "media_url" for _, name, _ in told):
        yield Media(kind, text(value.get("permalink")), ident(value.get("id")), text(value.get("alt_text")))
    quoted = first_id(obj(value.get("quoted_post")), "id")
    if quoted:
        yield Media("quote", id=quoted)


def _described(value: Json) -> str | None:
    poll = obj(value.get("poll_attachment"))
    options = [text(poll.get(f"option_{letter}")) for letter in "abcd"]
    return describe("Poll", *options) if poll else None
