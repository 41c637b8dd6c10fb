"""DynamoDB in a dictionary, for proofs that moto is too slow for: it copies and scans whole tables, this does not.

It knows what the stores ask of DynamoDB and refuses the rest. Where moto is more generous than the service
(batch limits, a key twice in one request, consistent reads of an index, rows above 400 KB) it is not. With
`stale` an eventual read may show a row as it was some writes earlier, which moto never does.
`test_tablefake.py` holds it equal to moto: with random operations, and with all tests of the path.
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from threading import RLock
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tests import partiql
from tests.proof.expressions import Item, Scope, Value, condition, update

Key = tuple[str, ...]
Params = dict[str, Any]
Entries = dict[str, list[tuple[str, Key]]]
"""By hash key: sorted (range key, the row's key)."""

LARGEST_ROW = 400 * 1024
MOST_BEHIND = 4
MOST_READ, MOST_WRITTEN, MOST_IN_TRANSACTION = 100, 25, 100


class Refused(Exception):
    """The service answers with an error."""

    def __init__(self, code: str, reasons: list[dict[str, str]] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reasons = reasons


@dataclass
class Table:
    """Rows by key, and for the table itself (`""`) and each index what is listed where."""

    keys: tuple[str, ...]
    indexes: dict[str, tuple[str, ...]]
    rows: dict[Key, Item] = field(default_factory=dict)
    before: dict[Key, deque[Item | None]] = field(default_factory=dict)
    """What each row was before its latest changes, the latest last."""
    listed: dict[str, Entries] = field(default_factory=dict)

    @classmethod
    def of(cls, params: Params) -> "Table":
        """From the arguments of CreateTable."""
        indexes = {each["IndexName"]: _schema(each) for each in params.get("GlobalSecondaryIndexes", ())}
        keys = _schema(params)
        return cls(keys, {"": keys, **indexes})

    def key(self, item: Item) -> Key:
        """The key in an item. Raises Refused when it is not whole."""
        try:
            key = tuple(item[name]["S"] for name in self.keys)
        except KeyError:
            raise Refused("ValidationException") from None
        if not all(key):
            raise Refused("ValidationException")
        return key

    def write(self, key: Key, after: Item | None) -> None:
        """Put, or with None delete, and keep the indexes."""
        known = self.rows.get(key)
        self._list(key, known, _unlist)
        self.before.setdefault(key, deque(maxlen=MOST_BEHIND)).append(known)
        if after is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = after
            self._list(key, after, insort)

    def _list(self, key: Key, row: Item | None, change: Callable[[Any, Any], None]) -> None:
        if row is None:
            return
        for index, names in self.indexes.items():
            if all(name in row for name in names):
                position = row[names[1]]["S"] if len(names) > 1 else ""
                entries = self.listed.setdefault(index, {}).setdefault(row[names[0]]["S"], [])
                change(entries, (position, key))


def _schema(params: Params) -> tuple[str, ...]:
    ordered = sorted(params["KeySchema"], key=lambda part: part["KeyType"] != "HASH")
    return tuple(part["AttributeName"] for part in ordered)


def _unlist(entries: list[tuple[str, Key]], entry: tuple[str, Key]) -> None:
    del entries[bisect_left(entries, entry)]


class TableFake:
    """All tables of one account. `calls` counts operations by name."""

    behind = 1
    """How many writes earlier a row is shown when a read is stale; at most MOST_BEHIND."""

    def __init__(self, stale: Callable[[], bool] = lambda: False) -> None:
        self.tables: dict[str, Table] = {}
        self.calls: Counter[str] = Counter()
        self._stale = stale
        self._lock = RLock()

    @contextmanager
    def exact(self) -> Iterator[None]:
        """Reads are never stale for now."""
        stale, self._stale = self._stale, lambda: False
        yield
        self._stale = stale

    def fall_behind(self, writes: int) -> None:
        """Has stale reads show rows as they were so many writes earlier."""
        self.behind = writes

    def replace(self, name: str, rows: Mapping[Key, Item]) -> None:
        """Have a table hold these rows and nothing else."""
        known = self.tables[name]
        fresh = self.tables[name] = Table(known.keys, known.indexes)
        for key, row in rows.items():
            fresh.write(key, row)

    def call(self, operation: str, params: Params) -> Params:
        """The answer of one operation. Raises Refused, NotImplementedError."""
        perform = getattr(self, "_" + operation, None)
        if perform is None:
            raise NotImplementedError(operation)
        with self._lock:
            self.calls[operation] += 1
            answer: Params = perform(params)
        return answer

    def _CreateTable(self, params: Params) -> Params:  # noqa: N802 - the service's name
        self.tables[params["TableName"]] = Table.of(params)
        return {}

    def _DescribeTable(self, params: Params) -> Params:  # noqa: N802
        return {"Table": {"TableName": params["TableName"], "ItemCount": len(self._table(params).rows)}}

    def _UpdateTimeToLive(self, params: Params) -> Params:  # noqa: N802
        self._table(params)
        return {}

    def _table(self, params: Params) -> Table:
        try:
            return self.tables[params["TableName"]]
        except KeyError:
            raise Refused("ResourceNotFoundException") from None

    def _read(self, table: Table, key: Key, params: Params) -> Item | None:
        if not params.get("ConsistentRead") and key in table.before and self._stale():
            before = table.before[key]
            return before[-min(self.behind, len(before))]
        return table.rows.get(key)

    def _GetItem(self, params: Params) -> Params:  # noqa: N802
        table = self._table(params)
        found = self._read(table, table.key(params["Key"]), params)
        return {} if found is None else {"Item": dict(found)}

    def _BatchGetItem(self, params: Params) -> Params:  # noqa: N802
        answers: dict[str, list[Item]] = {}
        if sum(len(each["Keys"]) for each in params["RequestItems"].values()) > MOST_READ:
            raise Refused("ValidationException")
        for name, wanted in params["RequestItems"].items():
            table = self._table({"TableName": name})
            keys = _each_once([table.key(key) for key in wanted["Keys"]])
            rows = [self._read(table, key, wanted) for key in keys]
            answers[name] = [dict(row) for row in rows if row is not None]
        return {"Responses": answers, "UnprocessedKeys": {}}

    def _PutItem(self, params: Params) -> Params:  # noqa: N802
        self._apply([("Put", params)])
        return {}

    def _UpdateItem(self, params: Params) -> Params:  # noqa: N802
        self._apply([("Update", params)])
        table = self._table(params)
        wanted = params.get("ReturnValues", "NONE")
        if wanted not in ("NONE", "ALL_NEW"):
            raise NotImplementedError(wanted)
        return {"Attributes": dict(table.rows[table.key(params["Key"])])} if wanted == "ALL_NEW" else {}

    def _DeleteItem(self, params: Params) -> Params:  # noqa: N802
        self._apply([("Delete", params)])
        return {}

    def _BatchWriteItem(self, params: Params) -> Params:  # noqa: N802
        requests = [(name, each) for name, many in params["RequestItems"].items() for each in many]
        writes = [_batched(name, each) for name, each in requests]
        if not 0 < len(writes) <= MOST_WRITTEN:
            raise Refused("ValidationException")
        self._keys_differ(writes)
        self._apply(writes)
        return {"UnprocessedItems": {}}

    def _BatchExecuteStatement(self, params: Params) -> Params:  # noqa: N802
        writes = [partiql.plain(each) for each in params["Statements"]]
        if not 0 < len(writes) <= partiql.MOST:
            raise Refused("ValidationException")
        self._keys_differ((operation, write) for operation, write, _ in writes)
        return {"Responses": [self._stated(*write) for write in writes]}

    def _stated(self, operation: str, write: Params, refusal: str) -> Params:
        try:
            self._apply([(operation.removesuffix("Item"), write)])
        except Refused as refused:
            code = refusal if refused.code == "ConditionalCheckFailedException" else refused.code
            return {"Error": {"Code": code, "Message": code}}
        return {"TableName": write["TableName"]}

    def _TransactWriteItems(self, params: Params) -> Params:  # noqa: N802
        writes = [write for each in params["TransactItems"] for write in each.items()]
        if len(writes) > MOST_IN_TRANSACTION:
            raise Refused("ValidationException")
        self._keys_differ(writes)
        reasons = [{"Code": self._refusal(verb, write)} for verb, write in writes]
        if any(reason["Code"] != "None" for reason in reasons):
            raise Refused("TransactionCanceledException", reasons)
        self._apply([(verb, write) for verb, write in writes if verb != "ConditionCheck"])
        return {}

    def _keys_differ(self, writes: Iterable[tuple[str, Params]]) -> None:
        _each_once([(write["TableName"], *self._key(write)) for _, write in writes])

    def _key(self, write: Params) -> Key:
        return self._table(write).key(write["Key"] if "Key" in write else write["Item"])

    def _refusal(self, verb: str, write: Params) -> str:
        try:
            self._after(verb, write)
        except Refused as refused:
            return refused.code.removesuffix("Exception")
        return "None"

    def _apply(self, writes: Iterable[tuple[str, Params]]) -> None:
        for verb, write in writes:
            after = self._after(verb, write)
            self._table(write).write(self._key(write), after)

    def _after(self, verb: str, write: Params) -> Item | None:
        """The row after a write, as far as its condition holds. Raises Refused."""
        table, key = self._table(write), self._key(write)
        known = table.rows.get(key, {})
        scope = _scope(known, write)
        if "ConditionExpression" in write and not condition(write["ConditionExpression"])(scope):
            raise Refused("ConditionalCheckFailedException")
        if verb == "Put":
            return _checked(dict(write["Item"]))
        if verb == "Update":
            start = _scope({**write["Key"], **known}, write)
            return _checked(update(write["UpdateExpression"])(start))
        return None

    def _Query(self, params: Params) -> Params:  # noqa: N802
        table, index = self._table(params), params.get("IndexName", "")
        if index and params.get("ConsistentRead"):
            raise Refused("ValidationException")
        names = table.indexes[index]
        entries = table.listed.get(index, {}).get(_partition(params, names[0]), [])
        start, forward = params.get("ExclusiveStartKey"), params.get("ScanIndexForward", True)
        if start:
            # Where to go on need not be the key of a row that is there.
            place = (start[names[1]]["S"] if len(names) > 1 else "", table.key(start))
            entries = (
                entries[bisect_right(entries, place) :] if forward else entries[: bisect_left(entries, place)]
            )
        matches = condition(params["KeyConditionExpression"])
        rows = (_shown(table, index, key) for _, key in (entries if forward else reversed(entries)))
        return _page((*table.keys, *names), (row for row in rows if matches(_scope(row, params))), params)

    def _Scan(self, params: Params) -> Params:  # noqa: N802
        table = self._table(params)
        keys = sorted(table.rows)
        if start := params.get("ExclusiveStartKey"):
            keys = keys[bisect_right(keys, table.key(start)) :]
        return _page(table.keys, (dict(table.rows[key]) for key in keys), params)


def _each_once(keys: list[Key]) -> list[Key]:
    if len(set(keys)) < len(keys):
        raise Refused("ValidationException")
    return keys


def _batched(table: str, request: Params) -> tuple[str, Params]:
    if "PutRequest" in request:
        return "Put", {"TableName": table, "Item": request["PutRequest"]["Item"]}
    return "Delete", {"TableName": table, "Key": request["DeleteRequest"]["Key"]}


def _scope(item: Item, params: Params) -> Scope:
    return Scope(
        item, params.get("ExpressionAttributeNames") or {}, params.get("ExpressionAttributeValues") or {}
    )


def _checked(row: Item) -> Item:
    if sum(len(name) + _size(value) for name, value in row.items()) > LARGEST_ROW:
        raise Refused("ValidationException")
    return row


def _size(value: Value) -> int:
    ((kind, inner),) = value.items()
    if kind in ("S", "B"):
        return len(inner)
    if kind in ("SS", "BS"):
        return sum(map(len, inner))
    return len(str(inner))


def _partition(params: Params, name: str) -> str:
    """The hash key a query names: the first comparison, as PynamoDB and people write it."""
    path, sign, value = params["KeyConditionExpression"].replace("(", " ").split()[:3]
    scope = _scope({}, params)
    if sign != "=" or scope.name(path) != name:
        raise Refused("ValidationException")
    return str(scope.values[value.rstrip(")")]["S"])


def _shown(table: Table, index: str, key: Key) -> Item:
    row = table.rows[key]
    return {name: row[name] for name in (*table.keys, *table.indexes[index])} if index else dict(row)


def _page(keys: tuple[str, ...], listed: Iterator[Item], params: Params) -> Params:
    answer: Params = {}
    limit = params.get("Limit")
    rows = list(islice(listed, limit))
    if limit is not None and len(rows) == limit:
        answer["LastEvaluatedKey"] = {name: rows[-1][name] for name in keys}
    answer["ScannedCount"] = len(rows)
    if "FilterExpression" in params:
        passes = condition(params["FilterExpression"])
        rows = [row for row in rows if passes(_scope(row, params))]
    answer["Count"] = len(rows)
    if params.get("Select") != "COUNT":
        answer["Items"] = rows
    return answer


@contextmanager
def answering(fake: TableFake) -> Iterator[TableFake]:
    """Have `fake` answer every client of DynamoDB in this process, whoever made it and whenever.

    Whoever follows a client's events sees what is asked, and may refuse it.
    """
    whole = BaseClient._make_api_call

    def call(client: Any, operation: str, params: Params) -> Any:
        service = client.meta.service_model
        if service.service_name != "dynamodb":
            return whole(client, operation, params)
        params = client._emit_api_params(params, service.operation_model(operation), {})
        try:
            return fake.call(operation, params)
        except Refused as refused:
            raise ClientError(_error(refused), operation) from None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", call)
        yield fake


def _error(refused: Refused) -> Params:
    answer: Params = {"Error": {"Code": refused.code, "Message": refused.code}, "ResponseMetadata": {}}
    if refused.reasons is not None:
        answer["CancellationReasons"] = refused.reasons
    return answer
