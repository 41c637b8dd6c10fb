"""What the local stack promises before any function runs."""

import json
import socket
import stat
import time
import urllib.request
from pathlib import Path

import pytest

from infra import template
from infra.local import __main__ as local
from infra.local import fitting, ministack, package, played, stack
from infra.local.stack import Stack
from tests.infra.servers import serve
from web.simulated import Simulated

OUTPUTS = {
    "ApiUrl": "https://abc123.execute-api.eu-central-1.amazonaws.com/dev",
    "WebhookUrl": "http://def456.execute-api.localhost:4566",
    "ConsoleUrl": "https://ghi789.execute-api.localhost:4566/",
}
DEPLOYED = Stack("http://127.0.0.1:4566", "rapport-dev", OUTPUTS)


def test_urls_need_no_name_to_be_resolved() -> None:
    assert DEPLOYED.api_url == "http://127.0.0.1:4566/_aws/execute-api/abc123/dev"
    assert DEPLOYED.webhook_url == "http://127.0.0.1:4566/_aws/execute-api/def456"
    assert DEPLOYED.console_url == "http://127.0.0.1:4566/_aws/execute-api/ghi789/"


def test_the_stack_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".local" / "stack.json"
    for token in ("rpt_a_b", "rpt_c_d"):
        stack.write(
            path, DEPLOYED, {"brand": "demo", "token": token, "tokens": {"admin": token}, "accounts": []}
        )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stack.read(path)["token"] == "rpt_c_d"
    assert set(json.loads(path.read_text())) == {
        "api_url", "webhook_url", "console_url", "token", "tokens", "brand", "region", "endpoint_url",
        "stack_name", "accounts",
    }  # fmt: skip


def test_no_stack_file_reads_as_empty(tmp_path: Path) -> None:
    assert stack.read(tmp_path / "stack.json") == {}


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ministack.PortInUseError, match=str(port)):
            ministack.start(port, tmp_path)


def test_nothing_is_running_on_a_new_folder(tmp_path: Path) -> None:
    assert ministack.running(tmp_path) is None
    assert ministack.stop(tmp_path) is False


def test_a_record_of_a_server_that_is_gone_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text(json.dumps({"port": ministack.free_port(), "pid": 2**22 - 1}))
    assert ministack.running(tmp_path) is None


def test_only_the_processor_differs_here() -> None:
    """But for the token that `make up` prints, with which people sign in. An interpreter that AWS no longer offers, or
    not yet, runs the local stack all the same.
    """
    assert set(package.parameters()) == {"Architecture", "ConsoleSignIn"}


def test_only_a_local_stack_is_told_of_simulated_platforms(tmp_path: Path) -> None:
    told = tmp_path / "simulated-web.json"
    body = template.load()
    fitting.map_simulated(body, told)
    assert body == template.load()
    told.write_text('{"hosts": {"api.example": "http://127.0.0.1:4999"}}')
    fitting.map_simulated(body, told)
    text = body["Globals"]["Function"]["Environment"]["Variables"]["RAPPORT_SIMULATED_WEB"]
    assert Simulated.from_text(text).hosts == {"api.example": ("127.0.0.1", 4999, False)}


def test_nothing_that_deploys_knows_of_simulated_platforms() -> None:
    """The fetcher asks nobody on loopback: only this variable lets it, and no file that AWS is given has it."""
    assert "SIMULATED" not in template.TEMPLATE.read_text(encoding="utf-8").upper()
    setters = [
        path.relative_to(template.ROOT).as_posix()
        for folder in ("functions", "infra")
        for path in (template.ROOT / folder).rglob("*.py")
        if "RAPPORT_SIMULATED_WEB" in path.read_text(encoding="utf-8")
    ]
    assert sorted(setters) == ["functions/aws/settings.py", "infra/local/fitting.py"]


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "4566 ", "٤٥", "99999999999"])
def test_a_port_that_is_none_is_told(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_PORT", text)
    assert local.main(["down"]) == local.USAGE
    assert f"RAPPORT_PORT must be a port from 1 to 65535, not {text!r}" in capsys.readouterr().out


def test_it_listens_on_this_machine_only() -> None:
    environment = ministack._environment(4566, Path("/state"), {})
    assert environment["BIND_HOST"] == "127.0.0.1"
    assert (environment["IOT_MTLS_ENABLED"], environment["SFTP_ENABLED"]) == ("0", "0")


def test_two_stacks_tell_of_themselves_in_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_STACK", raising=False)
    usual, state = tmp_path / "stack.json", tmp_path / "second"
    with serve(lambda _: (200, {})) as first:
        assert stack.choose_file(usual, state, "http://127.0.0.1:1") == usual
        usual.write_text(json.dumps({"endpoint_url": first.url}))
        assert stack.choose_file(usual, state, first.url) == usual
        assert stack.choose_file(usual, state, "http://127.0.0.1:1") == state / "stack.json"
        stack.forget_file(usual, "http://127.0.0.1:1")
        assert usual.exists(), "it tells of a stack that runs"
    assert stack.choose_file(usual, state, "http://127.0.0.1:1") == usual
    stack.forget_file(usual, None)
    assert not usual.exists()


def test_answers_are_taken_beside_a_stack_each_under_an_id_of_its_own_until_it_goes_down() -> None:
    port = ministack.free_port()
    played.start(port)
    deadline = time.monotonic() + 60
    while not ministack._listening(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    native = [post_reply(port) for _ in range(2)]
    assert len(set(native)) == 2
    with played.paused(port):
        assert not ministack._listening(port)
    while not ministack._listening(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert played.stop(port)
    assert not played.stop(port)


def post_reply(port: int) -> str:
    """Posts as the stack does to Telegram, and returns the native id that it tells."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/botT/sendMessage", data=b"{}", headers={"Host": "api.telegram.org"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ourselves
        result = json.loads(answer.read())["result"]
    return f"{result['chat']['id']}:{result['message_id']}"
