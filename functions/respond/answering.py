"""Answers API Gateway's requests without any framework: permission first, then the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from aws import observe, settings
from respond import limits, problems
from respond.action import Caller, Revised
from respond.problems import Problem
from respond.requests import read_command
from respond.routes.route import Route
from store.stores import Stores

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """Holds what goes back to API Gateway."""

    status: int
    body: str
    headers: dict[str, str]


def answer_request(route: Route, event: Mapping[str, Any], stores: Stores) -> ApiAnswer:
    """Returns the answer of a route; every exception becomes a problem that says nothing personal."""
    request_id = read_request_id(event)
    said: dict[str, str] = {}
    try:
        caller = _read_caller(route, event, stores)
        standing = limits.count_request(caller, route)
        said = limits.list_headers(standing)
        limits.check_limit(standing)
        route.action.permit(caller)
        given = route.action(caller, read_command(route, event))
        return _show(route.status, given, request_id, said)
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, it must not get out
        problem = problems.find_problem(error)
        if problem.status >= 500:
            observe.failure("api_failed", error, route=f"{route.method} {route.path}", request=request_id)
        return answer_problem(problem, request_id, said)


def answer_problem(problem: Problem, request_id: str, headers: Mapping[str, str] = NOTHING) -> ApiAnswer:
    """Returns an error's answer."""
    more = {**headers, **problem.headers}
    body = _encode(problem.to_body(request_id))
    return _finish(problem.status, body, problems.CONTENT_TYPE, request_id, more)


def read_request_id(event: Mapping[str, Any]) -> str:
    """Returns API Gateway's id of the request."""
    return str((event.get("requestContext") or {}).get("requestId") or "")


def _read_caller(route: Route, event: Mapping[str, Any], stores: Stores) -> Caller:
    """Returns who calls. Raises Denied."""
    if route.action.public:
        return Caller("", "", "", frozenset(), stores)
    return Caller.from_context(event["requestContext"].get("authorizer") or {}, stores)


def _show(status: int, given: Any, request_id: str, said: Mapping[str, str]) -> ApiAnswer:
    if not isinstance(given, Revised):
        return _finish(status, _encode(given), "application/json", request_id, said)
    headers = {**said, "ETag": f'"{given.revision}"'}
    return _finish(status, _encode(given.shown), "application/json", request_id, headers)


def _encode(body: Any) -> str:
    try:
        return msgspec.json.format(msgspec.json.encode(body), indent=2).decode()
    except UnicodeEncodeError:
        # Half characters, which some platforms send, have no UTF-8.
        plain = json.dumps(msgspec.to_builtins(body), ensure_ascii=False, indent=2)
        return plain.encode("utf-8", "replace").decode()


def _finish(
    status: int, body: str, content_type: str, request_id: str, headers: Mapping[str, str]
) -> ApiAnswer:
    return ApiAnswer(
        status,
        body + "\n",
        {
            "Content-Type": content_type,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "X-Request-Id": request_id,
            **_cors(),
            **headers,
        },
    )


def _cors() -> dict[str, str]:
    """Returns what lets the console's pages read answers; the preflight is the template's, from the same parameter."""
    origin = settings.console_origin()
    if origin is None:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": ", ".join(("ETag", "X-Request-Id", "Retry-After", *limits.NAMES)),
    }
