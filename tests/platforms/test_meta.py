"""What the Meta family shares. Signed requests were signed with openssl.

Tests of: `platforms.families.meta`, `platforms.families.meta_attachments`, `platforms.families.meta_messages`,
`platforms.families.signed_request`.
"""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.http import Request
from platforms.families.signed_request import read_signed_request as signed_request
from platforms.registry import platform

SECRETS = [{"app_secret": "golden-app-secret", "verify_token": "golden-verify-token"}]
GOOD = (
    "Qkk0T6Y9mvM8oKRxj6JSd33JKKRrdy-UkB-HOSGYsoA."
    "eyJ1c2VyX2lkIjo0NzExLCJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc2MDAwMDAwMH0"
)
OTHER_ALGORITHM = (
    "KvAXATwbf9XnctVaYvXSvIrHqFp-YgZJERVDM9m-_f0.eyJ1c2VyX2lkIjoiNDcxMSIsImFsZ29yaXRobSI6Im5vbmUifQ"
)
NO_PERSON = "SI_tqmyRhu091CH61tdoMGbgwTrml0H_-oz49fMYzFo.eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiJ9"


def form(value: str) -> bytes:
    return urlencode({"signed_request": value}).encode()


def shake(**query: str) -> tuple[int, str] | None:
    named = {f"hub.{name}": value for name, value in query.items()}
    answer = platform("facebook").handshake(Request.of("GET", {}, named), SECRETS)
    return None if answer is None else (answer.status, answer.body)


def test_the_challenge_is_answered_bare() -> None:
    answer = platform("facebook").handshake(
        Request.of(
            "GET",
            {},
            {"hub.mode": "subscribe", "hub.challenge": "115", "hub.verify_token": "golden-verify-token"},
        ),
        SECRETS,
    )
    assert answer is not None
    assert (answer.status, answer.body) == (200, "115")
    assert answer.content_type.startswith("text/plain")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 403),
        ({"mode": "unsubscribe", "challenge": "1", "verify_token": "golden-verify-token"}, 403),
        ({"mode": "subscribe", "challenge": "1", "verify_token": "golden-verify-tokeN"}, 403),
        ({"mode": "subscribe", "challenge": "1", "verify_token": "é"}, 403),
        ({"mode": "subscribe", "challenge": "1", "verify_token": "golden-app-secret"}, 403),
        ({"mode": "subscribe", "verify_token": "golden-verify-token"}, 400),
        ({"mode": "subscribe", "challenge": "1" * 513, "verify_token": "golden-verify-token"}, 400),
        ({"mode": "subscribe", "challenge": "1\r\nx: y", "verify_token": "golden-verify-token"}, 400),
        ({"mode": "subscribe", "challenge": "١", "verify_token": "golden-verify-token"}, 400),
    ],
)
def test_other_handshakes_are_refused(query: dict[str, str], status: int) -> None:
    assert shake(**query) == (status, "")


def test_the_previous_verify_token_still_counts() -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "golden-verify-token"}
    answer = platform("facebook").handshake(Request.of("GET", {}, query), [{"verify_token": "new"}, *SECRETS])
    assert answer is not None
    assert answer.status == 200


def test_a_signed_request_names_the_person_as_text() -> None:
    assert signed_request(form(GOOD), SECRETS) == {
        "user_id": "4711",
        "algorithm": "HMAC-SHA256",
        "issued_at": 1_760_000_000,
    }


def test_a_padded_signature_is_accepted_and_the_previous_secret_counts() -> None:
    signature, _, payload = GOOD.partition(".")
    assert signed_request(form(f"{signature}=.{payload}"), [{"app_secret": "new"}, *SECRETS]) is not None


@pytest.mark.parametrize(
    "value",
    ["", ".", GOOD.replace(".", ""), GOOD + "x", GOOD + "=", "x" + GOOD, "." + GOOD.partition(".")[2],
     GOOD.partition(".")[0] + ".", OTHER_ALGORITHM, NO_PERSON, "é.é"],
)  # fmt: skip
def test_other_signed_requests_are_refused(value: str) -> None:
    assert signed_request(form(value), SECRETS) is None


def test_a_signed_request_needs_a_secret() -> None:
    assert signed_request(form(GOOD), []) is None
    assert signed_request(form(GOOD), [{"app_secret": ""}]) is None
    assert signed_request(form(GOOD), [{"app_secret": "wrong"}]) is None


def test_a_doubled_field_is_refused() -> None:
    assert signed_request(form(GOOD) + b"&" + form(GOOD), SECRETS) is None
    assert signed_request(GOOD.encode(), SECRETS) is None


@given(st.binary(max_size=200))
def test_no_fuzzed_form_is_accepted(body: bytes) -> None:
    assert signed_request(body, SECRETS) is None
