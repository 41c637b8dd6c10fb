"""Describes segments: named sets of contacts by a rule, and who is in them since when and why."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, Profiles, show_person
from respond.shapes.rule import EvidenceView, RuleView, show_evidence, show_rule
from respond.shapes.scalars import TimeText, format_time, limit_text
from store.contacts.segments import Member, Segment
from store.insights.flows import FlowDay

SLUG = r"[a-z0-9][a-z0-9_-]{0,62}"

OFFER_ABOUT = "what agents may propose to those who enter"
ACTION_ABOUT = "what agents should do about those who enter"


class NewSegment(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a segment to be made."""

    title: Annotated[str, limit_text(120, about="what agents call it")]
    rule: Annotated[RuleView, Meta(description="the condition for membership")]
    id: (
        Annotated[str, limit_text(63, shape=SLUG, about="a short name for programs; made up unless given")]
        | UnsetType
    ) = UNSET
    offer: Annotated[str, limit_text(500, about=OFFER_ABOUT)] | UnsetType = UNSET
    action: Annotated[str, limit_text(500, about=ACTION_ABOUT)] | UnsetType = UNSET


class SegmentChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a segment."""

    title: Annotated[str, limit_text(120, about="what agents call it")] | UnsetType = UNSET
    rule: (
        Annotated[RuleView, Meta(description="the condition for membership; everybody is looked at again")]
        | UnsetType
    ) = UNSET
    offer: Annotated[Annotated[str, limit_text(500)] | UnsetType | None, Meta(description=OFFER_ABOUT)] = (
        UNSET
    )
    action: Annotated[Annotated[str, limit_text(500)] | UnsetType | None, Meta(description=ACTION_ABOUT)] = (
        UNSET
    )


class RuleToTry(Struct, kw_only=True, forbid_unknown_fields=True):
    """Holds a rule that is not saved yet."""

    rule: Annotated[RuleView, Meta(description="the condition for membership")]


class BackfillView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how far contacts who were there before the rule have been looked at."""

    state: Annotated[str, Meta(extra_json_schema={"enum": ["walking", "done"]})]
    contacts: int
    ended_at: TimeText | None


class MemberCountView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many contacts are in a segment; not `exact` where there are at least so many."""

    count: int
    exact: bool


class FlowDayView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many contacts entered and left a segment on a day (UTC) by its rule; who is erased is not counted."""

    day: str
    entered: int
    left: int


class SegmentsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for segments, and whether those in each are counted, which reads every one of them."""

    members: Annotated[bool, Meta(description="`false` where titles and rules are enough")] = True


class SegmentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a named set of contacts by a rule."""

    id: str
    title: str
    rule: RuleView
    offer: str | None
    action: str | None
    backfill: BackfillView | None
    built_in: bool
    created_at: TimeText | None
    created_by: str | None
    members: Annotated[MemberCountView | None, Meta(description="null in a list that does not count them")]
    flow: Annotated[
        list[FlowDayView] | None, Meta(description="its last 30 days, oldest first; null in a list")
    ]


class SegmentEndView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a segment that its members leave in the next minutes."""

    id: str
    deleted: bool


class MemberView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows somebody in a segment, since when and why."""

    contact: PersonView
    since: TimeText | None
    evidence: EvidenceView


class SampleView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a contact that fulfils the rule, with the values that fulfil it."""

    contact: PersonView
    values: dict[str, Any]


class AttributeView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows something a rule may ask about a person. No `values`: a number, or a word of the caller's choice.

    `within_days` is the longest stretch of last days that may be counted alone; null where none may.
    """

    attribute: str
    ops: list[str]
    values: list[str | bool]
    within_days: int | None


class PreviewView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many contacts a rule is true of now, and some of them."""

    total: int
    seen: int
    complete: bool
    sample: list[SampleView]


def show_segment(
    segment: Segment, members: int | None, most: int, flow: list[FlowDay] | None = None
) -> SegmentView:
    """Returns a segment with how far its backfill is, and how many are in it where they were counted up to `most`."""
    return SegmentView(
        id=segment.id,
        title=segment.title,
        rule=show_rule(segment.rule),
        offer=segment.offer or None,
        action=segment.action or None,
        backfill=_backfill(segment),
        built_in=segment.built_in,
        created_at=format_time(segment.created_at),
        created_by=segment.created_by or None,
        members=None if members is None else MemberCountView(count=members, exact=members < most),
        flow=None if flow is None else [FlowDayView(day=d.day, entered=d.entered, left=d.left) for d in flow],
    )


def show_member(member: Member, profiles: Profiles) -> MemberView:
    """Returns somebody in a segment, since when and why."""
    return MemberView(
        contact=show_person(member.contact, profiles),
        since=format_time(member.since),
        evidence=show_evidence(member.evidence),
    )


def _backfill(segment: Segment) -> BackfillView | None:
    walk = segment.walk
    if walk is None:
        return None
    return BackfillView(state=walk.state, contacts=walk.seen, ended_at=format_time(walk.ended_at))
