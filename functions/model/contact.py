"""A contact: a person or organisation, and what is counted about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from model import window
from model.event import Direction, Kind, Mode
from model.interaction import Interaction, Labels

BATCHES_REMEMBERED = 32
"""A batch that comes back after so many others of one person would count again; queues give up long before."""

CORRECTIONS_REMEMBERED = 32
"""Of one person. Older ones would be moved once more when their interactions come again."""


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
    complaints: int = 0
    cancellations: int = 0
    first_at: int = 0
    last_at: int = 0
    last_kind: str = ""
    last_mode: str = ""
    last_sentiment: str = ""
    last_intent: str = ""
    """The intents of the latest interaction, in one line."""
    last_language: str = ""
    last_urgency: float = 0.0
    last_offensive: float = 0.0
    unhappy_at: int = 0
    """When they last wrote something negative that wants an answer."""
    happy_at: int = 0
    """When they last wrote something positive."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """What corrected interactions are counted as now, by id; see `recounted`."""
    days: window.Days = field(default_factory=dict)
    """The counts of the last days; see `model.window`."""

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
    stage_at: int = 0
    tags: frozenset[str] = frozenset()
    """Words of the brand's own, entered by agents; rules may look at them."""
    no_contact: bool = False
    """Whether a former customer is to be left alone: nothing is offered to them."""
    edits: int = 0
    """How often agents changed something here."""
    segments: frozenset[str] = frozenset()
    facts: Facts = field(default_factory=Facts)
    counted_batches: tuple[str, ...] = ()
    restricted: bool = False
    """Their data may be stored and nothing else (GDPR Article 18)."""
    objections: frozenset[str] = frozenset()
    """Purposes they object to or withdrew their consent from (`model.privacy_task.PURPOSES`)."""
    flip_at: int = 0
    """When, in epoch ms, time alone may change their segments; 0 when it cannot."""
    hold: str | None = None
    """The legal hold on them: nothing of theirs goes."""
    rev: int = 0

    def may(self, purpose: str) -> bool:
        """Whether their data may be used for a purpose, as far as the person has a say in it."""
        return not self.restricted and purpose not in self.objections


ACTIONABLE = frozenset({Kind.MESSAGE, Kind.COMMENT, Kind.MENTION, Kind.POST, Kind.REVIEW})
"""Kinds to which an answer can be given."""


def unhappy(item: Interaction) -> bool:
    """Whether an interaction is negative and wants an answer: a private message or an actionable comment."""
    if item.labels is None or item.deleted or item.direction is Direction.OUT:
        return False
    return item.labels.sentiment == "negative" and (item.mode is Mode.PRIVATE or item.kind in ACTIONABLE)


def counted(contact: Contact, items: list[Interaction], fresh: frozenset[str], batch: str) -> Contact:
    """`contact` after `items`; those in `fresh` are counted, once per `batch`.

    Recency and moods are maxima and may come again. What an agent corrected is counted as the engine had it, and
    then moved, so that it does not matter which of the two comes first.
    """
    again = batch in contact.counted_batches
    facts = contact.facts
    for item in sorted(items, key=lambda i: (i.occurred_at, i.id)):
        counts = item.id in fresh and not again
        facts = _noted(recounted(_plus(facts, item) if counts else facts, item), item)
    if again or not fresh:
        return replace(contact, facts=facts)
    batches = (*contact.counted_batches, batch)[-BATCHES_REMEMBERED:]
    return replace(contact, facts=facts, counted_batches=batches)


def _plus(facts: Facts, item: Interaction) -> Facts:
    days = window.moved(facts.days, item.occurred_at, {"interactions": 1})
    facts = replace(facts, interactions=facts.interactions + 1, days=days)
    return facts if item.labels is None else _moved(facts, item.occurred_at, item.labels.first_said, 1)


def recounted(facts: Facts, item: Interaction) -> Facts:
    """`facts` with a corrected interaction counted as the agent has it; the same again changes nothing."""
    if item.labels is None or item.labels.correction is None:
        return facts
    now = f"{item.labels.sentiment} {' '.join(item.labels.intent)}"
    known = facts.corrections.get(item.id)
    if known == now:
        return facts
    before = item.labels.first_said if known is None else _said(known)
    facts = _moved(_moved(facts, item.occurred_at, before, -1), item.occurred_at, _said(now), 1)
    rest = [(each, said) for each, said in facts.corrections.items() if each != item.id]
    return replace(facts, corrections=dict([*rest, (item.id, now)][-CORRECTIONS_REMEMBERED:]))


def _said(line: str) -> tuple[str, tuple[str, ...]]:
    sentiment, *intent = line.split()
    return sentiment, tuple(intent)


def _moved(facts: Facts, at: int, said: tuple[str, tuple[str, ...]], by: int) -> Facts:
    sentiment, intent = said
    moves = {
        "negative": by * (sentiment == "negative"),
        "positive": by * (sentiment == "positive"),
        "questions": by * ("question" in intent),
        "complaints": by * ("complaint" in intent),
        "cancellations": by * ("cancellation" in intent),
    }
    if not any(moves.values()):
        return facts
    return replace(
        facts,
        negative=facts.negative + moves["negative"],
        positive=facts.positive + moves["positive"],
        questions=facts.questions + moves["questions"],
        complaints=facts.complaints + moves["complaints"],
        cancellations=facts.cancellations + moves["cancellations"],
        days=window.moved(facts.days, at, moves),
    )


def shaken(facts: Facts, item: Interaction) -> bool:
    """Whether a mood rests on what a corrected interaction no longer says: a maximum cannot be taken back."""
    if item.labels is None or item.labels.correction is None:
        return False
    sad = facts.unhappy_at == item.occurred_at and not unhappy(item)
    return sad or (facts.happy_at == item.occurred_at and item.labels.sentiment != "positive")


def felt(facts: Facts, latest: list[Interaction]) -> Facts:
    """`facts` with the moods of a person's latest interactions alone."""
    theirs = [item for item in latest if item.labels is not None and item.direction is Direction.IN]
    return replace(
        facts,
        unhappy_at=max((item.occurred_at for item in theirs if unhappy(item)), default=0),
        happy_at=max(
            (item.occurred_at for item in theirs if item.labels and item.labels.sentiment == "positive"),
            default=0,
        ),
    )


def _noted(facts: Facts, item: Interaction) -> Facts:
    at = item.occurred_at
    labels = item.labels or Labels(of="")
    return replace(
        facts,
        first_at=min(facts.first_at or at, at),
        unhappy_at=max(facts.unhappy_at, at) if unhappy(item) else facts.unhappy_at,
        happy_at=max(facts.happy_at, at) if labels.sentiment == "positive" else facts.happy_at,
        **(_last(item, labels) if at >= facts.last_at else {}),
    )


def _last(item: Interaction, labels: Labels) -> dict[str, Any]:
    """What is known of a person's latest interaction."""
    return {
        "last_at": item.occurred_at,
        "last_kind": str(item.shown_kind),
        "last_mode": str(item.mode),
        "last_sentiment": labels.sentiment,
        "last_intent": " ".join(labels.intent),
        "last_language": labels.language or "",
        "last_urgency": labels.urgency,
        "last_offensive": labels.offensive,
    }
