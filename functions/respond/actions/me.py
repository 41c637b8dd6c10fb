"""Shows whoever asks, and keeps how they want the console to be."""

from typing import Any
from zoneinfo import available_timezones

import msgspec

from respond.action import Asked, Caller, action
from respond.actions.translations import list_translated
from respond.denied import deny_impossible
from respond.shapes.agent import BrandView, MeView
from respond.shapes.preferences import PreferencesView, PreferencesWanted, show_preferences


@action(scope="", audit=None)
def get_me(caller: Caller, asked: Asked[None]) -> MeView:  # noqa: ARG001 - takes nothing
    """Returns the caller: their name, brand, rights, and their settings of the console."""
    stores = caller.stores
    brand = stores.settings.read_settings(caller.brand)
    return MeView(
        id=caller.agent,
        name=caller.agent,
        role=caller.role,
        scopes=sorted(caller.scopes),
        brand=BrandView(
            id=caller.brand,
            title=brand.public_name or caller.brand,
            zone=brand.zone,
            locale=next(iter(brand.page_languages), "en"),
            translates=list_translated(brand),
        ),
        preferences=show_preferences(stores.preferences.read_preferences(caller.brand, caller.agent)),
    )


@action(scope="", audit=None)
def replace_preferences(caller: Caller, asked: Asked[PreferencesWanted]) -> PreferencesView:
    """Replaces the caller's own settings of the console: what is left out is as it is unless told."""
    given: dict[str, Any] = msgspec.to_builtins(asked.wanted)
    zone = given.get("zone")
    if zone is not None and zone not in available_timezones():
        raise deny_impossible("`zone` must be a name such as Europe/Berlin.", pointer="/zone")
    stores = caller.stores
    stores.preferences.keep_preferences(caller.brand, caller.agent, given, stores.now_ms())
    return show_preferences(given)
