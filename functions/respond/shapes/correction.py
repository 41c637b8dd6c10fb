"""Describes what agents said instead of the engine, as training data."""

from msgspec import Struct

from respond.shapes.scalars import HidText, TimeText, format_time
from store.interactions.corrections import Listed


class LabelView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what somebody took a text for."""

    sentiment: str
    intent: list[str]


class CorrectionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one correction; its text only where the brand lets it be used."""

    id: HidText
    at: TimeText | None
    platform: str
    language: str | None
    engine: str | None
    engine_label: LabelView
    corrected_label: LabelView
    text: str | None


def show_correction(each: Listed, text: str | None) -> CorrectionView:
    """Returns one correction with its text, if that may be used."""
    return CorrectionView(
        id=each.item,
        at=format_time(each.at),
        platform=each.platform,
        language=each.language,
        engine=each.engine or None,
        engine_label=LabelView(**each.was),
        corrected_label=LabelView(**each.now),
        text=text,
    )
