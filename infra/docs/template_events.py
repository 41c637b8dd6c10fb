"""The events of the agent API in template.yaml, one for each route: Chalice routes on the resource path."""

from infra.template import ROOT
from respond.routes.table import ROUTES, Route

PATH = "template.yaml"
BEGIN = "        # One event for each route, written by `make docs`: Chalice routes on the resource path.\n"
END = "        # End of what is written.\n"


def text() -> str:
    """Returns the template with the routes of today."""
    before, rest = (ROOT / PATH).read_text(encoding="utf-8").split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return before + BEGIN + "".join(map(_event, ROUTES)) + END + after


def _event(route: Route) -> str:
    name = "".join(word.capitalize() for word in route.action.name.split("_"))
    open_to_all = ", Auth: {Authorizer: NONE}" if route.action.public else ""
    values = f'RestApiId: !Ref AgentApi, Method: {route.method}, Path: "{route.path}"{open_to_all}'
    return f"        {name}: {{Type: Api, Properties: {{{values}}}}}\n"
