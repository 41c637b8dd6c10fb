"""Labels, corrections and insights on a deployed stack, with the permissions it has."""

import json
from typing import Any

import pytest

from infra.cli.connecting import Row
from infra.simulate.teller import Letter
from tests.journeys.letters import ANGRY, Pen
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def angry(world: RunningStack) -> tuple[Row, Letter, dict[str, Any]]:
    """An angry public post that was analysed."""
    row = world.connected("x")
    pen = Pen(row)
    letter = pen.letter(pen.item(ANGRY, private=False))
    assert world.posted(letter, row).status == 200
    return row, letter, world.until(lambda: _analysed(world, row, pen))


def _analysed(world: RunningStack, row: Row, pen: Pen) -> dict[str, Any]:
    shown = [
        item for item in world.interactions(row) if pen.mark in (item["text"] or "") and item["sentiment"]
    ]
    return shown[0] if shown else {}


def test_the_words_that_made_the_label_are_shown(angry: tuple[Row, Letter, dict[str, Any]]) -> None:
    _, _, item = angry
    assert item["sentiment"]["label"] == "negative"
    words = {each["word"].lower() for each in item["sentiment"]["words"]}
    assert words & {"terrible", "worst", "angry"}
    assert item["sentiment"]["reasons"]


def test_a_correction_survives_the_replay_and_is_counted(
    world: RunningStack, angry: tuple[Row, Letter, dict[str, Any]]
) -> None:
    row, letter, item = angry
    before = world.api.get("insights", "sentiment", by="platform", platform="x")
    corrected = world.api.patch("interactions", item["id"], body={"sentiment": "neutral"}, etag="*")
    assert corrected["sentiment"]["label"] == "neutral"
    after = world.api.get("insights", "sentiment", by="platform", platform="x")
    assert after["total"]["negative"] == before["total"]["negative"] - 1
    assert after["corrected"] == before["corrected"] + 1
    contact = world.until(lambda: _content(world, item["author"]["id"]))
    assert contact["facts"]["negative"] == 0
    assert world.posted(letter, row).status == 200
    world.quiet()
    shown = world.api.get("interactions", item["id"])["sentiment"]
    assert (shown["label"], shown["correction"]["engine_label"]) == ("neutral", "negative")
    listed = list(world.api.every("corrections"))
    assert item["id"] in [each["id"] for each in listed]
    assert not [each for each in listed if each["text"]]


def _content(world: RunningStack, contact: str) -> dict[str, Any]:
    """The contact, once nothing negative is known of them; until then nothing."""
    found = world.api.get("contacts", contact)
    return found if not found["facts"]["negative"] else {}


def test_insights_answer(world: RunningStack, angry: tuple[Row, Letter, dict[str, Any]]) -> None:
    assert world.api.get("insights", "volume")["total"] > 0
    assert world.api.get("insights", "response-times")["total"]["response"]["count"] >= 0
    assert world.api.get("insights", "topics")["data"] is not None
    assert world.api.get("alerts")["data"] is not None


def test_trends_may_do_what_it_does(world: RunningStack, angry: tuple[Row, Letter, dict[str, Any]]) -> None:
    resources = world.deployed.client("cloudformation").describe_stack_resource(
        StackName=world.deployed.stack_name, LogicalResourceId="TrendsFunction"
    )
    name = resources["StackResourceDetail"]["PhysicalResourceId"]
    answer = world.deployed.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()
    assert json.loads(answer["Payload"].read())["failed"] == 0
