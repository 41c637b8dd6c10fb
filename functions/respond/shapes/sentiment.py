"""Describes what was made of a text: its sentiment, the words behind it, and what an agent says instead."""

from typing import Annotated

from msgspec import Meta, Struct

from model.analysis import INTENTS
from model.interaction import Interaction, Labels
from respond.shapes.scalars import TimeText, format_time

SENTIMENT_NAMES = Meta(extra_json_schema={"enum": ["negative", "neutral", "positive", "unknown"]})
INTENT_NAMES = Meta(extra_json_schema={"enum": list(INTENTS)})


class WordView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a word that moved the sentiment, with its weight as in `score`, and where it stands in `text`."""

    word: str
    weight: float
    start: Annotated[int, Meta(description="in code points, from 0")]
    length: Annotated[int, Meta(description="in code points")]


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


def current_labels(item: Interaction) -> Labels | None:
    """Returns the labels of what it says now; those of a version before an edit would mislead."""
    return item.labels if item.labels_stand else None


def show_sentiment(item: Interaction) -> SentimentView | None:
    """Returns what the engine made of it; None until it has looked."""
    labels = current_labels(item)
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


def show_mood(item: Interaction) -> LeanSentimentView | None:
    """Returns what the engine made of it without the words behind it; None until it has looked."""
    labels = current_labels(item)
    if labels is None or item.deleted:
        return None
    return LeanSentimentView(label=labels.sentiment, score=labels.score, intent=list(labels.intent))


def _words(item: Interaction, labels: Labels) -> list[WordView]:
    """Returns the words that moved the sentiment, read from the text itself: strongest first."""
    text = (item.content.text if item.content else None) or ""
    return [
        WordView(word=text[start : start + length], weight=weight / 100, start=start, length=length)
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
