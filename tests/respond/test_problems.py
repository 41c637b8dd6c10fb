"""Every error has the same shape, whoever finds it, and says nothing about people or our code.

Tests of: `respond.answering`, `respond.api`, `respond.denied`, `respond.requests`.
"""

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from pynamodb.exceptions import GetError, PutError, QueryError, TransactWriteError, UpdateError

from aws.clients import CallFailed
from model.errors import Conflict, Erased, Unavailable
from respond.api import app
from respond.routes.route import Route
from respond.routes.table import ROUTES
from tests.respond.test_access import ask
from tests.respond.world import AGENTS, Answer, World, authorizer, event
from tests.template.enforcing import clients

JSON = {"Content-Type": "application/json"}
SHAPE = {
    "type": str, "title": str, "status": int, "detail": str, "code": str, "request_id": str, "retryable": bool,
}  # fmt: skip
READING = [route for route in ROUTES if route.path not in ("/health", "/me")]
"""Neither of these two asks a store."""


def refused(code: str, status: int, **more: Any) -> ClientError:
    """What botocore raises."""
    answer = {
        "Error": {"Code": code, "Message": "Mara Field"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError({**answer, **more}, "PutItem")


def cancelled(*codes: str) -> ClientError:
    """A transaction that was not done, with why each part was not."""
    reasons = [{"Code": code, "Message": "Mara Field"} for code in codes]
    return refused("TransactionCanceledException", 400, CancellationReasons=reasons)


def is_problem(answer: Answer, status: int, code: str) -> None:
    """The whole shape of an error."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {name: type(value) for name, value in answer.body.items()} in (SHAPE, SHAPE | {"pointer": str})
    assert (answer.status, answer.body["status"], answer.body["code"]) == (status, status, code)
    assert answer.body["request_id"] == "req-1"


def test_an_unknown_path_is_missing(shared: World) -> None:
    is_problem(shared.get("/nothing"), 404, "not_found")


def test_an_unknown_method_says_which_there_are(shared: World) -> None:
    answer = shared.call("DELETE", "/conversations/{id}", path={"id": "a" * 32})
    is_problem(answer, 405, "method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "PATCH"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
def test_another_content_type_is_refused(shared: World, content_type: str) -> None:
    answer = shared.call("POST", "/segments", raw="{}", headers={"content-type": content_type})
    is_problem(answer, 415, "unsupported_media_type")


def test_a_get_may_come_with_any_content_type(shared: World) -> None:
    assert shared.get("/health", headers={"Content-Type": "text/plain"}).status == 200


@pytest.mark.parametrize(
    "raw",
    [
        "", "{", "nothing", '{"title": NaN}', '{"title": Infinity}', '{"rule": 1e999}', '{"title": "\\ud800"}',
        "[" * 100_000, '{"n": ' + "9" * 5000 + "}", "\x00", '{"a": 1} x', "\ud800",
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_is_refused(shared: World, raw: str) -> None:
    is_problem(shared.call("POST", "/segments", raw=raw, headers=JSON), 400, "bad_json")


def test_a_body_may_come_as_base64(shared: World) -> None:
    good = base64.b64encode(b'{"title": "T"}').decode()
    answer = shared.call("POST", "/segments", raw=good, encoded=True, headers=JSON)
    is_problem(answer, 422, "invalid")
    assert answer.body["detail"] == "Missing: rule."
    bad = shared.call("POST", "/segments", raw="%%%", encoded=True, headers=JSON)
    is_problem(bad, 400, "bad_json")


def test_a_body_has_a_largest_size(shared: World) -> None:
    fits = json.dumps({"title": "x" * (256 * 1024 - 13)})
    assert len(fits) == 256 * 1024
    is_problem(shared.call("POST", "/segments", raw=fits, headers=JSON), 422, "invalid")
    is_problem(shared.call("POST", "/segments", raw=fits + " ", headers=JSON), 413, "too_large")


@pytest.mark.parametrize(
    ("error", "status", "code", "retryable"),
    [
        (RuntimeError("Mara Field said u1"), 500, "internal", False),
        (KeyError("Mara Field"), 500, "internal", False),
        (RecursionError("Mara Field"), 500, "internal", False),
        (Erased(7), 500, "internal", False),
        (Conflict("Mara Field"), 409, "conflict", True),
        (Unavailable("Mara Field"), 503, "unavailable", True),
        (CallFailed("kms", refused("AccessDeniedException", 400)), 503, "unavailable", True),
        (CallFailed("sqs", refused("RequestThrottled", 400)), 503, "unavailable", True),
        (
            PutError("Mara Field", refused("ProvisionedThroughputExceededException", 400)),
            503,
            "unavailable",
            True,
        ),
        (QueryError("Mara Field", refused("InternalServerError", 500)), 503, "unavailable", True),
        (GetError("Mara Field", ReadTimeoutError(endpoint_url="Mara")), 503, "unavailable", True),
        (UpdateError("Mara Field", EndpointConnectionError(endpoint_url="Mara")), 503, "unavailable", True),
        (TransactWriteError("Mara Field", cancelled("None", "ThrottlingError")), 503, "unavailable", True),
        (TransactWriteError("Mara Field", cancelled("None", "ValidationError")), 500, "internal", False),
        (QueryError("Mara Field", refused("ValidationException", 400)), 500, "internal", False),
        (PutError("Mara Field", refused("AccessDeniedException", 400)), 500, "internal", False),
    ],
)
@pytest.mark.parametrize("route", READING, ids=lambda route: f"{route.method} {route.path}")
def test_whatever_breaks_in_a_route_says_nothing_about_itself(
    shared: World,
    route: Any,
    error: Exception,
    status: int,
    code: str,
    retryable: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise error

    monkeypatch.setattr("respond.api.open_stores", Broken)
    bodies = {"/segments": {"title": "T", "rule": {"attribute": "unhappy", "is": True}},
              "/accounts": {"platform": "discourse", "native_id": "1"},
              "/interactions/{id}": {"sentiment": "neutral"}, "/settings": {},
              "/segments/preview": {"rule": {"attribute": "unhappy", "is": True}},
              "/segments/{id}": {"title": "T"}, "/contacts/{id}": {"tags": []},
              "/privacy-tasks": {"kind": "erase", "contact": "a" * 32},
              "/accounts/{id}": {"title": "T"}, "/endpoints/{id}/secrets": {},
              "/parked/replay": {}, "/agents": {"id": "new", "role": "agent"}, "/agents/{id}": {"scopes": []},
              "/api-tokens": {"agent": "bot", "title": "T"},
              "/holds": {"contact": "a" * 32, "reason": "R", "until": "2030-01-01T00:00:00Z"}}  # fmt: skip
    guarded = route.path.startswith(("/privacy-tasks", "/holds"))
    officer = next(agent for agent, role in AGENTS.items() if role == "dpo")
    some_id = {"id": "a" * (16 if "tokens" in route.path else 32)}
    some_id = {"id": f"1790000000000-{'a' * 8}"} if "parked" in route.path else some_id
    some_id = {"id": "writers"} if "segments" in route.path else some_id
    some_id = {"id": "own_" + "a" * 32} if "terms" in route.path else some_id
    some_id = {"id": "2026092114-shop"} if "alerts" in route.path else some_id
    answer = shared.call(
        route.method,
        route.path,
        caller=authorizer(agent=officer) if guarded else authorizer(),
        path=some_id if "{id}" in route.path else None,
        body=bodies.get(route.path, {"priority": 1}),
        headers={"If-Match": "*", "Idempotency-Key": "k"},
    )
    is_problem(answer, status, code)
    assert answer.body["retryable"] is retryable
    assert ("Retry-After" in answer.headers) is (status == 503)
    out = capfd.readouterr()
    assert "Mara" not in answer.text + out.out + out.err
    assert "Traceback" not in answer.text + out.out + out.err
    assert ("api_failed" in out.out) is (status >= 500)


@pytest.mark.parametrize("route", READING, ids=lambda route: f"{route.method} {route.path}")
def test_a_table_that_throttles_is_come_back_to(
    shared: World, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thrown where DynamoDB would, at the first call of each route."""

    def throttled(**_: Any) -> None:
        raise refused("ThrottlingException", 400)

    caller = authorizer(agent="dora") if route.path.startswith(("/privacy-tasks", "/holds")) else authorizer()
    shared.clock.now += 600  # nobody remembers anything
    shared.ids()  # the test's own look at the brand's keys
    made = {
        "_made": "writers",
        "park": f"1790000000000-{'a' * 8}",
        "_token": "a" * 16,
        "_connected": {"accounts": "a", "endpoints": "a" * 32},
        "_written": "a" * 32,
        "_canned": {"canned": "a" * 32, "macros": "a" * 32, "views": "a" * 32},
        "_alarmed": "2026092114-shop",
        "_broadcast": "a" * 32,
        "_joined": "a" * 32,
        "_announced": "a" * 32,
        "_sought": "own_" + "a" * 32,
        "_let_translate": None,
        "_noted": {"notes": "a" * 32, "drafts": "a" * 32, "uploads": "a" * 32},
    }
    for name, what in made.items():
        monkeypatch.setattr(f"tests.respond.test_access.{name}", lambda *_, what=what: what)
    found = clients()
    for client in found:
        client.meta.events.register("provide-client-params.dynamodb.*", throttled, unique_id="throttled")
    try:
        answer = ask(shared, route, caller)
    finally:
        for client in found:
            client.meta.events.unregister("provide-client-params.dynamodb.*", unique_id="throttled")
    if answer.status in (400, 422):
        assert route.path.startswith(("/privacy-tasks", "/holds")), "refused before anything was asked"
        return
    is_problem(answer, 503, "unavailable")
    assert (answer.body["retryable"], int(answer.headers["Retry-After"]) > 0) == (True, True)


def test_what_gets_past_us_is_not_logged_by_the_framework(
    shared: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("Mara Field said u1")

    monkeypatch.setattr("respond.api.answering.answer_request", broken)
    answer = shared.get("/conversations")
    is_problem(answer, 500, "internal")
    assert "Mara" not in answer.text
    assert caplog.records == []


def test_good_answers_have_the_headers_too(shared: World) -> None:
    answer = shared.get("/conversations")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-Id"] == "req-1"


def test_the_console_s_origin_may_read_answers_and_errors(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Access-Control-Allow-Origin" not in shared.get("/health").headers
    monkeypatch.setenv("RAPPORT_CONSOLE_ORIGIN", "https://console.example")
    for answer in (shared.get("/health"), shared.get("/nothing"), shared.get("/accounts", caller={})):
        assert answer.headers["Access-Control-Allow-Origin"] == "https://console.example"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_an_event_that_is_no_request_is_a_problem_too() -> None:
    answer = app({"version": "2.0", "requestContext": {"http": {"method": "GET"}}}, None)
    assert answer["statusCode"] == 500
    assert json.loads(answer["body"])["code"] == "internal"


def test_health_needs_no_caller_and_tells_the_version(shared: World) -> None:
    made = event("GET", "/health")
    del made["requestContext"]["authorizer"]
    answer = app(made, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"status": "ok", "version": _version()}


def _version() -> str:
    import tomllib

    from infra.template import ROOT

    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return version
