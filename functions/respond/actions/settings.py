"""Shows and replaces a brand's settings."""

from typing import Any
from zoneinfo import available_timezones

import msgspec

from model.brand_settings import Settings
from respond.action import Asked, Caller, action
from respond.denied import deny_impossible
from respond.shapes.brand import SettingsView, SettingsWanted, show_settings
from respond.shown import NOTHING


@action(scope="settings:read", audit=None)
def get_settings(caller: Caller, asked: Asked[None]) -> SettingsView:  # noqa: ARG001 - takes nothing
    """Returns how the brand wants things done."""
    return show_settings(caller.stores.settings.read_settings(caller.brand))


@action(scope="settings:write", audit="change settings", shows=NOTHING)
def replace_settings(caller: Caller, asked: Asked[SettingsWanted]) -> SettingsView:
    """Replaces the settings: what is left out is as it is unless told."""
    given: dict[str, Any] = msgspec.to_builtins(asked.wanted)
    wanted = Settings(**given)
    if wanted.zone not in available_timezones():
        raise deny_impossible("`zone` must be a name such as Europe/Berlin.", pointer="/zone")
    caller.note("settings", about=" ".join(sorted(given)))
    caller.stores.settings.keep_settings(caller.brand, wanted, caller.agent, caller.stores.now_ms())
    return show_settings(wanted)
