"""`rapport parse` and `rapport verify`, line by line."""

import argparse
import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.cli import parse, verify
from model.event import Event, Kind
from tests.platforms.proofs import NOW, PROOFS

UPDATE = {
    "update_id": 7,
    "message": {"message_id": 1, "date": NOW, "chat": {"id": -5, "type": "group"}, "text": "hi"},
}


def asked(body: bytes, platform: str = "telegram", **more: Any) -> dict[str, Any]:
    return {"id": "a", "platform": platform, "body_base64": base64.b64encode(body).decode(), **more}


def command(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    parse.add_to(subparsers)
    verify.add_to(subparsers)
    return parser.parse_args(arguments)


def test_parse_answers_an_event_in_the_agreed_shape() -> None:
    answer = parse.parse_line(asked(json.dumps(UPDATE).encode(), received_at="2026-01-01T00:00:00Z"))
    assert answer == {
        "id": "a",
        "events": [
            {
                "kind": "message",
                "external_id": "-5:1",
                "dedupe_id": "7",
                "author_id": None,
                "author_name": None,
                "title": None,
                "text": "hi",
                "parent_id": None,
                "thread_id": "-5",
                "occurred_at": "2025-10-09T08:53:20.000Z",
                "direction": "in",
                "mode": "public",
                "media": [],
            }
        ],
    }


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (asked(b"{"), "bad_json"),
        (asked(b"{}", platform="orkut"), "unknown_platform"),
        ({"id": "a"}, "unknown_platform"),
        ({"id": "a", "platform": ["slack"]}, "unknown_platform"),
        (asked(b"{}", delivery="page"), "unsupported"),
        (asked(b"{}", delivery="pigeon"), "bad_request"),
        ({"id": "a", "platform": "slack", "body_base64": "###"}, "bad_request"),
        ({"id": "a", "platform": "slack", "body_base64": 7}, "bad_request"),
        (asked(b"{}", headers=7), "crash"),
    ],
)
def test_parse_never_raises(record: dict[str, Any], code: str) -> None:
    answer = parse.parse_line(record)
    assert answer["id"] == "a"
    assert answer["error"]["code"] == code
    assert set(answer["error"]) == {"code", "detail"}


def test_every_line_is_answered_in_order_and_flushed() -> None:
    class Flushed(io.StringIO):
        flushes = 0

        def flush(self) -> None:
            self.flushes += 1

    out = Flushed()
    lines = ["{", "[]", "", "null", json.dumps({"id": 1}), "[" * 100_000]
    assert parse.answer_lines(lines, out, lambda record: {"id": record["id"], "ok": True}) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == [None, None, None, 1, None]
    assert [answer.get("error", {}).get("code") for answer in answers] == ["bad_line"] * 3 + [
        None,
        "bad_line",
    ]
    assert out.flushes == 5


def test_parse_shows_a_file_to_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "update.json"
    file.write_text(json.dumps(UPDATE))
    arguments = command("parse", "--platform", "telegram", "--header", "A: b", "--self-id", "8001", str(file))
    assert arguments.run(arguments) == 0
    assert json.loads(capsys.readouterr().out)[0]["text"] == "hi"
    file.write_text("{")
    assert arguments.run(arguments) == 1
    missing = command("parse")
    assert missing.run(missing) == 2


def test_times_have_milliseconds() -> None:
    assert parse.rfc3339(1_760_000_000_007) == "2025-10-09T08:53:20.007Z"
    assert parse.rfc3339(0) == "1970-01-01T00:00:00.000Z"
    assert parse.event_record(Event(Kind.CONTROL))["occurred_at"] is None


VIBER = {"event": "delivered", "timestamp": 1_760_000_000_007, "message_token": 49, "user_id": "u1"}
READ = {
    "object": "page",
    "entry": [{"id": "7", "messaging": [
        {"sender": {"id": "u1"}, "recipient": {"id": "7"}, "timestamp": 1_760_000_000_007,
         "read": {"watermark": 1_760_000_000_000}}
    ]}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "told", "native", "receipt"),
    [
        ("viber", VIBER, "49", {"state": "delivered", "up_to": None, "code": None}),
        ("messenger", READ, None, {"state": "read", "up_to": "2025-10-09T08:53:20.000Z", "code": None}),
    ],
)
def test_a_receipt_is_a_control_event(platform: str, told: Any, native: str | None, receipt: Any) -> None:
    (event,) = parse.parse_line(asked(json.dumps(told).encode(), platform))["events"]
    assert (event["kind"], event["external_id"], event["author_id"]) == ("control", native, "u1")
    assert (event["receipt"], event["text"]) == (receipt, None)


@pytest.mark.parametrize("name", sorted(PROOFS))
def test_verify_accepts_the_golden_request_with_any_listed_secret(name: str) -> None:
    golden = PROOFS[name].golden
    request = asked(
        golden.body, name, headers=golden.headers, query=golden.query, now=NOW, kind="delivery", method="POST"
    )
    first, *others = golden.secrets.items()
    told = {
        **request,
        "secrets": ["newer", first[1]],
        "extra": dict(others) if "jwks" in golden.secrets else {},
    }
    assert verify.verify_line(told) == {
        "id": "a",
        "accepted": True,
        "reason": "proved",
        "status": None,
        "content_type": None,
        "body": None,
    }
    for secrets in ([], ["wrong"], None):
        answer = verify.verify_line({**request, "secrets": secrets})
        assert answer["accepted"] is False
        assert "error" not in answer


def test_verify_answers_handshakes() -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'
    from platforms.registry import platform

    headers = platform("slack").sign(body, {"signing_secret": "s"}, NOW).headers
    request = asked(body, "slack", headers=headers, now=NOW, kind="handshake", method="POST")
    answer = verify.verify_line({**request, "secrets": ["s"]})
    assert (answer["accepted"], answer["status"], answer["body"]) == (True, 200, "abc")
    refused = verify.verify_line({**request, "secrets": ["other"]})
    assert (refused["accepted"], refused["status"]) == (False, 401)
    none = verify.verify_line(asked(b"", "telegram", kind="handshake", method="GET", secrets=["s"]))
    assert (none["accepted"], none["status"]) == (False, 405)
    ping = asked(b'{"ping": "OK"}', "discourse", headers=PROOFS["discourse"].golden.headers, kind="handshake")
    plain = verify.verify_line({**ping, "secrets": list(PROOFS["discourse"].golden.secrets.values())})
    assert (plain["accepted"], plain["status"], plain["body"]) == (True, 200, "")


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({"id": "a"}, "unknown_platform"),
        (asked(b"", "orkut"), "unknown_platform"),
        (asked(b"", kind="url_secret"), "unsupported"),
        (asked(b"", kind="signed_request"), "unsupported"),
        (asked(b"", now="soon"), "ValueError"),
        (asked(b"", headers=7), "AttributeError"),
    ],
)
def test_verify_never_raises(record: dict[str, Any], error: str) -> None:
    answer = verify.verify_line(record)
    assert answer["accepted"] is False
    assert answer["error"] == error


def test_verify_wants_lines(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = command("verify")
    assert arguments.run(arguments) == 2
    assert "--jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["infra.cli.parse", "infra.cli.verify"])
def test_as_a_program(module: str) -> None:
    environment = {"PYTHONPATH": "functions:.", "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-m", module, "--jsonl"],
        input='{"id": 1, "platform": "slack"}\nno\n',
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == [1, None]
    assert run.stderr == ""
