"""Describes what a search over everything finds: people, segments, and passages of what was written."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.event import Direction, Mode
from model.interaction import Interaction
from respond.shapes.contact_list import ContactInListView
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text

BEFORE, AROUND = 60, 160
"""Letters of a passage before the word that was found, and all of it."""


class SearchQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Says what is looked for. The cursor goes on with older texts."""

    q: Annotated[str, limit_text(100, about="words; in texts anywhere, in names where a word begins")]
    kind: (
        Annotated[Literal["people", "segments", "texts"], Meta(description="only these; all unless told")]
        | UnsetType
    ) = UNSET


class FoundTextView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a passage of an interaction in which all words stand; `start` and `length` say where, in code points."""

    interaction_id: HidText
    conversation_id: HidText
    platform: str
    mode: Mode
    direction: Direction
    author: PersonView | None
    occurred_at: TimeText | None
    passage: str
    start: int
    length: int


class FoundSegmentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a segment by its title."""

    id: str
    title: str


class SearchView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what was found. `looked_at` counts the interactions looked at, `looked_back_to` is the oldest of them.

    People and segments come with the first page only.
    """

    people: list[ContactInListView]
    people_complete: Annotated[bool, Meta(description="false: `GET /contacts` looks further")]
    segments: list[FoundSegmentView]
    texts: list[FoundTextView]
    looked_at: int
    looked_back_to: TimeText | None
    next_cursor: str | None
    has_more: bool


def show_found_text(
    item: Interaction, text: str, place: tuple[int, int], author: PersonView | None
) -> FoundTextView:
    """Returns the passage of a text around a place in it."""
    start, length = place
    begin = max(0, start - BEFORE)
    passage = text[begin : begin + AROUND]
    return FoundTextView(
        interaction_id=item.id,
        conversation_id=item.conversation or "",
        platform=item.platform,
        mode=item.mode,
        direction=item.direction,
        author=author,
        occurred_at=format_time(item.occurred_at),
        passage=passage,
        start=start - begin,
        length=min(length, len(passage) - (start - begin)),
    )
