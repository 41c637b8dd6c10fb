"""Makes moto's DynamoDB compare and copy plain values directly: most of a test's time went into telling their types.

Numbers, sets, lists and maps go moto's own way. A query looks at the rows of its key alone, and one of an index at
rows as they lie: moto sorts the whole table for each, and then what it found once more.
"""

from contextvars import ContextVar
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

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


_query = Table.query
_all_items = Table.all_items
_looked_at: ContextVar[list[Any] | None] = ContextVar("_looked_at", default=None)
"""What a query that is being answered has to look at."""


def _query_quickly(self: Any, hash_key: Any, *arguments: Any, **named: Any) -> Any:
    index = named.get("index_name", arguments[6] if len(arguments) > 6 else None)
    found = self.items.values() if index else [self.items[hash_key]] if hash_key in self.items else []
    rows = [row for each in found for row in (each.values() if self.range_key_attr else [each])]
    before = _looked_at.set(rows)
    try:
        return _query(self, hash_key, *arguments, **named)
    finally:
        _looked_at.reset(before)


def _list_quickly(self: Any) -> list[Any]:
    rows = _looked_at.get()
    return _all_items(self) if rows is None else rows


def quicken_moto() -> None:
    """Have moto compare, copy and query this way from now on, in all of this process."""
    whole: Any = Table
    whole.query, whole.all_items = _query_quickly, _list_quickly
    made: Any = DynamoType
    made.cast_value = property(_cast_quickly)
    made.__eq__, made.__ne__, made.__lt__ = _equal, _differ, _precede
    made.__deepcopy__ = _copy_quickly
