"""Describes lists of contacts, what they are narrowed by, and how far was looked."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.contact import Contact, Stage
from respond.shapes.contact import WORD
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, ShortId
from respond.shapes.scalars import HidText, PlatformName, TimeText, format_time, limit_text
from respond.shapes.segment import SLUG


class ContactsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Narrows a list of contacts."""

    q: (
        Annotated[
            str, limit_text(100, about="how words of their name or handle begin, in any case of letters")
        ]
        | UnsetType
    ) = UNSET
    platform: Annotated[PlatformName, Meta(description="where they wrote")] | UnsetType = UNSET
    stage: Annotated[Stage, Meta(description="where they stand")] | UnsetType = UNSET
    segment: Annotated[str, limit_text(63, shape=SLUG, about="a segment they are in")] | UnsetType = UNSET
    tag: Annotated[str, limit_text(40, shape=WORD, about="a tag they have")] | UnsetType = UNSET


class ContactInListView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a contact in a list."""

    id: HidText
    name: str | None
    handle: str | None
    short_id: ShortId
    platform: str
    stage: Stage
    tags: list[str]
    segments: list[str]
    no_contact: bool
    interactions: int
    last_at: TimeText | None


class ContactsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the contacts found among those looked at; `next_cursor` looks further.

    `complete` tells whether nobody is left who was not looked at, but for those first heard of in the last minutes.
    """

    data: list[ContactInListView]
    looked_at: int
    complete: bool
    next_cursor: str | None
    has_more: bool


def show_contact_in_list(contact: Contact, person: PersonView) -> ContactInListView:
    """Returns a contact in a list."""
    return ContactInListView(
        id=contact.id,
        name=person.name,
        handle=person.handle,
        short_id=person.short_id,
        platform=contact.platform,
        stage=contact.stage,
        tags=sorted(contact.tags),
        segments=sorted(contact.segments),
        no_contact=contact.no_contact,
        interactions=contact.facts.interactions,
        last_at=format_time(contact.facts.last_at),
    )
