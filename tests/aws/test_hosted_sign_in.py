"""Cognito's token endpoint, played by a server that gives tokens, refuses, or answers nonsense."""

from urllib.parse import parse_qs

import pytest

from aws.hosted_sign_in import HostedSignIn, SignInRefused
from model.errors import Unavailable
from tests.infra.servers import Answer, serve

TOKENS = {"access_token": "a.b.c", "refresh_token": "r-1", "expires_in": 3600, "token_type": "Bearer"}


def test_a_code_is_exchanged_with_its_verifier_and_the_address_people_come_back_to() -> None:
    with serve(lambda _: (200, TOKENS)) as cognito:
        hosted = HostedSignIn(cognito.url, "client", "https://console.example/")
        assert hosted.exchange_code("c&d", "v" * 43) == {
            "access_token": "a.b.c", "refresh_token": "r-1", "expires_in": 3600,
        }  # fmt: skip
        (asked,) = cognito.asked
    assert (asked.method, asked.path) == ("POST", "/oauth2/token")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body.decode()) == {
        "client_id": ["client"], "grant_type": ["authorization_code"], "code": ["c&d"],
        "code_verifier": ["v" * 43], "redirect_uri": ["https://console.example/"],
    }  # fmt: skip


def test_a_refresh_token_is_renewed_and_revoked() -> None:
    renewed = {"access_token": "d.e.f", "expires_in": 3600}
    with serve(lambda _: (200, renewed)) as cognito:
        hosted = HostedSignIn(cognito.url, "client", "https://console.example/")
        assert hosted.renew_tokens("r-1") == renewed
        hosted.revoke_token("r-1")
        assert [each.path for each in cognito.asked] == ["/oauth2/token", "/oauth2/revoke"]
        assert parse_qs(cognito.asked[1].body.decode()) == {"client_id": ["client"], "token": ["r-1"]}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, {"error": "invalid_grant"}), SignInRefused),
        ((429, {}), Unavailable),
        ((500, {}), Unavailable),
        ((302, b"", {"location": "https://elsewhere.example/"}), Unavailable),
        ((200, b"<html>"), Unavailable),
        ((200, {"access_token": "a"}), Unavailable),
    ],
)
def test_what_is_no_token_is_told_apart(answer: Answer, error: type[Exception]) -> None:
    with serve(lambda _: answer) as cognito, pytest.raises(error):
        HostedSignIn(cognito.url, "client", "https://console.example/").renew_tokens("r-1")


def test_a_silent_cognito_is_unavailable_and_its_error_names_no_token() -> None:
    with pytest.raises(Unavailable) as failed:
        HostedSignIn("http://127.0.0.1:1", "client", "https://console.example/").renew_tokens("r-1")
    assert "r-1" not in str(failed.value)
