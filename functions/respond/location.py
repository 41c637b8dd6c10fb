"""Finds the route of a request by its path: API Gateway hands over every path but `/health` as `/{proxy+}`.

So an unknown route with a token gets our own 404. Without a catch-all API Gateway would try to read the token as an AWS
signature and quote it in its answer:
https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

CATCH_ALL = "/{proxy+}"


class Locations:
    """Holds the known paths, those without a parameter before those with one."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._patterns = sorted({tuple(path.split("/")) for path in paths}, key=_count_parameters)

    def locate_route(self, event: Mapping[str, Any]) -> dict[str, Any] | None:
        """Returns the event as it would be had its route been listed at API Gateway; None when there is no route."""
        context = event.get("requestContext") or {}
        if context.get("resourcePath") != CATCH_ALL:
            return dict(event)
        asked = ("", *str((event.get("pathParameters") or {}).get("proxy") or "").rstrip("/").split("/"))
        for pattern in self._patterns:
            parameters = _match(pattern, asked)
            if parameters is not None:
                path = "/".join(pattern)
                located = {"resource": path, "pathParameters": parameters}
                return {**event, **located, "requestContext": {**context, "resourcePath": path}}
        return None


def _count_parameters(pattern: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return sum(part.startswith("{") for part in pattern), pattern


def _match(pattern: tuple[str, ...], asked: tuple[str, ...]) -> dict[str, str] | None:
    """Returns the parameters in a path, None when it is another one."""
    if len(pattern) != len(asked):
        return None
    found = {}
    for known, part in zip(pattern, asked, strict=True):
        if known.startswith("{"):
            if not part:
                return None
            found[known.strip("{}")] = part
        elif known != part:
            return None
    return found
