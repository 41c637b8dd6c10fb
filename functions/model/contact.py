"""A contact: a person or organisation, and what is counted about them."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from model.event import Direction, Kind, Mode
from model.interaction import Interaction

BATCHES_REMEMBERED = 32
"""A batch that comes back after so many others of one person would count again; queues give up long before."""


class Stage(StrEnum):
    """Where a person stands with the company; may move in any direction."""

    PROSPECT = "prospect"
    CUSTOMER = "customer"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Facts:
    """What segment rules look at. Counts are of interactions from the person; times are epoch ms."""

    interactions: int = 0
    negative: int = 0
    positive: int = 0
    questions: int = 0
    first_at: int = 0
    last_at: int = 0
    last_kind: str = ""
    last_mode: str = ""
    last_sentiment: str = ""
    unhappy_at: int = 0
    """When they last wrote something negative that wants an answer."""
    happy_at: int = 0
    """When they last wrote something positive."""

    def to_record(self) -> dict[str, Any]:
        """The facts that are set."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Contact:
    """What `segment/assign` knows of a person; `id` is a hid. Names stay sealed in the identity."""

    id: str
    brand: str
    platform: str
    stage: Stage = Stage.PROSPECT
    stage_reason: str = ""
    stage_at: int = 0
    segments: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=Facts)
    counted_batches: tuple[str, ...] = ()
    rev: int = 0


ACTIONABLE = frozenset({Kind.MESSAGE, Kind.COMMENT, Kind.MENTION, Kind.POST, Kind.REVIEW})
"""Kinds to which an answer can be given."""


def unhappy(item: Interaction) -> bool:
    """Whether an interaction is negative and wants an answer: a private message or an actionable comment."""
    if item.labels is None or item.deleted or item.direction is Direction.OUT:
        return False
    return item.labels.sentiment == "negative" and (item.mode is Mode.PRIVATE or item.kind in ACTIONABLE)


def counted(contact: Contact, items: list[Interaction], fresh: frozenset[str], batch: str) -> Contact:
    """`contact` after `items`; those in `fresh` are counted, once per `batch`.

    Recency and moods are maxima and may come again.
    """
    again = batch in contact.counted_batches
    facts = contact.facts
    for item in sorted(items, key=lambda i: (i.occurred_at, i.id)):
        counts = item.id in fresh and not again
        facts = _noted(_plus(facts, item) if counts else facts, item)
    if again or not fresh:
        return replace(contact, facts=facts)
    batches = (*contact.counted_batches, batch)[-BATCHES_REMEMBERED:]
    return replace(contact, facts=facts, counted_batches=batches)


def _plus(facts: Facts, item: Interaction) -> Facts:
    sentiment = item.labels.sentiment if item.labels else "unknown"
    return replace(
        facts,
        interactions=facts.interactions + 1,
        negative=facts.negative + (sentiment == "negative"),
        positive=facts.positive + (sentiment == "positive"),
        questions=facts.questions + ("question" in (item.labels.intent if item.labels else ())),
    )


def _noted(facts: Facts, item: Interaction) -> Facts:
    at = item.occurred_at
    sentiment = item.labels.sentiment if item.labels else "unknown"
    if at >= facts.last_at:
        facts = replace(
            facts,
            last_at=at,
            last_kind=str(item.shown_kind),
            last_mode=str(item.mode),
            last_sentiment=sentiment,
        )
    return replace(
        facts,
        first_at=min(facts.first_at or at, at),
        unhappy_at=max(facts.unhappy_at, at) if unhappy(item) else facts.unhappy_at,
        happy_at=max(facts.happy_at, at) if sentiment == "positive" else facts.happy_at,
    )
