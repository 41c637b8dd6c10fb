"""Answers of Bluesky's API and events of Jetstream, told apart by their shape."""

from collections.abc import Iterator
from dataclasses import replace

from model.errors import Malformed
from model.event import Event, Kind, Person, Signal
from model.http import Delivery
from platforms.bluesky.records import describe_silent, read_place, read_record
from platforms.frame import Frame
from platforms.reading.payload import Json, first, ident, obj, objects, read_json, text, whole
from platforms.reading.times import from_iso, from_ms

REASONS = {"mention": Kind.MENTION, "reply": Kind.COMMENT, "quote": Kind.SHARE}
"""What a notification calls a post; likes, reposts and follows say it themselves."""

TOLD = frozenset({"like", "repost", "follow", *REASONS})
MOST_LINES = 10_000
EARLIEST_MS = 1_640_995_200_000
"""2022: the stream tells of nothing that is older than the network."""


def read_answer(delivery: Delivery) -> tuple[list[Event], str | None]:
    """Returns the events of an answer and its cursor. Raises Malformed when it is none."""
    payloads = _payloads(delivery.body)
    frame = Frame(own=delivery.self_ids)
    events = [event for payload in payloads for event in _events(payload, frame)]
    cursor = text(payloads[0].get("cursor")) if len(payloads) == 1 and "did" not in payloads[0] else None
    return [replace(each, text=describe_silent(each)) for each in events], cursor


def _payloads(body: bytes) -> list[Json]:
    lines = body.strip().split(b"\n")
    one_each = 1 < len(lines) <= MOST_LINES and all(
        line.strip()[:1] + line.strip()[-1:] == b"{}" for line in lines
    )
    found = [read_json(line) for line in lines] if one_each else [read_json(body)]
    if isinstance(found[0], list) and len(found) == 1:
        found = list(found[0])
    if not found or not all(isinstance(each, dict) for each in found):
        raise Malformed("wrong_shape")
    return found


def _events(payload: Json, frame: Frame) -> Iterator[Event]:
    if "did" in payload and "kind" in payload:
        yield from _streamed(payload, frame)
        return
    for each in objects(payload.get("notifications")):
        yield from _notified(each, frame)
    views = [
        *objects(payload.get("posts")),
        *(obj(each.get("post")) for each in objects(payload.get("feed"))),
    ]
    for view in (*views, *_thread(obj(payload.get("thread")))):
        yield from _viewed(view, frame)


def _thread(node: Json) -> Iterator[Json]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield obj(each.get("post"))
        waiting += reversed(objects(each.get("replies")))
        if parent := obj(each.get("parent")):
            waiting.append({"post": parent.get("post"), "parent": parent.get("parent")})


def _notified(notice: Json, frame: Frame) -> Iterator[Event]:
    reason = text(notice.get("reason")) or ""
    uri, author = text(notice.get("uri")), _author(obj(notice.get("author")))
    if uri is None or author is None or reason.removesuffix("-via-repost") not in TOLD:
        return
    event = read_record(
        uri, obj(notice.get("record")), author, frame, REASONS.get(reason), from_iso(notice.get("indexedAt"))
    )
    if event is not None:
        subject = text(notice.get("reasonSubject"))
        missing = event.kind is Kind.SHARE and event.parent_id is None
        event = replace(event, parent_id=subject, thread_id=subject) if missing else event
        yield replace(event, dedupe_id=uri, reply_handle=read_place(notice, obj(notice.get("record"))))


def _viewed(view: Json, frame: Frame) -> Iterator[Event]:
    uri, author = text(view.get("uri")), _author(obj(view.get("author")))
    if uri is not None and author is not None:
        event = read_record(
            uri, obj(view.get("record")), author, frame, None, from_iso(view.get("indexedAt"))
        )
        if event is not None:
            yield replace(event, dedupe_id=uri, reply_handle=read_place(view, obj(view.get("record"))))


def _author(author: Json) -> Person | None:
    did, handle = text(author.get("did")), text(author.get("handle"))
    return Person(did, first(text(author.get("displayName")), handle), handle) if did else None


def _streamed(event: Json, frame: Frame) -> Iterator[Event]:
    """Yields what Jetstream tells, which nobody signed: an account that is gone waits for a person."""
    did, at = text(event.get("did")), _micro(event.get("time_us"))
    if did is None:
        return
    kind = event.get("kind")
    if kind == "commit":
        yield from _committed(did, obj(event.get("commit")), at, frame)
        return
    news = obj(event.get(kind)) if isinstance(kind, str) else {}
    frame = replace(frame, dedupe_id=f"{did}:{ident(news.get('seq')) or at}")
    if kind == "account" and news.get("active") is not True and news.get("status") == "deleted":
        yield frame.event(
            Kind.DELETE,
            external_id=did,
            author=Person(did),
            occurred_at=first(from_iso(news.get("time")), at),
            signal=Signal.ERASE_PERSON,
            uncovered=True,
        )
    elif kind in ("account", "identity"):
        yield frame.event(Kind.CONTROL, author=Person(did), occurred_at=first(from_iso(news.get("time")), at))


def _committed(did: str, commit: Json, at: int | None, frame: Frame) -> Iterator[Event]:
    collection, rkey = text(commit.get("collection")), text(commit.get("rkey"))
    if collection is None or rkey is None:
        return
    uri, operation = f"at://{did}/{collection}/{rkey}", commit.get("operation")
    frame = replace(frame, dedupe_id=f"{did}:{text(commit.get('rev'))}:{collection}/{rkey}")
    if operation == "delete":
        if collection.startswith(("app.bsky.feed.", "app.bsky.graph.follow")):
            yield frame.event(Kind.DELETE, external_id=uri, author=Person(did), occurred_at=at)
        return
    found = read_record(uri, obj(commit.get("record")), Person(did), frame, None, at)
    if found is None:
        return
    found = replace(found, reply_handle=read_place(commit, obj(commit.get("record"))))
    if operation == "update":
        found = replace(found, kind=Kind.EDIT, whole=found.kind, created_at=found.occurred_at, occurred_at=at)
    yield found


def _micro(value: object) -> int | None:
    number = whole(value)
    at = from_ms(number // 1000) if number is not None else None
    return at if at is not None and at >= EARLIEST_MS else None
