"""Describes lists, which are answered page by page."""

from typing import Annotated, Generic, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import limit_text

Row = TypeVar("Row")


Limit = Annotated[int, Meta(ge=1, le=100, description="how many to answer, 20 unless told")]
Cursor = Annotated[str, limit_text(400, about="`next_cursor` of the page before")]


class PageQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks for a page of a list."""

    limit: Limit = 20
    cursor: Cursor | UnsetType = UNSET


class NoQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks without any filter."""


class Page(Struct, Generic[Row], kw_only=True, forbid_unknown_fields=True):
    """Shows a page of a list."""

    data: list[Row]
    next_cursor: str | None
    has_more: bool
