"""docs/openapi.json is true: every answer fits it, and what it does not allow is refused."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from infra.docs import openapi, schemas
from respond.routes.route import Route
from respond.routes.table import ROUTES
from tests.respond.bridge import DESCRIPTION, TOKEN, application
from tests.respond.test_access import ask
from tests.respond.world import Answer, World, authorizer

EXAMPLES = 12
"""Of each route and direction; `make fuzz` takes many more."""
MANY = 60

DOCUMENT = openapi.document()
SCHEMA = schemathesis.openapi.from_wsgi(DESCRIPTION, application)
# A text that is longer than described may be longer than any body.
SCHEMA.config.checks.negative_data_rejection.expected_statuses.append("413")
load_all_checks()
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
OPERATIONS = {
    (each.method.upper(), each.path): each
    for each in (found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok))
}


PROBES = pytest.mark.parametrize(
    ("key", "mode"),
    # Of what takes nothing there is nothing wrong to send.
    [
        (key, mode)
        for key in OPERATIONS
        for mode in MODES
        if key[1] != "/health" or mode is GenerationMode.POSITIVE
    ],
    ids=lambda each: each.value if isinstance(each, GenerationMode) else f"{each[0]} {each[1]}",
)


def test_every_route_is_described() -> None:
    assert set(OPERATIONS) == {route.key for route in ROUTES}
    names = [each["operationId"] for path in DOCUMENT["paths"].values() for each in path.values()]
    assert len(names) == len(set(names))
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere() -> None:
    found = set(_references(DOCUMENT))
    assert len(found) > 30
    for reference in found:
        place: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


OFFICERS = ("/holds", "/privacy-tasks", "/people/search", "/receipts", "/audit")
EVERYDAY = [route for route in ROUTES if not route.path.startswith(OFFICERS)]


def fits(answer: Answer, key: tuple[str, str]) -> None:
    """It is a success, and just as described."""
    status, schema = schemas.describe_answer(next(route for route in ROUTES if route.key == key))
    assert answer.status == status, answer.text
    jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]}).validate(answer.body)


@pytest.mark.parametrize("route", EVERYDAY, ids=lambda route: f"{route.method} {route.path}")
def test_a_success_is_as_described_to_the_field(shared: World, route: Route) -> None:
    fits(ask(shared, route, authorizer()), route.key)


def _ids(world: World) -> dict[str, str]:
    """Something that is there, by noun."""
    ids = world.ids()
    return {"conversations": ids["angry"], "contacts": ids["mara"], "segments": "writers",
            "interactions": world.hid("telegram", "item", "m1"), "agents": "bot", "api-tokens": "a" * 16,
            "accounts": "telegramacme", "broadcasts": "a" * 32, "canned": "a" * 32, "macros": "a" * 32,
            "views": "a" * 32,
            "terms": "own_" + "a" * 32,
            "parked": "1" * 13 + "-" + "a" * 8}  # fmt: skip


@pytest.mark.parametrize(
    "route", [each for each in ROUTES if each.method == "PATCH"], ids=lambda each: each.path
)
def test_a_change_needs_if_match(shared: World, route: Route) -> None:
    path = {"id": _ids(shared)[route.path.split("/")[1]]}
    answer = shared.call("PATCH", route.path, path=path, body={})
    assert answer.status == 428


def _probe(world: World, operation: Any, mode: GenerationMode, examples: int) -> None:
    # Fields have to make sense together too (a stage and its reason, two days in their order): 400 and 422 say so.
    together = ("/insights", "/audit", "/conversations/{id}/send-options")
    alone = operation.method.upper() == "GET" and not operation.path.startswith(together)
    # A view has to be there, and days are those of a clock that there is.
    alone = alone and operation.path not in ("/conversations", "/conversations/counts", "/interactions")
    left_out = [] if alone else [positive_data_acceptance]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def probe(case: Any) -> None:
        if case.query and mode is GenerationMode.POSITIVE:
            # Only what a page answered is one; a made-up one may be all that is wrong with a negative question.
            case.query.pop("cursor", None)
        if case.path_parameters and mode is GenerationMode.POSITIVE:
            case.path_parameters["id"] = known.get(operation.path.split("/")[1], "a" * 32)
        if "If-Match" in case.headers and mode is GenerationMode.POSITIVE:
            case.headers["If-Match"] = "*"
        case.call_and_validate(headers={"Authorization": TOKEN}, excluded_checks=left_out)

    known = _ids(world)
    probe()


@PROBES
def test_whatever_is_sent_is_answered_as_described(
    shared: World, key: tuple[str, str], mode: GenerationMode
) -> None:
    _probe(shared, OPERATIONS[key], mode, EXAMPLES)


@pytest.mark.fuzz
@PROBES
def test_whatever_else_is_sent_is_answered_as_described(
    shared: World, key: tuple[str, str], mode: GenerationMode
) -> None:
    _probe(shared, OPERATIONS[key], mode, MANY)


@pytest.mark.parametrize("noun", ["volume", "sentiment", "response-times", "topics"])
@pytest.mark.parametrize(
    "query", [{"to": "0001-01-01"}, {"from": "9999-12-31"}, {"from": "0001-01-01", "to": "0001-01-01"}]
)
def test_the_ends_of_the_calendar_are_no_fault_of_ours(shared: World, noun: str, query: Any) -> None:
    assert shared.get(f"/insights/{noun}", query=query).status in (200, 400)


def test_an_answer_that_is_not_as_described_is_noticed(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check can fail."""
    monkeypatch.setattr("respond.actions.health.VERSION", 7)
    with pytest.raises(BaseException, match="not of type"):
        _probe(shared, OPERATIONS["GET", "/health"], GenerationMode.POSITIVE, 1)


def test_the_committed_document_is_this_one() -> None:
    from infra.template import ROOT

    assert json.loads((ROOT / openapi.PATH).read_text()) == DOCUMENT
