"""Describes broadcasts, who is left out of one, and what became of it for each recipient."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.broadcast import (
    Broadcast,
    BroadcastState,
    PublicPost,
    PublicText,
    Recipient,
    RecipientState,
    add_counts,
)
from model.canned import VARIABLES
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, Profiles, show_person
from respond.shapes.scalars import HidText, Moment, TimeText, format_time, limit_text
from respond.shapes.segment import SLUG

LONGEST = 10_000
LONGEST_POST = 65_000
MOST_POSTS = 20
_PENDING = RecipientState.PENDING
NOTHING_MADE: Mapping[str, PublicPost] = {}
NOTHING_LATER: Mapping[str, int] = {}
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
PosterText = Annotated[str, limit_text(200, about="the account that posts it")]
PostText = Annotated[
    str, Meta(min_length=1, max_length=LONGEST_POST, description="with variables: {{brand}}, {{platform}}")
]
Place = Annotated[str, limit_text(200, about="the platform's own id of a channel, where it needs one")]
Audience = Literal["segment", "public"]
At = Annotated[Moment, Meta(description="when it begins; at once after the approval unless told")]


class NewPost(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what one account posts in public."""

    account: PosterText
    text: PostText
    place: Place | UnsetType = UNSET


Posts = Annotated[
    list[NewPost],
    Meta(min_length=1, max_length=MOST_POSTS, description="one for each account; only of a public broadcast"),
]


class NewBroadcast(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a broadcast to be made; it goes out when somebody else approved it.

    To a segment it needs `segment`, `account` and `text`, in public `posts`.
    """

    title: Title
    audience: Audience = "segment"
    segment: Segment | UnsetType = UNSET
    account: AccountText | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    posts: Posts | UnsetType = UNSET
    at: At | UnsetType = UNSET


class BroadcastChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a broadcast that was not approved yet."""

    title: Title | UnsetType = UNSET
    segment: Segment | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    posts: Posts | UnsetType = UNSET
    at: At | UnsetType = UNSET


class PublicPostView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a public post on one account; its state is null in lists, and while nothing was begun."""

    account: str
    platform: str
    text: str
    place: str | None
    state: RecipientState | None
    code: str | None
    native_id: str | None


class BroadcastView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a broadcast; `counts` are those of its recipients, or of its posts, by state, so far.

    In lists they say how it went out; who got and read it since is counted where one broadcast is asked for.
    """

    id: HidText
    title: str
    audience: Audience
    segment: str | None
    platform: str | None
    account: str | None
    text: str | None
    posts: list[PublicPostView]
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
    """Shows how many are left out for a reason, and some of them; of a public broadcast which accounts."""

    reason: str
    count: int
    sample: list[HidText]
    accounts: list[str] = []


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


def show_broadcast(
    broadcast: Broadcast,
    made: Mapping[str, PublicPost] = NOTHING_MADE,
    later: Mapping[str, int] = NOTHING_LATER,
) -> BroadcastView:
    """Returns a broadcast as agents see it, with what became of its posts by account, and by how much counts moved."""
    counts = {each.value: broadcast.counts.get(each, 0) + later.get(each, 0) for each in RecipientState}
    if made:
        begun = [made[each.account].state if each.account in made else _PENDING for each in broadcast.posts]
        counts = add_counts({}, begun)
    return BroadcastView(
        id=broadcast.id,
        title=broadcast.title,
        audience="public" if broadcast.posts else "segment",
        segment=broadcast.segment or None,
        platform=broadcast.platform or None,
        account=broadcast.account or None,
        text=broadcast.text or None,
        posts=[_show_post(each, made.get(each.account)) for each in broadcast.posts],
        state=broadcast.state,
        reason=broadcast.reason or None,
        due_at=format_time(broadcast.due_at),
        counts={each.value: max(0, counts.get(each.value, 0)) for each in RecipientState},
        created_at=format_time(broadcast.created_at),
        created_by=broadcast.created_by,
        approved_by=broadcast.approved_by or None,
    )


def _show_post(text: PublicText, post: PublicPost | None) -> PublicPostView:
    return PublicPostView(
        account=text.account,
        platform=text.platform,
        text=text.text,
        place=text.place or None,
        state=post.state if post else None,
        code=(post.code or None) if post else None,
        native_id=(post.native_id or None) if post else None,
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
