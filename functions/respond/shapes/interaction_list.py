"""Describes what is asked of interactions of some days, and what was found."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.analysis import Sentiment
from respond.shapes.insight import DaysQuery
from respond.shapes.interaction import InteractionView
from respond.shapes.page import Cursor, Limit
from respond.shapes.scalars import limit_text


class InteractionsQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for what people wrote on some days."""

    limit: Limit = 20
    cursor: Cursor | UnsetType = UNSET
    sentiment: (
        Annotated[list[Sentiment], Meta(max_length=4, description="of one of these sentiments")] | UnsetType
    ) = UNSET
    topic: Annotated[str, limit_text(100, 2, about="with this word or these words in it")] | UnsetType = UNSET


class FoundInteractionsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a page of what people wrote. `looked_at`: how many conversations one request looked through."""

    data: list[InteractionView]
    next_cursor: str | None
    has_more: bool
    looked_at: int
