"""Answers the agent API: Chalice finds the route, everything else is `respond.answering`.

Chalice's own decorators deploy nothing here: authorizer and CORS preflight are in template.yaml, which hands over
every path, so that a route is told in `respond.routes.table` alone.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from chalice.app import Chalice, Request, Response

from aws import kms
from respond import answering
from respond.answering import ApiAnswer
from respond.location import Locations
from respond.problems import Problem, not_found
from respond.routes.route import Route
from respond.routes.table import ROUTES
from store.stores import Stores

REMEMBERED_S = 5.0
"""How long an agent may still be shown what an erasure or a purge took: salts are read anew after it."""

# An environment of its own: Chalice would write into the process's.
app = Chalice(app_name="api", configure_logs=False, env={})
# It logs exceptions with their texts, which may quote what was sent.
app.log.disabled = True


@cache
def open_stores() -> Stores:
    """Returns one set for a warm function."""
    return Stores(kms, time.time, remembered_s=REMEMBERED_S)


def _register(route: Route) -> None:
    def view(**_: str) -> Response:
        request = app.current_request
        assert request is not None  # noqa: S101 - Chalice sets it before it calls a view
        return _response(answering.answer_request(route, request.to_original_event(), open_stores()))

    types = [] if route.body is None else ["application/json"]
    name = f"{route.method} {route.path}"
    app.route(route.path, methods=[route.method], content_types=types, name=name)(view)


def _response(answer: ApiAnswer) -> Response:
    return Response(answer.body, headers=dict(answer.headers), status_code=answer.status)


def _problems_only(request: Request | None, respond: Callable[[Any], Response]) -> Response:
    """Makes problems of the answers that Chalice gives before any view sees a request."""
    response = respond(request)
    if response.status_code < 400 or isinstance(response.body, str):
        return response
    event = {} if request is None else request.to_original_event()
    return _response(answering.answer_problem(_problem(response), answering.read_request_id(event)))


def _problem(response: Response) -> Problem:
    if response.status_code == 405:
        allowed = str(response.headers.get("Allow", ""))
        if not allowed:
            return not_found()
        return Problem(405, "method_not_allowed", f"Allowed: {allowed}.", headers={"Allow": allowed})
    if response.status_code == 415:
        return Problem(415, "unsupported_media_type", "Send application/json.")
    if response.status_code < 500:
        return Problem(response.status_code, "bad_request", "The request cannot be read.")
    return Problem(500, "internal", "Something went wrong on our side.")


_locations = Locations(route.path for route in ROUTES)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answers a request as API Gateway hands it over; a path that no route has is a 404."""
    located = _locations.locate_route(event)
    if located is None:
        missing = answering.answer_problem(not_found(), answering.read_request_id(event))
        return dict(_response(missing).to_dict())
    return dict(app(located, context))


app.register_middleware(_problems_only, "http")
for _route in ROUTES:
    _register(_route)
