"""Describes conversations as agents see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct

from model.contact import Contact
from model.conversation import Conversation, Status
from model.event import Mode
from model.handover import Handler
from model.interaction import Interaction
from model.sla import SlaClock
from respond.shapes.interaction import LastInteractionView, show_last_interaction
from respond.shapes.people import PersonView, Profiles, show_person_or_nobody
from respond.shapes.rule import EvidenceView
from respond.shapes.scalars import (
    PRIORITIES,
    HidText,
    PriorityNumber,
    TimeText,
    format_time,
)
from respond.shapes.sla import SlaClockView, show_clocks

Window = tuple[str, int]
"""By which rule and until when (epoch ms) somebody can be answered."""


@dataclass(frozen=True, slots=True)
class Around:
    """Holds what a list shows beside its heads: people, accounts, windows, and how far the caller read, by id."""

    profiles: Profiles
    contacts: Mapping[str, Contact]
    accounts: Mapping[str, str]
    windows: Mapping[str, Window]
    read_until: Mapping[str, int]
    clocks: Mapping[str, Sequence[SlaClock]]
    drafts: Mapping[str, Sequence[str]]


SNOOZED_TILL_NOW = "its snooze is over"


class ReadView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how far an agent read a conversation."""

    id: HidText
    read_until: TimeText | None
    unread: bool


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


class WindowView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows until when somebody can be answered: `standard`, or `human_agent` once that is over."""

    kind: str
    closes_at: TimeText


class ConversationInListView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation with the beginning of its last interaction."""

    id: HidText
    version: Annotated[int, Meta(description="what If-Match names, in quotes")]
    platform: str
    account_id: str
    account_title: str | None
    post_id: HidText | None
    unread: Annotated[bool, Meta(description="whether somebody wrote since the caller read it")]
    stage: str | None
    segments: list[str]
    language: str | None
    window: WindowView | None
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
    drafts: Annotated[list[str], Meta(description="modes in which the caller began a reply")]
    sla: SlaClockView | None


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


def show_in_list(head: Conversation, last: Interaction | None, around: Around) -> ConversationInListView:
    """Returns a conversation with the beginning of its last interaction, and with what is known around it."""
    profiles = around.profiles
    shown = None if last is None else show_last_interaction(last, profiles)
    contact = around.contacts.get(head.customer or "")
    return ConversationInListView(
        id=head.id,
        version=head.rev,
        platform=head.platform,
        account_id=head.account,
        account_title=around.accounts.get(head.account) or None,
        post_id=head.post,
        unread=is_unread(head, around.read_until.get(head.id, 0)),
        stage=None if contact is None else contact.stage.value,
        segments=[] if contact is None else sorted(contact.segments),
        language=None if shown is None else shown.language,
        window=_show_window(around.windows.get(head.id)),
        mode=head.mode,
        status=head.status,
        priority=head.priority,
        priority_name=PRIORITIES[head.priority],
        reasons=[*head.reasons, *([SNOOZED_TILL_NOW] if head.woken else [])],
        assignee=head.assignee,
        customer=show_person_or_nobody(head.customer, profiles),
        waiting=head.last_in_at > head.last_out_at,
        last_interaction=shown,
        first_at=format_time(head.first_at),
        last_at=format_time(head.last_at),
        last_in_at=format_time(head.last_in_at),
        last_out_at=format_time(head.last_out_at),
        waiting_since=format_time(head.waiting_since),
        snoozed_until=format_time(head.wakes_at),
        closed_at=format_time(head.closed_at),
        tags=list(head.tags),
        drafts=list(around.drafts.get(head.id, ())),
        handover=HandoverView(
            state=head.handover.handler,
            paused_until=format_time(head.handover.paused_until),
            reason=head.handover.reason or None,
        ),
        sla=next(iter(show_clocks(around.clocks.get(head.id, ()))), None),
    )


def is_unread(head: Conversation, read_until: int) -> bool:
    """Tells whether somebody wrote since it was read, answered or closed."""
    return head.last_in_at > max(head.last_out_at, head.closed_at, read_until)


def _show_window(window: Window | None) -> WindowView | None:
    at = None if window is None else format_time(window[1])
    return None if window is None or at is None else WindowView(kind=window[0], closes_at=at)


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
