"""Describes somebody by id and name, as far as the caller may see it."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Profiles = Mapping[str, Mapping[str, Any]]
"""`{name, handle}` by person, as far as they may still be read."""


class PersonView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows somebody by id and name."""

    id: str
    name: str | None
    handle: str | None


def show_person(person_id: str, profiles: Profiles) -> PersonView:
    """Returns somebody by id and name."""
    known = profiles.get(person_id, {})
    return PersonView(id=person_id, name=known.get("name"), handle=known.get("handle"))


def show_person_or_nobody(person_id: str | None, profiles: Profiles) -> PersonView | None:
    """Returns somebody by id and name; None for nobody."""
    return None if person_id is None else show_person(person_id, profiles)
