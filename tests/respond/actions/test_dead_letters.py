"""Queues over the API: how much waits, and dead letters that are queued again, each brand's own alone."""

import json
from typing import Any

import boto3

from aws import queues, settings
from aws.settings import REPLAYED
from infra.build.deployment import count_mappings
from infra.cli import dlq
from infra.queue_steps import STEPS
from model.messages import Envelope, Rows
from tests.respond.world import ACME, OTHER, Answer, World

REPLAY = "/queues/{id}/replay"


def _bodies(url: str) -> list[str]:
    found = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return sorted(each["Body"] for each in found.get("Messages", []))


def _replay(world: World, name: str) -> Answer:
    return world.call("POST", REPLAY, path={"id": name})


def _listed(world: World) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in world.get("/queues").body["data"]}


def test_it_is_shown_how_much_waits_and_what_was_given_up(world: World) -> None:
    queues.send(settings.queue_segments(), Rows(ACME, ("a",)).to_json())
    queues.send(settings.queue_segments_dlq(), Rows(ACME, ("b",)).to_json())
    listed = _listed(world)
    # A queue that steps read and nobody could replay would be forgotten.
    outbox = 1  # its replies are tried again one by one, by a person who saw them
    imports = 1  # what S3 tells names no brand: the operator's `rapport dlq` hands it over again
    assert len(REPLAYED) == count_mappings() - outbox - imports
    assert list(listed) == ["deliveries", "sentiment", "fetches", "segments", "privacy"]
    segments = {"name": "segments", "waiting": 1, "in_flight": 0, "delayed": 0, "dead": 1}
    assert listed["segments"] == segments
    assert listed["privacy"]["dead"] == 0


def test_a_brand_s_dead_letters_are_queued_again_and_nobody_else_s(world: World) -> None:
    ours, theirs = (Rows(brand, ("a",)).to_json() for brand in (ACME, OTHER))
    for body in (ours, theirs, "no JSON"):
        queues.send(settings.queue_segments_dlq(), body)
    answer = _replay(world, "segments")
    assert (answer.status, answer.body) == (200, {"name": "segments", "replayed": 1, "more": False})
    assert _bodies(settings.queue_segments()) == [ours]
    assert _bodies(settings.queue_segments_dlq()) == sorted(["no JSON", theirs])
    assert ("replay queue", "segments") in [(each["action"], each["target"]) for each in world.audit()]


def test_a_delivery_that_was_given_up_is_tried_alone(world: World) -> None:
    envelope = Envelope("slack", "e" * 32, ACME, world.stores.now_ms(), body=b"{}")
    queues.send(settings.queue_deliveries_dlq(), envelope.to_json())
    assert _replay(world, "deliveries").body["replayed"] == 1
    (body,) = _bodies(settings.queue_deliveries())
    assert json.loads(body) == json.loads(envelope.to_json()) | {"alone": True}


def test_there_are_no_others(world: World) -> None:
    assert _replay(world, "outside").status == 404


def test_the_queues_are_those_of_the_declared_steps() -> None:
    declared = {step.queue.lower() for step in STEPS if not step.fifo}
    assert set(REPLAYED) | {"imports"} == declared == set(dlq.QUEUES)
