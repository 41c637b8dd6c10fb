"""Maps what a hook, a pingback or a page says.

https://developer.wordpress.org/reference/hooks/comment_post/
"""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

from model.errors import Malformed
from model.event import Event, Kind
from model.http import Delivery
from platforms.families.feed_entries import read_events
from platforms.frame import take_away
from platforms.reading.payload import Json, first, obj, objects, read_json, text
from platforms.reading.xml_reader import read_xml
from platforms.wordpress.pingbacks import read_call
from platforms.wordpress.shapes import read_comment, read_post

MOST_FIELDS = 500
BLANK = b"\xef\xbb\xbf \t\r\n"
WRAPPED = ("comment_data", "comment", "post_data", "post")
"""Below which name plugins put the object."""

REMOVED, RETURNED, CHANGED = ("delete", "trash", "spam"), ("untrash", "unspam"), ("edit", "update")


def read_pushed(body: bytes, own: Sequence[str] = ()) -> list[Event]:
    """Returns the events in a hook's form or JSON, or in a pingback to a site of `own`. Raises Malformed."""
    start = body.lstrip(BLANK)[:1]
    if start == b"<":
        return read_call(read_xml(body), own)
    if b"=" not in body or start in (b"{", b"["):
        return [event for each in _things(body) for event in _hooked(each)]
    try:
        pairs = parse_qsl(body.decode(), errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Malformed("bad_form") from error
    found: Json = dict(pairs)
    if "hook" not in found:
        raise Malformed("wrong_shape")
    return _hooked(found)


def read_page(delivery: Delivery) -> list[Event]:
    """Returns the comments or posts on a page: a REST list, or a feed. Raises Malformed."""
    if delivery.body.lstrip(BLANK)[:1] == b"<":
        return read_events(delivery)
    return [event for each in _things(delivery.body) for event in _hooked(each)]


def _things(body: bytes) -> list[Json]:
    value = read_json(body)
    if not isinstance(value, dict | list):
        raise Malformed("wrong_shape")
    return objects(value)


def _hooked(payload: Json) -> list[Event]:
    """Returns what happened to the comment or post. A hook that says nothing about either gives nothing.

    Plugins put the object below a name of its own, core's REST shape and WordPress.com's fields stand bare.
    """
    hook = first(*(text(payload.get(name)) for name in ("hook", "event", "action", "trigger"))) or ""
    inner = first(
        *(
            part
            for name in ("comment_data", "comment", "post_data", "post")
            if (part := obj(payload.get(name)))
        )
    )
    thing = {**payload, **(inner or {})}
    is_comment = "comment" in hook or any(
        name in thing for name in ("comment_ID", "comment_id", "author_name")
    )
    event = read_comment(thing) if is_comment else read_post(thing)
    return [] if event is None else [_applied(event, hook.lower())]


def _applied(event: Event, hook: str) -> Event:
    """Returns the event as its hook has it; what lies in the bin or counts as spam is gone, until it comes back."""
    if any(word in hook for word in RETURNED):
        return replace(event, restores=True, occurred_at=None)
    if any(word in hook for word in REMOVED):
        return take_away(event, None)
    if event.kind is not Kind.DELETE and any(word in hook for word in CHANGED):
        return replace(event, kind=Kind.EDIT, occurred_at=event.changed_at)
    return event
