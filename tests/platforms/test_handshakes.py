"""The handshakes of X and Slack; Meta's are in test_meta."""

import json

from model.http import Request
from platforms.registry import platform

X_SECRETS = [{"consumer_secret": "golden-consumer-secret"}]


def crc(token: str | None, secrets: list[dict[str, str]]) -> tuple[int, str]:
    query = {} if token is None else {"crc_token": token, "nonce": "1"}
    answer = platform("x").handshake(Request.of("GET", {}, query), secrets)
    assert answer is not None
    return answer.status, answer.body


def test_crc_is_answered_with_the_current_secret() -> None:
    """The proof was computed with openssl."""
    status, body = crc("golden-crc", [*X_SECRETS, {"consumer_secret": "previous"}])
    assert status == 200
    assert json.loads(body) == {"response_token": "sha256=AbjVWMMa1d0O7NBt0UHhR6Nr9YnBmkDl349X7KhPAKg="}


def test_crc_without_or_with_an_endless_token_is_refused() -> None:
    assert crc(None, X_SECRETS) == (400, "")
    assert crc("", X_SECRETS) == (400, "")
    assert crc("x" * 1025, X_SECRETS) == (400, "")
    assert crc("golden-crc", []) == (403, "")


def url_verification(challenge: object) -> tuple[int, str, str] | None:
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    answer = platform("slack").handshake(Request.of("POST", {}, {}, body), [{"signing_secret": "s"}])
    return None if answer is None else (answer.status, answer.body, answer.content_type)


def test_slack_challenge_is_answered_as_plain_text() -> None:
    assert url_verification("abc") == (200, "abc", "text/plain; charset=utf-8")


def test_other_slack_challenges_are_refused() -> None:
    for challenge in ("", None, 7, "x" * 513, "a\nb", "é", "\ud800"):
        found = url_verification(challenge)
        assert found is not None
        assert found[:2] == (400, "")


def test_what_only_holds_the_word_is_a_delivery() -> None:
    for body in (
        b'{"text":"url_verification"}',
        b'{"type":"url_verification"',
        b"text=%22url_verification%22",
    ):
        assert (
            platform("slack").handshake(Request.of("POST", {}, {}, body), [{"signing_secret": "s"}]) is None
        )
