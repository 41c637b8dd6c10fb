"""Describes interactions as agents see them: with the platform's id of each and the way to it, never raw payloads."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from model.analysis import INTENTS
from model.event import Direction, Kind, Mode
from model.fields import TOLD
from model.interaction import Content, Interaction, Labels
from model.reaction_counts import ReactionCounts
from model.reply import Reply
from platforms.links import link_item
from respond.shapes.delivery import DeliveryView, show_delivery
from respond.shapes.people import PersonView, Profiles, show_person_or_nobody
from respond.shapes.scalars import HidText, TimeText, format_time
from respond.shapes.words import show_words

SNIPPET = 160
SENTIMENT_NAMES = Meta(extra_json_schema={"enum": ["negative", "neutral", "positive", "unknown"]})
INTENT_NAMES = Meta(extra_json_schema={"enum": list(INTENTS)})


class WordView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a word that moved the sentiment, with its weight as in `score`."""

    word: str
    weight: float


class LabelCorrectionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the agent who corrected a label, and what the engine had said."""

    by: str
    at: TimeText | None
    fields: list[str]
    engine_label: str
    engine_intent: list[str]
    engine_score: float | None


class SentimentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what the engine made of a text, or an agent instead of it."""

    label: Annotated[str, SENTIMENT_NAMES]
    score: float
    intent: list[Annotated[str, INTENT_NAMES]]
    methods: dict[str, str]
    urgency: float
    reasons: list[str]
    offensive: float
    words: list[WordView]
    engine: str | None
    correction: LabelCorrectionView | None


class LeanSentimentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows in a list what the engine made of a text, or an agent instead of it: without the words behind it."""

    label: Annotated[str, SENTIMENT_NAMES]
    score: float
    intent: list[Annotated[str, INTENT_NAMES]]


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
    permalink: Annotated[str | None, Meta(description="where the platform shows it, if anywhere")]
    kind: Kind
    mode: Mode
    direction: Direction
    author: PersonView | None
    occurred_at: TimeText | None
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
        sentiment=_mood(item),
        deleted=item.deleted,
        unreadable=item.unreadable,
    )


def show_interaction(
    item: Interaction, profiles: Profiles, counts: ReactionCounts, reply: Reply | None = None
) -> InteractionView:
    """Returns one interaction in full, with what others made of it, and how far it got where it was sent from here."""
    content = item.shown
    return InteractionView(
        id=item.id,
        conversation_id=item.conversation,
        platform=item.platform,
        account_id=item.account,
        native_id=None if item.deleted else item.natives.external_id,
        permalink=link_item(item),
        kind=item.shown_kind,
        mode=item.mode,
        direction=item.direction,
        author=_author(item, profiles),
        occurred_at=format_time(item.occurred_at),
        text_shown=show_words(item, profiles),
        text_complete=content is None or content.kept_at is None,
        media=[MediaView(type=m.type, name=m.name) for m in content.media] if content else [],
        language=find_language(item),
        term_id=item.term,
        sentiment=_sentiment(item),
        deleted=item.deleted,
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
    words = " ".join((show_words(item, profiles) or item.shown.title or "").split())
    return words if len(words) <= SNIPPET else words[: SNIPPET - 1].rstrip() + "…"


def _current(item: Interaction) -> Labels | None:
    """Returns the labels of what it says now; those of a version before an edit would mislead."""
    return item.labels if item.labels is not None and item.labels.of == item.content_order else None


def find_language(item: Interaction) -> str | None:
    """Returns the language of the present text: as the engine found it, else as the platform tells it."""
    labels = _current(item)
    return labels.language if labels is not None and labels.language else item.language


def _sentiment(item: Interaction) -> SentimentView | None:
    """Returns what the engine made of it; None until it has looked."""
    labels = _current(item)
    if labels is None or item.deleted:
        return None
    return SentimentView(
        label=labels.sentiment,
        score=labels.score,
        intent=list(labels.intent),
        methods=dict(zip(labels.intent, labels.methods, strict=False)),
        urgency=labels.urgency,
        reasons=list(labels.reasons),
        offensive=labels.offensive,
        words=_words(item, labels),
        engine=labels.engine or None,
        correction=_correction(labels),
    )


def _mood(item: Interaction) -> LeanSentimentView | None:
    labels = _current(item)
    if labels is None or item.deleted:
        return None
    return LeanSentimentView(label=labels.sentiment, score=labels.score, intent=list(labels.intent))


def _words(item: Interaction, labels: Labels) -> list[WordView]:
    """Returns the words that moved the sentiment, read from the text itself: strongest first."""
    text = (item.content.text if item.content else None) or ""
    return [
        WordView(word=text[start : start + length], weight=weight / 100)
        for start, length, weight in labels.spans
    ]


def _correction(labels: Labels) -> LabelCorrectionView | None:
    said = labels.correction
    if said is None:
        return None
    return LabelCorrectionView(
        by=said.by,
        at=format_time(said.at),
        fields=[name for name in ("sentiment", "intent") if getattr(said, name) is not None],
        engine_label=said.was_sentiment,
        engine_intent=list(said.was_intent),
        engine_score=said.was_score,
    )
