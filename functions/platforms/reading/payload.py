"""Reading what others wrote: guarded JSON, and accessors that take any shape and never raise.

An accessor answers None (or an empty dict or tuple) where the value is missing or of another type, so that a
mapping can be written straight down; what must be there is asked for with `required`.
"""

import json
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, TypeVar

from model.errors import Malformed

MAX_DEPTH = 64
MAX_NODES = 100_000

Json = dict[str, Any]
T = TypeVar("T")


def read_json(body: bytes) -> Any:
    """Returns the value in `body`. Raises Malformed: `bad_encoding`, `bad_json`, `too_deep`, `too_many`.

    Stricter than the standard library: no NaN, no infinity, no duplicate keys (two parsers would disagree
    about them), at most MAX_DEPTH levels and MAX_NODES values.
    """
    try:
        value = _DECODER.decode(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Malformed("bad_encoding") from error
    except RecursionError as error:
        raise Malformed("too_deep") from error
    except ValueError as error:  # also raised for integers of more digits than Python converts
        raise Malformed("bad_json") from error
    # Every level needs a bracket and every value a byte: most deliveries cannot be too deep or too many.
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH or len(body) > MAX_NODES:
        _measure(value)
    return value


def read_object(body: bytes) -> Json:
    """Returns the JSON object in `body`. Raises Malformed, also when it is another kind of value."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise Malformed("wrong_shape")
    return value


def read_objects(body: bytes) -> list[Json]:
    """Returns the objects in `body`: the one that it is, or those of a list. Raises Malformed for any other value."""
    value = read_json(body)
    if not isinstance(value, dict | list):
        raise Malformed("wrong_shape")
    return objects(value)


def obj(value: Any) -> Json:
    """Returns `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> Sequence[Any]:
    """Returns the items of a list; nothing for any other value."""
    return value if isinstance(value, list) else ()


def objects(value: Any) -> list[Json]:
    """Returns the objects in a list; a lone object counts as a list of one (some senders unwrap them)."""
    found = [value] if isinstance(value, dict) else items(value)
    return [item for item in found if isinstance(item, dict)]


def text(value: Any) -> str | None:
    """Returns written text as it stands; None when it is blank or no text."""
    return _sound(value) if isinstance(value, str) and value.strip() else None


def ident(value: Any) -> str | None:
    """Returns an id as a string. Numbers are taken digit by digit: a float would have lost some already."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _sound(value.strip()) or None if isinstance(value, str) else None


def whole(value: Any) -> int | None:
    """Returns a whole number, also where it was sent as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) <= 20:
        digits = value.strip()
        return int(digits) if digits.removeprefix("-").isdecimal() and digits.isascii() else None
    return None


def first(*values: T | None) -> T | None:
    """Returns the first value that is there."""
    return next((value for value in values if value is not None), None)


def required(value: T | None) -> T:
    """Returns `value`, without which nothing can be understood. Raises Malformed when it is missing."""
    if value is None:
        raise Malformed("wrong_shape")
    return value


def unescape(written: str | None) -> str | None:
    """Undoes, once, the escaping of the three characters that chat platforms escape in plain text."""
    if written is None or "&" not in written:
        return written
    return written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _sound(value: str) -> str:
    """Returns text without lone surrogates, which JSON allows and nobody can encode: each becomes U+FFFD."""
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _measure(value: Any) -> None:
    level, depth, nodes = [value], 0, 0
    while level:
        nodes += len(level)
        containers = [item for item in level if isinstance(item, (dict, list))]
        depth += bool(containers)
        if depth > MAX_DEPTH:
            raise Malformed("too_deep")
        if nodes > MAX_NODES:
            raise Malformed("too_many")
        level = [child for item in containers for child in _children(item)]


def _children(container: Any) -> Iterable[Any]:
    return container.values() if isinstance(container, dict) else container


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _finite(literal: str) -> float:
    number = float(literal)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_finite)
