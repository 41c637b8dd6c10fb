"""Reddit's things as events: comments (t1), posts (t3) and private messages (t4).

Nothing tells of a deletion: a thing that is read again without its author or its words was taken away.
"""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from model.errors import Malformed
from model.event import Direction, Event, Figures, Kind, Mode, Person
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.payload import Json, first, ident, obj, read_json, text, whole
from platforms.reading.times import from_seconds
from platforms.reddit.listing import walk_things
from platforms.reddit.media import read_shown

GONE = frozenset({"[deleted]", "[removed]"})
_POST = re.compile(r"/comments/([0-9a-z]{1,13})/", re.ASCII)


def read_listing(delivery: Delivery) -> tuple[list[Event], str | None]:
    """Returns the events of an answer and the name after which it goes on. Raises Malformed when it is none."""
    payload = read_json(delivery.body)
    if not isinstance(payload, (dict, list)):
        raise Malformed("wrong_shape")
    frame = Frame(own=delivery.self_ids)
    events = [_event(kind, thing, frame) for kind, thing in walk_things(payload)]
    after = text(obj(obj(payload).get("data")).get("after"))
    return [event for event in events if event is not None], after


def _event(kind: str, thing: Json, frame: Frame) -> Event | None:
    native = text(thing.get("name")) or (f"{kind}_{thing['id']}" if ident(thing.get("id")) else None)
    if native is None:
        return None
    event = {"t1": _comment, "t3": _post, "t4": _message}[kind](native, thing, frame)
    author = text(thing.get("author"))
    if author in GONE or event.text in GONE or thing.get("removed_by_category"):
        return replace(take_away(event, None), author=None)
    if author in frame.own:
        event = replace(event, direction=Direction.OUT)
    page = text(thing.get("permalink")) or text(thing.get("context"))
    if page and page.startswith("/r/"):
        event = replace(event, permalink=f"https://www.reddit.com{page}")
    edited = from_seconds(_whole(thing.get("edited")))
    return event if edited is None or kind == "t4" else _edited(event, edited)


def _edited(event: Event, at: int) -> Event:
    stamp = _iso(at)
    return replace(
        event,
        kind=Kind.EDIT,
        whole=event.kind,
        created_at=event.occurred_at,
        occurred_at=at,
        dedupe_id=f"{event.external_id} {stamp}",
    )


def _comment(native: str, thing: Json, frame: Frame) -> Event:
    context = _POST.search(text(thing.get("context")) or "")
    parent = text(thing.get("parent_id"))
    thread = first(text(thing.get("link_id")), f"t3_{context[1]}" if context else None, parent)
    return frame.event(
        Kind.MENTION if thing.get("type") == "username_mention" else Kind.COMMENT,
        external_id=native,
        dedupe_id=native,
        author=_author(thing),
        text=_words(thing, "body"),
        parent_id=parent,
        thread_id=thread,
        occurred_at=from_seconds(_whole(thing.get("created_utc"))),
    )


def _post(native: str, thing: Json, frame: Frame) -> Event:
    comments = whole(thing.get("num_comments"))
    return frame.event(
        Kind.POST,
        external_id=native,
        dedupe_id=native,
        author=_author(thing),
        title=_unescaped(thing, text(thing.get("title"))),
        text=_words(thing, "selftext"),
        thread_id=native,
        occurred_at=from_seconds(_whole(thing.get("created_utc"))),
        media=tuple(read_shown(thing)),
        figures=None if comments is None else Figures(comments=comments),
    )


def _message(native: str, thing: Json, frame: Frame) -> Event:
    return frame.event(
        Kind.MESSAGE,
        external_id=native,
        dedupe_id=native,
        author=_author(thing),
        title=_unescaped(thing, text(thing.get("subject"))),
        text=_words(thing, "body"),
        parent_id=text(thing.get("parent_id")),
        thread_id=first(text(thing.get("first_message_name")), native),
        occurred_at=from_seconds(_whole(thing.get("created_utc"))),
        mode=Mode.PRIVATE,
    )


def _author(thing: Json) -> Person | None:
    name = text(thing.get("author"))
    native = text(thing.get("author_fullname"))
    return Person(native, name, name) if native or name else None


def _words(thing: Json, field: str) -> str | None:
    return _unescaped(thing, text(thing.get(field)))


def _unescaped(thing: Json, written: str | None) -> str | None:
    """Undoes the escaping of an answer that was not asked for raw: its HTML is escaped too, and shows it."""
    shown = text(thing.get("body_html")) or text(thing.get("selftext_html")) or ""
    return html.unescape(written) if written and shown.startswith("&lt;") else written


def _whole(value: Any) -> Any:
    """Returns seconds that were written with a point, as all of Reddit's are."""
    return int(value) if isinstance(value, float) and abs(value) < 10**12 else value


def _iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
