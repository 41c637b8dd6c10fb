"""Our own sample payloads: one file a case, the payload and what it must become side by side.

`body` is the payload (`form` instead: the text of a form, `lines`: objects one a line, `written`: any other
text such as XML), `source` how it comes (`webhook`, `page`, `archive`), `events` what it becomes:
every field of an event that is not named has its default.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from model.event import Direction, Event, Figures, Kind, Media, Mode, Person, ReplyHandle, Signal
from model.http import Delivery

HERE = Path(__file__).parent
WRONG: tuple[Any, ...] = (None, 7, True, -1.5, "word", "\ud800", [], [7], ["word", {}], {}, {"id": []})

KNOWN = frozenset("why body form lines written headers self_ids events handshake source url fetched".split())
MOST_PLACES = 12
"""In a text that is no JSON, where something is cut off, taken out or put in."""


@dataclass(frozen=True, slots=True)
class Case:
    """A sample: what comes in, and what it must become."""

    name: str
    payload: Any
    body: bytes
    headers: dict[str, str]
    self_ids: tuple[str, ...]
    events: tuple[Event, ...]
    handshake: bool
    why: str = ""
    source: str = "webhook"
    url: str | None = None
    fetched: dict[str, Any] | None = None
    """Of a page that was fetched: what was wanted, and the `status`."""

    def delivery(self, platform: str, received_at: int) -> Delivery:
        """The sample as it comes to be read."""
        return Delivery(
            platform,
            self.body,
            self.headers,
            received_at,
            self.source,
            self.url,
            self_ids=self.self_ids,
            fetched=self.fetched,
        )


@cache
def cases(platform: str) -> tuple[Case, ...]:
    """The samples of a platform, by file name."""
    return tuple(_case(path) for path in sorted((HERE / platform).glob("*.json")))


def mutations(case: Case) -> Iterator[bytes]:
    """The case's payload with every node, in turn, replaced by values of every other type, and taken away.

    What is no JSON is cut off, and has something taken out or put in, at every place where a mark begins.
    """
    if isinstance(case.payload, str):
        places = [match.start() for match in re.finditer("[<>&\\n,]", case.payload)]
        for at in places[:: 1 + len(places) // MOST_PLACES]:
            for put in ("", "<", "&", "]]>", "\x00", "<a>" * 70):
                yield (case.payload[:at] + put + case.payload[at + 1 :]).encode()
            yield case.payload[:at].encode()
        return
    for path in walk_paths(case.payload):
        for value in WRONG:
            yield json.dumps(replace_node(case.payload, path, value)).encode()


def _case(path: Path) -> Case:
    record = json.loads(path.read_text(encoding="utf-8"))
    unknown = set(record) - KNOWN
    assert not unknown, f"{path.name}: {unknown}"
    return Case(
        path.stem,
        record.get("body", record.get("lines", record.get("written"))),
        _body(record),
        record.get("headers", {}),
        tuple(record.get("self_ids", ())),
        tuple(_event(event) for event in record["events"]),
        record.get("handshake", False),
        record["why"],
        record.get("source", "webhook"),
        record.get("url"),
        record.get("fetched"),
    )


def _body(record: dict[str, Any]) -> bytes:
    if "form" in record:
        return str(record["form"]).encode()
    if "written" in record:
        return str(record["written"]).encode()
    if "lines" in record:
        return b"\n".join(json.dumps(line).encode() for line in record["lines"]) + b"\n"
    return json.dumps(record["body"]).encode()


def _event(record: dict[str, Any]) -> Event:
    media = tuple(Media(**file) for file in record.get("media", ()))
    words = {field: word(record[field]) for field, word in _WORDS.items() if field in record}
    flat = {"author_id", "author_name", "author_handle", "answered_id", "mentioned_ids", "named"}
    people: dict[str, Any] = {"author": _author(record), "answered": None, "mentioned": ()}
    called = {each["id"]: tuple(each["words"]) for each in record.get("named", ())}
    if "answered_id" in record:
        answered = record["answered_id"]
        people["answered"] = Person(answered, words=called.get(answered, ()))
    tagged = record.get("mentioned_ids", ())
    people["mentioned"] = tuple(Person(each, words=called.get(each, ())) for each in tagged)
    rest = {field: value for field, value in record.items() if field not in flat}
    if "reply_handle" in rest:
        told = rest["reply_handle"]
        rest["reply_handle"] = ReplyHandle(tuple(sorted(told["values"].items())), told.get("expires_at"))
    if "figures" in rest:
        rest["figures"] = Figures(**rest["figures"])
    direction = {"direction": Direction.IN} | words
    return Event(**{**rest, **direction, **people, "media": media})


def _author(record: dict[str, Any]) -> Person | None:
    found = Person(record.get("author_id"), record.get("author_name"), record.get("author_handle"))
    return None if found == Person() else found


def flat(event: Event, own: tuple[str, ...]) -> dict[str, Any]:
    """What an event says once ingest has taken ourselves out, with people's words in no order."""
    settled = event.settled(own)
    values = {field: getattr(settled, field) for field in Event.__dataclass_fields__}
    author = settled.author or Person()
    return {
        **{
            field: value
            for field, value in values.items()
            if field not in ("author", "answered", "mentioned")
        },
        "author": (author.id, author.name, author.handle),
        "answered": settled.answered_id,
        "mentioned": sorted(settled.mentioned_ids),
        "named": {each.id: sorted(set(each.words)) for each in settled.named},
    }


_WORDS = {"kind": Kind, "direction": Direction, "mode": Mode, "signal": Signal}


def walk_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yields the path of every node of a payload, its own first."""
    yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from walk_paths(child, (*path, key))


def replace_node(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Returns the payload with `new` at the path."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = replace_node(value[path[0]], path[1:], new)
    return copied
