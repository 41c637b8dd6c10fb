"""docs/openapi.json: the agent API as OpenAPI 3.1, from the routes' own rows, shapes and roles.

https://spec.openapis.org/oas/v3.1.0
"""

import json
import re
from typing import Any

from infra.docs.schemas import (
    Schema,
    describe_answer,
    describe_components,
    describe_shapes,
    find_public_name,
    list_fields,
)
from respond.actions.health import VERSION
from respond.limits import NAMES
from respond.requests import LONGEST_KEY
from respond.routes.route import NUMBERS, Route
from respond.routes.table import ROUTES

PATH = "docs/openapi.json"
PROBLEMS = {
    400: (
        "BadRequest",
        "The request cannot be read: an unknown filter, a strange cursor, a body that is no JSON.",
    ),
    401: ("Unauthorized", "No token, or one that is not or no longer good."),
    403: ("Forbidden", "The role or the token's scopes do not allow it."),
    404: ("NotFound", "There is no such thing, or it is another brand's."),
    405: ("MethodNotAllowed", "The path has no such method; `Allow` names those it has."),
    409: ("Conflict", "It does not go together with what is there; `code` says why."),
    412: ("PreconditionFailed", "It was changed since the ETag in If-Match was read."),
    413: ("TooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body is not sent as application/json."),
    422: ("Invalid", "The request can be read, and makes no sense; `detail` says where."),
    428: ("PreconditionRequired", "If-Match is missing."),
    429: ("TooManyRequests", "Slow down and repeat."),
    500: ("Internal", "Something went wrong on our side."),
    503: ("Unavailable", "A store does not answer; repeat it later."),
}
"""Status -> name and meaning of each error."""

HEADERS_OF = {405: ("Allow",), 429: ("Retry-After",), 503: ("Retry-After",)}
ALWAYS = (405, 429, 500, 503)
TOKEN_NEEDED = (401, 403)
WITH_BODY = (400, 409, 413, 415, 422)


def text() -> str:
    """Returns the whole document."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def document() -> dict[str, Any]:
    """Describes the API."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rapport agent API",
            "version": VERSION,
            "description": "See docs/api.md for the manners all routes share. Written by `make docs`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": describe_components(),
            "responses": {name: _problem(status, about) for status, (name, about) in PROBLEMS.items()},
        },
    }


def operation(route: Route) -> dict[str, Any]:
    """Describes one route."""
    found: dict[str, Any] = {
        "operationId": operation_id(route),
        "tags": [route.path.split("/")[1]],
        "summary": summary(route),
        "parameters": [*_path(route), *_query(route), *_headers(route)],
        "responses": _responses(route),
    }
    if route.body is not None:
        body = {"application/json": {"schema": describe_shapes()[0][route.body]}}
        found["requestBody"] = {"required": True, "content": body}
    if route.action.public:
        found["security"] = []
    else:
        found["x-roles"], found["x-scope"] = sorted(route.roles), route.scope
    return found


def operation_id(route: Route) -> str:
    """Names a route for programs (`getContactHistory`): stable, since clients are generated from it."""
    path = re.sub(r"\{\w+\}", "one", route.path)
    words: list[str] = re.findall(r"[a-z]+", f"{route.method} {path}".lower())
    return words[0] + "".join(each.capitalize() for each in words[1:])


def summary(route: Route) -> str:
    """Returns what the route's action says of itself."""
    return " ".join((route.action.__doc__ or "").split("\n\n")[0].split()).rstrip(".")


def _path(route: Route) -> list[dict[str, Any]]:
    if "{id}" not in route.path:
        return []
    schema = {"type": "string", "pattern": f"^{route.ids}$"}
    named = {"id": schema, "n": {"type": "string", "pattern": f"^{NUMBERS}$"}}
    return [
        {"name": name, "in": "path", "required": True, "schema": shape}
        for name, shape in named.items()
        if f"{{{name}}}" in route.path
    ]


def _query(route: Route) -> list[dict[str, Any]]:
    required = describe_shapes()[1][find_public_name(route.query.__name__)].get("required", ())
    fields = list_fields(route.query).items()
    return [_filter(name, schema, required=name in required) for name, schema in fields]


def _filter(name: str, schema: Schema, *, required: bool) -> dict[str, Any]:
    about, rest = _without_description(schema)
    # In a query one value and a list of one are written alike.
    lists = [way for way in rest.get("anyOf", ()) if way.get("type") == "array"]
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": about,
        "schema": lists[0] if lists else rest,
    }


def _without_description(schema: Schema) -> tuple[str, Schema]:
    """Returns what a schema says of itself, and the rest: a parameter has its own place for words."""
    rest = {name: part for name, part in schema.items() if name != "description"}
    return schema.get("description", ""), rest


def _headers(route: Route) -> list[dict[str, Any]]:
    if route.revises:
        return [_header("If-Match", "The ETag of what was read, or `*`.")]
    return [_header("Idempotency-Key", "Makes repeating it safe.")] if route.idempotent else []


def _header(name: str, about: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
    return {"name": name, "in": "header", "required": True, "description": about, "schema": schema}


def _responses(route: Route) -> dict[str, Any]:
    status, schema = describe_answer(route)
    good: dict[str, Any] = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    names = [*(("ETag",) if route.revises else ()), *(() if route.action.public else NAMES)]
    if names:
        good["headers"] = {name: {"schema": {"type": "string"}} for name in names}
    refs = {str(each): {"$ref": f"#/components/responses/{PROBLEMS[each][0]}"} for each in errors(route)}
    return {str(status): good, **refs}


def errors(route: Route) -> list[int]:
    """Returns the statuses of the errors a route may answer."""
    found = set(ALWAYS)
    if not route.action.public:
        found |= {*TOKEN_NEEDED, 400}
    if "{id}" in route.path:
        found.add(404)
    if route.method != "GET":
        found |= {404, 409, 422}
    elif route.query is not None:
        found |= {409, 422} if "{id}" in route.path else {422}
    if route.body is not None:
        found |= set(WITH_BODY)
    if route.revises:
        found |= {412, 428}
    return sorted(found)


def _problem(status: int, about: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    found: dict[str, Any] = {
        "description": about,
        "content": {"application/problem+json": {"schema": schema}},
    }
    headers = HEADERS_OF.get(status, ())
    if headers:
        found["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return found
