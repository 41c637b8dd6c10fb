"""API Gateway hands over every path: the routes are those of the API, and only the open ones are listed as open."""

from infra import template
from respond.location import CATCH_ALL
from respond.routes.table import ROUTES


def test_every_path_is_handed_over_and_no_open_one_is_missing() -> None:
    paths = template.load()["Resources"]["AgentApi"]["Properties"]["DefinitionBody"]["paths"]
    open_to_all = {(route.path, route.method.lower()) for route in ROUTES if route.action.public}
    listed = {(path, method) for path, methods in paths.items() for method in methods}
    assert listed == open_to_all | {(CATCH_ALL, "x-amazon-apigateway-any-method")}
