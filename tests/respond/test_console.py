"""The page's files come as they were built, with headers under which nothing foreign runs."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from respond import console
from respond.console import POLICY, answer_request, handler

SCRIPT = b"console.log('here');"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html.gz").write_bytes(gzip.compress(b"<!doctype html>", mtime=0))
    (tmp_path / "assets" / "index-ab12.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (tmp_path.parent / "secret.gz").write_bytes(gzip.compress(b"secret", mtime=0))
    return tmp_path


def ask(page: Path, path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer_request(page, method, path, named, "api", ["token"])


def test_a_script_travels_gzipped_and_is_kept_for_ever(page: Path) -> None:
    answer = ask(page, "/assets/index-ab12.js", accept_encoding="gzip, br")
    assert answer["headers"]["content-encoding"] == "gzip"
    assert answer["headers"]["cache-control"] == "max-age=31536000, immutable"
    assert answer["headers"]["content-type"] == "text/javascript; charset=utf-8"
    assert gzip.decompress(base64.b64decode(answer["body"])) == SCRIPT


def test_who_takes_no_gzip_gets_the_plain_file(page: Path) -> None:
    answer = ask(page, "/assets/index-ab12.js")
    assert "content-encoding" not in answer["headers"]
    assert base64.b64decode(answer["body"]) == SCRIPT


def test_the_page_itself_is_asked_for_again_and_answered_briefly(page: Path) -> None:
    first = ask(page, "/")
    assert first["headers"]["cache-control"] == "no-cache"
    again = ask(page, "/", if_none_match=first["headers"]["etag"])
    assert (again["statusCode"], again["body"]) == (304, "")


def test_every_answer_has_the_policy(page: Path) -> None:
    answers = [
        ask(page, "/"), ask(page, "/nothing"), ask(page, "/config.json"), ask(page, "/", "POST"),
        ask(page.parent / "none", "/"),
    ]  # fmt: skip
    assert [each["statusCode"] for each in answers] == [200, 404, 200, 405, 503]
    for each in answers:
        assert each["headers"]["content-security-policy"] == POLICY
        assert each["headers"]["x-content-type-options"] == "nosniff"
        assert each["headers"]["referrer-policy"] == "no-referrer"
        assert each["headers"]["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in each["headers"]["permissions-policy"]


@pytest.mark.parametrize("path", ["/../secret", "/assets/../../secret", "//../secret", "/assets", "/a\0b"])
def test_nothing_outside_the_page_is_sent(page: Path, path: str) -> None:
    assert ask(page, path)["statusCode"] == 404


def test_the_settings_say_where_the_api_is_and_are_not_kept(page: Path) -> None:
    answer = ask(page, "/config.json")
    assert answer["headers"]["cache-control"] == "no-store"
    told = json.loads(answer["body"])
    assert (told["api"], told["sign_in"], told["cognito"]) == ("api", ["token"], None)
    (page / "index.html.gz").write_bytes(gzip.compress(b"<!doctype html><p>new", mtime=0))
    assert json.loads(ask(page, "/config.json")["body"])["version"] != told["version"]


def test_api_gateways_request_is_understood(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PAGE", page)
    event = {
        "rawPath": "/config.json",
        "headers": {"Accept-Encoding": "gzip"},
        "requestContext": {"http": {"method": "GET"}},
    }
    assert json.loads(handler(event, None)["body"])["sign_in"] == ["token"]
    assert handler({**event, "rawPath": "/"}, None)["headers"]["content-encoding"] == "gzip"


def test_the_settings_say_where_cognito_asks_and_the_session_is_there_only_then(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PAGE", page)
    http = {"http": {"method": "POST"}}
    session = {"rawPath": "/session", "headers": {"X-Rapport": "1"}, "requestContext": http}
    assert handler(session, None)["statusCode"] == 405
    monkeypatch.setenv("RAPPORT_CONSOLE_SIGN_IN", "cognito")
    assert handler(session, None)["statusCode"] == 403
    asked = {"rawPath": "/config.json", "headers": {}, "requestContext": {"http": {"method": "GET"}}}
    told = json.loads(handler(asked, None)["body"])
    assert told["sign_in"] == ["cognito"]
    assert told["cognito"] == {"domain": "https://sign-in.example", "client_id": "testclient"}
