"""Secrets of an endpoint are changed with an overlap, and never read by the API."""

from typing import Any

import pytest

from aws import secrets
from tests.respond.world import OTHER, Answer, World, authorizer
from tests.store.world import NOW

OLD, NEW = "old-0123456789abcdef", "new-0123456789abcdef"


@pytest.fixture
def endpoint(world: World) -> str:
    """The endpoint of a connected workspace."""
    body = {"platform": "slack", "native_id": "T1", "secrets": {"signing_secret": OLD}}
    made: str = world.call("POST", "/accounts", body=body).body["endpoint"]
    return made


def _rotate(world: World, endpoint: str, body: Any, **more: Any) -> Answer:
    return world.call("POST", "/endpoints/{id}/secrets", path={"id": endpoint}, body=body, **more)


def _good(endpoint: str, at: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What proves a delivery at a time, as the webhook reads it."""
    monkeypatch.setattr("time.time", lambda: at)
    record = secrets.read_endpoint("slack", endpoint)
    assert record is not None
    return [each["signing_secret"] for each in record.secrets(at)]


def test_both_are_good_for_a_while(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = _rotate(world, endpoint, {"secrets": {"signing_secret": f" {NEW}\n"}})
    assert answer.body == {
        "endpoint": endpoint, "platform": "slack", "former_until": "2026-09-22T14:13:20.000Z",
        "generated_secrets": {},
    }  # fmt: skip
    assert OLD not in answer.text
    assert NEW not in answer.text
    assert _good(endpoint, NOW + 3600, monkeypatch) == [NEW, OLD]
    assert _good(endpoint, NOW + 86_400, monkeypatch) == [NEW]
    assert {"agent": "adam", "action": "rotate secrets", "target": endpoint} in world.audit()


def test_the_former_one_may_end_at_once(world: World, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"secrets": {"signing_secret": NEW}, "former_until": "2026-09-21T14:13:20Z"}
    assert _rotate(world, endpoint, body).status == 200
    assert _good(endpoint, NOW, monkeypatch) == [NEW]


def test_ours_is_made_up_and_shown_once(world: World) -> None:
    made = world.call("POST", "/accounts", body={"platform": "telegram", "native_id": "1"}).body
    rotated = _rotate(world, made["endpoint"], {}).body["generated_secrets"]
    assert list(rotated) == ["secret_token"]
    assert rotated != made["generated_secrets"]


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "invalid", "/secrets"),
        ({"secrets": {"signing_secret": "tiny"}}, "secret_refused", "/secrets/signing_secret"),
        ({"secrets": {"signing_secret": NEW, "x": NEW}}, "invalid", "/secrets"),
        ({"secrets": {"signing_secret": NEW}, "former_until": "2026-09-29T14:13:20Z"}, "invalid", "/former_until"),
        ({"secrets": {"signing_secret": NEW}, "former_until": "2026-09-21T14:13:19Z"}, "invalid", "/former_until"),
    ],
)  # fmt: skip
def test_what_cannot_work_changes_nothing(
    world: World, endpoint: str, body: Any, code: str, pointer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _rotate(world, endpoint, body)
    assert (answer.status, answer.body["code"], answer.body["pointer"]) == (422, code, pointer)
    assert _good(endpoint, NOW, monkeypatch) == [OLD]


def test_another_brand_s_endpoint_is_none(world: World, endpoint: str) -> None:
    answer = _rotate(world, endpoint, {"secrets": {"signing_secret": NEW}}, caller=authorizer(OTHER))
    assert answer.status == 404
