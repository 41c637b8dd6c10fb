"""Every simulated platform by name, loaded when it is asked for."""

from importlib import import_module
from typing import cast

from infra.simulate.teller import Teller

NAMES = ("discourse", "facebook", "slack", "standard_webhooks", "telegram", "x")


def teller(platform: str) -> type[Teller]:
    """The teller of `platform`. Raises KeyError when it cannot be simulated."""
    if platform not in NAMES:
        raise KeyError(platform)
    return cast(type[Teller], import_module(f"infra.simulate.{platform}").TELLER)
