"""From API Gateway's request to a route's answer, without any framework: permission first, then the rest."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws import observe, settings
from model.http import lower_names
from respond import fields, limits, problems
from respond.access import ACCESS
from respond.call import NOBODY, Call, Caller
from respond.problems import Problem
from respond.routes.table import Route
from store.stores import Stores

LONGEST_KEY = 200
"""Characters of an Idempotency-Key."""
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to API Gateway."""

    status: int
    body: str
    headers: dict[str, str]


def answer(route: Route, event: Mapping[str, Any], stores: Stores) -> Answer:
    """The answer of a route; every exception becomes a problem that says nothing personal."""
    request_id = request_id_of(event)
    said: dict[str, str] = {}
    try:
        caller = _caller(route, event)
        standing = limits.standing(caller, route, stores)
        said = limits.headers(standing)
        limits.check(standing)
        reply = route.answer(_call(route, caller, event, stores))
        return _json(reply.status, reply.body, "application/json", request_id, {**said, **reply.headers})
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, it must not get out
        problem = problems.of(error)
        if problem.status >= 500:
            observe.failure("api_failed", error, route=f"{route.method} {route.path}", request=request_id)
        return of_problem(problem, request_id, said)


def of_problem(problem: Problem, request_id: str, headers: Mapping[str, str] = NOTHING) -> Answer:
    """An error's answer."""
    more = {**headers, **problem.headers}
    return _json(problem.status, problem.record(request_id), problems.CONTENT_TYPE, request_id, more)


def request_id_of(event: Mapping[str, Any]) -> str:
    """API Gateway's id of the request."""
    return str((event.get("requestContext") or {}).get("requestId") or "")


def _call(route: Route, caller: Caller, event: Mapping[str, Any], stores: Stores) -> Call:
    _permit(route, caller)
    path = event.get("pathParameters") or {}
    if not route.knows(path):
        raise problems.not_found()
    headers = lower_names(event.get("headers") or {})
    query = fields.read_query(event.get("multiValueQueryStringParameters") or {}, route.query)
    return Call(
        route=f"{route.method} {route.path}",
        caller=caller,
        stores=stores,
        id=str(path.get("id", "")),
        query=query,
        body={} if route.body is None else fields.read_body(fields.parse(_body(event)), route.body),
        if_match=headers.get("if-match"),
        idempotency_key=_idempotency_key(headers),
    )


def _idempotency_key(headers: Mapping[str, str]) -> str | None:
    """Returns the key as a whole: two keys that begin alike are two. Raises Problem 400 for one that is too long."""
    key = headers.get("idempotency-key") or None
    if key is not None and len(key) > LONGEST_KEY:
        raise problems.bad_request(
            "idempotency_key_too_long", f"An Idempotency-Key has at most {LONGEST_KEY} characters."
        )
    return key


def _caller(route: Route, event: Mapping[str, Any]) -> Caller:
    """Who calls. Raises Problem 401."""
    access = ACCESS.get(route.key)
    if access is not None and access.public:
        return NOBODY
    return Caller.of(event["requestContext"].get("authorizer") or {})


def _permit(route: Route, caller: Caller) -> None:
    """Raises Problem 403 when they may not; a route without a row is closed."""
    access = ACCESS.get(route.key)
    if access is not None and access.public:
        return
    if access is None or caller.role not in access.roles:
        raise Problem(403, "forbidden", "Your role may not do that.")
    if access.scope not in caller.scopes:
        raise Problem(403, "scope_missing", f"That needs the scope {access.scope}.")


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise problems.bad_request("bad_json", "The body is not JSON.") from None


def _json(status: int, body: Any, content_type: str, request_id: str, headers: Mapping[str, str]) -> Answer:
    # Half characters, which some platforms send, have no UTF-8.
    text = json.dumps(body, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode()
    return Answer(
        status,
        text + "\n",
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
    """What lets the console's pages read answers; the preflight is the template's, from the same parameter."""
    origin = settings.console_origin()
    if origin is None:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": ", ".join(("ETag", "X-Request-Id", "Retry-After", *limits.NAMES)),
    }
