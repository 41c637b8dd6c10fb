"""A file that somebody sent is fetched for an agent: by its address or the account's token, told by its first bytes.

Tests of: `platforms.media_files`, `respond.actions.media`, `respond.media`, `respond.shapes.media`.
"""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from aws import functions
from model.errors import Malformed
from model.event import Media
from model.http import Call
from platforms.media_files import SOURCES, find_source
from respond.media import MOST_BYTES, MediaLoader
from store.brand.tokens import TokenDead
from tests.respond.desk import Tokens, ask
from tests.respond.world import ACME, FACEBOOK, World, authorizer
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused

BEARER = {"Authorization": "Bearer T"}
PNG = b"\x89PNG\r\n\x1a\n and so on"


class Web:
    """Answers in turn, and keeps what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[Call]()

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        assert limits is not None
        assert limits.most_bytes == MOST_BYTES
        self.asked.append(call)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return WebAnswer(status, {}, body, call.url)


def load(world: World, web: Web, number: int = 0, tokens: Tokens | None = None) -> dict[str, Any]:
    item = world.hid(FACEBOOK, "item", "c1")
    return MediaLoader(world.stores, web, tokens or Tokens()).load_media(ACME, item, number)


def test_a_picture_is_shown_as_what_it_is(shared: World) -> None:
    web = Web((200, PNG))
    said = load(shared, web)
    assert said == {
        "type": "image/png", "inline": True, "name": "a.png", "bytes": len(PNG), "data": base64.b64encode(PNG).decode(),
    }  # fmt: skip
    assert [(call.url, dict(call.headers)) for call in web.asked] == [("https://media.example/1", {})]


@pytest.mark.parametrize(
    "body", [b"<svg xmlns='http://www.w3.org/2000/svg'>", b"<html><script>", b"%PDF-1.7"]
)
def test_anything_else_is_a_file_of_bytes_whatever_it_was_called(shared: World, body: bytes) -> None:
    said = load(shared, Web((200, body)))
    assert (said["type"], said["inline"]) == ("application/octet-stream", False)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, b""), "media_gone"),
        ((410, b""), "media_gone"),
        ((403, b""), "media_refused"),
        ((202, b""), "media_not_ready"),
        (WebFailed("cut", sent=True), "media_unanswered"),
        (WebRefused("too_large", sent=True), "media_too_large"),
        (WebRefused("address"), "media_refused"),
    ],
)
def test_what_does_not_come_says_why(shared: World, answer: Any, reason: str) -> None:
    assert load(shared, Web(answer)) == {"reason": reason}


def test_there_is_no_more_than_was_sent(shared: World) -> None:
    assert load(shared, Web(), number=1) == {"reason": "no_media"}
    loader = MediaLoader(shared.stores, Web(), Tokens())
    assert loader.load_media("other", shared.hid(FACEBOOK, "item", "c1"), 0) == {"reason": "no_media"}


def test_a_dead_token_says_so(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCES, FACEBOOK, SOURCES["slack"])
    web = Web()
    assert load(shared, web, tokens=Tokens(dead=True)) == {"reason": "token_dead"}
    assert web.asked == []
    assert issubclass(TokenDead, Exception)


@pytest.mark.parametrize(
    ("platform", "media", "url", "bearer"),
    [
        ("whatsapp", Media("image/jpeg", id="77"), "https://graph.facebook.com/v25.0/77", True),
        ("telegram", Media("image", id="AgA"), "https://api.telegram.org/botT/getFile?file_id=AgA", False),
        ("line", Media("image", id="5"), "https://api-data.line.me/v2/bot/message/5/content", True),
        ("line", Media("image", "https://cdn.example/a", "5"), "https://cdn.example/a", False),
        ("line", Media("sticker", id="5"), None, False),
        ("slack", Media("image/png", "https://files.slack.com/a"), "https://files.slack.com/a", True),
        ("slack", Media("image", "https://evil-slack.com/a"), "https://evil-slack.com/a", False),
        ("slack", Media("link", "https://files.slack.com/a"), None, False),
        ("viber", Media("image", "http://cdn.example/a"), None, False),
        (
            "discord",
            Media("image/png", "https://cdn.discordapp.com/a"),
            "https://cdn.discordapp.com/a",
            False,
        ),
        ("facebook", Media("image"), None, False),
    ],
)
def test_a_token_goes_to_the_platform_alone(
    platform: str, media: Media, url: str | None, bearer: bool
) -> None:
    call = find_source(platform).make_call(media, "T")
    assert (call.url if call else None) == url
    assert bool(call and call.headers) == bearer


@pytest.mark.parametrize(
    ("platform", "body", "url", "headers"),
    [
        ("whatsapp", b'{"url":"https://lookaside.fbsbx.com/w"}', "https://lookaside.fbsbx.com/w", BEARER),
        ("whatsapp", b'{"url":"https://elsewhere.example/w"}', "https://elsewhere.example/w", {}),
        ("telegram", b'{"result":{"file_path":"photos/a.jpg"}}', "https://api.telegram.org/file/botT/photos/a.jpg", {}),
    ],
)  # fmt: skip
def test_an_id_leads_to_an_address(platform: str, body: bytes, url: str, headers: Mapping[str, str]) -> None:
    source = find_source(platform)
    asked = source.make_call(Media("image", id="7"), "T")
    assert asked is not None
    assert source.follow_answer(asked, body, "T") == Call("GET", url, headers)
    with pytest.raises(Malformed):
        source.follow_answer(asked, b'{"result":[]}', "T")


def test_the_api_shows_it_and_says_in_the_log_whose_it_was(shared: World) -> None:
    path = {"id": shared.hid(FACEBOOK, "item", "c1"), "n": "0"}
    shown = shared.call("GET", "/interactions/{id}/media/{n}", path=path, caller=authorizer(agent="ann"))
    assert (shown.status, shown.body["inline"], shown.body["data"]) == (200, True, "iQ==")
    assert "media.example" not in shown.text
    missing = shared.call(
        "GET", "/interactions/{id}/media/{n}", path=path | {"n": "x"}, caller=authorizer(agent="ann")
    )
    assert missing.status == 404
    assert ("ann", "read media") in [(entry["agent"], entry["action"]) for entry in shared.audit()]


def test_a_reason_is_answered_as_a_conflict(shared: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for reason, status in (("media_gone", 409), ("no_media", 404)):
        monkeypatch.setattr(functions, "call_function", lambda *_, why=reason: {"reason": why})
        path = {"id": shared.hid(FACEBOOK, "item", "c1"), "n": "0"}
        answer = shared.call("GET", "/interactions/{id}/media/{n}", path=path, caller=authorizer(agent="ann"))
        assert answer.status == status


def test_restricted_people_s_files_are_for_the_officer_alone(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared.stores.vault, "find_restricted", lambda _brand, people: frozenset(people))
    path = {"id": shared.hid(FACEBOOK, "item", "c1"), "n": "0"}
    told = [
        shared.call("GET", "/interactions/{id}/media/{n}", path=path, caller=authorizer(agent=agent)).status
        for agent in ("ann", "dora")
    ]
    assert told == [409, 200]
    assert ask(shared, "GET", "/interactions/{id}", path["id"]).status == 200
