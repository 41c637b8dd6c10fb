"""Finds where platforms show what we keep, so that an agent opens it there in one click."""

from collections.abc import Iterable, Sequence

from model.interaction import Interaction
from model.name_search import NameSearch
from platforms.registry import MODULES, platform


def link_item(item: Interaction) -> str | None:
    """Returns where the platform shows an interaction; None where that cannot be told, and for what was deleted."""
    if item.deleted or item.platform not in MODULES:
        return None
    return item.natives.permalink or platform(item.platform).link_item(item)


def link_unless_named(item: Interaction, others: Iterable[str]) -> str | None:
    """Returns where the platform shows an interaction, unless that address names one of these `others`."""
    link = link_item(item)
    return None if link is None or NameSearch(others).occurs_in(link) else link


def link_account(name: str, native_ids: Sequence[str]) -> str | None:
    """Returns where the platform called `name` shows an account with these native ids, of which the first names it."""
    return platform(name).link_account(native_ids) if name in MODULES and native_ids[0] else None


def shorten_id(name: str, native_id: str) -> str | None:
    """Returns a short form of somebody's id on the platform called `name`; None where that is not among ours."""
    return platform(name).shorten_id(native_id) if name in MODULES and native_id else None
