"""moto's values compare and copy as before it was quickened, whatever their types; queries find what they found."""

import copy
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from moto import mock_aws
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from tests import quick_moto
from tests.tables import make_client

VALUES: list[dict[str, Any]] = [
    {"S": "a"}, {"S": "b"}, {"S": "1"},
    {"N": "1"}, {"N": "1.0"}, {"N": "10"}, {"N": "9"}, {"B": "YQ=="}, {"BOOL": True},
    {"NULL": True}, {"SS": ["b", "a"]}, {"SS": ["a", "b"]}, {"L": [{"S": "a"}, {"N": "1"}]}, {"M": {"k": {"S": "a"}}},
]  # fmt: skip
MEANT: list[Any] = [
    "a", "b", "1", Decimal(1), Decimal(1), Decimal(10), Decimal(9), "YQ==", True,
    None, {"a", "b"}, {"a", "b"}, ["a", Decimal(1)], {"k": "a"},
]  # fmt: skip


def test_values_are_equal_when_their_types_and_meanings_are() -> None:
    told = list(zip(VALUES, MEANT, strict=True))
    for (one, meant), (other, other_meant) in product(told, told):
        wanted = list(one) == list(other) and meant == other_meant
        assert (DynamoType(one) == DynamoType(other)) is wanted, (one, other)
        assert (DynamoType(one) != DynamoType(other)) is not wanted, (one, other)


@pytest.mark.parametrize(
    ("one", "other"), [({"S": "10"}, {"S": "9"}), ({"N": "9"}, {"N": "10"}), ({"B": "a"}, {"B": "b"})]
)
def test_words_are_sorted_by_letters_and_numbers_by_size(one: dict[str, str], other: dict[str, str]) -> None:
    assert DynamoType(one) < DynamoType(other)
    assert not DynamoType(other) < DynamoType(one)


def test_a_copy_is_changed_alone() -> None:
    kept = DynamoType({"M": {"k": {"L": [{"S": "a"}]}}})
    copied = copy.deepcopy(kept)
    copied.value["k"].value[0] = DynamoType({"S": "b"})
    copied["new"] = DynamoType({"N": "1"})
    assert kept.cast_value == {"k": ["a"]}
    assert copied.cast_value == {"k": ["b"], "new": Decimal(1)}


QUERIES: list[dict[str, Any]] = [
    {"KeyConditionExpression": "pk = :a"},
    {"KeyConditionExpression": "pk = :z"},
    {"KeyConditionExpression": "pk = :a AND sk > :b", "ScanIndexForward": False},
    {"KeyConditionExpression": "pk = :a", "Limit": 1},
    {"KeyConditionExpression": "kind = :b", "IndexName": "kinds"},
    {"KeyConditionExpression": "kind = :b", "IndexName": "kinds", "ScanIndexForward": False, "Limit": 2},
]


def test_queries_find_what_they_found_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> list[Any]:
        found = []
        for query in QUERIES:
            values = {
                f":{each}": {"S": each} for each in "abz" if f":{each}" in query["KeyConditionExpression"]
            }
            answer = client.query(TableName="t", ExpressionAttributeValues=values, **query)
            found.append((answer["Items"], answer["Count"], answer.get("LastEvaluatedKey")))
        return found

    with mock_aws():
        client = make_client("dynamodb")
        keys = {"HASH": "pk", "RANGE": "sk"}, {"HASH": "kind", "RANGE": "sk"}
        own, index = (
            [{"AttributeName": name, "KeyType": kind} for kind, name in each.items()] for each in keys
        )
        client.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "kind")
            ],
            KeySchema=own,
            GlobalSecondaryIndexes=[
                {"IndexName": "kinds", "KeySchema": index, "Projection": {"ProjectionType": "KEYS_ONLY"}}
            ],
        )
        for pk, sk in product("ba", "cab"):
            kind = {} if sk == "c" and pk == "a" else {"kind": {"S": "b"}}
            client.put_item(TableName="t", Item={"pk": {"S": pk}, "sk": {"S": sk}, **kind})
        quickly = ask()
        monkeypatch.setattr(Table, "query", quick_moto._query)
        monkeypatch.setattr(Table, "all_items", quick_moto._all_items)
        assert ask() == quickly
        assert [len(items) for items, *_ in quickly] == [3, 0, 1, 1, 5, 2]
