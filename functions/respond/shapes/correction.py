"""Describes what agents said instead of the engine, as training data."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.analysis import INTENTS, Intent, Sentiment
from model.interaction import Interaction
from respond.shapes.scalars import HidText, TimeText, format_time
from store.interactions.corrections import Listed


class LabelsWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says what an agent takes a text for, instead of the engine."""

    sentiment: (
        Annotated[Sentiment, Meta(description="what it is meant as, instead of what the engine says")]
        | UnsetType
    ) = UNSET
    intent: (
        Annotated[
            list[Intent],
            Meta(
                max_length=len(INTENTS), description="all that it wants; an empty list for nothing of these"
            ),
        ]
        | UnsetType
    ) = UNSET


class LabelView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what somebody took a text for."""

    sentiment: str
    intent: list[str]


class CorrectionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one correction; its text only where the brand lets it be used, with `[removed]` for names.

    `urgency` and `offensive` (0 to 1) are the engine's, and come with the text.
    """

    id: HidText
    at: TimeText | None
    platform: str
    language: str | None
    engine: str | None
    engine_label: LabelView
    corrected_label: LabelView
    text: str | None
    urgency: float | None
    offensive: float | None


def show_correction(each: Listed, item: Interaction | None) -> CorrectionView:
    """Returns one correction with its text, if `item` is given: then that may be used."""
    labels = None if item is None else item.labels
    return CorrectionView(
        id=each.item,
        at=format_time(each.at),
        platform=each.platform,
        language=each.language,
        engine=each.engine or None,
        engine_label=LabelView(**each.was),
        corrected_label=LabelView(**each.now),
        text=None if item is None or item.shown is None else item.shown.text,
        urgency=None if labels is None else labels.urgency,
        offensive=None if labels is None else labels.offensive,
    )
