"""Tells that we answer at all; nothing is read for it."""

from respond.action import Asked, Caller, action
from respond.shapes.brand import HealthView

VERSION = "0.1.0"


@action(scope="", audit=None, public=True)
def get_health(caller: Caller, asked: Asked[None]) -> HealthView:  # noqa: ARG001 - the same for everybody
    """Returns that we answer, and our version."""
    return HealthView(status="ok", version=VERSION)
