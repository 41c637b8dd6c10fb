"""Taking exports apart: in parts that fit, the same each time, and nothing that a file says is believed.

Tests of: `ingest.helpdesks`, `ingest.letterbox`, `ingest.mapped`, `platforms.families.imported`.
"""

import gzip
import io
import json
import tarfile
import zipfile
from typing import Any

import pytest

from ingest.helpdesks import NotImported
from ingest.letterbox import read_mbox
from ingest.mapped import map_rows
from ingest.unpack import PART_BYTES, Part, unpack_export, unpack_file, unpack_records
from model.errors import Malformed
from model.event import Direction, Event, Mode
from model.file_form import FileForm
from model.http import Delivery
from platforms.base import ARCHIVE
from platforms.registry import platform


def post(comments: int = 0, likes: int = 0, text: str = "Hello") -> dict[str, Any]:
    author = {"displayName": "Shop", "resourceName": "users/1"}
    return {
        "url": "https://plus.google.com/1/posts/A", "creationTime": "2012-11-23 08:49:53-0800", "author": author,
        "content": text, "resourceName": "users/1/posts/A",
        "postAcl": {"visibleToStandardAcl": {"circles": [{"type": "CIRCLE_TYPE_PUBLIC"}]}},
        "comments": [
            {"creationTime": "2012-11-24 08:00:00+0000", "content": "x" * 900,
             "resourceName": f"users/1/posts/A/comments/{n}",
             "author": {"displayName": f"Person {n}", "resourceName": f"users/9{n}"}} for n in range(comments)
        ],
        "plusOnes": [{"plusOner": {"displayName": f"Fan {n}", "resourceName": f"users/8{n}"}} for n in range(likes)],
    }  # fmt: skip


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    out.seek(0)
    return out


def events(name: str, pieces: list[Part | NotImported]) -> list[Event]:
    found = [each for each in pieces if isinstance(each, Part)]
    return [
        event
        for part in found
        for event in platform(name).read_delivery(Delivery(name, part.body, {}, 0, ARCHIVE))
    ]


def test_a_post_with_many_comments_comes_in_parts_that_lose_none() -> None:
    file = zipped({"Takeout/Google+ Stream/Posts/a.json": json.dumps(post(600, 50)).encode(), "../evil.json": b"{}",
                   "Takeout/a.jpg": b"x", "Takeout/Photos/a.metadata.csv": b"title,description\na,b\n"})  # fmt: skip
    pieces = list(unpack_export(file, "google_plus"))
    parts = [each for each in pieces if isinstance(each, Part)]
    assert all(len(each.body) <= PART_BYTES * 1.05 for each in parts)
    assert len(parts) > 3
    told = events("google_plus", pieces)
    assert len({each.external_id for each in told if each.external_id}) == 601
    assert sum(each.text == "+1" for each in told) == 50
    assert {each.occurred_at for each in told if each.text == "+1"} == {1353689393000}
    file.seek(0)
    assert list(unpack_export(file, "google_plus")) == pieces, "the same each time"


def test_an_archive_by_tar_is_read_as_it_comes() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name in ("Posts/a.json", "/etc/b.json"):
            body = json.dumps(post()).encode()
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
        link = tarfile.TarInfo("Posts/c.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    out.seek(0)
    assert len(events("google_plus", list(unpack_export(out, "google_plus")))) == 2


def test_bombs_and_broken_members_are_refused_and_the_rest_goes_on() -> None:
    file = zipped({"bomb.json": b"[" + b" " * 5_000_000 + b"]", "good.json": json.dumps(post()).encode()})
    pieces = list(unpack_export(file, "google_plus"))
    assert [each.reason for each in pieces if isinstance(each, NotImported)] == ["too_large"]
    assert len(events("google_plus", pieces)) == 1
    broken = bytearray(zipped({"good.json": b'{"a": "' + bytes(range(48, 90)) * 9 + b'"}'}).getvalue())
    broken[60] ^= 0xFF
    assert all(
        isinstance(each, NotImported) for each in unpack_export(io.BytesIO(bytes(broken)), "google_plus")
    )


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04 no archive", gzip.compress(b"no archive", mtime=0) + b"x", b"\x1f\x8bno"]
)
def test_what_is_no_archive_says_so(body: bytes) -> None:
    with pytest.raises(Malformed):
        list(unpack_export(io.BytesIO(body), "google_plus"))


def test_a_table_is_cut_between_rows() -> None:
    head = "Id,Title,Body,CreatedDate\n"
    rows = "".join(
        f'0870000000{n:05}AAA,T{n},"line ""one""\nline two {"z" * 300}",2026-03-01T10:00:00Z\n'
        for n in range(1500)
    )
    file = io.BytesIO((head + rows).encode())
    file.name = "ideas.csv"
    pieces = list(unpack_export(file, "salesforce_ideas"))
    assert len(pieces) > 2
    told = events("salesforce_ideas", pieces)
    assert len({each.external_id for each in told}) == 1500
    assert told[7].text is not None
    assert told[7].text.startswith('line "one"\nline two')


MBOX = b"""From mara@mail.example Mon Jan  5 10:00:00 2026
From: Mara Field <Mara@mail.example>
To: help@shop.example
Subject: =?utf-8?q?L=C3=A4mp?=
Message-ID: <1@mail.example>
Date: Mon, 05 Jan 2026 10:00:00 +0100
Content-Type: text/plain; charset=utf-8

Is it open?
>From here I cannot see.

From kim@shop.example Mon Jan  5 11:00:00 2026
From: help@shop.example
To: Mara Field <mara@mail.example>
Subject: Re: lamp
Message-ID: <2@shop.example>
In-Reply-To: <1@mail.example>
References: <1@mail.example>
Date: Mon, 05 Jan 2026 11:00:00 +0100
Content-Type: text/html

<p>Yes, <b>open</b></p>

From x Mon Jan  5 12:00:00 2026
From: mara@mail.example
Message-ID: <3@mail.example>
Auto-Submitted: auto-replied

away

From y Mon Jan  5 12:00:00 2026
From: nobody@mail.example

no id
"""


def test_letters_of_a_mailbox() -> None:
    own = frozenset({"help@shop.example"})
    pieces = list(unpack_records(read_mbox(io.BytesIO(MBOX), own)))
    first, second = events("standard_webhooks", pieces)
    assert (first.text, first.title) == ("Is it open?\nFrom here I cannot see.\n\n", "Lämp")
    assert (first.author_id, first.direction, first.thread_id) == (
        "mara@mail.example",
        Direction.IN,
        "<1@mail.example>",
    )
    assert (second.text, second.direction) == ("Yes, open", Direction.OUT)
    assert (second.thread_id, second.parent_id) == ("<1@mail.example>", "<1@mail.example>")
    assert second.customer_id == "mara@mail.example"
    assert second.occurred_at == 1767607200000
    assert [each.reason for each in pieces if isinstance(each, NotImported)] == ["automatic", "no_id"]


def test_tables_and_lines_by_a_mapping() -> None:
    table = io.BytesIO(
        b'Key,Words,Who,When,Open\n7,"Hello, you",Mara,2026-01-05T10:00:00Z,yes\n,lost,,,\n8,,,,\n'
    )
    mapping = {"id": "Key", "text": "Words", "author.name": "Who", "at": "When", "open": "Open"}
    pieces = list(unpack_file(table, FileForm("standard_webhooks", "csv", mapping)))
    (event,) = events("standard_webhooks", pieces)
    assert (event.external_id, event.text, event.author_name, event.still_open) == (
        "7",
        "Hello, you",
        "Mara",
        True,
    )
    assert [each.reason for each in pieces if isinstance(each, NotImported)] == ["no_id", "no_words"]
    lines = io.BytesIO(
        b'{"id": 1, "kind": "review", "rating": 2, "author": {"id": "u1"}, "private": false}\n\n'
    )
    (review,) = events("standard_webhooks",
                       list(unpack_file(lines, FileForm("standard_webhooks", "jsonl"))))  # fmt: skip
    assert (review.rating, review.author_id, review.mode) == (2, "u1", Mode.PUBLIC)


def test_a_column_of_an_inner_field_is_found() -> None:
    (record,) = map_rows([{"id": "1", "body": {"plain": "words"}}], {"text": "body.plain"})
    assert record == {"id": "1", "text": "words"}


def test_the_messages_of_a_yammer_export_come_in_parts_and_other_tables_hold_none() -> None:
    head = "id,replied_to_id,thread_id,sender_id,sender_name,body,created_at,in_private_group\n"
    rows = "".join(f"{n},,{n},7,Mara,{'x' * 900} {n},2019-03-01T10:00:00Z,false\n" for n in range(600))
    file = zipped({"Messages.csv": (head + rows).encode(), "Users.csv": b"id,name\n7,Mara\n"})
    pieces = list(unpack_export(file, "yammer"))
    parts = [each for each in pieces if isinstance(each, Part)]
    assert len(parts) > 3
    assert all(len(each.body) <= PART_BYTES * 1.05 for each in parts)
    told = [each for part in parts if part.name == "Messages.csv" for each in events("yammer", [part])]
    assert len({each.external_id for each in told}) == 600
    assert {each.occurred_at for each in told} == {1551434400000}
