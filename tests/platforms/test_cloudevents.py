"""CloudEvents: who may send, the three proofs, and envelopes that are none.

Tests of: `platforms.families.written`.
"""

import json

import pytest

from model.errors import Malformed
from model.http import Delivery, Request
from platforms.families.signed_webhooks import sign_as
from platforms.families.written import split_type
from platforms.registry import platform

SECRET = "whsec_Z29sZGVuLWtleS1vZi10aGlydHktdHdvLWJ5dGVzISE="
NOW = 1_760_000_000
BODY = b'{"specversion":"1.0","id":"1","source":"s","type":"x.tested"}'


def accepted(headers: dict[str, str], query: dict[str, str] | None = None) -> bool:
    return platform("cloudevents").verify(Request.of("POST", headers, query, BODY), [{"secret": SECRET}], NOW)


def test_a_token_or_a_signature_proves_and_two_at_once_do_not() -> None:
    signed = sign_as("msg_1", BODY, SECRET, NOW).headers
    bearer = {"authorization": f"Bearer {SECRET}"}
    assert accepted(bearer)
    assert accepted(signed)
    assert accepted({}, {"access_token": SECRET})
    assert not accepted(signed | bearer)
    assert not accepted(bearer | {"webhook-id": "msg_1"})
    assert not accepted(signed | {"webhook-timestamp": str(NOW + 1)})
    assert not accepted({"authorization": SECRET})


@pytest.mark.parametrize(
    ("origin", "status"), [("bus.example", 200), ("", 400), ("<b>", 400), ("a" * 254, 400)]
)
def test_whoever_asks_may_send_and_is_named_again(origin: str, status: int) -> None:
    request = Request.of("OPTIONS", {"webhook-request-origin": origin})
    answer = platform("cloudevents").handshake(request, [])
    assert answer is not None
    assert answer.status == status
    assert answer.headers.get("webhook-allowed-origin") == (origin if status == 200 else None)


@pytest.mark.parametrize(
    "event", [{"id": "1", "type": "a.comment.created"}, {"source": "s", "type": "a.comment.created"}, "word"]
)
def test_an_envelope_without_id_or_source_is_malformed(event: object) -> None:
    with pytest.raises(Malformed):
        platform("cloudevents").parse(Delivery("cloudevents", json.dumps(event).encode(), {}, 0))


def test_a_type_says_what_happened_to_what() -> None:
    assert split_type("org.example.Comment.Created") == ("comment", "created")
    assert [split_type(each) for each in ("comment", "comment.liked", "order.created", None, 7)] == [None] * 5
