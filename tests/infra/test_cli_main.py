"""`rapport` itself: which command is loaded, exit codes, and where errors go."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.cli import target
from infra.cli.main import COMMANDS, main
from infra.template import ROOT
from tests.infra.simulated import row

NAMES = [module.replace("_", "-") for module in COMMANDS]

STACK: dict[str, Any] = {
    "api_url": "http://127.0.0.1:9/api",
    "webhook_url": "http://127.0.0.1:9/hooks",
    "console_url": None,
    "token": "rpt_one_secret",
    "brand": "demo",
    "region": "eu-central-1",
    "endpoint_url": "http://127.0.0.1:9",
    "stack_name": "rapport-dev",
    "accounts": [row("slack")],
}


@pytest.fixture
def stack_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "stack.json"
    path.write_text(json.dumps(STACK))
    monkeypatch.setenv("RAPPORT_STACK", str(path))
    monkeypatch.delenv("RAPPORT_API", raising=False)
    monkeypatch.delenv("RAPPORT_TOKEN", raising=False)
    return path


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(re.search(rf"\n    {name}\s", shown) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: rapport {name}" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("rapport ")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["stack", "--loud"], ["accounts"]])
def test_wrong_use_is_2_and_says_so(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: rapport" in capsys.readouterr().err


def test_no_stack_is_1_and_says_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_STACK", str(tmp_path / "none.json"))
    assert main(["stack"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "rapport stack: no local stack: run `make up`" in shown.err


def test_a_damaged_stack_file_is_1(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack_file.write_text("{")
    assert main(["stack"]) == 1
    assert "damaged" in capsys.readouterr().err


def test_stack_as_json_is_the_file(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stack", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == STACK


def test_stack_for_people_shows_the_token_and_no_webhooks_secret(
    stack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stack"]) == 0
    shown = capsys.readouterr().out
    assert STACK["api_url"] in shown
    assert STACK["accounts"][0]["webhook_url"] in shown
    assert STACK["token"] in shown
    assert STACK["accounts"][0]["secrets"]["signing_secret"] not in shown


def test_interrupted_is_130(stack_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("infra.cli.stack.readable", interrupt)
    assert main(["stack"]) == 130


def test_only_the_called_command_is_loaded() -> None:
    code = "import sys; from infra.cli.main import main; main(['stack']); print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = ['functions', '.']; {code}"],
        env={"RAPPORT_STACK": "/nonexistent"},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(done.stdout.replace("'", "").strip("[]\n").split(", "))
    assert "infra.cli.stack" in loaded
    assert not {"boto3", "botocore", "pynamodb", "segment.scoring", "infra.cli.score"} & loaded


def test_a_reader_that_has_seen_enough_is_no_crash() -> None:
    lines = "\n".join(json.dumps({"id": n, "text": "fine", "lang": "en"}) for n in range(2000))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m infra.cli.main score --jsonl | head -n 1"],
        env={"PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}", "PATH": "/usr/bin:/bin"},
        cwd=ROOT,
        input=lines,
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(done.stdout)["id"] == 0
    assert done.stderr == ""


def test_environment_beats_the_file(stack_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert target.agent_api().url == STACK["api_url"]
    monkeypatch.setenv("RAPPORT_API", "https://other.example/prod/")
    monkeypatch.setenv("RAPPORT_TOKEN", "rpt_other")
    assert target.agent_api().url == "https://other.example/prod"


def test_half_an_environment_is_refused(
    stack_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_API", "https://other.example/prod")
    assert main(["accounts", "list"]) == 1
    assert "both RAPPORT_API and RAPPORT_TOKEN" in capsys.readouterr().err


def test_a_kept_account_replaces_its_former_self(stack_file: Path) -> None:
    target.keep_row({**row("slack"), "webhook_url": "http://127.0.0.1:9/moved"})
    target.keep_row(row("x"))
    found = {each["platform"]: each["webhook_url"] for each in target.stack_file()["accounts"]}
    assert found == {"slack": "http://127.0.0.1:9/moved", "x": row("x")["webhook_url"]}
    assert stat.S_IMODE(stack_file.stat().st_mode) == 0o600


def test_the_console_is_opened_signed_in(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack_file.write_text(json.dumps({**STACK, "console_url": "http://127.0.0.1:9/console/"}))
    assert main(["console", "--print"]) == 0
    assert capsys.readouterr().out == "http://127.0.0.1:9/console/#token=rpt_one_secret\n"
