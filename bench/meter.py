"""Counts AWS calls, and the units DynamoDB would bill for them, from the sizes of the items involved.

moto does not meter capacity, so units follow the published rules from the items before and after each write:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
A write costs the larger of the two sizes per KiB, twice that in a transaction; an index entry costs a unit when it
appears or goes, two when its key changes, none when nothing it projects changed. A refused condition costs a write.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

import boto3

from tests.partiql import plain

Item = dict[str, Any]
Key = tuple[str, str]
"""Table, and the key as canonical JSON."""


def size(item: Item) -> int:
    """Bytes of an item as DynamoDB counts them."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Item) -> int:
    ((kind, inner),) = value.items()
    if kind == "S":
        return len(inner.encode())
    if kind == "N":
        return ceil(len(inner.strip("-0.")) / 2) + 1
    if kind == "B":
        return len(inner)
    if kind in ("SS", "NS", "BS"):
        return sum(len(each if isinstance(each, bytes) else each.encode()) for each in inner)
    if kind == "L":
        return 3 + sum(1 + _value_size(each) for each in inner)
    if kind == "M":
        return 3 + size(inner) + len(inner)
    return 1


class Meter:
    """What a stretch of work called and used. `tables` maps table names to the template's properties."""

    def __init__(self, tables: dict[str, dict[str, Any]]) -> None:
        self.calls: Counter[str] = Counter()
        self.write_units = 0.0
        self.read_units = 0.0
        self.index_write_units = 0.0
        self.write_units_of: Counter[str] = Counter()
        """By the first word of the row's key."""
        self._tables = tables
        self._plain = boto3.client("dynamodb")
        self._before: dict[Key, Item] = {}
        self._params: dict[str, Any] = {}

    @contextmanager
    def on(self, *clients: Any) -> Iterator["Meter"]:
        """Count what these clients do."""
        for client in clients:
            client.meta.events.register_first("provide-client-params.*.*", self._called, unique_id="meter-in")
            client.meta.events.register_last("after-call.*.*", self._answered, unique_id="meter-out")
        try:
            yield self
        finally:
            for client in clients:
                client.meta.events.unregister("provide-client-params.*.*", unique_id="meter-in")
                client.meta.events.unregister("after-call.*.*", unique_id="meter-out")

    def _called(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self.calls[f"{model.service_model.service_name}.{model.name}"] += 1
        if model.service_model.service_name != "dynamodb":
            return
        self._params = params
        self._before = {key: self._now(key) for key, _verb in _writes(model.name, params)}

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.service_model.service_name != "dynamodb":
            return
        twice = 2 if model.name.startswith("Transact") else 1
        for key, _verb in _writes(model.name, self._params):
            self._wrote(key, self._before[key], self._now(key), twice)
        self._read(model.name, parsed)

    def _now(self, key: Key) -> Item:
        found = self._plain.get_item(TableName=key[0], Key=json.loads(key[1]), ConsistentRead=True)
        item: Item = found.get("Item", {})
        return item

    def _wrote(self, key: Key, before: Item, after: Item, twice: int) -> None:
        units = max(1, ceil(max(size(before), size(after)) / 1024)) * twice
        for index in self._tables[key[0]].get("GlobalSecondaryIndexes", []):
            names = [part["AttributeName"] for part in index["KeySchema"]]
            old, new = _entry(before, names), _entry(after, names)
            moved = 0 if old == new else bool(old) + bool(new)
            units += moved * twice
            self.index_write_units += moved * twice
        self.write_units += units
        self.write_units_of[json.loads(key[1])["pk"]["S"].partition("#")[0]] += units

    def _read(self, operation: str, parsed: dict[str, Any]) -> None:
        if operation == "BatchGetItem":
            for table, items in parsed.get("Responses", {}).items():
                request = self._params["RequestItems"].get(table, {})
                once = 1.0 if request.get("ConsistentRead") else 0.5
                missing = len(request.get("Keys", ())) - len(items)
                self.read_units += once * (missing + sum(max(1, ceil(size(i) / 4096)) for i in items))
        elif operation == "GetItem":
            once = 1.0 if self._params.get("ConsistentRead") else 0.5
            self.read_units += once * max(1, ceil(size(parsed.get("Item", {})) / 4096))
        elif operation == "Query":
            once = 1.0 if self._params.get("ConsistentRead") else 0.5
            self.read_units += once * max(1, ceil(sum(size(i) for i in parsed.get("Items", ())) / 4096))


def _entry(item: Item, names: list[str]) -> list[Any] | None:
    return [item[name] for name in names] if all(name in item for name in names) else None


def _writes(operation: str, params: dict[str, Any]) -> list[tuple[Key, str]]:
    """The keys an operation writes, with the verb."""
    if operation == "PutItem":
        return [(_key(params["TableName"], params["Item"]), "Put")]
    if operation in ("UpdateItem", "DeleteItem"):
        return [(_key(params["TableName"], params["Key"]), operation)]
    if operation == "BatchExecuteStatement":
        return [each for one in params["Statements"] for each in _writes(*plain(one)[:2])]
    if operation == "TransactWriteItems":
        parts = [each for part in params["TransactItems"] for each in part.items()]
        return [(_key(part["TableName"], part.get("Key") or part["Item"]), verb) for verb, part in parts]
    if operation == "BatchWriteItem":
        requests = [(table, each) for table, many in params["RequestItems"].items() for each in many]
        return [
            (
                _key(
                    table,
                    each["PutRequest"]["Item"] if "PutRequest" in each else each["DeleteRequest"]["Key"],
                ),
                "Put",
            )
            for table, each in requests
        ]
    return []


def _key(table: str, item: Item) -> Key:
    return table, json.dumps({name: item[name] for name in ("pk", "sk") if name in item}, sort_keys=True)
