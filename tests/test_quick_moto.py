"""moto's values compare and copy as before it was quickened, whatever their types."""

import copy
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from moto.dynamodb.models.dynamo_type import DynamoType

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
