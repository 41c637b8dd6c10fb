"""The part of DynamoDB's expression language that the stores speak, read once per expression.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
Paths are names of attributes: nothing here is ever stored or asked for inside of a map.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

Value = dict[str, Any]
"""A typed value: `{"S": "text"}`."""
Item = dict[str, Value]

_TOKEN = re.compile(r"\s*(<>|<=|>=|[=<>(),+-]|[#:]?[A-Za-z0-9_]+)")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression is evaluated over: an item, and what `#` and `:` stand for."""

    item: Mapping[str, Value]
    names: Mapping[str, str]
    values: Mapping[str, Value]

    def name(self, token: str) -> str:
        """The attribute a path means."""
        return self.names[token] if token.startswith("#") else token

    def operand(self, token: str) -> Value | None:
        """The value of a path or a placeholder; None where the item has no such attribute."""
        return self.values[token] if token.startswith(":") else self.item.get(self.name(token))


Test = Callable[[Scope], bool]
Operand = Callable[[Scope], Value | None]
Change = Callable[[Scope, Item], None]


@cache
def condition(text: str) -> Test:
    """A condition, a filter or a key condition. Raises ValueError for what is not understood."""
    reader = _Reader(text)
    test = reader.either()
    reader.end()
    return test


@cache
def update(text: str) -> Callable[[Scope], Item]:
    """An update: the item after it. Raises ValueError for what is not understood."""
    reader = _Reader(text)
    changes = reader.changes()

    def apply(scope: Scope) -> Item:
        after = dict(scope.item)
        for change in changes:
            change(scope, after)
        return after

    return apply


def equals(one: Value | None, other: Value | None) -> bool:
    """Whether two values are the same: numbers by size, sets whatever their order."""
    if one is None or other is None or one.keys() != other.keys():
        return False
    ((kind, left),), right = one.items(), next(iter(other.values()))
    if kind == "N":
        return Decimal(left) == Decimal(right)
    if kind in ("SS", "NS", "BS"):
        return set(left) == set(right)
    return bool(left == right)


def _ordered(value: Value) -> tuple[str, Any]:
    ((kind, inner),) = value.items()
    return kind, Decimal(inner) if kind == "N" else inner


def _compare(sign: str, one: Value | None, other: Value | None) -> bool:
    if sign == "=":
        return equals(one, other)
    if sign == "<>":
        return not equals(one, other)
    if one is None or other is None:
        return False
    (kind, left), (other_kind, right) = _ordered(one), _ordered(other)
    return kind == other_kind and _COMPARE[sign](left, right)


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s", "", text):
            raise ValueError(f"not understood: {text}")
        self._at = 0

    def end(self) -> None:
        if self._at != len(self._tokens):
            raise ValueError(f"not understood after {self._tokens[self._at]}: {self._text}")

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return str(self._tokens[at]) if at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        token = self._peek()
        if not token or (wanted and token != wanted):
            raise ValueError(f"{wanted or 'more'} expected, not {token or 'the end'}: {self._text}")
        self._at += 1
        return token

    def either(self) -> Test:
        left = self._both()
        while self._peek() == "OR":
            self._take()
            left = _or(left, self._both())
        return left

    def _both(self) -> Test:
        left = self._one()
        while self._peek() == "AND":
            self._take()
            left = _and(left, self._one())
        return left

    def _one(self) -> Test:
        if self._peek() == "NOT":
            self._take()
            inner = self._one()
            return lambda scope: not inner(scope)
        if self._peek() == "(":
            self._take()
            inside = self.either()
            self._take(")")
            return inside
        if self._peek(1) == "(" and self._peek() in _FUNCTIONS:
            return self._function()
        return self._comparison()

    def _function(self) -> Test:
        function = _FUNCTIONS[self._take()]
        arguments = self._arguments()
        return lambda scope: function(*(scope.operand(each) for each in arguments))

    def _arguments(self) -> list[str]:
        self._take("(")
        arguments = [self._take()]
        while self._peek() == ",":
            self._take()
            arguments.append(self._take())
        self._take(")")
        return arguments

    def _comparison(self) -> Test:
        left, sign = self._take(), self._take()
        if sign == "BETWEEN":
            low = self._take()
            self._take("AND")
            high = self._take()
            return lambda s: (
                _compare(">=", s.operand(left), s.operand(low))
                and _compare("<=", s.operand(left), s.operand(high))
            )
        if sign == "IN":
            among = self._arguments()
            return lambda s: any(equals(s.operand(left), s.operand(each)) for each in among)
        if sign not in ("=", "<>", *_COMPARE):
            raise ValueError(f"no comparison {sign}: {self._text}")
        right = self._take()
        return lambda s: _compare(sign, s.operand(left), s.operand(right))

    def changes(self) -> list[Change]:
        found: list[Change] = []
        while self._peek():
            clause = _CLAUSES.get(self._take())
            if clause is None:
                raise ValueError(f"no such clause: {self._text}")
            found.append(clause(self))
            while self._peek() == ",":
                self._take()
                found.append(clause(self))
        return found

    def set_clause(self) -> Change:
        path = self._take()
        self._take("=")
        value = self._operand()
        if self._peek() in ("+", "-"):
            value = _sum(value, self._take(), self._operand())

        def change(scope: Scope, after: Item) -> None:
            new = value(scope)
            if new is None:
                raise ValueError(f"an operand has no value: {self._text}")
            after[scope.name(path)] = new

        return change

    def _operand(self) -> Operand:
        token = self._take()
        if token != "if_not_exists":
            return lambda scope: scope.operand(token)
        path, default = self._arguments()
        return lambda scope: scope.operand(path) or scope.operand(default)

    def remove_clause(self) -> Change:
        path = self._take()
        return lambda scope, after: _without(after, scope.name(path))

    def add_clause(self) -> Change:
        path, value = self._take(), self._take()
        return lambda scope, after: _add(after, scope.name(path), scope.values[value])

    def delete_clause(self) -> Change:
        path, value = self._take(), self._take()
        return lambda scope, after: _take_from_set(after, scope.name(path), scope.values[value])


_CLAUSES: dict[str, Callable[[_Reader], Change]] = {
    "SET": _Reader.set_clause,
    "REMOVE": _Reader.remove_clause,
    "ADD": _Reader.add_clause,
    "DELETE": _Reader.delete_clause,
}


def _and(left: Test, right: Test) -> Test:
    return lambda scope: left(scope) and right(scope)


def _or(left: Test, right: Test) -> Test:
    return lambda scope: left(scope) or right(scope)


def _begins(value: Value | None, start: Value | None) -> bool:
    if value is None or start is None or value.keys() != start.keys():
        return False
    return bool(next(iter(value.values())).startswith(next(iter(start.values()))))


def _contains(value: Value | None, part: Value | None) -> bool:
    if value is None or part is None:
        return False
    ((kind, inner),) = value.items()
    return part in inner if kind == "L" else next(iter(part.values())) in inner


_FUNCTIONS: dict[str, Callable[..., bool]] = {
    "attribute_exists": lambda value: value is not None,
    "attribute_not_exists": lambda value: value is None,
    "begins_with": _begins,
    "contains": _contains,
}


def _sum(left: Operand, sign: str, right: Operand) -> Operand:
    def total(scope: Scope) -> Value | None:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        number = Decimal(other["N"])
        return {"N": str(Decimal(one["N"]) + (number if sign == "+" else -number))}

    return total


def _without(item: Item, name: str) -> None:
    item.pop(name, None)


def _add(item: Item, name: str, value: Value) -> None:
    ((kind, more),) = value.items()
    known = item.get(name)
    if kind == "N":
        item[name] = {"N": str(Decimal(known["N"] if known else 0) + Decimal(more))}
    elif kind in ("SS", "NS", "BS"):
        item[name] = {kind: list(dict.fromkeys([*(known[kind] if known else ()), *more]))}
    else:
        raise ValueError(f"nothing of type {kind} can be added")


def _take_from_set(item: Item, name: str, value: Value) -> None:
    ((kind, fewer),) = value.items()
    left = [each for each in item.get(name, {kind: []})[kind] if each not in fewer]
    if left:
        item[name] = {kind: left}
    else:
        item.pop(name, None)
