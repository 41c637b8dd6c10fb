"""`rapport agents`, `tokens`, `accounts rotate` and `accounts remove`, against the API itself over HTTP."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from aws import queues, secrets, settings
from infra.cli.main import main
from model import api_token
from tests.respond.bridge import TOKEN, application
from tests.respond.test_access import park
from tests.respond.world import ACME, World

NEW = "new-0123456789abcdef"


class Quiet(WSGIRequestHandler):
    """Writes nothing to the terminal."""

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def stack(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The API on a port, and the environment that names it."""
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("RAPPORT_API", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("RAPPORT_TOKEN", TOKEN.removeprefix("Bearer "))
    yield world
    server.shutdown()
    server.server_close()


def _run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def test_agents_are_added_changed_and_listed(stack: World, capsys: pytest.CaptureFixture[str]) -> None:
    _run(capsys, "agents", "add", "eve", "supervisor", "--scope", "contacts:read", "--subject", "sub-1")
    _run(capsys, "agents", "change", "eve", "--state", "left")
    rows = [json.loads(line) for line in _run(capsys, "agents", "list", "--json").splitlines()]
    (eve,) = [row for row in rows if row["id"] == "eve"]
    assert (eve["role"], eve["state"], eve["scopes"]) == ("supervisor", "left", ["contacts:read"])
    assert "Somebody else has to change your rights" in _run(
        capsys, "agents", "change", "adam", "--role", "dpo", code=1
    )
    assert "say what changes" in _run(capsys, "agents", "change", "eve", code=1)


def test_a_token_is_made_shown_once_and_ended(stack: World, capsys: pytest.CaptureFixture[str]) -> None:
    made = api_token.parse(
        _run(capsys, "tokens", "make", "bot", "Reports", "--scope", "contacts:read").strip()
    )
    assert made is not None
    listed = _run(capsys, "tokens", "list")
    assert (made.id in listed, made.secret in listed, "Reports" in listed) == (True, False, True)
    _run(capsys, "tokens", "end", made.id)
    kept = stack.stores.agents.find_token(made.id)
    assert kept is not None
    assert kept.state == "left"


def test_secrets_are_rotated_and_an_account_removed(stack: World, capsys: pytest.CaptureFixture[str]) -> None:
    added = json.loads(
        _run(capsys, "accounts", "add", "slack", "T1", "--secret", f"signing_secret=old-{NEW}", "--json")
    )
    endpoint = added["webhook_url"].rsplit("/", 1)[1]
    assert "is shorter" in _run(
        capsys, "accounts", "rotate", "slack", "T1", "--secret", "signing_secret=x", code=1
    )
    said = _run(capsys, "accounts", "rotate", "slack", "T1", "--secret", f"signing_secret= {NEW} ")
    assert said.startswith("both are good until 2026-09-22T")
    kept = secrets.read_endpoint("slack", endpoint)
    assert kept is not None
    assert kept.current == {"signing_secret": NEW}
    purged = _run(capsys, "accounts", "remove", "slack", "T1", "--purge")
    (task,) = stack.stores.tasks.list_waiting(ACME, "", 10)
    assert task.id in purged
    assert "no account T2 of slack" in _run(capsys, "accounts", "remove", "slack", "T2", code=1)


def test_what_was_made_up_anew_is_printed(stack: World, capsys: pytest.CaptureFixture[str]) -> None:
    first = json.loads(_run(capsys, "accounts", "add", "telegram", "1", "--json"))["secrets"]["secret_token"]
    said = _run(capsys, "accounts", "rotate", "telegram", "1")
    assert "secret_token: " in said
    assert first not in said


def test_parked_deliveries_are_listed_and_replayed_with_a_token_alone(
    stack: World, capsys: pytest.CaptureFixture[str]
) -> None:
    slip, broken = park(stack, ACME, "unknown_account", ("T404",)), park(stack, ACME)
    said = _run(capsys, "parked", "list")
    assert (slip in said, broken in said, "T404" in said) == (True, True, True)
    assert json.loads(_run(capsys, "parked", "list", "--json", "--reason", "unknown_account"))["id"] == slip
    assert "would replay 1, past their time 0" in _run(capsys, "parked", "replay", broken, "--dry-run")
    assert "replayed 1, past their time 0" in _run(capsys, "parked", "replay", "--reason", "unknown_account")
    assert "replayed 1, past their time 0" in _run(capsys, "parked", "replay", broken)
    assert _run(capsys, "parked", "list") == "nothing is parked\n"


def test_an_account_s_health_is_shown_and_its_native_id_corrected(
    stack: World, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(capsys, "accounts", "add", "facebook", "1", "--secret", "app_secret=s3cret-of-the-app")
    park(stack, ACME, "unknown_account", ("2",))
    said = _run(capsys, "accounts", "health", "facebook", "1")
    assert "never" in said
    shown = json.loads(_run(capsys, "accounts", "health", "facebook", "1", "--json"))
    assert (shown["native_id"], shown["refused"], shown["silent"]) == ("1", {}, None)
    assert "rapport parked replay" in _run(capsys, "accounts", "correct", "facebook", "1", "2")
    assert "never" in _run(capsys, "accounts", "health", "facebook", "2")
    assert "no account 1" in _run(capsys, "accounts", "health", "facebook", "1", code=1)


def test_queues_are_counted_and_dead_letters_replayed_without_aws_credentials(
    stack: World, capsys: pytest.CaptureFixture[str]
) -> None:
    queues.send(settings.queue_privacy_dlq(), json.dumps({"brand": ACME, "id": "a", "ask": "erase"}))
    assert "given up 1" in _run(capsys, "dlq", "list")
    assert "privacy: would replay about 1" in _run(capsys, "dlq", "replay", "--dry-run")
    assert _run(capsys, "dlq", "replay", "--queue", "privacy").strip() == "privacy: replayed 1"
    assert "given up 1" not in _run(capsys, "dlq", "list")
