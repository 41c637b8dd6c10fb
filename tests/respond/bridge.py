"""The API as a WSGI application: the request becomes the event that API Gateway's REST proxy would make of it."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from infra.docs import openapi
from respond.api import app
from respond.routes.table import ROUTES
from tests.respond.world import authorizer

TOKEN = "Bearer good-for-nothing-else"
DESCRIPTION = "/openapi.json"

Start = Callable[[str, list[tuple[str, str]]], object]

_PATHS = sorted({route.path for route in ROUTES}, key=lambda path: "{id}" in path)
"""A path without a parameter goes before one that would take it as its parameter, as at API Gateway."""


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """One request."""
    status, headers, body = _answer(environ)
    start(f"{status} -", [*headers.items(), ("Content-Length", str(len(body)))])
    return [body]


def _answer(environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    method, path = (
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
    )
    if path == DESCRIPTION:
        return 200, {"Content-Type": "application/json"}, openapi.text().encode()
    found = _resource(path)
    if found is None:
        return _gateway(404, "not_found")
    resource, parameters = found
    caller = _caller(environ)
    if caller is None and resource != "/health":
        return _gateway(401, "unauthorized")
    answer = app(_event(environ, method, resource, path, parameters, caller or {}), None)
    return answer["statusCode"], dict(answer["headers"]), answer["body"].encode()


def _resource(path: str) -> tuple[str, dict[str, str] | None] | None:
    for each in _PATHS:
        pattern = re.escape(each).replace(re.escape("{id}"), "(?P<id>[^/]+)")
        match = re.fullmatch(pattern, path, re.DOTALL)
        if match:
            return each, match.groupdict() or None
    return None


def _caller(environ: dict[str, Any]) -> dict[str, str] | None:
    """Every role's rights at once would hide nothing, but one agent has one role: the admin's, and the officer's."""
    if environ.get("HTTP_AUTHORIZATION") != TOKEN:
        return None
    officer = environ["PATH_INFO"].startswith(("/privacy-tasks", "/holds"))
    return authorizer(agent="dora" if officer else "adam")


def _event(
    environ: dict[str, Any],
    method: str,
    resource: str,
    path: str,
    parameters: dict[str, str] | None,
    caller: dict[str, str],
) -> dict[str, Any]:
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "req-1",
            "authorizer": caller,
        },
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }


def _gateway(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    """What API Gateway itself answers, as template.yaml has it."""
    record = {"type": "about:blank", "title": code, "status": status, "detail": code, "code": code,
              "request_id": "req-1", "retryable": False}  # fmt: skip
    return status, {"Content-Type": "application/problem+json"}, json.dumps(record).encode()
