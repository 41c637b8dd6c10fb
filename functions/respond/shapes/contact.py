"""Describes contacts as agents see them, and what agents may enter about one."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.contact import Contact, Stage
from model.facts import Facts
from respond.shapes.conversation import ConversationBriefView
from respond.shapes.people import PersonView
from respond.shapes.rule import EvidenceView, show_evidence
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text
from store.contacts.edits import Entered
from store.contacts.history import Change

WORD = r"[a-z0-9][a-z0-9_-]{0,39}"
MOST_TAGS = 20
MOST_ATTRIBUTES = 20
AttributeName = Annotated[str, Meta(pattern=f"^{WORD}$(?!\\n)")]
AttributeValue = Annotated[str, limit_text(200)]


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


class MembershipView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a segment that a contact is in, since when and why."""

    id: str
    since: TimeText | None
    evidence: EvidenceView


class ContactView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who somebody is, and what is known of them and why."""

    id: HidText
    name: str | None
    handle: str | None
    platform: str
    stage: Stage
    stage_reason: str | None
    stage_since: TimeText | None
    no_contact: bool
    win_back_offer: str | None
    tags: list[str]
    attributes: dict[str, str]
    segments: list[MembershipView]
    facts: FactsView
    conversations: list[ConversationBriefView]


class EnteredView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a segment that somebody entered, and why."""

    segment: str
    evidence: EvidenceView


class StageChangeView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows a stage that changed, by whom and why."""

    from_: Stage
    to: Stage
    reason: str | None
    by: str


class ChangeView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what changed about a contact at one time."""

    at: TimeText | None
    entered: list[EnteredView]
    left: list[str]
    stage: StageChangeView | None


class ContactChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what agents enter about a contact."""

    stage: Annotated[Stage, Meta(description="where they stand, with `reason`")] | UnsetType = UNSET
    reason: Annotated[str, limit_text(500, about="why the stage changes; sealed")] | UnsetType = UNSET
    tags: (
        Annotated[
            list[Annotated[str, limit_text(40, shape=WORD)]],
            Meta(
                max_length=MOST_TAGS,
                description="all of their tags: words of the brand's own that rules may look at, nothing personal",
            ),
        ]
        | UnsetType
    ) = UNSET
    attributes: (
        Annotated[
            dict[AttributeName, AttributeValue | None],
            Meta(
                max_length=MOST_ATTRIBUTES,
                description="what else is known of them, sealed and closed to rules; null takes one away, others stay",
            ),
        ]
        | UnsetType
    ) = UNSET
    no_contact: (
        Annotated[bool, Meta(description="former: leave them alone; nothing is offered to them")] | UnsetType
    ) = UNSET
    win_back_offer: Annotated[
        Annotated[str, limit_text(500)] | UnsetType | None,
        Meta(description="former: what may bring them back; sealed"),
    ] = UNSET


def show_contact(
    contact: Contact,
    person: PersonView,
    entered: Entered,
    segments: Sequence[MembershipView],
    conversations: Sequence[ConversationBriefView],
    csat_comment: str,
) -> ContactView:
    """Returns who somebody is, and what is known of them and why."""
    return ContactView(
        id=contact.id,
        name=person.name,
        handle=person.handle,
        platform=contact.platform,
        stage=contact.stage,
        stage_reason=entered.stage_reason or None,
        stage_since=format_time(contact.stage_at),
        no_contact=contact.no_contact,
        win_back_offer=entered.win_back_offer or None,
        tags=sorted(contact.tags),
        attributes=dict(entered.attributes),
        segments=list(segments),
        facts=_facts(contact.facts, csat_comment),
        conversations=list(conversations),
    )


def show_change(change: Change, reasons: Mapping[str, str]) -> ChangeView:
    """Returns what changed about a contact at one time."""
    stage = None
    if change.stage:
        stage = StageChangeView(
            from_=Stage(change.was_stage),
            to=Stage(change.stage),
            reason=reasons.get(change.position),
            by=change.by,
        )
    entered = [
        EnteredView(segment=name, evidence=show_evidence(why)) for name, why in sorted(change.entered.items())
    ]
    return ChangeView(at=format_time(change.at), entered=entered, left=list(change.left), stage=stage)


def _facts(facts: Facts, csat_comment: str) -> FactsView:
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
