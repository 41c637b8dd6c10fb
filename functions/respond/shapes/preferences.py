"""Describes how an agent wants the console to be."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import limit_text

LOCALE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"
ZONE = r"[A-Za-z0-9_+/-]+"
MOST_KEYS = 80
COMMAND = limit_text(40, shape=r"[a-z][a-z0-9_-]*")
PRESSED = limit_text(40)


class PreferencesWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names an agent's own settings; what is left out is as it is unless told."""

    locale: (
        Annotated[str, limit_text(35, shape=LOCALE, about="language of the console, as en or de-AT")]
        | UnsetType
    ) = UNSET
    zone: (
        Annotated[str, limit_text(60, shape=ZONE, about="the agent's clock, as Europe/Berlin")] | UnsetType
    ) = UNSET
    hour_cycle: (
        Annotated[Literal["h12", "h23"], Meta(description="as the language has it unless told")] | UnsetType
    ) = UNSET
    theme: Annotated[Literal["system", "light", "dark"], Meta(description="colours")] | UnsetType = UNSET
    density: Annotated[Literal["comfortable", "compact"], Meta(description="space in lists")] | UnsetType = (
        UNSET
    )
    sound: Annotated[bool, Meta(description="whether what is the agent's own is heard")] | UnsetType = UNSET
    notices: Annotated[bool, Meta(description="whether the desktop shows counts")] | UnsetType = UNSET
    shortcuts: Annotated[bool, Meta(description="whether single keys are commands")] | UnsetType = UNSET
    keys: (
        Annotated[
            dict[Annotated[str, COMMAND], Annotated[str, PRESSED]],
            Meta(max_length=MOST_KEYS, description="command to key, where the agent wants another"),
        ]
        | UnsetType
    ) = UNSET


class PreferencesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows an agent's own settings, whole; null for what follows the brand or the browser."""

    locale: str | None = None
    zone: str | None = None
    hour_cycle: str | None = None
    theme: str = "system"
    density: str = "comfortable"
    sound: bool = False
    notices: bool = False
    shortcuts: bool = True
    keys: dict[str, str] = msgspec.field(default_factory=dict)


def show_preferences(kept: Mapping[str, Any]) -> PreferencesView:
    """Returns an agent's settings as they were kept, of which a newer version may know more."""
    known = {name: value for name, value in kept.items() if name in PreferencesView.__struct_fields__}
    return PreferencesView(**known)
