"""Reads API Gateway's requests as commands: what was sent, in the shapes that a route takes."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from model.http import lower_names
from respond import problems
from respond.action import Asked, Seen
from respond.problems import Problem
from respond.routes.route import Route
from respond.shapes.decoding import Misfit, decode_query, decode_shape

LONGEST_KEY = 200
"""Characters of an Idempotency-Key."""
RULE = "/rule/"
"""Where a rule's parts are: what is wrong with one has a code of its own, whoever finds it."""
NONE_SEEN = Seen(frozenset({"none"}))
"""If-Match names no revision of ours: whatever it is, it was not seen."""


def read_command(route: Route, event: Mapping[str, Any]) -> Asked[Any]:
    """Returns what is asked of the route's action. Raises Problem."""
    path = event.get("pathParameters") or {}
    if not route.knows(path):
        raise problems.not_found()
    headers = lower_names(event.get("headers") or {})
    query = _read_query(route, event)
    seen = _read_seen(headers) if route.revises else Seen()
    wanted = query if route.body is None else _fill_body(route, event, query)
    key = _read_key(headers) if route.idempotent else ""
    return Asked(wanted, str(path.get("id", "")), seen, key, int(path.get("n", 0)))


def _read_query(route: Route, event: Mapping[str, Any]) -> Any:
    try:
        return decode_query(event.get("multiValueQueryStringParameters") or {}, route.query)
    except Misfit as misfit:
        code = "unknown_filter" if misfit.strange else "bad_filter"
        raise problems.bad_request(code, _sentence(misfit)) from None


def _fill_body(route: Route, event: Mapping[str, Any], query: Any) -> Any:
    """Returns what is wanted by a body; what the query names of it stands before what the body says."""
    named = event.get("multiValueQueryStringParameters") or {}
    return msgspec.structs.replace(
        _read_body(route, event),
        **{name: getattr(query, name) for name in query.__struct_fields__ if name in named},
    )


def _read_body(route: Route, event: Mapping[str, Any]) -> Any:
    assert route.body is not None  # noqa: S101 - asked by the caller
    sent = parse_json(_body_of(event), route.most_bytes)
    if not isinstance(sent, dict):
        raise Problem(422, "invalid", "The body must be a JSON object.", pointer="")
    if route.revises and not sent:
        names = ", ".join(route.body.__struct_encode_fields__)
        raise Problem(422, "invalid", f"Nothing to change; known are {names}.", pointer="")
    try:
        return decode_shape(sent, route.body)
    except Misfit as misfit:
        code = "bad_rule" if misfit.pointer.startswith(RULE) else "invalid"
        raise Problem(422, code, _sentence(misfit), pointer=misfit.pointer) from None


def _sentence(misfit: Misfit) -> str:
    place = misfit.pointer.lstrip("/").replace("/", ".")
    return f"`{place}` {misfit.detail}." if place else f"{misfit.detail}."


def _read_seen(headers: Mapping[str, str]) -> Seen:
    """Returns the revisions that If-Match names. Raises Problem 428 without it."""
    sent = headers.get("if-match")
    if sent is None:
        raise Problem(428, "precondition_required", "Send If-Match with the ETag you read.")
    named = re.split(r"\s*,\s*", sent.strip())
    if "*" in named:
        return Seen()
    # Strong validators only: a weak one does not say that nothing changed.
    strong = frozenset(each[1:-1] for each in named if re.fullmatch(r'"[^"]+"', each))
    return Seen(strong) if strong else NONE_SEEN


def _read_key(headers: Mapping[str, str]) -> str:
    """Returns the key as a whole: two keys that begin alike are two. Raises Problem 400."""
    key = headers.get("idempotency-key", "")
    if not key:
        raise problems.bad_request("idempotency_key_missing", "Send an Idempotency-Key.")
    if len(key) > LONGEST_KEY:
        detail = f"An Idempotency-Key has at most {LONGEST_KEY} characters."
        raise problems.bad_request("idempotency_key_too_long", detail)
    return key


def parse_json(body: bytes, most_bytes: int) -> Any:
    """Returns the JSON in a body. Raises Problem 400 or 413.

    Refused too: numbers that JSON does not have, and half characters that no store keeps.
    """
    if len(body) > most_bytes:
        raise Problem(413, "too_large", f"A body may have at most {most_bytes} bytes.")
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise _bad_json() from None
    return value


def _body_of(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise _bad_json() from None


def _bad_json() -> Problem:
    return problems.bad_request("bad_json", "The body is not JSON.")
