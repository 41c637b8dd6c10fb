"""Makes moto's DynamoDB compare and copy plain values directly: most of a test's time went into telling their types.

Nothing else changes: numbers, sets, lists and maps go moto's own way.
"""

from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType

PLAIN = frozenset({"S", "B", "BOOL"})
"""Types whose stored value is what is compared."""
SCALAR = PLAIN | {"N", "NULL"}
"""Types whose objects are never changed in place, so that a copy may be the same object."""

_cast = vars(DynamoType)["cast_value"].fget
_copy = DynamoType.__deepcopy__


def _cast_quickly(self: DynamoType) -> Any:
    return self.value if self.type in PLAIN else _cast(self)


def _equal(self: DynamoType, other: DynamoType) -> bool:
    if self.type != other.type:
        return False
    return bool(self.value == other.value if self.type in PLAIN else _cast(self) == _cast(other))


def _differ(self: DynamoType, other: DynamoType) -> bool:
    return not _equal(self, other)


def _precede(self: DynamoType, other: DynamoType) -> bool:
    if self.type in PLAIN and other.type in PLAIN:
        return bool(self.value < other.value)
    return bool(_cast(self) < _cast(other))


def _copy_quickly(self: DynamoType, memo: dict[int, Any]) -> DynamoType:
    return self if self.type in SCALAR else _copy(self, memo)


def quicken_moto() -> None:
    """Have moto compare and copy this way from now on, in all of this process."""
    made: Any = DynamoType
    made.cast_value = property(_cast_quickly)
    made.__eq__, made.__ne__, made.__lt__ = _equal, _differ, _precede
    made.__deepcopy__ = _copy_quickly
