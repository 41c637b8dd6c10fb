"""Describes what is counted of a contact."""

from msgspec import Struct

from model.facts import Facts
from respond.shapes.scalars import HidText, TimeText, format_time


class FactsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what segment rules look at."""

    interactions: int
    negative: int
    positive: int
    questions: int
    complaints: int
    cancellations: int
    first_at: TimeText | None
    last_at: TimeText | None
    last_kind: str | None
    last_mode: str | None
    last_sentiment: str | None
    last_intent: list[str]
    last_language: str | None
    last_urgency: float
    last_offensive: float
    unhappy_at: TimeText | None
    happy_at: TimeText | None
    csat: int | None
    csat_at: TimeText | None
    csat_interaction_id: HidText | None
    csat_comment: str | None
    csat_asked_at: TimeText | None


def show_facts(facts: Facts, csat_comment: str) -> FactsView:
    """Returns the counts of a contact, with the comment on their last rating."""
    return FactsView(
        interactions=facts.interactions,
        negative=facts.negative,
        positive=facts.positive,
        questions=facts.questions,
        complaints=facts.complaints,
        cancellations=facts.cancellations,
        first_at=format_time(facts.first_at),
        last_at=format_time(facts.last_at),
        last_kind=facts.last_kind or None,
        last_mode=facts.last_mode or None,
        last_sentiment=facts.last_sentiment or None,
        last_intent=facts.last_intent.split(),
        last_language=facts.last_language or None,
        last_urgency=facts.last_urgency,
        last_offensive=facts.last_offensive,
        unhappy_at=format_time(facts.unhappy_at),
        happy_at=format_time(facts.happy_at),
        csat=facts.csat or None,
        csat_at=format_time(facts.csat_at),
        csat_interaction_id=facts.csat_item or None,
        csat_comment=csat_comment or None,
        csat_asked_at=format_time(facts.csat_asked_at),
    )
