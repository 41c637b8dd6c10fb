"""The page's session: what begins it, what goes on with it, and who else may not."""

import json
from typing import Any

import pytest

from aws.hosted_sign_in import SignInRefused
from model.errors import Unavailable
from respond import console
from respond.console_session import answer_session

HOME = "https://console.example/"
OWN = {"x-rapport": "1", "origin": "https://console.example"}
VERIFIER = "v" * 43
CODE = json.dumps({"code": "one-code", "verifier": VERIFIER})
GONE = "__Host-rapport=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict"


class Cognito:
    """Plays Cognito: knows one code and one refresh token."""

    def __init__(self, failure: Exception | None = None, refresh: str = "r-1") -> None:
        self.failure, self.refresh, self.revoked = failure, refresh, list[str]()

    def exchange_code(self, code: str, verifier: str) -> dict[str, Any]:
        if self.failure or (code, verifier) != ("one-code", VERIFIER):
            raise self.failure or SignInRefused
        return {"access_token": "a.b.c", "expires_in": 3600, "refresh_token": self.refresh}

    def renew_tokens(self, refresh: str) -> dict[str, Any]:
        if self.failure or refresh != self.refresh:
            raise self.failure or SignInRefused
        return {"access_token": "d.e.f", "expires_in": 3600}

    def revoke_token(self, refresh: str) -> None:
        if self.failure:
            raise self.failure
        self.revoked.append(refresh)


def ask(
    cognito: Cognito, body: str = "", method: str = "POST", cookies: tuple[str, ...] = (), **headers: str
) -> tuple[int, Any, str | None]:
    sent = OWN | {name.replace("_", "-"): value for name, value in headers.items()}
    return answer_session(method, sent, cookies, body, cognito, HOME)


def test_a_code_begins_a_session_whose_refresh_token_no_script_can_read() -> None:
    status, told, cookie = ask(Cognito(), CODE)
    assert (status, told) == (200, {"access_token": "a.b.c", "expires_in": 3600})
    assert cookie == "__Host-rapport=r-1; Path=/; HttpOnly; Secure; SameSite=Strict"


def test_a_reload_goes_on_with_the_cookie() -> None:
    told = ask(Cognito(), cookies=("theme=dark", " __Host-rapport=r-1"))
    assert told == (200, {"access_token": "d.e.f", "expires_in": 3600}, None)


def test_without_a_session_nobody_is_signed_in_and_an_ended_one_is_forgotten() -> None:
    assert ask(Cognito()) == (200, {"access_token": None}, None)
    assert ask(Cognito(), cookies=("__Host-rapport=ended",)) == (200, {"access_token": None}, GONE)


def test_a_wrong_code_signs_nobody_in() -> None:
    status, told, cookie = ask(Cognito(), json.dumps({"code": "other", "verifier": VERIFIER}))
    assert (status, told["code"], cookie) == (401, "unauthorized", GONE)


def test_signing_out_revokes_and_forgets_even_while_cognito_is_silent() -> None:
    cognito = Cognito()
    assert ask(cognito, method="DELETE", cookies=("__Host-rapport=r-1",)) == (204, None, GONE)
    assert cognito.revoked == ["r-1"]
    silent = Cognito(Unavailable("silent"))
    assert ask(silent, method="DELETE", cookies=("__Host-rapport=r-1",)) == (204, None, GONE)


def test_a_silent_cognito_ends_no_session() -> None:
    status, told, cookie = ask(Cognito(Unavailable("silent")), cookies=("__Host-rapport=r-1",))
    assert (status, told["code"], cookie) == (503, "unavailable", None)


@pytest.mark.parametrize(
    "headers", [{"x_rapport": "0"}, {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": ""}]
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_no_other_page_may_ask(method: str, headers: dict[str, str]) -> None:
    cognito = Cognito()
    status, _, cookie = ask(cognito, CODE, method, ("__Host-rapport=r-1",), **headers)
    assert (status, cookie, cognito.revoked) == (403, None, [])


@pytest.mark.parametrize(
    "body",
    ["[]", "{", '{"code": 1}', '{"code": "c"}', '{"code": "c", "verifier": "short"}',
     json.dumps({"code": "a b", "verifier": VERIFIER}), json.dumps({"code": "c" * 513, "verifier": VERIFIER})],
)  # fmt: skip
def test_what_is_no_code_is_refused_before_cognito_hears_of_it(body: str) -> None:
    status, told, _ = ask(Cognito(AssertionError("asked")), body)
    assert (status, told["code"]) == (400, "bad_request")


def test_a_refresh_token_that_no_browser_would_keep_or_that_breaks_the_cookie_is_not_sent() -> None:
    for refresh in ("r" * 5000, "r; Domain=evil.example"):
        assert ask(Cognito(refresh=refresh), CODE)[::2] == (503, None)


def test_the_session_is_only_read_by_its_methods() -> None:
    assert ask(Cognito(), method="GET")[0] == 405


def test_api_gateways_request_and_answer_carry_the_cookie() -> None:
    event = {"cookies": ["__Host-rapport=r-1"], "body": "e30=", "isBase64Encoded": True}
    answer = console.tell_session(event, "DELETE", OWN, Cognito(), HOME)
    assert (answer["statusCode"], answer["body"], answer["cookies"]) == (204, "", [GONE])
    renewed = console.tell_session({**event, "cookies": None}, "POST", OWN | {"cookie": "a=b; __Host-rapport=r-1"},
                                   Cognito(), HOME)  # fmt: skip
    assert json.loads(renewed["body"])["access_token"] == "d.e.f"
    assert renewed["headers"]["cache-control"] == "no-store"
    assert "cookies" not in renewed
