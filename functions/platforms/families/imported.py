"""Records of an import: one shape for what letters, tables and other helpdesks hold, whichever platform it is for.

`{"rapport": "import/1", "records": [{"kind", "id", "thread", "parent", "author": {"id", "name", "handle"}, "customer",
"title", "text", "at", "direction", "private", "open", "rating", "language", "url",
"media": [{"type", "url", "name"}], "case": {"status", "until", "tags", "agent"}}]}`;
`id` and something to show are needed, `at` is ISO 8601 or epoch seconds. The case is what a helpdesk filed about the
conversation. Of the kind `note` is what agents wrote beside one, of the kind `contact` what is known of a person, with
`tags` and `attributes`.
"""

import json
from typing import Any

from model.conversation import Status
from model.event import Direction, Event, Kind, Media, Mode, Person, Signal
from model.filed import Filed
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, ident, obj, objects, read_object, required, text, whole
from platforms.reading.times import from_any

FORMAT = "import/1"
MARK = b'{"rapport":"import/1"'
"""What every part begins with."""

STATUSES = frozenset(map(str, Status))
KINDS = {str(each): each for each in Kind if each not in (Kind.EDIT, Kind.DELETE, Kind.CONTROL, Kind.IGNORE)}


def write_records(records: list[Json]) -> bytes:
    """Returns a part that holds the records."""
    body = {"rapport": FORMAT, "records": records}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def is_imported(body: bytes) -> bool:
    """Returns whether a part of an archive holds records, and not what a platform itself exports."""
    return body.startswith(MARK)


def read_records(delivery: Delivery) -> list[Event]:
    """Returns the events of the records. Raises Malformed where one has no id."""
    payload = read_object(delivery.body)
    frame = Frame(own=delivery.self_ids)
    readers = {"note": _note, "contact": _contact}
    return [
        readers.get(str(each.get("kind")), _event)(each, frame) for each in objects(payload.get("records"))
    ]


def _note(record: Json, frame: Frame) -> Event:
    return frame.event(
        Kind.CONTROL,
        signal=Signal.NOTED,
        external_id=required(ident(record.get("id"))),
        author=_person(obj(record.get("author"))),
        text=text(record.get("text")),
        thread_id=required(id_at(record, "thread")),
        customer_id=id_at(record, "customer"),
        occurred_at=from_any(record.get("at")),
        mode=Mode.PRIVATE,
    )


def _contact(record: Json, frame: Frame) -> Event:
    facts = tuple((name, str(value)) for name, value in obj(record.get("attributes")).items())
    return frame.event(
        Kind.CONTROL,
        signal=Signal.DESCRIBED,
        author=Person(
            required(ident(record.get("id"))), text(record.get("name")), text(record.get("handle"))
        ),
        filed=Filed(tags=_tags(record), attributes=facts),
    )


def _case(record: Json) -> Filed | None:
    case = obj(record.get("case"))
    if not case:
        return None
    status = text(case.get("status"))
    known = status if status in STATUSES else None
    return Filed(_tags(case), known, from_any(case.get("until")), text(case.get("agent")))


def _tags(record: Json) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values := record.get("tags"), list) else ()


def _event(record: Json, frame: Frame) -> Event:
    kind = KINDS.get(str(record.get("kind")), Kind.MESSAGE)
    private = record.get("private")
    is_private = private is True or (private is None and kind is Kind.MESSAGE)
    author = obj(record.get("author"))
    native = required(ident(record.get("id")))
    said = {"in": Direction.IN, "out": Direction.OUT}.get(str(record.get("direction")))
    return frame.event(
        kind,
        external_id=native,
        dedupe_id=native,
        author=_person(author),
        title=text(record.get("title")),
        text=text(record.get("text")),
        parent_id=id_at(record, "parent"),
        thread_id=id_at(record, "thread") or native,
        customer_id=id_at(record, "customer") if is_private else None,
        occurred_at=from_any(record.get("at")),
        direction=said,
        mode=Mode.PRIVATE if is_private else Mode.PUBLIC,
        media=tuple(map(_file, objects(record.get("media")))),
        rating=_stars(record.get("rating")),
        language=text(record.get("language")),
        permalink=text(record.get("url")),
        still_open=record.get("open") is True,
        filed=_case(record),
    )


def _person(author: Json) -> Person | None:
    found = Person(id_at(author, "id"), text(author.get("name")), text(author.get("handle")))
    return None if found == Person() else found


def _file(record: Json) -> Media:
    return Media(
        text(record.get("type")), text(record.get("url")), id_at(record, "id"), text(record.get("name"))
    )


def _stars(value: Any) -> int | None:
    stars = whole(value)
    return stars if stars is not None and 1 <= stars <= 5 else None
