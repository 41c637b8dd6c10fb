"""Describes somebody by id and name, as far as the caller may see it."""

from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from platforms.links import shorten_id

Profiles = Mapping[str, Mapping[str, Any]]
"""`{platform, native_id, name, handle}` by person, as far as they may still be read."""

ShortId = Annotated[
    str | None,
    Meta(description="a short form of the platform's id, where neither name nor handle is known"),
]


class PersonView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows somebody by id and name."""

    id: str
    name: str | None
    handle: str | None
    short_id: ShortId


def show_person(person_id: str, profiles: Profiles) -> PersonView:
    """Returns somebody by id and name."""
    known = profiles.get(person_id, {})
    return PersonView(
        id=person_id, name=known.get("name"), handle=known.get("handle"), short_id=shorten_unnamed(known)
    )


def shorten_unnamed(known: Mapping[str, Any]) -> str | None:
    """Returns the short form of a native id; None of whom has a name or a handle, or of whom nothing may be read."""
    if known.get("name") or known.get("handle"):
        return None
    return shorten_id(str(known.get("platform")), str(known.get("native_id") or ""))


def show_person_or_nobody(person_id: str | None, profiles: Profiles) -> PersonView | None:
    """Returns somebody by id and name; None for nobody."""
    return None if person_id is None else show_person(person_id, profiles)
