"""LinkedIn: the challenge, the header in its two forms, and pages of notifications and comments."""

import json

import pytest

from model.event import Direction, Kind
from model.http import Delivery, Request
from platforms.registry import platform

SECRETS = [{"client_secret": "golden-client-secret"}]
POST = "urn:li:activity:700"


def challenge(code: str, secrets: list[dict[str, str]]) -> tuple[int, str]:
    answer = platform("linkedin").handshake(Request.of("GET", {}, {"challengeCode": code}), secrets)
    assert answer is not None
    return answer.status, answer.body


def test_a_challenge_is_answered_with_the_current_secret() -> None:
    """The proof was computed with openssl."""
    status, body = challenge("golden-code", [*SECRETS, {"client_secret": "previous"}])
    assert status == 200
    assert json.loads(body) == {
        "challengeCode": "golden-code",
        "challengeResponse": "9d0186bb6bca287c7f9d6e0a2717443b7483ece567f6b62b248dc9a440aca45d",
    }


@pytest.mark.parametrize("code", ["", "<b>", "x" * 257, "hmacsha256=abc", '{"a":1}'])
def test_what_could_be_a_delivery_or_a_page_is_not_signed(code: str) -> None:
    assert challenge(code, SECRETS) == (400, "")


def test_without_a_secret_nothing_is_signed() -> None:
    assert challenge("golden-code", []) == (403, "")


def page(body: object) -> Delivery:
    return Delivery(
        "linkedin", json.dumps(body).encode(), {}, 0, source="page", self_ids=("urn:li:organization:1",)
    )


def test_a_page_of_comments_says_who_wrote_below_what() -> None:
    row = {
        "commentUrn": f"urn:li:comment:({POST},9)",
        "actor": "urn:li:organization:1",
        "object": POST,
        "parentComment": "urn:li:comment:(activity:700,8)",
        "message": {"text": "Thanks"},
        "created": {"time": 1_760_000_000_000},
        "lastModified": {"time": 1_760_000_009_000},
        "content": [{"type": "IMAGE", "url": "https://media.example/1.png"}],
    }
    links = [{"rel": "prev", "href": "/0"}, {"rel": "next", "href": "/rest/next"}]
    events, cursor = platform("linkedin").parse_poll(
        page({"elements": [row, {}], "paging": {"links": links}})
    )
    (event,) = [each.settled(["urn:li:organization:1"]) for each in events]
    assert (event.kind, event.direction, event.text) == (Kind.COMMENT, Direction.OUT, "Thanks")
    assert (event.parent_id, event.thread_id) == (f"urn:li:comment:({POST},8)", POST)
    assert (event.occurred_at, event.changed_at) == (1_760_000_000_000, 1_760_000_009_000)
    assert event.media[0].url == "https://media.example/1.png"
    assert cursor == "/rest/next"


def test_a_page_of_notifications_says_what_a_webhook_says() -> None:
    row = {
        "notificationId": 4,
        "action": "SHARE_MENTION",
        "generatedActivity": "urn:li:share:5",
        "sourcePost": POST,
    }
    events, cursor = platform("linkedin").parse_poll(page({"elements": [row]}))
    assert [(each.kind, each.external_id) for each in events] == [(Kind.MENTION, "urn:li:share:5")]
    assert cursor is None
