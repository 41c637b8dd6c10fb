"""Describes the platforms that accounts can be connected of, and what connecting one asks for."""

from msgspec import Struct

from platforms.base import Platform
from platforms.secret import MadeBy


class SecretAskedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a secret that an endpoint needs; `made_up`: by Rapport, where none is given."""

    name: str
    help: str
    made_up: bool
    optional: bool


class PlatformView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a platform."""

    name: str
    title: str
    docs_url: str
    asks: list[SecretAskedView]
    capabilities: list[str]
    retention: str


def show_platform(platform: Platform) -> PlatformView:
    """Returns what is said of a platform."""
    return PlatformView(
        name=platform.name,
        title=platform.title,
        docs_url=platform.docs_url,
        asks=[
            SecretAskedView(
                name=each.name, help=each.help, made_up=each.made_by is MadeBy.OWNER, optional=each.optional
            )
            for each in platform.secrets
        ],
        capabilities=sorted(map(str, platform.capabilities)),
        retention=platform.name,
    )
