"""Chalice's table, our table and the access rows name the same routes."""

from respond.access import ROLES, SCOPES, list_scopes
from respond.api import app
from respond.routes.table import ROUTES


def test_chalice_knows_exactly_these_routes() -> None:
    known = {(method, path) for path, methods in app.routes.items() for method in methods}
    assert known == {route.key for route in ROUTES}


def test_every_action_that_is_not_public_names_roles_and_a_scope() -> None:
    for route in ROUTES:
        assert route.roles
        assert route.roles <= SCOPES.get(route.scope, ROLES)
    assert {route.scope for route in ROUTES} - {""} == set(SCOPES), "a scope that opens nothing"
    assert all(list_scopes(role) for role in ROLES)
    assert list_scopes("stranger") == frozenset()
