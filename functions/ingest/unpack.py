"""Takes an export apart: a file becomes archive deliveries of at most 200 KB, the same in the same order each time.

Nothing is written to disk and no name in an archive is a path here. What is too large, nested too deep or unpacks to
far more than it was is refused with a reason and the rest goes on.
"""

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from ingest.chatwoot import read_chatwoot
from ingest.helpdesks import Found, NotImported
from ingest.letterbox import read_mbox
from ingest.mapped import map_rows
from ingest.slack_export import PlaceTold, read_slack
from ingest.zammad import read_zammad
from model.errors import Malformed
from model.file_form import FileForm
from platforms.families.imported import write_records
from platforms.reading.payload import Json, objects, read_json

PART_BYTES = 180_000
"""So much goes through a queue as it is, written as text."""
MOST_FILED = 60
"""Notes and people in a part."""
MOST_FILES, LARGEST_FILE, MOST_RATIO = 200_000, 20_000_000, 200
OF_PEOPLE = ("plusOnes", "reshares")
TABLES = frozenset({"salesforce_ideas", "yammer"})
"""Whose exports are tables, such as https://learn.microsoft.com/rest/api/yammer/network-data-export."""
TOO_LARGE, UNREADABLE = "too_large", "unreadable"


@dataclass(frozen=True, slots=True)
class Part:
    """Holds a delivery's body, and which file of the archive it is of."""

    body: bytes
    name: str = ""


Piece = Part | NotImported


def unpack_records(found: Iterable[Found]) -> Iterator[Piece]:
    """Yields records in parts, and what was refused."""
    for each in _parted(found):
        yield each if isinstance(each, NotImported) else Part(write_records(each))


def _parted(found: Iterable[Found]) -> Iterator[list[Json] | NotImported]:
    kept: list[Json] = []
    size = 0
    for each in found:
        if isinstance(each, NotImported):
            yield each
            continue
        length = _weigh(each)
        if kept and size + length > PART_BYTES:
            yield kept
            kept, size = [], 0
        kept.append(each)
        size += length
    if kept:
        yield kept


def _weigh(record: Json) -> int:
    """Returns how much of a part a record fills: what is not kept in batches counts for more than it is long."""
    filed = record.get("kind") in ("note", "contact")
    return max(len(write_records([record])), PART_BYTES // MOST_FILED if filed else 0)


def unpack_export(file: IO[bytes], platform: str) -> Iterator[Piece]:
    """Yields the parts of what a platform itself exports: an archive of files, or one file."""
    if platform == "slack":
        yield from _part_places(read_slack(lambda: _files(file)))
        return
    for name, body in _files(file):
        if isinstance(body, NotImported):
            yield body
        elif platform == "google_plus" and body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
            yield from _split_posts(name, body)
        elif platform in TABLES and name.lower().endswith(".csv"):
            yield from (Part(each, name) for each in _split_table(body))
        else:
            yield Part(body, name)


def _part_places(found: Iterable[PlaceTold | NotImported]) -> Iterator[Piece]:
    for each in found:
        if isinstance(each, NotImported):
            yield each
            continue
        for some in _parted(each.items):
            if not isinstance(some, NotImported):
                yield Part(_json({"place": each.place, each.noun: some}), each.name)


def _files(file: IO[bytes]) -> Iterator[tuple[str, bytes | NotImported]]:
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start[:2] == b"PK":
        yield from _zipped(file)
    elif start[:2] == b"\x1f\x8b":
        yield from _tarred(file)
    else:
        yield str(getattr(file, "name", "")), file.read(LARGEST_FILE + 1)


def _zipped(file: IO[bytes]) -> Iterator[tuple[str, bytes | NotImported]]:
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Malformed("bad_archive") from error
    for member in members[:MOST_FILES]:
        if member.is_dir() or not _is_wanted(member.filename):
            continue
        bomb = member.file_size > MOST_RATIO * max(1, member.compress_size) or member.flag_bits & 1
        if bomb or member.file_size > LARGEST_FILE:
            yield member.filename, NotImported(TOO_LARGE)
            continue
        try:
            with archive.open(member) as opened:
                body = opened.read(LARGEST_FILE + 1)  # the size that a header tells may be a lie
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            yield member.filename, NotImported(UNREADABLE)
            continue
        yield member.filename, body if len(body) <= LARGEST_FILE else NotImported(TOO_LARGE)


def _tarred(file: IO[bytes]) -> Iterator[tuple[str, bytes | NotImported]]:
    try:
        with tarfile.open(fileobj=file, mode="r|gz") as archive:
            for number, member in enumerate(archive):
                if number >= MOST_FILES:
                    return
                if not member.isfile() or not _is_wanted(member.name):
                    continue
                opened = archive.extractfile(member) if member.size <= LARGEST_FILE else None
                yield member.name, opened.read(LARGEST_FILE) if opened is not None else NotImported(TOO_LARGE)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Malformed("bad_archive") from error


def _is_wanted(name: str) -> bool:
    return name.lower().endswith((".json", ".html", ".csv", ".jsonl")) and "/." not in name


def _split_posts(name: str, body: bytes) -> Iterator[Piece]:
    """Yields a post with as many comments as fit, its further comments, and the people who liked and shared it."""
    try:
        posts = objects(read_json(body))
    except Malformed as error:
        yield NotImported(error.code)
        return
    for post in posts:
        if "creationTime" not in post:
            continue
        bare = {key: value for key, value in post.items() if key not in ("comments", *OF_PEOPLE)}
        for comments in _parted(objects(post.get("comments"))) if post.get("comments") else [[]]:
            yield Part(_json({**bare, "comments": comments}), name)
        named = ("url", "resourceName", "activityId", "postAcl")
        about = {key: post[key] for key in named if key in post} | {"postedTime": post.get("creationTime")}
        for noun in OF_PEOPLE:
            if people := objects(post.get(noun)):
                for some in _parted(people):
                    yield Part(_json({**about, noun: some}), name)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _split_table(body: bytes) -> Iterator[bytes]:
    """Yields a table in parts, each with the first line."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig", "replace"), newline=""))
    head = next(rows, None)
    if head is None:
        return
    first = kept = _line(head)
    for row in rows:
        line = _line(row)
        if len(kept) + len(line) > PART_BYTES and kept != first:
            yield kept.encode()
            kept = first
        kept += line
    if kept != first:
        yield kept.encode()


def _line(row: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()


def _documents(file: IO[bytes]) -> Iterator[Any]:
    """Yields the JSON of a file, from its start: one document, or one a line, or that of each file of an archive."""
    file.seek(0)
    for _, body in _files(file):
        if isinstance(body, NotImported):
            continue
        try:
            yield read_json(body)
        except Malformed:
            for line in body.splitlines():
                if line.strip():
                    yield read_json(line)


def unpack_file(file: IO[bytes], told: FileForm) -> Iterator[Piece]:
    """Yields the parts of a file of this form. Raises Malformed for what cannot be one; KeyError for another form."""
    if told.form == "export":
        return unpack_export(file, told.platform)
    readers: dict[str, Callable[[], Iterator[Found]]] = {
        "chatwoot": lambda: read_chatwoot(lambda: _documents(file), told.site, told.agents),
        "zammad": lambda: read_zammad(lambda: _documents(file), told.site, told.agents),
        "mbox": lambda: read_mbox(file, told.own),
        "csv": lambda: map_rows(_rows(file), told.mapping),
        "jsonl": lambda: map_rows(_lines(file), told.mapping),
    }
    return unpack_records(readers[told.form]())


def _rows(file: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    words = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    try:
        yield from csv.DictReader(words, restkey="", restval="")
    except csv.Error as error:
        raise Malformed("bad_csv") from error
    finally:
        words.detach()


def _lines(file: IO[bytes]) -> Iterator[Json]:
    for line in file:
        if line.strip():
            yield from objects(read_json(line))
