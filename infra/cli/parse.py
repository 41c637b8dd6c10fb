"""`rapport parse`: what a raw payload becomes.

With `--jsonl`, one request per line on standard input and one answer per line on standard output, for
programs; with a file, the events of that one payload, for people.
"""

import argparse
import base64
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from model.errors import Malformed
from model.event import Event, Kind, Person
from model.http import Delivery, lower_names
from model.progress import SentProgress
from model.reply import ReplyState
from platforms.base import Platform
from platforms.reading.times import from_iso
from platforms.registry import names, platform

Record = dict[str, Any]

SOURCES = frozenset({"webhook", "page", "archive"})


def add_to(subparsers: Any) -> None:
    """Registers `parse`."""
    parser = subparsers.add_parser("parse", help="show the events in a payload", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a payload as the platform sent it")
    parser.add_argument("--platform", choices=names(), help="whose payload it is")
    parser.add_argument("--header", action="append", default=[], metavar="NAME:VALUE", help="a header of it")
    parser.add_argument("--self-id", action="append", default=[], help="a native id of the connected account")
    parser.add_argument("--jsonl", action="store_true", help="requests on standard input, answers on output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when a person's file cannot be read; 2 when arguments are missing."""
    if arguments.jsonl:
        return answer_lines(sys.stdin, sys.stdout, parse_line)
    if arguments.file is None or arguments.platform is None:
        print("rapport parse: give --jsonl, or --platform NAME and a file", file=sys.stderr)
        return 2
    answer = parse_line(_request(arguments))
    print(json.dumps(answer.get("events", answer), indent=2, ensure_ascii=False))
    return 1 if "error" in answer else 0


def parse_line(record: Record) -> Record:
    """Returns the answer to one request; never raises."""
    identity = {"id": record.get("id")}
    try:
        found = platform(record["platform"])
    except (KeyError, TypeError):
        return {**identity, "error": {"code": "unknown_platform", "detail": "no such platform here"}}
    try:
        events = _list_told(found, record)
    except Malformed as error:
        return {**identity, "error": {"code": error.code, "detail": str(error)}}
    except NotImplementedError as error:
        return {**identity, "error": {"code": "unsupported", "detail": str(error)}}
    except Exception as error:  # noqa: BLE001 - one bad line must not end the others
        return {**identity, "error": {"code": "crash", "detail": type(error).__name__}}
    return {**identity, "events": events}


def event_record(event: Event) -> Record:
    """Returns an event as programs outside read it."""
    return {
        "kind": str(event.kind),
        "external_id": event.external_id,
        "dedupe_id": event.dedupe_id,
        "author_id": event.author_id,
        "author_name": event.author_name,
        "title": event.title,
        "text": event.text,
        "parent_id": event.parent_id,
        "thread_id": event.thread_id,
        "occurred_at": rfc3339(event.occurred_at),
        "direction": str(event.direction),
        "mode": str(event.mode),
        "media": [{"type": m.type, "url": m.url, "id": m.id, "name": m.name} for m in event.media],
    }


def receipt_record(told: SentProgress) -> Record:
    """Returns how far something that we sent got: a control event with the message's id, or whose until when."""
    control = Event(
        Kind.CONTROL,
        account_id=told.account_id,
        external_id=told.native_id or None,
        author=Person(told.person) if told.person else None,
        occurred_at=told.at,
    ).settled(())
    receipt = {"state": str(told.state), "up_to": rfc3339(told.up_to or None), "code": told.code or None}
    return event_record(control) | {"receipt": receipt}


def rfc3339(milliseconds: int | None) -> str | None:
    """Writes epoch milliseconds as people and programs read them."""
    if milliseconds is None:
        return None
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answer_lines(lines: Iterable[str], out: TextIO, answer: Callable[[Record], Record]) -> int:
    """Answers every line at once, also one that is no request."""
    for line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        given = answer(record) if isinstance(record, dict) else {"id": None, "error": _BAD_LINE}
        out.write(json.dumps(given) + "\n")
        out.flush()
    return 0


_BAD_LINE = {"code": "bad_line", "detail": "not a JSON object"}


def _list_told(found: Platform, record: Record) -> list[Record]:
    source = record.get("delivery") or "webhook"
    if source not in SOURCES:
        raise Malformed("bad_request", "delivery is webhook, page or archive")
    try:
        body = base64.b64decode(record.get("body_base64") or "", validate=True)
    except (ValueError, TypeError) as error:
        raise Malformed("bad_request", "body_base64 is no base64") from error
    delivery = Delivery(
        platform=found.name,
        body=body,
        headers=lower_names(record.get("headers") or {}),
        received_at=from_iso(record.get("received_at")) or 0,
        source=source,
        url=record.get("url"),
        self_ids=tuple(str(native) for native in record.get("self_ids") or ()),
        fetched=record.get("fetched"),
    )
    events = [event.settled(delivery.self_ids) for event in found.read_delivery(delivery)]
    marked = source == "webhook" and any(mark in body for mark in found.progress_marks)
    # An echo is an event of its own, which is printed already.
    receipts = (
        [each for each in found.read_progress(delivery) if each.state is not ReplyState.SENT]
        if marked
        else []
    )
    return [*map(event_record, events), *map(receipt_record, receipts)]


def _request(arguments: argparse.Namespace) -> Record:
    pairs = (header.partition(":") for header in arguments.header)
    return {
        "platform": arguments.platform,
        "headers": {name.strip(): value.strip() for name, _, value in pairs},
        "self_ids": arguments.self_id,
        "received_at": datetime.now(UTC).isoformat(),
        "body_base64": base64.b64encode(arguments.file.read_bytes()).decode(),
    }


def main(arguments: list[str] | None = None) -> int:
    """Runs this command alone."""
    parser = argparse.ArgumentParser(prog="rapport")
    add_to(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["parse", *(sys.argv[1:] if arguments is None else arguments)])
    return int(parsed.run(parsed))


if __name__ == "__main__":
    sys.exit(main())
