"""docs/openapi.json: the agent API as OpenAPI 3.1, from the routes' own tables of filters, fields and roles.

https://spec.openapis.org/oas/v3.1.0
"""

import json
import re
from typing import Any

from infra.docs.shapes import ANSWERS, SCHEMAS, Schema
from respond.access import ACCESS
from respond.fields import Field, schema_of
from respond.limits import NAMES
from respond.routes.health import VERSION
from respond.routes.table import ROUTES, Route

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

KEYED = {("POST", "/privacy-tasks")}
"""Routes that need an Idempotency-Key."""


def text() -> str:
    """The whole document."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def document() -> dict[str, Any]:
    """The description of the API."""
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
            "schemas": SCHEMAS,
            "responses": {name: _problem(status, about) for status, (name, about) in PROBLEMS.items()},
        },
    }


def operation(route: Route) -> dict[str, Any]:
    """One route."""
    access = ACCESS[route.key]
    found: dict[str, Any] = {
        "operationId": operation_id(route),
        "tags": [route.path.split("/")[1]],
        "summary": summary(route),
        "parameters": [*_path(route), *_query(route), *_headers(route)],
        "responses": _responses(route),
    }
    if route.body is not None:
        body = {"application/json": {"schema": _body(route)}}
        found["requestBody"] = {"required": True, "content": body}
    if access.public:
        found["security"] = []
    else:
        found["x-roles"], found["x-scope"] = sorted(access.roles), access.scope
    return found


def operation_id(route: Route) -> str:
    """`getContactHistory`: stable, since programs are generated from it."""
    words: list[str] = re.findall(r"[a-z]+", f"{route.method} {route.path.replace('{id}', 'one')}".lower())
    return words[0] + "".join(each.capitalize() for each in words[1:])


def summary(route: Route) -> str:
    """What the route's own docstring says of it."""
    said = " ".join((route.answer.__doc__ or "").split("\n\n")[0].split())
    _, _, about = said.partition(": ")
    if not about:
        return "One of them" if "{id}" in route.path else "As it is"
    return about[:1].upper() + about[1:].rstrip(".")


def _path(route: Route) -> list[dict[str, Any]]:
    if "{id}" not in route.path:
        return []
    schema = {"type": "string", "pattern": f"^{route.ids}$"}
    return [{"name": "id", "in": "path", "required": True, "schema": schema}]


def _query(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "required": field.required,
            "description": field.about,
            "schema": schema_of(field.read),
        }
        for name, field in route.query.items()
    ]


def _headers(route: Route) -> list[dict[str, Any]]:
    if route.method == "PATCH":
        return [_header("If-Match", "The ETag of what was read, or `*`.")]
    return [_header("Idempotency-Key", "Makes repeating it safe.")] if route.key in KEYED else []


def _header(name: str, about: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {"name": name, "in": "header", "required": True, "description": about, "schema": schema}


def _body(route: Route) -> Schema:
    fields = route.body or {}
    properties = {name: _field(name, field) for name, field in fields.items()}
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name, field in fields.items() if field.required]
    if required:
        found["required"] = required
    if route.method == "PATCH":
        found["minProperties"] = 1
    return found


def _field(name: str, field: Field) -> Schema:
    schema = {"$ref": "#/components/schemas/Rule"} if name == "rule" else schema_of(field.read)
    return {**schema, "description": field.about}


def _responses(route: Route) -> dict[str, Any]:
    status, schema = ANSWERS[route.key]
    good: dict[str, Any] = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    names = [*(("ETag",) if route.method == "PATCH" else ()), *(() if ACCESS[route.key].public else NAMES)]
    if names:
        good["headers"] = {name: {"schema": {"type": "string"}} for name in names}
    refs = {str(each): {"$ref": f"#/components/responses/{PROBLEMS[each][0]}"} for each in errors(route)}
    return {str(status): good, **refs}


def errors(route: Route) -> list[int]:
    """The statuses of the errors a route may answer."""
    found = set(ALWAYS)
    if not ACCESS[route.key].public:
        found |= {*TOKEN_NEEDED, 400}
    if "{id}" in route.path:
        found.add(404)
    if route.method != "GET":
        found |= {404, 409, 422}
    if route.body is not None:
        found |= set(WITH_BODY)
    if route.method == "PATCH":
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
