"""Describes conversations as agents see them, and what may be changed about one."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.conversation import Conversation, Status
from model.event import Mode
from model.handover import Handler
from model.interaction import Interaction
from respond.shapes.agent import AGENT_ID
from respond.shapes.interaction import LastInteractionView, show_last_interaction
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, Profiles, show_person_or_nobody
from respond.shapes.rule import EvidenceView
from respond.shapes.scalars import (
    PRIORITIES,
    HidText,
    ListedStatus,
    Moment,
    PriorityNumber,
    PriorityWanted,
    TimeText,
    format_time,
    limit_text,
)

SNOOZED_TILL_NOW = "its snooze is over"
SOMEBODY = Meta(min_length=1, max_length=80, pattern=f"^{AGENT_ID}$(?!\\n)")


TAG = r"[a-z0-9][a-z0-9_-]{0,39}"
MOST_TAGS = 20


class ConversationsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for conversations."""

    status: (
        Annotated[
            ListedStatus,
            Meta(description="open (unless told), pending or snoozed; closed ones stand in no list"),
        ]
        | UnsetType
    ) = UNSET
    assignee: Annotated[
        str, limit_text(80, shape=AGENT_ID, about="me, none, any (unless told) or an agent's id")
    ] = "any"
    platform: (
        Annotated[str, limit_text(40, shape="[a-z0-9_]+", about="of this platform only")] | UnsetType
    ) = UNSET
    mode: Annotated[Mode, Meta(description="private, public or broadcast")] | UnsetType = UNSET
    priority: (
        Annotated[PriorityWanted, Meta(description="at least this one: 1 to 4, or low, normal, high, urgent")]
        | UnsetType
    ) = UNSET


class HandoverWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says who answers from now on."""

    state: Annotated[Handler, Meta(description="bot, handover_requested or human")]
    paused_until: (
        Annotated[Moment, Meta(description="until then no bot answers, afterwards it may")] | UnsetType
    ) = UNSET
    reason: Annotated[str, limit_text(40, shape=TAG, about="a word for why")] | UnsetType = UNSET


class ConversationChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a conversation."""

    status: (
        Annotated[Status, Meta(description="open, pending, snoozed (with snoozed_until) or closed")]
        | UnsetType
    ) = UNSET
    priority: (
        Annotated[PriorityWanted, Meta(description="1 to 4, or low, normal, high, urgent")] | UnsetType
    ) = UNSET
    tags: (
        Annotated[
            list[Annotated[str, limit_text(40, shape=TAG)]],
            Meta(
                max_length=MOST_TAGS,
                description="all of its tags: words of the brand's own, nothing personal",
            ),
        ]
        | UnsetType
    ) = UNSET
    handover: Annotated[HandoverWanted, Meta(description="who answers")] | UnsetType = UNSET
    assignee: Annotated[
        Annotated[str, SOMEBODY] | UnsetType | None,
        Meta(description="me, an agent's id, or null for nobody"),
    ] = UNSET
    snoozed_until: Annotated[
        Moment | UnsetType | None,
        Meta(
            description="when a snoozed conversation opens by itself, within a year; a new message opens it at once"
        ),
    ] = UNSET


class HandoverView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who answers, a bot or a human."""

    state: Handler
    paused_until: TimeText | None
    reason: str | None


class OfferView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what may be proposed to a person or done about them, and why."""

    segment: str | None
    title: str
    offer: str | None
    action: str | None
    since: TimeText | None
    evidence: EvidenceView


class ConversationInListView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation with the beginning of its last interaction."""

    id: HidText
    platform: str
    account_id: str
    mode: Mode
    status: Status
    priority: PriorityNumber
    priority_name: Annotated[str, Meta(extra_json_schema={"enum": list(PRIORITIES.values())})]
    reasons: list[str]
    assignee: str | None
    customer: PersonView | None
    waiting: bool
    last_interaction: LastInteractionView | None
    first_at: TimeText | None
    last_at: TimeText | None
    last_in_at: TimeText | None
    last_out_at: TimeText | None
    waiting_since: TimeText | None
    snoozed_until: TimeText | None
    closed_at: TimeText | None
    tags: list[str]
    handover: HandoverView


class ConversationView(ConversationInListView, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation with what may be proposed to its customer."""

    offers: list[OfferView]
    no_contact: bool


class ConversationBriefView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation beside its contact."""

    id: HidText
    platform: str
    mode: Mode
    status: Status
    priority: PriorityNumber
    assignee: str | None
    last_at: TimeText | None


def show_in_list(head: Conversation, last: Interaction | None, profiles: Profiles) -> ConversationInListView:
    """Returns a conversation with the beginning of its last interaction."""
    return ConversationInListView(
        id=head.id,
        platform=head.platform,
        account_id=head.account,
        mode=head.mode,
        status=head.status,
        priority=head.priority,
        priority_name=PRIORITIES[head.priority],
        reasons=[*head.reasons, *([SNOOZED_TILL_NOW] if head.woken else [])],
        assignee=head.assignee,
        customer=show_person_or_nobody(head.customer, profiles),
        waiting=head.last_in_at > head.last_out_at,
        last_interaction=None if last is None else show_last_interaction(last, profiles),
        first_at=format_time(head.first_at),
        last_at=format_time(head.last_at),
        last_in_at=format_time(head.last_in_at),
        last_out_at=format_time(head.last_out_at),
        waiting_since=format_time(head.waiting_since),
        snoozed_until=format_time(head.wakes_at),
        closed_at=format_time(head.closed_at),
        tags=list(head.tags),
        handover=HandoverView(
            state=head.handover.handler,
            paused_until=format_time(head.handover.paused_until),
            reason=head.handover.reason or None,
        ),
    )


def show_conversation(
    listed: ConversationInListView, offers: Sequence[OfferView], no_contact: bool
) -> ConversationView:
    """Returns a conversation with what may be proposed to its customer."""
    fields = {name: getattr(listed, name) for name in ConversationInListView.__struct_fields__}
    return ConversationView(**fields, offers=list(offers), no_contact=no_contact)


def show_brief(head: Conversation) -> ConversationBriefView:
    """Returns a conversation as it stands beside its contact."""
    return ConversationBriefView(
        id=head.id,
        platform=head.platform,
        mode=head.mode,
        status=head.status,
        priority=head.priority,
        assignee=head.assignee,
        last_at=format_time(head.last_at),
    )
