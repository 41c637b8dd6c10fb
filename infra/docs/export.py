"""Writes docs/export.schema.json from the shape of the copy for a person, the item classes and the declared fields."""

import json
from collections.abc import Mapping
from enum import StrEnum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from model.fields import FIELDS
from privacy.copied_interactions import InteractionSetting
from privacy.export import PersonCopy
from privacy.item_classes import CLASSES
from store.forgetting.erasing.item_class import Copied

PATH = "docs/export.schema.json"
HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A copy of everything Rapport holds of a person (GDPR Articles 15 and 20)",
    "description": "Times are RFC 3339 in UTC. Ids without `native_` are opaque. Other people's names are taken out.",
}
SECTIONS = [each.copied for each in CLASSES if each.copied is not None]
SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def text() -> str:
    """Returns the schema."""
    copy = describe_kind(PersonCopy)
    fields = {field.exported: field.copied for field in FIELDS if field.exported}
    setting = get_type_hints(InteractionSetting, include_extras=True)
    copy["properties"]["interactions"]["items"] = _describe_object(fields | setting, frozenset())
    copy["properties"] |= {each.section: _describe_section(each) for each in SECTIONS}
    copy["required"] = sorted(copy["properties"])
    return json.dumps(HEAD | copy, indent=1) + "\n"


def _describe_section(section: Copied) -> dict[str, Any]:
    said = {"description": section.description} if section.description else {}
    return describe_kind(list[section.shape]) | said  # type: ignore[name-defined]


def describe_kind(kind: Any) -> dict[str, Any]:
    """Returns the schema of a Python type. Raises TypeError for one that no copy is made of."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        said: dict[str, Any] = arguments[1]
        return describe_kind(arguments[0]) | said
    if origin in (Union, UnionType):
        return _describe_union([describe_kind(each) for each in arguments])
    if origin is Literal:
        return {"enum": list(arguments)} if len(arguments) > 1 else {"const": arguments[0]}
    if origin is list:
        return {"type": "array", "items": describe_kind(arguments[0])}
    if origin is not None and issubclass(origin, Mapping):
        values = {} if arguments[1] is Any else {"additionalProperties": describe_kind(arguments[1])}
        return {"type": "object"} | values
    if kind in SCALARS:
        return {"type": SCALARS[kind]}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [each.value for each in kind]}
    if is_typeddict(kind):
        return _describe_object(get_type_hints(kind, include_extras=True), kind.__optional_keys__)
    raise TypeError(f"no copy is made of {kind}")


def _describe_object(fields: Mapping[str, Any], optional: frozenset[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(fields.keys() - optional),
        "properties": {name: describe_kind(_bare(kind)) for name, kind in fields.items()},
    }


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) in (NotRequired, Required) else kind


def _describe_union(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns one schema with the types of all parts, of which one at most says more than its type."""
    together: dict[str, Any] = {}
    for part in parts:
        together |= part
    return together | {"type": [part["type"] for part in parts]}
