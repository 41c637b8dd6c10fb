"""Consent: an agent gets a link, somebody consents at the platform, and the code becomes tokens, once.

Tests of: `store.brand.grants`, `respond.actions.authorizations`, `respond.shapes.authorization`.
"""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from aws import sending_secrets
from model.http import Call, Request
from respond.authorization import DENIED, DONE, LATER, REFUSED, UNKNOWN, Authorization
from store.brand.rows import GrantRow
from tests.respond.world import ACME, OTHER, Answer, World, authorizer
from web.client import Limits, WebAnswer
from web.failures import WebFailed

PATH = "/accounts/{id}/authorization"
APP = {"client_id": "app1", "client_secret": "s3cret"}
GIVEN = {
    "access_token": "acc1",
    "refresh_token": "ref1",
    "expires_in": 7200,
    "refresh_token_expires_in": 86_400 * 90,
}


class Web:
    """A platform's token address."""

    def __init__(self) -> None:
        self.answer: WebAnswer | Exception = _answer(GIVEN)
        self.asked: list[Call] = []

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """As the client."""
        assert limits is not None
        self.asked.append(call)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def _answer(body: Any, status: int = 200) -> WebAnswer:
    return WebAnswer(status, {}, json.dumps(body).encode(), "https://api.x.com/2/oauth2/token")


@pytest.fixture
def web() -> Web:
    return Web()


def _connect(world: World, platform: str = "x") -> str:
    made = {
        "x": {"consumer_secret": "Zr8tQ2mVx5LpW9cKd3HfY7sNbT4gJeAu"},
        "line": {"channel_secret": "9f3a1c7be5d204866a8c0e1f7b92d345"},
    }
    body = {"platform": platform, "native_id": "12", "secrets": made[platform]}
    answer = world.call("POST", "/accounts", body=body)
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


def _authorize(world: World, account: str, body: dict[str, Any], **more: Any) -> Answer:
    return world.call("POST", PATH, path={"id": account}, body=body, **more)


def _come_back(world: World, web: Web, platform: str = "x", **query: str) -> tuple[int, str]:
    answer = Authorization(world.stores, web).take_consent(platform, Request.of("GET", query=query))
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    return answer.status, answer.body.partition("<p>")[2].partition("</p>")[0]


def _state(answer: Answer) -> str:
    return str(parse_qs(urlsplit(answer.body["authorize_url"]).query)["state"][0])


def _sending(world: World, account: str) -> Any:
    return world.get("/accounts/{id}/health", path={"id": account}).body["sending"]


def test_a_consent_makes_an_account_good_to_send_with(world: World, web: Web) -> None:
    account = _connect(world)
    asked = _authorize(world, account, APP)
    assert asked.status == 200
    assert asked.body["sending"] is None
    link = parse_qs(urlsplit(asked.body["authorize_url"]).query)
    assert (link["client_id"], link["redirect_uri"]) == (["app1"], [asked.body["callback_url"]])
    assert "s3cret" not in json.dumps(asked.body)
    assert _come_back(world, web, state=_state(asked), code="code1") == (200, DONE)
    (call,) = web.asked
    form = {name: value[0] for name, value in parse_qs(call.body.decode()).items()}
    assert (form["code"], form["redirect_uri"]) == ("code1", asked.body["callback_url"])
    assert link["code_challenge"] != [form["code_verifier"]]
    kept = sending_secrets.read_credentials("x", account)
    assert kept is not None
    assert (kept.brand, kept.renews, kept.values["refresh_token"]) == (ACME, True, "ref1")
    assert world.stores.tokens.find_access(ACME, "x", account) == {"access_token": "acc1"}
    shown = _sending(world, account)
    assert (shown["state"], shown["days_left"]) == ("good", 90)


def test_a_state_is_good_once_for_its_platform_and_ten_minutes(world: World, web: Web) -> None:
    account = _connect(world)
    state = _state(_authorize(world, account, APP))
    assert _come_back(world, web, "linkedin", state=state, code="c") == (400, UNKNOWN)
    assert _come_back(world, web, state=state, code="c") == (200, DONE)
    assert _come_back(world, web, state=state, code="c") == (400, UNKNOWN)
    assert _come_back(world, web, state="made up", code="c") == (400, UNKNOWN)
    assert _come_back(world, web, code="c") == (400, UNKNOWN)
    late = _state(_authorize(world, account, APP))
    world.clock.now += 601
    assert _come_back(world, web, state=late, code="c") == (400, UNKNOWN)
    assert len(web.asked) == 1


def test_what_waits_for_a_consent_is_sealed_and_names_its_state_by_a_digest(world: World) -> None:
    state = _state(_authorize(world, _connect(world), APP))
    (row,) = [row for row in GrantRow.scan() if row.pk.startswith("grant#")]
    assert state not in row.pk
    assert b"s3cret" not in bytes(row.sealed)


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (WebFailed("too_slow", sent=True), 502, LATER),
        (_answer({"error": "invalid_grant"}, 400), 400, REFUSED),
        (_answer({}, 503), 502, REFUSED),
    ],
)
def test_a_platform_that_gives_nothing_changes_nothing(
    world: World, web: Web, answer: WebAnswer | Exception, status: int, words: str
) -> None:
    account = _connect(world)
    web.answer = answer
    state = _state(_authorize(world, account, APP))
    assert _come_back(world, web, state=state, code="c") == (status, words)
    assert sending_secrets.read_credentials("x", account) is None
    assert _sending(world, account) is None


def test_nobody_consented(world: World, web: Web) -> None:
    state = _state(_authorize(world, _connect(world), APP))
    assert _come_back(world, web, state=state, error="access_denied") == (200, DENIED)
    assert not web.asked


def test_a_pasted_token_is_kept_and_never_shown(world: World) -> None:
    account = _connect(world, "line")
    answer = _authorize(world, account, {"tokens": {"access_token": " long-lived \n"}})
    assert (answer.status, answer.body["authorize_url"], answer.body["sending"]["state"]) == (
        200,
        None,
        "good",
    )
    assert "long-lived" not in json.dumps(answer.body)
    assert world.stores.tokens.find_access(ACME, "line", account) == {"access_token": "long-lived"}
    world.stores.tokens.mark_dead(ACME, account, "revoked")
    assert (_sending(world, account)["state"], _sending(world, account)["reason"]) == (
        "token_dead",
        "revoked",
    )


@pytest.mark.parametrize(
    ("platform", "body", "pointer"),
    [
        ("line", APP, "/tokens"),
        ("line", {"tokens": {"refresh_token": "r"}}, "/tokens"),
        ("x", {}, "/client_id"),
        ("x", {"tokens": {"refresh_token": "r"}}, "/tokens"),
    ],
)
def test_what_does_not_suffice_is_said(
    world: World, platform: str, body: dict[str, Any], pointer: str
) -> None:
    answer = _authorize(world, _connect(world, platform), body)
    assert answer.status == 422
    assert json.dumps(pointer) in json.dumps(answer.body)


def test_a_foreign_account_is_missing_and_a_disconnected_one_takes_nothing(world: World) -> None:
    account = _connect(world, "line")
    tokens = {"tokens": {"access_token": "t"}}
    assert _authorize(world, account, tokens, caller=authorizer(OTHER)).status == 404
    world.call("DELETE", "/accounts/{id}", path={"id": account})
    assert _authorize(world, account, tokens).status == 409
