"""The template, Chalice's table, our table and the access rows name the same routes."""

from typing import Any

from infra import template
from respond.access import ACCESS, ROLES, scopes_of
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


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ACCESS) == {route.key for route in ROUTES}


def test_public_in_the_rows_is_public_in_the_template_and_nothing_else_is() -> None:
    open_in_template = {
        (event["Method"], event["Path"])
        for event in _events()
        if event.get("Auth", {}).get("Authorizer") == "NONE"
    }
    assert open_in_template == {key for key, access in ACCESS.items() if access.public}


def test_every_row_that_is_not_public_names_roles_and_a_scope() -> None:
    for access in ACCESS.values():
        assert access.public or (access.roles and access.roles <= ROLES and ":" in access.scope)
    assert all(scopes_of(role) for role in ROLES)
    assert scopes_of("stranger") == frozenset()
