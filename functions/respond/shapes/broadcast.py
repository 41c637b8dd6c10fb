"""Describes broadcasts, who is left out of one, and what became of it for each recipient."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.broadcast import Broadcast, BroadcastState, Recipient, RecipientState
from model.canned import VARIABLES
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, Profiles, show_person
from respond.shapes.scalars import HidText, Moment, TimeText, format_time, limit_text
from respond.shapes.segment import SLUG

LONGEST = 10_000
Title = Annotated[str, limit_text(120, about="what agents call it")]
Segment = Annotated[str, limit_text(63, shape=SLUG, about="who it goes to")]
AccountText = Annotated[
    str, limit_text(200, about="the account that sends it; its platform's members get it")
]
Text = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST,
        description="with variables: "
        + ", ".join(f"{{{{{name}}}}}" for name in VARIABLES if name != "agent"),
    ),
]
At = Annotated[Moment, Meta(description="when it begins; at once after the approval unless told")]


class NewBroadcast(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a broadcast to be made; it goes out when somebody else approved it."""

    title: Title
    segment: Segment
    account: AccountText
    text: Text
    at: At | UnsetType = UNSET


class BroadcastChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a broadcast that was not approved yet."""

    title: Title | UnsetType = UNSET
    segment: Segment | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    at: At | UnsetType = UNSET


class BroadcastView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a broadcast; `counts` are those of its recipients by state, so far."""

    id: HidText
    title: str
    segment: str
    platform: str
    account: str
    text: str
    state: BroadcastState
    reason: str | None
    due_at: TimeText | None
    counts: dict[str, int]
    created_at: TimeText | None
    created_by: str
    approved_by: str | None


class DryRunWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says from where on the segment is looked through."""

    after: (
        Annotated[str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="`next` of the dry run before")]
        | UnsetType
    ) = UNSET


class ExcludedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many are left out for a reason, and some of them."""

    reason: str
    count: int
    sample: list[HidText]


class DryRunView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who would get a broadcast now, of so many members; `next` says where to go on."""

    total: int
    reached: int
    excluded: list[ExcludedView]
    next: HidText | None


class RecipientsQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for recipients of a broadcast."""

    state: Annotated[RecipientState, Meta(description="only those in this state")] | UnsetType = UNSET


class RecipientView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what became of a broadcast for one person."""

    broadcast: HidText
    contact: PersonView
    conversation: HidText | None
    state: RecipientState
    code: str | None
    at: TimeText | None
    text: str | None


def show_broadcast(broadcast: Broadcast) -> BroadcastView:
    """Returns a broadcast as agents see it."""
    return BroadcastView(
        id=broadcast.id,
        title=broadcast.title,
        segment=broadcast.segment,
        platform=broadcast.platform,
        account=broadcast.account,
        text=broadcast.text,
        state=broadcast.state,
        reason=broadcast.reason or None,
        due_at=format_time(broadcast.due_at),
        counts={each.value: broadcast.counts.get(each.value, 0) for each in RecipientState},
        created_at=format_time(broadcast.created_at),
        created_by=broadcast.created_by,
        approved_by=broadcast.approved_by or None,
    )


def show_recipient(recipient: Recipient, profiles: Profiles, closed: bool = False) -> RecipientView:
    """Returns a recipient as agents see it; nothing that was written to somebody whose data are `closed`."""
    return RecipientView(
        broadcast=recipient.broadcast,
        contact=show_person(recipient.person, profiles),
        conversation=recipient.conversation or None,
        state=recipient.state,
        code=recipient.code or None,
        at=format_time(recipient.at),
        text=None if closed else recipient.text or None,
    )
