"""Describes how the data protection officer finds somebody by what they are called."""

from typing import Annotated

from msgspec import Meta, Struct

from respond.shapes.page import PageQuery
from respond.shapes.people import ShortId
from respond.shapes.scalars import HidText, PlatformName, limit_text


class PersonWanted(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Names whom to look for: by their exact name, handle or native id, in any case of letters."""

    platform: Annotated[PlatformName, Meta(description="where they wrote")]
    called: Annotated[str, limit_text(200, about="their name, handle or native id on that platform")]
    limit: Annotated[int, Meta(ge=1, le=500, description="how many people to look at, 500 unless told")] = 500


class FoundPersonView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a contact who is called so."""

    contact: HidText
    platform: str
    name: str | None
    handle: str | None
    short_id: ShortId


class PersonSearchView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who was found among the people looked at; `next_cursor` goes on with the others of the platform."""

    data: list[FoundPersonView]
    looked_at: int
    next_cursor: str | None
    has_more: bool
