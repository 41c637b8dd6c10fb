"""A file goes along with a reply where the platform fetches one by its address, and is checked first.

Tests of: `platforms.sending.slack_files`, `respond.actions.checking`, `respond.attaching`.
"""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from model.http import Call, Result
from model.messages import Envelope
from model.reply import ReplyState
from platforms.sending.answer import SendAnswer
from platforms.sending.outgoing import Outgoing, OutgoingFile, Unsendable
from platforms.sending.registry import SENDERS, find_sender
from tests.respond.desk import Desk, answered
from tests.respond.world import TELEGRAM

URL = "https://files.example.com/a.png"
PICTURE = {"url": URL, "type": "image/png", "bytes": 20_000}


def test_a_picture_goes_along_and_is_shown(desk: Desk) -> None:
    reply = desk.send(file=PICTURE)
    assert reply.state is ReplyState.SENT
    assert [(post["photo"], post["caption"]) for post in desk.platform.posts] == [(URL, desk.text)]
    (shown,) = desk.interactions()
    assert shown["media"] == [{"type": "image/png", "name": None}]
    assert desk.world.get("/replies/{id}", path={"id": reply.id}).body["file"] == PICTURE | {
        "upload": None,
        "name": None,
    }


def test_a_picture_needs_no_words(desk: Desk) -> None:
    reply = desk.send(text="", file=PICTURE)
    assert (reply.state, desk.platform.posts[0].get("caption")) == (ReplyState.SENT, None)


def test_a_lost_answer_to_a_picture_without_words_is_found_by_its_echo(desk: Desk) -> None:
    desk.platform.answers = [(True, answered(0))]
    reply = desk.send(text="", file=PICTURE)
    assert reply.state is ReplyState.UNKNOWN
    echo = {
        "kind": "message", "mode": "private", "thread_id": "t1", "external_id": desk.native_id, "direction": "out",
        "author_id": "shop", "customer_id": "u1", "text": None, "occurred_at": int(desk.world.clock.now * 1000),
        "media": [{"type": "image/png", "url": URL}],
    }  # fmt: skip
    words = echo | {"external_id": f"{desk.native_id}1", "media": []}
    for told in (words, echo):
        _tell(desk, told)
    desk.sweep(3600)
    assert desk.reply(reply.id).native_id == desk.native_id


def _tell(desk: Desk, told: dict[str, Any]) -> None:
    """The platform tells of what we wrote."""
    path, now_ms = desk.world.paths["acme"], int(desk.world.clock.now * 1000)
    body = json.dumps([told]).encode()
    read = path.intake.deliveries.read_delivery(
        Envelope(TELEGRAM, f"{TELEGRAM}-acme", "acme", now_ms, body=body)
    )
    assert read is not None
    path.intake.keeping.keep_deliveries([read])


@pytest.mark.parametrize(
    ("conversation", "body", "code", "pointer"),
    [
        ("comment", {"file": PICTURE | {"type": "application/pdf"}}, "file_not_taken", "/file/type"),
        ("angry", {"file": PICTURE | {"bytes": 5_000_001}}, "file_too_large", "/file/bytes"),
        ("angry", {"file": PICTURE, "text": "x" * 1025}, "text_too_long", "/text"),
        ("angry", {"text": ""}, "invalid", "/text"),
        ("angry", {"file": PICTURE | {"url": "https://127.0.0.1/a.png"}}, "invalid", "/file/url"),
        ("angry", {"file": PICTURE | {"url": "http://files.example.com/a"}}, "invalid", "/file/url"),
    ],
)
def test_what_the_platform_would_not_take_is_refused(
    desk: Desk, conversation: str, body: dict[str, Any], code: str, pointer: str
) -> None:
    answer = desk.post(conversation=conversation, **body)
    assert (answer.status, answer.body["code"], answer.body["pointer"]) == (422, code, pointer)
    assert desk.queued == []


@pytest.mark.parametrize("name", SENDERS)
def test_every_way_that_takes_files_sends_one(name: str) -> None:
    sender = find_sender(name)
    handle = {"acct": "u", "cid": "c", "service_url": "https://smba.trafficmanager.net/emea/"}
    out = Outgoing(
        "message", account="77@a.example", item="1:5", thread="9", person="8", key="k" * 32, handle=handle
    )
    token = {"access_token": "T"}
    for way in sender.ways:
        told = replace(out, operation=way.operation)
        if way.files is not None and way.files.kinds:
            call = sender.make_call(replace(told, files=(OutgoingFile("image", URL),)), token)
            assert URL.encode() in call.body
        if way.files is not None and way.files.uploads:
            file = OutgoingFile("image", "", "image/png", 7, "a.png", b"\x89PNG\r\n\xff")
            asked, numbers, kept = [], iter(range(99)), ""
            files = tuple(replace(file, data=file.data + bytes([n])) for n in range(min(2, way.files.most)))
            out_now = replace(told, files=files)
            while (first := sender.make_preparation(replace(out_now, prepared=kept), token)) is not None:
                asked.append(first)
                kept = sender.join_prepared(kept, _tell_made(name, first, next(numbers)))
            call = sender.make_call(replace(out_now, prepared=kept), token)
            sent = b"".join(each.body for each in (*asked, call))
            for each in files:
                assert each.data in sent or base64.b64encode(each.data) in sent
            if asked:
                steps = 2 if name == "slack" else 1
                assert len(asked) == len(files) * steps
                assert all(f"p{place}".encode() in call.body for place in range(0, len(asked), steps))
                with pytest.raises(Unsendable):
                    sender.make_call(replace(out_now, prepared=""), token)


def _tell_made(name: str, call: Call, place: int) -> str:
    """What the answer to a preparing call tells."""
    if name == "slack":
        return json.dumps(["https://files.slack.com/a", f"p{place}"]) if b"length=" in call.body else "done"
    return f'{{"made":"p{place}"}}' if name == "bluesky" else f"p{place}"


def test_slack_takes_a_file_in_three_requests() -> None:
    sender, token = find_sender("slack"), {"access_token": "T"}
    out = Outgoing(
        "reply",
        text="Look",
        thread="C1:5.0",
        files=(OutgoingFile("file", "", "text/plain", 2, "a b.txt", b"hi"),),
    )
    answers = [b'{"ok":true,"upload_url":"https://files.slack.com/u","file_id":"F1"}', b"OK - 2"]
    asked = []
    for body in answers:
        call = sender.make_preparation(out, token)
        assert call is not None
        asked.append((call.url, call.body))
        outcome = sender.judge(SendAnswer.from_http("publish", 200, {}, body, 0))
        out = replace(out, prepared=sender.join_prepared(out.prepared, outcome.native_id or ""))
    assert asked == [
        ("https://slack.com/api/files.getUploadURLExternal", b"filename=a+b.txt&length=2"),
        ("https://files.slack.com/u", b"hi"),
    ]
    assert sender.make_preparation(out, token) is None
    shared = json.loads(sender.make_call(out, token).body)
    assert shared == {
        "files": [{"id": "F1", "title": "a b.txt"}], "channel_id": "C1", "initial_comment": "Look", "thread_ts": "5.0",
    }  # fmt: skip
    done = sender.judge(SendAnswer.from_http("reply", 200, {}, b'{"ok":true,"files":[{"id":"F1"}]}', 0))
    assert (done.result, done.native_id) == (Result.SENT, None)
    with pytest.raises(Unsendable):
        sender.make_preparation(replace(out, prepared='[["https://elsewhere.example/u","F1"]]'), token)


@pytest.mark.parametrize(
    ("name", "body", "prepared"),
    [
        ("mastodon", b'{"id":"22","url":null}', "22"),
        ("x", b'{"data":{"id":"33","media_key":"3_33"}}', "33"),
        ("bluesky", b'{"blob":{"ref":{"$link":"b"},"size":7}}', '{"ref":{"$link":"b"},"size":7}'),
    ],
)
def test_an_upload_is_known_by_what_a_post_names_it_by(name: str, body: bytes, prepared: str) -> None:
    outcome = find_sender(name).judge(SendAnswer.from_http("publish", 200, {}, body, 0))
    assert (outcome.result, outcome.native_id) == (Result.SENT, prepared)
