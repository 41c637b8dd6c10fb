"""Every simulated platform by name: each has a module of its own here, loaded when it is asked for."""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from infra.simulate.teller import Teller
from platforms import registry

NAMES = tuple(name for name in registry.names() if find_spec(f"infra.simulate.{name}") is not None)


def list_worded() -> tuple[str, ...]:
    """Returns the platforms whose deliveries hold words; those of the others only point to them."""
    return tuple(name for name in NAMES if teller(name).stage.words)


def teller(platform: str) -> type[Teller]:
    """Returns the teller of `platform`. Raises KeyError when it cannot be simulated."""
    if platform not in NAMES:
        raise KeyError(platform)
    return cast(type[Teller], import_module(f"infra.simulate.{platform}").TELLER)
