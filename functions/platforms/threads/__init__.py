"""Threads: replies to our posts, mentions, what we publish, and deletions.

https://developers.facebook.com/docs/threads/webhooks
"""

from collections.abc import Iterator

from model.event import Direction, Event, Kind, Media, Person
from model.http import Delivery
from platforms.families.meta import MetaPlatform
from platforms.families.signed_request import read_callback
from platforms.frame import Frame, take_away
from platforms.reading.described import describe
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, obj, objects, read_objects, required
from platforms.reading.shown import show_quoted
from platforms.reading.times import from_any
from platforms.threads.polled import ThreadsPolled

FIELDS = {"replies": Kind.COMMENT, "mentions": Kind.MENTION, "publish": Kind.POST, "delete": Kind.DELETE}
PICTURES = {"IMAGE": "image", "VIDEO": "video", "AUDIO": "audio", "CAROUSEL_ALBUM": "album"}
FILES = (("media_url", None), ("gif_url", "image"), ("link_attachment_url", "link"))


class Threads(ThreadsPolled, MetaPlatform):
    """Connects Threads; one account is one profile. It has an envelope of its own and no private messages."""

    name = "threads"
    title = "Threads"
    docs_url = "https://developers.facebook.com/docs/threads/webhooks"
    capabilities = frozenset({"webhook", "handshake", "poll", "deletes"})
    account_page = "https://www.threads.com/@{handle}"
    objects = frozenset()
    poll_every_s = 6 * 3600

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns the events of a notification, whose `values` are one change or a list of them."""
        if delivery.part:
            return [read_callback(delivery)]
        return [event for each in read_objects(delivery.body) for event in _notified(each, delivery)]

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the replies in an answer of the API, a list or a single one, and the cursor to go on."""
        page, frame = next(iter(read_objects(delivery.body)), {}), Frame(own=delivery.self_ids)
        rows = [row for row in objects(page.get("data", page)) if id_at(row, "id")]
        found = [_post(_kind(row, delivery.url or ""), row, frame) for row in rows]
        return found, text_at(page, "paging.cursors.after")


def _notified(payload: Json, delivery: Delivery) -> Iterator[Event]:
    frame = Frame(id_at(payload, "target_id"), sent_at=from_any(payload.get("time")), own=delivery.self_ids)
    for change in objects(payload.get("values")):
        kind, value = FIELDS.get(str(change.get("field"))), change.get("value")
        if kind and isinstance(value, dict):
            yield _deleted(value, frame) if kind is Kind.DELETE else _post(kind, value, frame)


def _kind(row: Json, url: str) -> Kind:
    """Returns what a polled row is; the lists of mentions and replies are told apart by their address."""
    page = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    if page == "mentions":
        return Kind.MENTION
    answers = row.get("is_reply") is True or "replied_to" in row or page in ("replies", "conversation")
    return Kind.COMMENT if answers else Kind.POST


def _post(kind: Kind, value: Json, frame: Frame) -> Event:
    native, answered = required(id_at(value, "id")), id_at(value, "replied_to.id")
    thread = id_at(value, "root_post.id", "replied_to.id", "id")
    parent = answered if kind is not Kind.COMMENT else first(answered, thread if thread != native else None)
    at = first(from_any(value.get("timestamp")), frame.sent_at)
    words, media, poll = text_at(value, "text"), tuple(_media(value)), _options(value)
    return frame.item(
        kind,
        native,
        dedupe_id=f"{native} {kind} {at}",
        author=_author(value),
        text=words if words or media or not poll else describe("Poll", *poll),
        parent_id=parent,
        thread_id=thread,
        occurred_at=at,
        direction=Direction.OUT if kind is Kind.POST or _is_ours(value, frame) else None,
        media=media,
        permalink=text_at(value, "permalink"),
    )


def _author(value: Json) -> Person | None:
    """Returns the author, whose user name is all that is told: it stands for an id."""
    handle = text_at(value, "username")
    return Person(handle, handle, handle) if handle else None


def _is_ours(value: Json, frame: Frame) -> bool:
    """Returns whether we wrote it: the account's user name is that of the posts it owns."""
    handle = text_at(value, "username")
    ours = text_at(value, "root_post.username") if frame.is_us(id_at(value, "root_post.owner_id")) else None
    return handle is not None and (handle in frame.own or handle == ours)


def _deleted(value: Json, frame: Frame) -> Event:
    native, at = required(id_at(value, "id")), first(from_any(value.get("deleted_at")), frame.sent_at)
    gone = f"{native} delete {at}"
    return take_away(frame.event(Kind.POST, external_id=native, dedupe_id=gone, author=_author(value)), at)


def _media(value: Json) -> Iterator[Media]:
    """Yields files and links. A picture that is not told by its address is seen at the post's own."""
    kind = PICTURES.get(str(value.get("media_type")))
    parts = objects(obj(value.get("children")).get("data")) or [value]
    told = [(part, name, word) for part in parts for name, word in FILES if text_at(part, name)]
    for part, name, word in told:
        file = word or PICTURES.get(str(part.get("media_type")), "image")
        yield Media(file, text_at(part, name), name=text_at(part, "alt_text"))
    if kind and not any(name == "media_url" for _, name, _ in told):
        yield Media(kind, text_at(value, "permalink"), id_at(value, "id"), text_at(value, "alt_text"))
    yield from show_quoted(id_at(value, "quoted_post.id"))
    if (poll := _options(value)) and text_at(value, "text"):
        yield Media("poll", name=", ".join(poll))


def _options(value: Json) -> list[str]:
    """Returns what can be chosen in a poll."""
    poll = obj(value.get("poll_attachment"))
    return [told for letter in "abcd" if (told := text_at(poll, f"option_{letter}"))]


PLATFORM = Threads()
