"""The catch-all of API Gateway leads to the routes, and to our own 404: `respond.location`, `respond.api.handler`."""

import json
from typing import Any

import pytest

from respond.api import handler
from respond.location import CATCH_ALL, Locations
from tests.respond.world import event

LOCATIONS = Locations(["/things", "/things/{id}", "/things/last", "/things/{id}/parts/{part}"])


def caught(path: str, method: str = "GET", **more: Any) -> dict[str, Any]:
    """A request that API Gateway hands over by its catch-all."""
    return event(method, CATCH_ALL, path={"proxy": path.removeprefix("/")}, **more)


@pytest.mark.parametrize(
    ("path", "resource", "parameters"),
    [
        ("/things", "/things", {}),
        ("/things/", "/things", {}),
        ("/things/a1", "/things/{id}", {"id": "a1"}),
        ("/things/last", "/things/last", {}),
        ("/things/last/parts/p", "/things/{id}/parts/{part}", {"id": "last", "part": "p"}),
        ("/things/a%2Fb", "/things/{id}", {"id": "a%2Fb"}),
    ],
)
def test_a_known_path_is_told_as_its_route(path: str, resource: str, parameters: dict[str, str]) -> None:
    located = LOCATIONS.locate_route(caught(path, query={"limit": "3"}))
    assert located is not None
    assert (located["resource"], located["requestContext"]["resourcePath"]) == (resource, resource)
    assert located["pathParameters"] == parameters
    assert located["queryStringParameters"] == {"limit": "3"}
    assert located["requestContext"]["authorizer"]


@pytest.mark.parametrize(
    "path", ["/", "/thing", "/things//parts/p", "/things/a/parts", "/things/a/b/c/d", "//things"]
)
def test_other_paths_have_no_route(path: str) -> None:
    assert LOCATIONS.locate_route(caught(path)) is None


def test_a_listed_path_stays_as_it_came() -> None:
    assert LOCATIONS.locate_route(event("GET", "/health")) == event("GET", "/health")


def test_an_unknown_path_is_our_own_404_and_quotes_nothing() -> None:
    answer = handler(caught("/nothing", headers={"Authorization": "Bearer rpt_a_secret"}), None)
    body = json.loads(answer["body"])
    assert (answer["statusCode"], body["code"], body["request_id"]) == (404, "not_found", "req-1")
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert "secret" not in json.dumps(answer)


def test_a_known_path_by_another_method_is_405_and_says_which() -> None:
    answer = handler(caught("/health", "POST"), None)
    assert (answer["statusCode"], answer["headers"]["Allow"]) == (405, "GET")


def test_a_request_goes_the_whole_way() -> None:
    answer = handler(caught("/health"), None)
    assert answer["statusCode"] == 200
