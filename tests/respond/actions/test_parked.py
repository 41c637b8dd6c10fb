"""Parked deliveries over the API: listed without their words, queued again, dropped.

Tests of: `respond.shapes.parked`, `store.interactions.parked`.
"""

from typing import Any

import boto3
import pytest

from aws import settings
from model.messages import Envelope
from tests.respond.test_access import park
from tests.respond.world import ACME, OTHER, Answer, World, authorizer
from tests.template.enforcing import as_function

DELAYED = "ApproximateNumberOfMessagesDelayed"


@pytest.fixture
def queued(world: World) -> Any:
    """Tells how many deliveries wait in their queue."""

    def read() -> str:
        """How many wait; they are hidden for a moment."""
        found = boto3.client("sqs").get_queue_attributes(
            QueueUrl=settings.queue_deliveries(), AttributeNames=[DELAYED]
        )
        count: str = found["Attributes"][DELAYED]
        return count

    return read


def _replay(world: World, body: Any, **more: Any) -> Answer:
    return world.call("POST", "/parked/replay", body=body, **more)


def _ids(world: World, **query: str) -> list[str]:
    return [row["id"] for row in world.get("/parked", query=query).body["data"]]


def test_they_are_listed_in_pages_by_reason_with_the_ids_that_nobody_knows(world: World) -> None:
    slip = park(world, ACME, "unknown_account", ("T404",))
    broken = [park(world, ACME) for _ in range(3)]
    park(world, OTHER)
    everything = sorted([slip, *broken])
    first = world.get("/parked", query={"limit": "3"}).body
    second = world.get("/parked", query={"limit": "3", "cursor": first["next_cursor"]}).body
    assert "data" in second, second
    assert [row["id"] for row in first["data"] + second["data"]] == everything
    (row,) = world.get("/parked", query={"reason": "unknown_account"}).body["data"]
    assert (row["id"], row["accounts"], row["readable"], row["platform"]) == (slip, ["T404"], True, "slack")
    assert _ids(world, platform="x") == []
    assert world.get("/parked", query={"platform": "myspace"}).status == 400


def test_what_is_chosen_is_queued_again_and_no_longer_parked(world: World, queued: Any) -> None:
    slip, broken = park(world, ACME, "unknown_account"), park(world, ACME)
    other = park(world, OTHER)
    with as_function("Api"):
        counted = _replay(world, {"reason": "unknown_account", "dry_run": True})
        assert (counted.body, queued()) == ({"replayed": 1, "gone": 0, "more": False}, "0")
        assert sorted(_ids(world)) == sorted([slip, broken])
        answer = _replay(world, {"reason": "unknown_account"})
    assert answer.body == {"replayed": 1, "gone": 0, "more": False}
    assert _ids(world) == [broken]
    again = _replay(world, {"ids": [broken, slip, other]})
    assert (again.status, again.body["replayed"]) == (200, 1), again.text
    assert queued() == "2"
    assert _ids(world) == []
    assert [row["id"] for row in world.get("/parked", caller=authorizer(OTHER)).body["data"]] == [other]
    noted = [entry["target"] for entry in world.audit() if entry["action"] == "replay parked"]
    assert sorted(noted) == sorted([slip, broken])


def test_what_failed_is_tried_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Envelope] = []
    monkeypatch.setattr(
        "respond.actions.parked.queues.send", lambda _, body, **__: sent.append(Envelope.from_json(body))
    )
    park(world, ACME, "exhausted")
    park(world, ACME, "unknown_account")
    assert _replay(world, {}).body["replayed"] == 2
    assert sorted(each.alone for each in sent) == [False, True]


def test_it_is_not_forgotten_before_it_is_queued(world: World) -> None:
    parked = park(world, ACME)
    boto3.client("sqs").delete_queue(QueueUrl=settings.queue_deliveries())
    assert _replay(world, {}).status == 503
    assert _ids(world) == [parked]


def test_a_dropped_one_is_gone(world: World) -> None:
    parked = park(world, ACME)
    path = {"id": parked}
    assert world.call("DELETE", "/parked/{id}", path=path, caller=authorizer(OTHER)).status == 404
    with as_function("Api"):
        dropped = world.call("DELETE", "/parked/{id}", path=path)
    assert (dropped.status, dropped.body["id"]) == (200, parked), dropped.text
    assert world.call("DELETE", "/parked/{id}", path=path).status == 404


@pytest.mark.parametrize(
    ("body", "pointer"), [({"ids": []}, "/ids"), ({"ids": ["x"]}, "/ids/0"), ({"reason": "A B"}, "/reason")]
)
def test_what_names_nothing_is_refused(world: World, body: Any, pointer: str) -> None:
    answer = _replay(world, body)
    assert (answer.status, answer.body["pointer"]) == (422, pointer)
