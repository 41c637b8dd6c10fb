"""A file is uploaded in parts, sealed for whom it is meant, goes along with an answer, and is gone then.

Tests of: `model.file_type`, `model.upload`, `respond.shapes.upload`, `store.outbox.uploads`,
`store.forgetting.erasing.uploaded`.
"""

import base64
from dataclasses import replace
from typing import Any

import pytest

from model import raw_objects
from model.file_type import find_raster_type
from model.reply import ReplyState
from model.upload import PART_BYTES
from platforms.sending.registry import SENDERS, find_sender
from privacy.leftovers import delete_old
from respond import attaching
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.uploaded import UploadedFiles, copy_uploads
from tests.respond.desk import Desk, ask
from tests.respond.world import ACME, Answer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
PAPER = b"%PDF-1.7 of somebody"


def upload(
    desk: Desk, whole: bytes = PNG, mime: str = "image/png", caller: str = "ann", **more: Any
) -> Answer:
    body = {"conversation": desk.world.ids()["angry"], "type": mime, "name": "a.png", "bytes": len(whole)}
    return ask(desk.world, "POST", "/uploads", body=body | {"data": encode(whole)} | more, caller=caller)


def encode(data: bytes) -> str:
    return base64.b64encode(data[:PART_BYTES]).decode()


def test_an_upload_goes_along_as_it_is_and_is_gone_then(desk: Desk) -> None:
    made = upload(desk)
    assert (made.status, made.body["missing"], made.body["name"]) == (201, [], "a.png")
    stored = [body for key, body in desk.world.bucket.content.items() if key.startswith(raw_objects.FILES)]
    assert len(stored) == 1
    assert PNG[8:40] not in stored[0]
    reply = desk.send(upload=made.body["id"])
    assert reply.state is ReplyState.SENT
    (post,) = desk.platform.posts
    assert (post["photo"], post["caption"], post["chat_id"]) == (PNG, desk.text, "t1")
    assert desk.world.bucket.content == {}
    assert desk.world.stores.uploads.find_upload(ACME, made.body["id"]) is None
    shown = desk.world.get("/replies/{id}", path={"id": reply.id}).body["file"]
    assert shown == {
        "url": None, "upload": made.body["id"], "name": "a.png", "type": "image/png", "bytes": len(PNG),
    }  # fmt: skip
    (item,) = desk.interactions()
    assert item["media"] == [{"type": "image/png", "name": "a.png"}]


def test_parts_come_in_any_order_and_twice(desk: Desk) -> None:
    whole = PAPER + bytes(PART_BYTES)
    body = {"conversation": desk.world.ids()["angry"], "type": "application/pdf", "name": "a.pdf"}
    made = ask(desk.world, "POST", "/uploads", body=body | {"bytes": len(whole)})
    some_id = made.body["id"]
    assert (made.body["missing"], made.body["parts"]) == ([0, 1], 2)
    assert desk.post(upload=some_id).body["code"] == "upload_incomplete"
    for part in (1, 1, 0):
        data = base64.b64encode(whole[part * PART_BYTES :][:PART_BYTES]).decode()
        kept = ask(desk.world, "PUT", "/uploads/{id}", some_id, {"part": part, "data": data})
        assert kept.status == 200
    assert ask(desk.world, "GET", "/uploads/{id}", some_id).body["missing"] == []
    found = desk.world.stores.uploads.find_upload(ACME, some_id)
    assert found is not None
    assert desk.world.stores.uploads.read_file(found) == whole
    desk.world.stores.uploads.delete_upload(found)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"data": "!"}, "invalid", "/data"),
        ({"data": encode(PNG[:-1])}, "bad_part", "/data"),
        ({"type": "image/jpeg"}, "type_mismatch", "/type"),
        ({"type": "application/pdf"}, "type_mismatch", "/type"),
        ({"bytes": 25_000_001}, "invalid", "/bytes"),
        ({"name": "../a"}, "invalid", "/name"),
    ],
)
def test_what_cannot_be_kept_is_refused(desk: Desk, body: dict[str, Any], code: str, pointer: str) -> None:
    answer = upload(desk, **body)
    assert (answer.status, answer.body["code"], answer.body["pointer"]) == (422, code, pointer)
    assert desk.world.bucket.content == {}


def test_an_upload_is_for_nobody_else_and_for_a_day(desk: Desk) -> None:
    some_id = upload(desk).body["id"]
    refused = [
        desk.post(upload=some_id, conversation="happy"),
        desk.post(upload="a" * 32),
        desk.post(upload=some_id, file={"url": "https://f.example.com/a", "type": "image/png", "bytes": 1}),
        desk.post(upload=some_id, at="2026-12-24T00:00:00Z"),
    ]
    codes = [answer.body["code"] for answer in refused]
    assert codes == ["no_such_upload", "no_such_upload", "invalid", "upload_gone"]
    assert ask(desk.world, "GET", "/uploads/{id}", some_id, caller="sue").status == 404
    now_ms = desk.world.stores.now_ms()
    assert delete_old(desk.world.bucket, now_ms + 24 * 3_600_000, dry_run=False) == 0
    assert delete_old(desk.world.bucket, now_ms + 48 * 3_600_000, dry_run=False) == 1
    assert desk.post(upload=some_id).body["code"] == "upload_incomplete"


def test_a_file_whose_part_is_gone_before_it_was_sent_is_not_sent(desk: Desk) -> None:
    some_id = upload(desk).body["id"]
    answer = desk.post(upload=some_id)
    desk.world.bucket.content.clear()
    desk.run()
    reply = desk.reply(answer.body["id"])
    assert (reply.state, reply.code, desk.platform.asked) == (ReplyState.FAILED, "file_gone", [])


def test_a_platform_that_fetches_gets_an_address_for_an_hour(desk: Desk) -> None:
    made = upload(desk)
    content = desk.world.bucket.content
    uploads = desk.world.stores.uploads
    reply = desk.send(upload=made.body["id"])
    again = upload(desk).body["id"]
    there = uploads.find_upload(ACME, again)
    assert there is not None
    told = attaching.write_files([attaching.keep_upload(there)])
    messenger = replace(reply, platform="messenger", mode="private", operation="message", file=told)
    (file,) = attaching.load_files(uploads, messenger)
    linked = [key for key, body in content.items() if body == PNG]
    assert [key.startswith(raw_objects.LINKS) for key in linked] == [True]
    assert file.url == f"https://bucket.example/{linked[0]}?for=3600&as=image/png"
    attaching.drop_uploads(uploads, messenger)
    assert linked[0] in content
    content.clear()


def test_what_lies_ready_for_a_person_is_exported_and_erased(desk: Desk) -> None:
    stores, mara = desk.world.stores, desk.world.ids()["mara"]
    some_id = upload(desk).body["id"]
    who = Leaver(ACME, mara, "telegram", 0, "")
    listed = {each["id"]: each for each in copy_uploads(stores.uploads, who)}
    assert (listed[some_id]["name"], listed[some_id]["bytes"]) == ("a.png", len(PNG))
    eraser = UploadedFiles(stores.vault, stores.uploads)
    assert eraser.count_left(who) == len(listed)
    assert sum(eraser.erase_items(who)) == len(listed)
    assert (eraser.count_left(who), desk.world.bucket.content) == (0, {})
    assert stores.uploads.find_upload(ACME, some_id) is None


def test_send_options_say_what_may_be_uploaded(desk: Desk) -> None:
    found = desk.world.get("/conversations/{id}/send-options", path={"id": desk.world.ids()["angry"]}).body
    assert found["data"][0]["upload_types"] == {"image/": 10_000_000, "": 50_000_000}
    assert found["data"][0]["caption"] == 1024
    assert found["data"][0]["file_types"] == {"image/": 5_000_000, "": 20_000_000}


@pytest.mark.parametrize("name", SENDERS)
def test_a_way_takes_files_as_they_are_or_by_address(name: str) -> None:
    rules = [way.files for way in find_sender(name).ways if way.files is not None]
    assert all(rule.uploads or rule.kinds for rule in rules)


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_pictures_of_dots_are_known_by_their_first_bytes(data: bytes, mime: str | None) -> None:
    assert find_raster_type(data) == mime
