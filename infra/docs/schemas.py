"""Writes the schemas of docs/openapi.json: the shapes that routes take and answer, as other programs want them."""

import re
from functools import cache
from typing import Any

import msgspec

from respond.routes.route import Route
from respond.routes.table import ROUTES
from respond.shapes.decoding import schema_of_ours, strip_pattern

REFERENCE = "#/components/schemas/"
Schema = dict[str, Any]


@cache
def describe_shapes() -> tuple[dict[Any, Schema], dict[str, Schema]]:
    """Returns the schema of every shape that a route takes or answers, and the named ones among them."""
    shapes = list(
        dict.fromkeys(each for route in ROUTES for each in (route.query, route.body, route.answer) if each)
    )
    schemas, named = msgspec.json.schema_components(
        shapes, ref_template=REFERENCE + "{name}", schema_hook=schema_of_ours
    )
    renamed = {find_public_name(name): _tidy(schema) for name, schema in named.items()}
    return {shape: _tidy(schema) for shape, schema in zip(shapes, schemas, strict=True)}, renamed


def describe_components() -> dict[str, Schema]:
    """Returns the named schemas: what routes answer and take, and the shape of every error."""
    queries = {find_public_name(route.query.__name__) for route in ROUTES}
    shapes = {name: dict(schema) for name, schema in describe_shapes()[1].items() if name not in queries}
    for route in ROUTES:
        if route.revises and route.body is not None:
            shapes[find_public_name(route.body.__name__)]["minProperties"] = 1
    return dict(sorted({**shapes, "Problem": PROBLEM}.items()))


def describe_answer(route: Route) -> tuple[int, Schema]:
    """Returns the status and the schema of a route's success."""
    return route.status, describe_shapes()[0][route.answer]


def find_public_name(name: str) -> str:
    """Returns a shape's name as programs know it: `Page_ContactView_` is a `ContactPage`."""
    page = re.fullmatch(r"Page_(.+?)(View)?_", name)
    return f"{page[1]}Page" if page else name.removesuffix("View")


def _tidy(schema: Any) -> Any:
    """Returns a schema as other programs want it: titles are names of ours, words are texts."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found: Schema = {
        name: {each: _tidy(value) for each, value in part.items()} if name == "properties" else _tidy(part)
        for name, part in schema.items()
        if name != "title" or not isinstance(part, str)
    }
    if "$ref" in found:
        found["$ref"] = REFERENCE + find_public_name(found["$ref"].removeprefix(REFERENCE))
    if "enum" in found and "type" not in found and all(isinstance(each, str) for each in found["enum"]):
        found = {"type": "string", **found}
    if "pattern" in found:
        found["pattern"] = strip_pattern(found["pattern"])
    if found.get("required") == []:
        del found["required"]
    return _without_doubles(found)


def _without_doubles(schema: Schema) -> Schema:
    """Returns a schema whose whole numbers are not named beside the numbers that they are too."""
    ways = schema.get("anyOf", [])
    if {"type": "number"} in ways and {"type": "integer"} in ways:
        rest = [each for each in ways if each != {"type": "integer"}]
        others = {name: part for name, part in schema.items() if name != "anyOf"}
        return {**others, **rest[0]} if len(rest) == 1 else {**others, "anyOf": rest}
    return schema


PROBLEM: Schema = {
    "type": "object",
    "required": ["code", "detail", "request_id", "retryable", "status", "title", "type"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "code", "request_id")},
        "status": {"type": "integer"},
        "retryable": {"type": "boolean"},
        "pointer": {
            "type": "string",
            "description": "the element of the body that is wrong, as a JSON pointer (RFC 6901)",
        },
    },
    "additionalProperties": False,
}


def list_fields(shape: Any) -> dict[str, Schema]:
    """Returns the fields of a query or body by name, each with its schema."""
    found = describe_shapes()[1][find_public_name(shape.__name__)]
    properties: dict[str, Schema] = found.get("properties", {})
    return properties
