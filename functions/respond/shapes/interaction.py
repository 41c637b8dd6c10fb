"""Describes interactions as agents see them: with the platform's id of each and the way to it, never raw payloads."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from model.event import Direction, Kind, Mode
from model.fields import TOLD
from model.fold import read_edit_time
from model.interaction import Content, Interaction
from model.reaction_counts import ReactionCounts
from model.reply import Reply
from platforms.links import link_item
from respond.shapes.delivery import DeliveryView, show_delivery
from respond.shapes.people import PersonView, Profiles, show_person_or_nobody
from respond.shapes.scalars import HidText, TimeText, format_time
from respond.shapes.sentiment import (
    LeanSentimentView,
    SentimentView,
    current_labels,
    show_mood,
    show_sentiment,
)
from respond.shapes.words import show_words

SNIPPET = 160


class MediaView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that there is a picture, a film or a file: `GET /interactions/{id}/media/{n}` gives it, counted from 0."""

    type: str | None
    name: str | None


class LastInteractionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the beginning of a conversation's last interaction."""

    id: HidText
    permalink: str | None
    kind: Kind
    direction: Direction
    author: PersonView | None
    occurred_at: TimeText | None
    snippet: str | None
    language: str | None
    sentiment: LeanSentimentView | None
    deleted: bool
    unreadable: bool


class InteractionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one interaction in full, with what others made of it."""

    id: HidText
    conversation_id: HidText | None
    platform: str
    account_id: str
    native_id: Annotated[str | None, Meta(description="the platform's own id of it")]
    parent_id: Annotated[HidText | None, Meta(description="what it answers, where that is an interaction")]
    permalink: Annotated[str | None, Meta(description="where the platform shows it, if anywhere")]
    kind: Kind
    mode: Mode
    direction: Direction
    author: PersonView | None
    by: Annotated[str | None, Meta(description="the agent who wrote it, where it was sent from here")]
    occurred_at: TimeText | None
    edited_at: Annotated[TimeText | None, Meta(description="when the present text was written, if later")]
    title: str | None
    text: str | None
    text_complete: bool
    text_shown: Annotated[
        str | None, Meta(description="the text as its platform shows it: people and channels by name")
    ]
    rating: float | None
    media: list[MediaView]
    language: str | None
    term_id: Annotated[str | None, Meta(description="the search term by which it was found")]
    sentiment: SentimentView | None
    deleted: bool
    hidden: Annotated[bool, Meta(description="hidden from others at its platform, from here")]
    unreadable: bool
    reactions: dict[str, int]
    shares: int
    reactions_more: bool
    delivery: Annotated[DeliveryView | None, Meta(description="of what was sent from here: how far it got")]


def show_last_interaction(item: Interaction, profiles: Profiles) -> LastInteractionView:
    """Returns what the inbox shows of a conversation's last interaction."""
    return LastInteractionView(
        id=item.id,
        permalink=link_item(item),
        kind=item.shown_kind,
        direction=item.direction,
        author=_author(item, profiles),
        occurred_at=format_time(item.occurred_at),
        snippet=_snippet(item, profiles),
        language=find_language(item),
        sentiment=show_mood(item),
        deleted=item.deleted,
        unreadable=item.unreadable,
    )


def show_interaction(
    item: Interaction,
    profiles: Profiles,
    counts: ReactionCounts,
    reply: Reply | None = None,
    parent: str | None = None,
) -> InteractionView:
    """Returns one interaction in full: what others made of it, how far it got if sent from here, what it answers."""
    content = item.shown
    return InteractionView(
        id=item.id,
        conversation_id=item.conversation,
        platform=item.platform,
        account_id=item.account,
        native_id=None if item.deleted else item.natives.external_id,
        parent_id=parent,
        permalink=link_item(item),
        kind=item.shown_kind,
        mode=item.mode,
        direction=item.direction,
        author=_author(item, profiles),
        by=None if reply is None else reply.agent,
        occurred_at=format_time(item.occurred_at),
        edited_at=None if item.deleted else format_time(read_edit_time(item.content_order)),
        text_shown=show_words(item, profiles),
        text_complete=content is None or content.kept_at is None,
        media=[MediaView(type=m.type, name=m.name) for m in content.media] if content else [],
        language=find_language(item),
        term_id=item.term,
        sentiment=show_sentiment(item),
        deleted=item.deleted,
        hidden=item.hidden,
        unreadable=item.unreadable,
        reactions=counts.reactions,
        shares=counts.shares,
        reactions_more=counts.more,
        delivery=None if reply is None else show_delivery(reply),
        **_told(content),
    )


def _told(content: Content | None) -> dict[str, Any]:
    return {field.shown: content and getattr(content, field.name) for field in TOLD if field.shown}


def _author(item: Interaction, profiles: Profiles) -> PersonView | None:
    """Returns the person who wrote it; None for ourselves, which `direction` says."""
    return show_person_or_nobody(item.author, profiles) if item.direction is Direction.IN else None


def _snippet(item: Interaction, profiles: Profiles) -> str | None:
    if item.shown is None:
        return None
    return cut_words(show_words(item, profiles) or item.shown.title or "")


def cut_words(text: str) -> str:
    """Returns how a text begins, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= SNIPPET else words[: SNIPPET - 1].rstrip() + "…"


def find_language(item: Interaction) -> str | None:
    """Returns the language of the present text: as the engine found it, else as the platform tells it."""
    labels = current_labels(item)
    return labels.language if labels is not None and labels.language else item.language
