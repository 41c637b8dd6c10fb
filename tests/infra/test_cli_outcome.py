"""`rapport outcome --jsonl`: exactly what programs outside rely on."""

import base64
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.cli.main import main
from infra.cli.outcome import judge_line

SHARED = Path(__file__).parents[3] / "shared"


def _line(platform: str, status: int, body: bytes) -> dict[str, object]:
    encoded = base64.b64encode(body).decode()
    return {
        "id": "1", "platform": platform, "operation": "reply", "status": status, "headers": {},
        "body_base64": encoded,
    }  # fmt: skip


def test_an_answer_has_the_agreed_fields() -> None:
    answer = judge_line(_line("telegram", 401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}'))
    assert answer == {
        "id": "1", "outcome": "token_dead", "native_id": None, "retry_after_s": None, "code": "401",
        "detail": "Unauthorized",
    }  # fmt: skip


def test_a_platform_nobody_sends_to_is_an_error() -> None:
    assert judge_line(_line("feeds", 200, b""))["error"]["code"] == "unknown_platform"
    assert judge_line({"id": 4})["error"]["code"] == "unknown_platform"
    assert judge_line({"id": 4, "platform": "x", "body_base64": "%"})["error"]["code"] == "crash"


def test_every_line_is_answered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(_line("x", 0, b"")), "{broken", json.dumps(_line("slack", 200, b'{"ok":true}'))]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["outcome", "--jsonl"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("outcome") for answer in answers] == ["unknown", None, "unknown"]
    assert main(["outcome"]) == 2


def test_the_shared_answers_are_judged_right() -> None:
    table = SHARED / "samples/outcomes/outcomes.jsonl"
    if not table.exists():
        pytest.skip("needs ../shared")
    command = [sys.executable, str(SHARED / "tools/outcomes.py"), str(table), "--at-least", "0.97", "--"]
    path = {"PYTHONPATH": os.pathsep.join(("functions", "."))}
    run = subprocess.run(
        [*command, sys.executable, "-m", "infra.cli.main", "outcome", "--jsonl"],
        cwd=Path(__file__).parents[2], env={**os.environ, **path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-2000:]
    assert "would send twice: 0" in run.stdout
