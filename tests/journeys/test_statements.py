"""The statements that write many rows at once, on the local AWS: the other stand-ins answer as it does."""

from typing import Any

import pytest

from store.contacts.rows import IdentityRow
from store.dynamo.batches import insert_statement as inserted
from store.dynamo.batches import update_statement as altered
from tests.journeys.world import RunningStack
from tests.partiql_pairs import list_expected, replay_pairs

pytestmark = pytest.mark.e2e


def identity(name: str, **more: Any) -> IdentityRow:
    return IdentityRow(f"identity#nobody#{name}", "#", **more)


def codes(world: RunningStack, *statements: dict[str, Any]) -> list[str]:
    table = world.deployed.outputs["TableCore"]
    named = [
        {**each, "Statement": each["Statement"].replace(IdentityRow.Meta.table_name, table)}
        for each in statements
    ]
    answer = world.deployed.client("dynamodb").batch_execute_statement(Statements=named)
    return [each.get("Error", {}).get("Code", "") for each in answer["Responses"]]


def test_a_row_is_put_once_and_altered_as_it_was_read(world: RunningStack) -> None:
    values: dict[str, Any] = {"rev": 4, "stage": None, "segments": {"y"}, "sealed": b"\x00\xff"}
    fresh = [
        inserted(identity("a", rev=3, stage="customer")),
        inserted(identity("b", platform="slack")),
    ]
    assert codes(world, *fresh) == ["", ""]
    assert codes(world, fresh[0], inserted(identity("c"))) == ["DuplicateItem", ""]
    lost = [
        altered(identity("a"), values, 2),
        altered(identity("b"), values, 3),
        altered(identity("d"), values, None),
    ]
    assert codes(world, *lost) == ["ConditionalCheckFailed"] * 3
    assert codes(world, altered(identity("a"), values, 3), altered(identity("b"), values, None)) == ["", ""]

    stored = world.deployed.client("dynamodb").get_item(
        TableName=world.deployed.outputs["TableCore"],
        Key={"pk": {"S": "identity#nobody#a"}, "sk": {"S": "#"}},
    )["Item"]
    assert stored.keys() == {"pk", "sk", "rev", "segments", "sealed"}
    assert (stored["rev"], stored["segments"], stored["sealed"]) == (
        {"N": "4"}, {"SS": ["y"]}, {"B": b"\x00\xff"},
    )  # fmt: skip


def test_it_answers_as_the_documentation_says(world: RunningStack) -> None:
    tables = {name: world.deployed.outputs[f"Table{name.title()}"] for name in ("core", "feed")}
    assert replay_pairs(world.deployed.client("dynamodb"), tables) == list_expected()
