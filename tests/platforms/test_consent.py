"""How platforms give tokens: the link, the two requests, and what an answer means.

Tests of: `platforms.consents`.
"""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from model.http import Result
from platforms.consent import make_challenge, read_tokens
from platforms.consents import CONSENTS

APP = {"client_id": "id/1", "client_secret": "s&1"}
BACK = "https://hooks.example/oauth/x/callback"


@pytest.mark.parametrize("name", [each for each, consent in CONSENTS.items() if consent.ask_at])
def test_somebody_is_asked_with_a_state_and_where_it_can_be_with_a_challenge(name: str) -> None:
    link = urlsplit(CONSENTS[name].make_link("id/1", BACK, "st", make_challenge("v" * 43)))
    told = {key: value[0] for key, value in parse_qs(link.query).items()}
    assert link.scheme == "https"
    assert (told["state"], told["redirect_uri"], told["response_type"]) == ("st", BACK, "code")
    assert "id/1" in (told.get("client_id"), told.get("client_key"))
    assert ("code_challenge" in told) == CONSENTS[name].pkce
    assert "s&1" not in link.query


def test_the_challenge_is_the_one_of_the_standards_example() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert make_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B


@pytest.mark.parametrize("name", CONSENTS)
def test_both_requests_prove_the_app_and_nothing_is_in_the_address(name: str) -> None:
    consent = CONSENTS[name]
    code = consent.exchange_code(APP, "code1", BACK, "verifier1")
    renewal = consent.renew_access({**APP, "refresh_token": "r1"})
    for call, grant in ((code, "authorization_code"), (renewal, "refresh_token")):
        form = {key: value[0] for key, value in parse_qs(call.body.decode()).items()}
        assert form["grant_type"] == grant
        assert ("client_secret" in form) != ("Authorization" in call.headers)
        assert "?" not in call.url
    assert parse_qs(renewal.body.decode())["refresh_token"] == ["r1"]


def test_an_app_asks_for_itself_where_nobody_consents() -> None:
    form = parse_qs(CONSENTS["teams"].renew_access(APP).body.decode())
    assert form["grant_type"] == ["client_credentials"]
    assert form["scope"] == ["https://api.botframework.com/.default"]


def _read(status: int, body: Any, name: str = "x") -> Any:
    return read_tokens(name, status, {}, json.dumps(body).encode(), 0)


def test_an_answer_gives_what_is_sent_with_and_what_is_kept() -> None:
    given = _read(
        200, {"access_token": "a", "refresh_token": "r", "expires_in": 7200, "refresh_token_expires_in": 99}
    )
    assert (given.result, given.access, given.good_for_s) == (Result.SENT, {"access_token": "a"}, 7200)
    assert (given.kept, given.kept_for_s) == ({"refresh_token": "r"}, 99)


@pytest.mark.parametrize("name", ["x", "linkedin", "youtube", "slack", "nowhere"])
def test_a_dead_grant_is_dead_and_a_broken_platform_is_not(name: str) -> None:
    assert _read(400, {"error": "invalid_grant"}, name).result is Result.TOKEN_DEAD
    assert _read(503, {}, name).result is not Result.TOKEN_DEAD
    assert _read(503, {}, name).result is not Result.SENT
    assert not _read(200, {"error": "invalid_grant"}, name).access


@pytest.mark.parametrize("seconds", [0, -5, "soon", None, 10**12])
def test_a_time_that_cannot_be_right_is_none(seconds: Any) -> None:
    assert _read(200, {"access_token": "a", "expires_in": seconds}).good_for_s is None
