"""Decodes requests into shapes.

What does not fit is refused with its place, in words that never quote what was sent.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from respond.shapes.scalars import READ_BY_US

Wanted = TypeVar("Wanted")

NAMES_OF_TYPES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
UNITS = {"str": "characters", "array": "items", "object": "fields"}
SWITCHES = {"true": True, "false": False}
OUR_WORDS = "must "
"""How the texts of our own readers begin; any other text may quote what was sent."""

_PLACE = re.compile(r"^(?P<what>.*?) - at (?P<key>`key` in )?`\$(?P<path>.*)`$", re.DOTALL)
_STEP = re.compile(r"\.([A-Za-z_0-9]+)|\[([0-9]+)\]|\[\.\.\.\]")
_TYPES = re.compile(r"^Expected `([a-z| ]+)`, got `[a-z]+`$")
_LENGTH = re.compile(r"^Expected `([a-z]+)` of length (<=|>=|==) ([0-9]+)$")
_BOUND = re.compile(r"^Expected `[a-z]+` (<=|>=) (-?[0-9.]+)$")
_PATTERN = re.compile(r"^Expected `str` matching regex ")
_MISSING = re.compile(r"^Object missing required field `([a-z_]+)`$")
_WORDS = {"<=": "at most", ">=": "at least", "==": "exactly"}


class Misfit(ValueError):
    """Says that something sent does not fit.

    `pointer` (RFC 6901) says where, `detail` why, `strange` that a name is unknown.
    """

    def __init__(self, pointer: str, detail: str, strange: bool = False) -> None:
        super().__init__(detail)
        self.pointer = pointer
        self.detail = detail
        self.strange = strange


def decode_shape(sent: Any, shape: type[Wanted]) -> Wanted:
    """Returns `sent` (parsed JSON) in its shape. Raises Misfit."""
    try:
        return msgspec.convert(sent, shape, dec_hook=_read)
    except msgspec.ValidationError as error:
        raise _explain(str(error), shape) from None
    except RecursionError:
        raise Misfit("", "is nested too deeply") from None


def decode_query(sent: Mapping[str, Sequence[str]], shape: type[Wanted]) -> Wanted:
    """Returns a query's filters in their shape. Raises Misfit."""
    known = describe_shape(shape)["$defs"][shape.__name__]["properties"]
    values: dict[str, Any] = {}
    for name, given in sent.items():
        schema = known.get(name, {})
        kinds = _kinds_of(schema)
        if len(given) != 1 and "array" not in kinds:
            raise Misfit(f"/{name}" if name in known else "", "is given more than once")
        read = [_read_text(each, kinds) for each in given]
        values[name] = read if len(read) != 1 or schema.get("type") == "array" else read[0]
    return decode_shape(values, shape)


def describe_shape(shape: Any) -> dict[str, Any]:
    """Returns the JSON Schema of a shape by itself."""
    return msgspec.json.schema(shape, schema_hook=schema_of_ours)


def schema_of_ours(scalar: Any) -> dict[str, Any]:
    """Returns the JSON Schema of a scalar that is read by us."""
    if scalar in READ_BY_US:
        return dict(scalar.JSON_SCHEMA)
    raise NotImplementedError(scalar)


def _read(scalar: type, sent: Any) -> Any:
    if scalar in READ_BY_US:
        return scalar.read_sent(sent)
    raise NotImplementedError(scalar)


def _read_text(text: str, kinds: Collection[str]) -> Any:
    """Returns a value of a filter as what it is: a query has only texts."""
    if "integer" in kinds and re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    return SWITCHES.get(text, text) if "boolean" in kinds else text


def _kinds_of(schema: Mapping[str, Any]) -> set[str]:
    """Returns the JSON types that a filter, and each value where it is a list, may have."""
    parts = [part for way in _ways(schema) for part in (way, *_ways(way.get("items", {})))]
    return {part["type"] for part in parts if "type" in part}


def _explain(message: str, shape: Any) -> Misfit:
    place = _PLACE.match(message)
    path = place["path"] if place else ""
    steps = [name or number or "" for name, number in _STEP.findall(path)]
    # The names inside an object of the sender's own are theirs: the pointer ends above them.
    known = steps[: steps.index("")] if "" in steps else steps
    pointer = "".join(f"/{step}" for step in known)
    what = place["what"] if place else message
    if place and place["key"]:
        return Misfit(pointer, "must have other names")
    schema = _schema_at(shape, known)
    if what.startswith("Object contains unknown field"):
        names = ", ".join(schema.get("properties", {})) or "none"
        return Misfit(pointer, f"Unknown field; known are {names}", strange=True)
    return Misfit(pointer, _reword(what, schema))


def _reword(what: str, schema: Mapping[str, Any]) -> str:
    if what.startswith(OUR_WORDS):
        return what
    if missing := _MISSING.match(what):
        return f"Missing: {missing[1]}"
    if types := _TYPES.match(what):
        return "must be " + " or ".join(_name_types(types[1]))
    if length := _LENGTH.match(what):
        return f"must have {_WORDS[length[2]]} {length[3]} {UNITS.get(length[1], 'items')}"
    if bound := _BOUND.match(what):
        return f"must be {_WORDS[bound[1]]} {bound[2]}"
    if _PATTERN.match(what):
        return "must have other characters" + _pattern_of(schema)
    words = [str(word) for each in _ways(schema) for word in each.get("enum", ())]
    return f"must be one of {', '.join(words)}" if words else "is not valid"


def _name_types(types: str) -> list[str]:
    names = [each.strip() for each in types.split("|")]
    return [NAMES_OF_TYPES.get(each, each) for each in names if each != "int" or "float" not in names]


def _pattern_of(schema: Mapping[str, Any]) -> str:
    found = [each["pattern"] for each in _ways(schema) if "pattern" in each]
    return f": it has to match {strip_pattern(found[0])}" if found else ""


def strip_pattern(pattern: str) -> str:
    """Returns a pattern as other programs know it: there `$` lets no line end through."""
    return pattern.removesuffix(r"(?!\n)")


def _ways(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    yield from schema.get("anyOf", ())


def _schema_at(shape: Any, steps: Sequence[str]) -> Mapping[str, Any]:
    """Returns the JSON Schema of the element at these steps, as far as it can be followed."""
    whole = describe_shape(shape)
    found = _resolved(whole, whole)
    for step in steps:
        options = [_resolved(whole, each) for each in _ways(found)]
        below = (_below(each, step) for each in options)
        found = _resolved(whole, next((each for each in below if each is not None), {}))
    return {**found, "anyOf": [_resolved(whole, each) for each in found.get("anyOf", ())]}


def _resolved(whole: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref")
    return whole["$defs"][name.removeprefix("#/$defs/")] if name else schema


def _below(schema: Mapping[str, Any], step: str) -> Mapping[str, Any] | None:
    if step.isdigit():
        return schema.get("items")
    found = schema.get("properties", {}).get(step)
    return found if found is not None else schema.get("additionalProperties") or None
