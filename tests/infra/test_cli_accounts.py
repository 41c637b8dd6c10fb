"""`rapport accounts`: connecting, listing and trying, against a server that plays API and webhook."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.cli.main import main
from model.http import Answer, Request
from platforms import registry
from tests.infra.servers import Asked, Served, serve
from tests.infra.simulated import rows, secrets_of

ENDPOINT = "abcdefghijklmnopqrstuvwxyz234567"


def answer(asked: Asked) -> tuple[int, Any]:
    if asked.path.startswith("/hooks/"):
        return judged(asked)
    if asked.headers.get("authorization") != "Bearer rpt_one_secret":
        return 401, {"title": "Unauthorized", "detail": "Send a valid token."}
    if asked.method == "GET":
        page = int(asked.query.get("cursor", 0))
        following = str(page + 1) if page < 2 else None
        return 200, {
            "data": [view("slack", f"T{page}")],
            "next_cursor": following,
            "has_more": bool(following),
        }
    body = asked.json()
    if body["native_id"] == "taken":
        return 409, {"title": "Conflict", "detail": "The account is connected already."}
    made = {"verify_token": "made-up"} if body["platform"] == "facebook" else {}
    return 201, view(body["platform"], body["native_id"], body["self_ids"]) | {"generated_secrets": made}


def judged(asked: Asked) -> tuple[int, Any]:
    """What `ingest/webhook` answers, without its stores."""
    platform = registry.platform(asked.path.split("/")[2])
    request = Request.of(asked.method, asked.headers, asked.query, asked.body, target=asked.path)
    secrets = [secrets_of(platform.name)]
    if request.method == "POST" and not platform.verify(request, secrets, int(time.time())):
        return 401, b""
    said = platform.handshake(request, secrets) or Answer(200)
    return said.status, said.body.encode()


def view(platform: str, native_id: str, self_ids: list[str] | None = None) -> dict[str, Any]:
    return {
        "id": "hid",
        "platform": platform,
        "title": "",
        "native_id": native_id,
        "self_ids": self_ids or [],
        "state": "active",
        "endpoint": ENDPOINT,
        "webhook_url": f"https://hooks.example/webhooks/{platform}/{ENDPOINT}",
        "created_at": None,
    }


@pytest.fixture
def server() -> Iterator[Served]:
    with serve(answer) as served:
        yield served


@pytest.fixture
def stack_file(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    accounts = [{**each, "webhook_url": f"{server.url}/hooks/{each['platform']}"} for each in rows()]
    path = tmp_path / "stack.json"
    path.write_text(json.dumps({"api_url": server.url, "token": "rpt_one_secret", "accounts": accounts}))
    monkeypatch.setenv("RAPPORT_STACK", str(path))
    monkeypatch.delenv("RAPPORT_API", raising=False)
    monkeypatch.delenv("RAPPORT_TOKEN", raising=False)
    return path


def test_an_added_account_is_printed_and_kept_in_the_same_shape(
    stack_file: Path, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "accounts",
        "add",
        "slack",
        "T99",
        "--self-id",
        "U1",
        "--secret",
        "signing_secret=s3cret-of-the-app",
    ]
    assert main([*arguments, "--title", "Shop", "--connected-by", "u7", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == {
        "platform": "slack",
        "account": "T99",
        "webhook_url": f"https://hooks.example/webhooks/slack/{ENDPOINT}",
        "secrets": {"signing_secret": "s3cret-of-the-app"},
        "self_ids": ["T99", "U1"],
    }
    assert printed in json.loads(stack_file.read_text())["accounts"]
    assert server.asked[-1].json() == {
        "platform": "slack",
        "native_id": "T99",
        "title": "Shop",
        "connected_by": "u7",
        "self_ids": ["U1"],
        "secrets": {"signing_secret": "s3cret-of-the-app"},
    }


def test_on_the_local_stack_missing_secrets_are_made_up(
    stack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accounts", "add", "x", "1", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["secrets"]["consumer_secret"]) > 30


def test_elsewhere_secrets_are_the_owners_and_the_apis(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_API", server.url)
    monkeypatch.setenv("RAPPORT_TOKEN", "rpt_one_secret")
    monkeypatch.setenv("RAPPORT_STACK", str(tmp_path / "none.json"))
    secret = tmp_path / "app_secret"
    secret.write_text("from-meta-0123456789\n")
    assert main(["accounts", "add", "facebook", "5", "--secret", f"app_secret=@{secret}", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["secrets"] == {"app_secret": "from-meta-0123456789", "verify_token": "made-up"}
    assert server.asked[-1].json()["secrets"] == {"app_secret": "from-meta-0123456789"}


def test_for_people_it_says_what_to_do_and_no_secret(
    stack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accounts", "add", "slack", "T99", "--secret", "signing_secret=s3cret-of-the-app"]) == 0
    shown = capsys.readouterr().out
    assert "Signing Secret" in shown
    assert ENDPOINT in shown
    assert "s3cret" not in shown


def test_a_shared_endpoint_keeps_its_secrets(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "add", "slack", "T1", "--secret", "signing_secret=s3cret-of-the-app"]) == 0
    capsys.readouterr()
    assert main(["accounts", "add", "slack", "T2", "--endpoint", ENDPOINT, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["secrets"] == {"signing_secret": "s3cret-of-the-app"}


def test_a_refusal_is_told_with_its_reason(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "add", "slack", "taken"]) == 1
    assert "409: Conflict, The account is connected already." in capsys.readouterr().err


def test_all_pages_are_listed(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "list", "--json"]) == 0
    listed = [json.loads(line)["native_id"] for line in capsys.readouterr().out.splitlines()]
    assert listed == ["T0", "T1", "T2"]


def test_every_platforms_webhook_can_be_tried(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "test"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(rows())
    assert all(line.startswith("ok ") and "signed: 20" in line and "forged: 401" in line for line in lines)


def test_a_webhook_that_refuses_what_is_signed_is_not_ok(
    stack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = json.loads(stack_file.read_text())
    for each in stack["accounts"]:
        each["secrets"] = dict.fromkeys(each["secrets"], "whsec_b3RoZXI=")
    stack_file.write_text(json.dumps(stack))
    assert main(["accounts", "test", "slack"]) == 1
    assert "NOT OK" in capsys.readouterr().out


def test_a_row_from_elsewhere_can_be_tried(
    stack_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts = json.loads(stack_file.read_text())["accounts"]
    one = tmp_path / "row.json"
    one.write_text(json.dumps(next(each for each in accounts if each["platform"] == "x")))
    assert main(["accounts", "test", "--row", str(one)]) == 0
    one.write_text("[]")
    assert main(["accounts", "test", "--row", str(one)]) == 1
    assert "holds no row" in capsys.readouterr().err


def test_nobody_at_the_webhook_is_told(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack = json.loads(stack_file.read_text())
    stack["accounts"] = [{**stack["accounts"][0], "webhook_url": "http://127.0.0.1:9/hooks"}]
    stack_file.write_text(json.dumps(stack))
    assert main(["accounts", "test"]) == 1
    assert "http://127.0.0.1:9 does not answer" in capsys.readouterr().err


def test_an_unknown_account_is_told(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "test", "slack", "T404"]) == 1
    assert "no such account" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "secret", "reason"),
    [
        ("slack", "signing_secret= ", "blank"),
        ("slack", "signing_secret=xoxb-1234567890-abcdef", "a token"),
        ("slack", "password=1234567890abcdef", "has no secret password"),
        ("standard_webhooks", "secret=whsec_not~base64~at~all~here", "not base64"),
        ("standard_webhooks", "secret=whsec_c2hvcnQ=", "shorter"),
        ("telegram", "secret_token=with spaces and / in it", "character"),
    ],
)
def test_a_secret_that_cannot_work_is_refused_before_it_is_sent(
    stack_file: Path,
    server: Served,
    capsys: pytest.CaptureFixture[str],
    platform: str,
    secret: str,
    reason: str,
) -> None:
    assert main(["accounts", "add", platform, "T99", "--secret", secret]) == 1
    assert reason in capsys.readouterr().err
    assert server.asked == []


def test_a_secret_is_sent_and_kept_as_it_is_used(
    stack_file: Path, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    pasted = "secret= v1,whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3 \n"
    assert main(["accounts", "add", "standard_webhooks", "T99", "--secret", pasted, "--json"]) == 0
    used = {"secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}
    assert server.asked[-1].json()["secrets"] == used
    assert json.loads(capsys.readouterr().out)["secrets"] == used


def test_what_was_made_up_is_shown_once(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accounts", "add", "telegram", "T99"]) == 0
    made = json.loads(stack_file.read_text())["accounts"][-1]["secrets"]["secret_token"]
    assert f"secret_token: {made} (" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"platform": "reddit"}, "cannot be tried from here"),
        ({"secrets": {}}, "sign nothing"),
        ({"secrets": {"secret": "whpk_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}}, "24|32 bytes|sign nothing"),
        ({"secrets": {"secret": "not base64"}}, "not base64"),
        ({"secrets": {"secret": 7}}, "holds no row"),
        ({"secrets": ["x"]}, "holds no row"),
        ({"webhook_url": "nowhere"}, "holds no row"),
        ({"webhook_url": "http://127.0.0.1:port/x"}, "does not answer|holds no row"),
        ({"platform": None}, "holds no row"),
        ({"account": 7}, "holds no row"),
    ],
)
def test_trying_a_row_that_cannot_work_ends_with_the_reason(
    stack_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], reason: str
) -> None:
    accounts = json.loads(stack_file.read_text())["accounts"]
    row = next(each for each in accounts if each["platform"] == "standard_webhooks")
    one = tmp_path / "row.json"
    one.write_text(json.dumps(row | change))
    assert main(["accounts", "test", "--row", str(one)]) == 1
    assert re.search(reason, capsys.readouterr().err)


def test_whoever_forgets_a_secret_is_told_what_to_give_and_where_it_stands(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_API", server.url)
    monkeypatch.setenv("RAPPORT_TOKEN", "rpt_one_secret")
    monkeypatch.setenv("RAPPORT_STACK", str(tmp_path / "none.json"))
    assert main(["accounts", "add", "slack", "T99"]) == 1
    said = capsys.readouterr().err
    assert "--secret signing_secret=" in said
    assert "Signing Secret" in said
    assert server.asked == []
