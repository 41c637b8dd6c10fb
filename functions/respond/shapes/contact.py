"""Describes contacts as agents see them, and what agents may enter about one."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.contact import Contact, Stage
from respond.shapes.conversation import ConversationBriefView
from respond.shapes.facts import FactsView, show_facts
from respond.shapes.people import PersonView, ShortId
from respond.shapes.rule import EvidenceView, show_evidence
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text
from store.contacts.edits import Entered
from store.contacts.history import Change

WORD = r"[a-z0-9][a-z0-9_-]{0,39}"
MOST_TAGS = 20
MOST_ATTRIBUTES = 20
AttributeName = Annotated[str, Meta(pattern=f"^{WORD}$(?!\\n)")]
AttributeValue = Annotated[str, limit_text(200)]


class MembershipView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a segment that a contact is in, since when and why."""

    id: str
    since: TimeText | None
    evidence: EvidenceView


class IdentityView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one identity of a contact: a user of one platform."""

    id: HidText
    platform: str
    name: str | None
    handle: str | None
    short_id: ShortId
    first_at: TimeText | None
    last_at: TimeText | None


class WishesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what somebody wants done with their data.

    `objections` are the purposes they objected to or took their consent back from; an objection to advertising outlives
    an erasure. `informed_at` is when they were sent the privacy notice.
    """

    restricted: bool
    objections: list[str]
    informed_at: TimeText | None


class ContactView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who somebody is, and what is known of them and why.

    `held` tells whether two people agreed to a legal hold on them; null for those who may not know of holds.
    """

    id: HidText
    name: str | None
    handle: str | None
    short_id: ShortId
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
    identities: list[IdentityView]
    wishes: WishesView
    held: bool | None


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
    objections: frozenset[str],
    held: bool | None,
) -> ContactView:
    """Returns who somebody is, and what is known of them and why."""
    return ContactView(
        id=contact.id,
        name=person.name,
        handle=person.handle,
        short_id=person.short_id,
        platform=contact.platform,
        stage=contact.stage,
        stage_reason=entered.stage_reason or None,
        stage_since=format_time(contact.stage_at),
        no_contact=contact.no_contact,
        win_back_offer=entered.win_back_offer or None,
        tags=sorted(contact.tags),
        attributes=dict(entered.attributes),
        segments=list(segments),
        facts=show_facts(contact.facts, csat_comment),
        conversations=list(conversations),
        identities=[_identity(contact, person)],
        wishes=WishesView(
            restricted=contact.restricted,
            objections=sorted(objections),
            informed_at=format_time(contact.notice_at),
        ),
        held=held,
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


def _identity(contact: Contact, person: PersonView) -> IdentityView:
    return IdentityView(
        id=person.id,
        platform=contact.platform,
        name=person.name,
        handle=person.handle,
        short_id=person.short_id,
        first_at=format_time(contact.facts.first_at),
        last_at=format_time(contact.facts.last_at),
    )
