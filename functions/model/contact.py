"""A contact: a person or organisation, and what is counted about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from model import window
from model.event import Direction, Kind, Mode
from model.facts import Facts
from model.interaction import Interaction, Labels

BATCHES_REMEMBERED = 32
"""A batch that comes back after so many others of one person would count again; queues give up long before."""

RECOUNTS_REMEMBERED = 32
"""Of one person. Older ones would be moved once more when their interactions come again."""

Said = tuple[str, tuple[str, ...]]
"""The sentiment and the intents that an interaction is counted as."""


class Stage(StrEnum):
    """Says where a person stands with the company; may move in any direction."""

    PROSPECT = "prospect"
    CUSTOMER = "customer"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Contact:
    """Holds what `segment/assign` knows of a person; `id` is a hid. Names stay sealed in the identity."""

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
    notice_at: int = 0
    """When they were sent the link to the privacy notice; 0 while they were not."""
    flip_at: int = 0
    """When, in epoch ms, time alone may change their segments; 0 when it cannot."""
    hold: str | None = None
    """The legal hold on them: nothing of theirs goes."""
    rev: int = 0

    def note_survey(self, at: int) -> "Contact":
        """Returns the contact asked at `at` how content they are."""
        return replace(self, facts=replace(self.facts, csat_asked_at=max(self.facts.csat_asked_at, at)))

    def may(self, purpose: str) -> bool:
        """Tells whether their data may be used for a purpose, as far as the person has a say in it."""
        return not self.restricted and purpose not in self.objections


ACTIONABLE = frozenset({Kind.MESSAGE, Kind.COMMENT, Kind.MENTION, Kind.POST, Kind.REVIEW})
"""Kinds to which an answer can be given."""


def actionable(item: Interaction) -> bool:
    """Tells whether an answer can be given: to what is private, to an actionable kind, to a share with words."""
    quotes = item.kind is Kind.SHARE and item.conversation is not None
    return item.mode is Mode.PRIVATE or item.kind in ACTIONABLE or quotes


def unhappy(item: Interaction) -> bool:
    """Tells whether an interaction is negative and can be answered."""
    if item.labels is None or item.deleted or item.direction is Direction.OUT:
        return False
    return item.labels.sentiment == "negative" and actionable(item)


def count_interactions(
    contact: Contact, items: list[Interaction], fresh: frozenset[str], batch: str, firsts: Mapping[str, Said]
) -> Contact:
    """Returns `contact` after `items`; those in `fresh` are counted, once per `batch`.

    `firsts` says how each was counted first. Whatever is edited, corrected or deleted since is counted like that, and
    then moved, so that it does not matter which of the two comes first.
    """
    again = batch in contact.counted_batches
    facts = contact.facts
    for item in sorted(items, key=lambda i: (i.occurred_at, i.id)):
        first = firsts.get(item.id)
        if first is not None:
            counts = item.id in fresh and not again
            facts = recount_interaction(
                _add(facts, item.occurred_at, first, 1) if counts else facts, item, first
            )
        facts = _note_rating(_note_latest(facts, item), item)
    if again or not fresh:
        return replace(contact, facts=facts)
    batches = (*contact.counted_batches, batch)[-BATCHES_REMEMBERED:]
    return replace(contact, facts=facts, counted_batches=batches)


def recount_interaction(facts: Facts, item: Interaction, first: Said) -> Facts:
    """Returns `facts` with an interaction counted as what stands of it now; the same again changes nothing."""
    now = _said_now(item, first)
    known = facts.recounts.get(item.id)
    before = first if known is None else _parse_said(known)
    if now == before:
        return facts
    facts = _add(_add(facts, item.occurred_at, before, -1), item.occurred_at, now, 1)
    rest = [(each, said) for each, said in facts.recounts.items() if each != item.id]
    latest = [*rest, (item.id, "" if now is None else f"{now[0]} {' '.join(now[1])}")]
    return replace(facts, recounts=dict(latest[-RECOUNTS_REMEMBERED:]))


def _said_now(item: Interaction, first: Said) -> Said | None:
    if item.deleted:
        return None
    labels = item.labels
    return first if labels is None or not labels.of else (labels.sentiment, labels.intent)


def _parse_said(line: str) -> Said | None:
    sentiment, *intent = line.split() or [""]
    return (sentiment, tuple(intent)) if sentiment else None


def _add(facts: Facts, at: int, said: Said | None, by: int) -> Facts:
    if said is None:
        return facts
    sentiment, intent = said
    moves = {
        "interactions": by,
        "negative": by * (sentiment == "negative"),
        "positive": by * (sentiment == "positive"),
        "questions": by * ("question" in intent),
        "complaints": by * ("complaint" in intent),
        "cancellations": by * ("cancellation" in intent),
    }
    counts = {name: getattr(facts, name) + more for name, more in moves.items()}
    return replace(facts, days=window.moved(facts.days, at, moves), **counts)


def loses_mood(facts: Facts, item: Interaction) -> bool:
    """Tells whether `facts` rest on what an interaction no longer says: a maximum cannot be taken back."""
    if item.labels is None:
        return False
    sad = facts.unhappy_at == item.occurred_at and not unhappy(item)
    glad = facts.happy_at == item.occurred_at and (item.deleted or item.labels.sentiment != "positive")
    return sad or glad or (item.deleted and facts.last_at == item.occurred_at)


def renew_moods(facts: Facts, latest: list[Interaction]) -> Facts:
    """Returns `facts` with moods, and what was said last, of a person's latest interactions alone."""
    theirs = [
        item
        for item in latest
        if item.labels is not None and item.direction is Direction.IN and not item.deleted
    ]
    glad = [item.occurred_at for item in theirs if item.labels and item.labels.sentiment == "positive"]
    facts = replace(
        facts,
        unhappy_at=max((item.occurred_at for item in theirs if unhappy(item)), default=0),
        happy_at=max(glad, default=0),
        **_last_of_nothing(),
    )
    for item in sorted(theirs, key=lambda item: (item.occurred_at, item.id)):
        facts = _note_latest(facts, item)
    return facts


def _last_of_nothing() -> dict[str, Any]:
    empty = Facts()
    return {name: getattr(empty, name) for name in Facts.__slots__ if name.startswith("last_")}


def _note_rating(facts: Facts, item: Interaction) -> Facts:
    value = 0 if item.deleted or item.labels is None else item.labels.rating
    if value and item.occurred_at >= facts.csat_at:
        return replace(facts, csat=value, csat_at=item.occurred_at, csat_item=item.id)
    taken_back = not value and facts.csat_item == item.id
    return replace(facts, csat=0, csat_at=0, csat_item="") if taken_back else facts


def _note_latest(facts: Facts, item: Interaction) -> Facts:
    if item.deleted:
        return facts
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
    """Returns what is known of a person's latest interaction."""
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
