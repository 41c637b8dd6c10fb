"""Starts ministack so that a Query looks at the rows of its page, not at its whole partition.

Run by ministack's own Python in place of `python -m ministack`. For each Query ministack sorts the whole partition and
parses the condition anew for each of its rows. Here partitions that were asked for stand sorted, and ministack's own
Query is shown the rows that its page can reach and no others. What it answers, refuses and counts stays its own
(docs/decisions/0097-the-local-aws-keeps-partitions-in-order.md).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module, metadata
from threading import RLock
from types import FunctionType
from typing import Any

VERSION = "1.5.33"
"""The ministack that this was written against: its own names are changed below."""
Json = dict[str, Any]
Row = tuple[tuple[Any, ...], Any, Any]
"""Where a row stands, and the two keys it is kept under."""
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_CONDITIONS = (
    r"(?P<begins>begins_with)\s*\(\s*{name}\s*,\s*(?P<prefix>:\w+)\s*\)",
    r"{name}\s+(?P<between>BETWEEN)\s+(?P<low>:\w+)\s+AND\s+(?P<high>:\w+)",
    r"{name}\s*(?P<compared><=|>=|=|<|>)\s*(?P<value>:\w+)",
)


class Members(dict[str, Any]):
    """Keeps ministack's members of each index, which it drops when a table changes, and beside them the sorted rows."""

    def __init__(self, members: Json) -> None:
        super().__init__(members)
        self.sorted: dict[tuple[str | None, Any], list[Row]] = {}


@dataclass(frozen=True, slots=True)
class Index:
    """Describes an index, or the table itself (`name` None), and what its rows are sorted by."""

    name: str | None
    hash: str
    range: str | None
    order: tuple[tuple[str, str], ...]


class OrderedQueries:
    """Keeps partitions of ministack's tables sorted once they were asked for."""

    def __init__(self, dynamodb: Any) -> None:
        self.of: Any = dynamodb
        self._query: FunctionType = dynamodb._query
        self._set, self._remove = dynamodb._set_item, dynamodb._remove_item
        self._lock = RLock()  # ministack lets rows expire in a thread of its own

    def install(self) -> None:
        """Has ministack ask and write this way."""
        made = self.of
        made._query, made._set_item, made._remove_item = self.query, self.set_item, self.remove_item
        made._condition_syntax_error = lru_cache(1024)(made._condition_syntax_error)

    def query(self, data: Json) -> Any:
        """Answers a Query as ministack does, from the rows that its page can reach."""
        try:
            with self._lock:
                shown = self._narrow(data)
        except _MALFORMED:  # ministack says what is wrong with it
            shown = None
        if shown is None:
            return self._query(data)
        scope = {**self._query.__globals__, "_tables": {shown["TableName"]: shown}}
        return FunctionType(self._query.__code__, scope)(data)

    def set_item(self, table: Json, pk: Any, sk: Any, item: Json) -> Any:
        """Stores a row, and moves it to where it stands from now on."""
        with self._lock:
            old = self._set(table, pk, sk, item)
            self._move(table, pk, sk, old, item)
        return old

    def remove_item(self, table: Json, pk: Any, sk: Any) -> Any:
        """Deletes a row."""
        with self._lock:
            old = self._remove(table, pk, sk)
            self._move(table, pk, sk, old, None)
        return old

    def _narrow(self, data: Json) -> Json | None:
        """Returns the table with the rows that can be looked at; None where ministack looks for them itself."""
        name = self.of._normalize_table_name(data["TableName"])
        table = self.of._tables.get(name)
        if table is None or table["TableName"] != name:
            return None
        index = next((each for each in self._indexes(table) if each.name == data.get("IndexName")), None)
        if index is None:
            return None
        condition, values = data["KeyConditionExpression"], data["ExpressionAttributeValues"]
        names = data.get("ExpressionAttributeNames") or {}
        partition = self.of._extract_pk_from_condition(condition, values, names, index.hash)
        find_span = self._read_condition(table, index, condition, values, names)
        if partition is None or find_span is None:
            return None
        rows = self._sort(table, index, partition)
        low, high = find_span(rows)
        forward, cursor = data.get("ScanIndexForward", True), data.get("ExclusiveStartKey")
        if cursor and forward:
            low = max(low, bisect_right(rows, self._place(index, cursor), key=_get_place))
        elif cursor:
            high = min(high, bisect_left(rows, self._place(index, cursor), key=_get_place))
        order = range(low, high) if forward else range(high - 1, low - 1, -1)
        reached = self._reach(table, index, (rows[each] for each in order), data.get("Limit"))
        return self._show(table, index, partition, reached)

    def _reach(
        self, table: Json, index: Index, rows: Iterator[Row], limit: Any
    ) -> list[tuple[Any, Any, Json]]:
        """Returns the rows of one page, and the one behind it where ministack must see that it does not fit."""
        seen: list[tuple[Any, Any, Json]] = []

        def look() -> Iterator[Json]:
            for _, pk, sk in rows:
                seen.append((pk, sk, table["items"][pk][sk]))
                yield seen[-1][2]

        self.of._paginate_evaluated_items(look(), limit, table, index.name)
        return seen

    def _show(self, table: Json, index: Index, partition: Any, rows: list[tuple[Any, Any, Json]]) -> Json:
        items: dict[Any, Json] = {}
        for pk, sk, item in rows:
            items.setdefault(pk, {})[sk] = item
        members = {index.name: {partition: {(pk, sk): None for pk, sk, _ in rows}}}
        return {**table, "items": items, self.of._INDEX_MEMBERS: members}

    def _read_condition(
        self, table: Json, index: Index, condition: str, values: Json, names: Json
    ) -> Callable[[list[Row]], tuple[int, int]] | None:
        """Returns what finds the rows that the sort key's condition is true of, which stand together; None where it
        is one that we do not read."""
        called = [index.range, *(alias for alias, name in names.items() if name == index.range)]
        named = "|".join(re.escape(each) for each in called if each)
        mentions = len(re.findall(rf"(?<![\w#:])(?:{named})(?!\w)", condition)) if named else 0
        if re.search(r"\b(OR|NOT)\b", condition, re.IGNORECASE):
            return None
        if not mentions:
            return lambda rows: (0, len(rows))
        found = [
            match
            for each in _CONDITIONS
            for match in re.finditer(each.format(name=rf"(?<![\w#:])(?:{named})"), condition, re.IGNORECASE)
        ]
        if mentions != 1 or len(found) != 1:
            return None
        said = {name: text for name, text in found[0].groupdict().items() if text is not None}
        bounds = {name: self._value(values[text]) for name, text in said.items() if text.startswith(":")}
        kinds = {kind for name in bounds for kind in values[said[name]]}
        is_read = kinds == {self.of._get_attr_type(table, index.range)} and kinds <= {"S", "N"}
        return partial(_find_span, said, bounds) if is_read else None

    def _sort(self, table: Json, index: Index, partition: Any) -> list[Row]:
        """Returns a partition's rows in order, sorted at the first time."""
        members = table.get(self.of._INDEX_MEMBERS)
        if not isinstance(members, Members):
            members = table[self.of._INDEX_MEMBERS] = Members(self.of._index_members(table))
        rows = members.sorted.get((index.name, partition))
        if rows is None:
            items = table["items"]
            if index.name is None:
                kept = [(partition, sk) for sk in items.get(partition, {})]
            else:
                kept = list(members[index.name].get(partition, {}))
            rows = sorted((self._place(index, items[pk][sk]), pk, sk) for pk, sk in kept)
            members.sorted[index.name, partition] = rows
        return rows

    def _move(self, table: Json, pk: Any, sk: Any, old: Json | None, new: Json | None) -> None:
        members = table.get(self.of._INDEX_MEMBERS)
        if not isinstance(members, Members):
            return
        for index in self._indexes(table):
            ranges = [index.range] if index.range else []
            for item in filter(None, (old, new)):
                rows = members.sorted.get((index.name, self.of._index_partition(item, [index.hash], ranges)))
                if rows is None:  # nobody asked for this partition yet
                    continue
                row = (self._place(index, item), pk, sk)
                at = bisect_left(rows, row)
                if rows[at : at + 1] == [row]:
                    del rows[at]
                if item is new:
                    rows.insert(at, row)

    def _indexes(self, table: Json) -> Iterator[Index]:
        own = (None, [table["pk_name"]], [table["sk_name"]] if table["sk_name"] else [])
        for name, hashes, ranges in (own, *self.of._index_key_schemas(table)):
            if len(hashes) == 1 and len(ranges) <= 1:
                order = tuple(self.of._index_order_keys(table, ranges))
                yield Index(name, hashes[0], ranges[0] if ranges else None, order)

    def _place(self, index: Index, item: Json) -> tuple[Any, ...]:
        return tuple(self.of._index_order_value(item, name, kind) for name, kind in index.order)

    def _value(self, attribute: Json) -> Any:
        return self.of._sort_key_value(attribute, next(iter(attribute)))


def _get_place(row: Row) -> tuple[Any, ...]:
    return row[0]


def _get_sort_key(row: Row) -> Any:
    return row[0][0]


def _find_span(said: dict[str, str], bounds: Json, rows: list[Row]) -> tuple[int, int]:
    if "begins" in said:
        prefix = bounds["prefix"]
        low = bisect_left(rows, prefix, key=_get_sort_key)
        beyond = bisect_left(rows, True, lo=low, key=lambda row: not row[0][0].startswith(prefix))
        return low, beyond
    if "between" in said:
        low = bisect_left(rows, bounds["low"], key=_get_sort_key)
        return low, bisect_right(rows, bounds["high"], lo=low, key=_get_sort_key)
    compared = said["compared"]
    before, through = (find(rows, bounds["value"], key=_get_sort_key) for find in (bisect_left, bisect_right))
    low = {">": through, ">=": before, "=": before}.get(compared, 0)
    return low, {"<": before, "<=": through, "=": through}.get(compared, len(rows))


def main() -> None:
    """Starts ministack, with its partitions in order where it is the one that is known here."""
    if metadata.version("ministack") == VERSION:
        OrderedQueries(import_module("ministack.services.dynamodb")).install()
    import_module("ministack.app").main()


if __name__ == "__main__":
    main()
