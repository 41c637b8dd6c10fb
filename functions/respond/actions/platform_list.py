"""Lists the platforms that Rapport knows."""

from platforms import registry
from respond.action import Asked, Caller, action
from respond.shapes.page import Page
from respond.shapes.platform import PlatformView, show_platform


@action(scope="accounts:read", audit=None)
def list_platforms(caller: Caller, asked: Asked[None]) -> Page[PlatformView]:  # noqa: ARG001 - takes nothing
    """Lists every platform with what connecting an account of it asks for."""
    found = [show_platform(registry.platform(name)) for name in sorted(registry.names())]
    return Page(data=found, next_cursor=None, has_more=False)
