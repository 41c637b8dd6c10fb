"""Chalice routes on the resource path: what the template does not list answers 404 before it reaches a function."""

from infra import template
from respond.api import app
from tests.template.reading import functions


def test_the_template_lists_exactly_the_routes_of_the_api() -> None:
    events = functions(template.load())["Api"]["Events"].values()
    listed = {(event["Properties"]["Method"], event["Properties"]["Path"]) for event in events}
    assert listed == {(method, path) for path, methods in app.routes.items() for method in methods}
