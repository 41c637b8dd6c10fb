"""One route as data: which action it leads to, and which shapes it takes and answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from respond.action import Action
from respond.paging import HID
from respond.shapes.page import NoQuery

NUMBERS = "[0-9]{1,2}"
"""What `{n}` in a path is."""


@dataclass(frozen=True, slots=True)
class Route:
    """Leads one method of one path to an action. An `{id}` of another shape than `ids` is that of nothing.

    `idempotent`: needs an Idempotency-Key. `costly`: work that goes on behind it, or more than a page; fewer of these
    are let through in a minute. `uncounted`: asked for all day by open pages, so that it counts against no limit of the
    brand, only against the agent's own. `most_bytes`: of the body. A PATCH needs If-Match.
    """

    method: str
    path: str
    action: Action[Any, Any]
    answer: Any
    query: type[Struct] = NoQuery
    body: type[Struct] | None = None
    status: int = 200
    ids: str = HID
    idempotent: bool = False
    costly: bool = False
    uncounted: bool = False
    most_bytes: int = 256 * 1024

    @property
    def key(self) -> tuple[str, str]:
        """Names the method and path, which together are no other route's."""
        return self.method, self.path

    @property
    def roles(self) -> frozenset[str]:
        """Names the roles that may call it."""
        return self.action.roles

    @property
    def scope(self) -> str:
        """Names the scope a token needs for it; "" for a route that is open to everybody."""
        return self.action.scope

    @property
    def revises(self) -> bool:
        """Tells whether it changes something that the caller has to have seen."""
        return self.method == "PATCH"

    def knows(self, path_parameters: Mapping[str, str]) -> bool:
        """Returns whether the ids in the path can be ids at all."""
        shapes = {"n": NUMBERS}
        return all(re.fullmatch(shapes.get(name, self.ids), value) for name, value in path_parameters.items())


def lead_get(
    path: str, action: Action[Any, Any], answer: Any, query: type[Struct] = NoQuery, **more: Any
) -> Route:
    """Returns a route that shows something."""
    return Route("GET", path, action, answer, query, **more)


def lead_send(
    method: str,
    path: str,
    action: Action[Any, Any],
    answer: Any,
    body: type[Struct] | None = None,
    **more: Any,
) -> Route:
    """Returns a route that sends something in its body, or changes something."""
    return Route(method, path, action, answer, body=body, **more)
