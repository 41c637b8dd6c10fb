"""What the last word of a Discourse event's name makes of the thing in its body.

That name stands in a header which the signature does not cover.
"""

from collections.abc import Callable
from dataclasses import replace

from model.event import Event, Kind
from platforms.frame import Frame, take_away
from platforms.reading.payload import Json, first, obj
from platforms.reading.times import from_iso


def _create(event: Event, body: Json, frame: Frame) -> Event:
    return _remove(event, body, frame) if _says_gone(body) else event


def _edit(event: Event, body: Json, frame: Frame) -> Event:
    if _says_gone(body):  # the author's own deletion is an edit first
        return _remove(event, body, frame)
    moment = from_iso(first(body.get("updated_at"), obj(body.get("message")).get("updated_at")))
    return replace(event, kind=Kind.EDIT, occurred_at=moment)


def _remove(event: Event, body: Json, frame: Frame) -> Event:  # noqa: ARG001 - as the other changes
    return replace(take_away(event, from_iso(_deleted_at(body))), uncovered=not _says_gone(body))


def _recover(event: Event, body: Json, frame: Frame) -> Event:  # noqa: ARG001 - as the other changes
    """Returns the whole content again. The payload does not say when it came back: now is all we know."""
    return replace(event, restores=True, changed_at=frame.sent_at)


def _deleted_at(body: Json) -> object:
    return first(body.get("deleted_at"), obj(body.get("message")).get("deleted_at"))


def _says_gone(body: Json) -> bool:
    """Returns whether the signed body itself says so: the event's name stands in a header that is not signed."""
    return body.get("user_deleted") is True or from_iso(_deleted_at(body)) is not None


CHANGES: dict[str, Callable[[Event, Json, Frame], Event]] = {
    "created": _create,
    "edited": _edit,
    "destroyed": _remove,
    "trashed": _remove,
    "recovered": _recover,
    "restored": _recover,
}
