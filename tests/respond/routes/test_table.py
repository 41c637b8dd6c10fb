"""The template, Chalice's table, our table and the access rows name the same routes."""

from typing import Any

from infra import template
from respond.access import ROLES, SCOPES, list_scopes
from respond.api import app
from respond.routes.table import ROUTES


def _events() -> list[dict[str, Any]]:
    events = template.load()["Resources"]["ApiFunction"]["Properties"]["Events"]
    return [event["Properties"] for event in events.values()]


def test_template_and_routes_are_equal() -> None:
    in_template = sorted((event["Method"].upper(), event["Path"]) for event in _events())
    assert in_template == sorted(route.key for route in ROUTES)
    assert len(in_template) == len(set(in_template))


def test_chalice_knows_exactly_these_routes() -> None:
    known = {(method, path) for path, methods in app.routes.items() for method in methods}
    assert known == {route.key for route in ROUTES}


def test_public_in_the_rows_is_public_in_the_template_and_nothing_else_is() -> None:
    open_in_template = {
        (event["Method"], event["Path"])
        for event in _events()
        if event.get("Auth", {}).get("Authorizer") == "NONE"
    }
    assert open_in_template == {route.key for route in ROUTES if route.action.public}


def test_every_action_that_is_not_public_names_roles_and_a_scope() -> None:
    for route in ROUTES:
        assert route.action.public or (route.roles and route.roles <= SCOPES[route.scope])
    assert {route.scope for route in ROUTES} - {""} == set(SCOPES), "a scope that opens nothing"
    assert all(list_scopes(role) for role in ROLES)
    assert list_scopes("stranger") == frozenset()
