"""Describes which conversations are asked for: filters, order, and views that somebody saved."""

from enum import StrEnum
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from model.analysis import Intent, Sentiment
from model.contact import Stage
from model.conversation import Status
from model.event import Mode
from model.sla import SlaState
from respond.shapes.agent import AGENT_ID
from respond.shapes.conversation import ConversationInListView
from respond.shapes.conversation_change import TAG
from respond.shapes.page import Cursor, Limit
from respond.shapes.scalars import (
    MOST_VALUES,
    EarliestMoment,
    HidText,
    LeastPriority,
    TimeText,
    limit_text,
)

Value = TypeVar("Value")
Several: TypeAlias = Value | Annotated[list[Value], Meta(max_length=MOST_VALUES)]
"""One value of a filter, or a list of which any will do."""
ACCOUNT = limit_text(64, shape="[A-Za-z0-9_-]+")
SEGMENT = limit_text(64, shape="[a-z0-9][a-z0-9_-]*")
LANGUAGE = limit_text(12, shape="[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?")
VIEW = "[a-z2-7_]{2,32}"
HOURS = Meta(ge=1, le=720)


class Order(StrEnum):
    """Names how a list is sorted."""

    PRIORITY = "priority"
    NEWEST = "newest"
    WAITING = "waiting"
    SLA = "sla"
    WINDOW = "window"


class Filters(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says which conversations belong to a view. Of several values of one filter any will do."""

    status: (
        Annotated[Several[Status], Meta(description="open (unless told), pending, snoozed or closed")]
        | UnsetType
    ) = UNSET
    assignee: (
        Annotated[
            Several[Annotated[str, limit_text(80, shape=AGENT_ID)]],
            Meta(description="me, none, any (unless told) or an agent's id"),
        ]
        | UnsetType
    ) = UNSET
    platform: (
        Annotated[
            Several[Annotated[str, limit_text(40, shape="[a-z0-9_]+")]],
            Meta(description="of this platform only"),
        ]
        | UnsetType
    ) = UNSET
    mode: Annotated[Several[Mode], Meta(description="private, public or broadcast")] | UnsetType = UNSET
    priority: (
        Annotated[
            LeastPriority,
            Meta(
                description="at least this one, or the lowest of these: 1 to 4, or low, normal, high, urgent"
            ),
        ]
        | UnsetType
    ) = UNSET
    account: Several[Annotated[str, ACCOUNT]] | UnsetType = UNSET
    stage: Several[Stage] | UnsetType = UNSET
    segment: Several[Annotated[str, SEGMENT]] | UnsetType = UNSET
    sentiment: Several[Sentiment] | UnsetType = UNSET
    language: Several[Annotated[str, LANGUAGE]] | UnsetType = UNSET
    intent: Several[Intent] | UnsetType = UNSET
    tag: Several[Annotated[str, limit_text(40, shape=TAG)]] | UnsetType = UNSET
    sla: Several[SlaState] | UnsetType = UNSET
    window: (
        Annotated[
            Several[Annotated[int, HOURS]],
            Meta(description="only where the time to answer ends within so many hours"),
        ]
        | UnsetType
    ) = UNSET
    unread: (
        Annotated[Several[bool], Meta(description="whether the caller has yet to read it")] | UnsetType
    ) = UNSET
    waiting: (
        Annotated[Several[bool], Meta(description="whether somebody waits for an answer")] | UnsetType
    ) = UNSET
    updated_after: (
        Annotated[
            EarliestMoment,
            Meta(description="only where something was said after this time, or the earliest of these"),
        ]
        | UnsetType
    ) = UNSET
    sort: (
        Annotated[
            Order,
            Meta(
                description="priority (unless told); sla begins with all that is due soon or overdue, in that order; "
                "any other sorts what one request looks through, 500 at most"
            ),
        ]
        | UnsetType
    ) = UNSET


class ConversationsQuery(Filters, kw_only=True, forbid_unknown_fields=True):
    """Asks for conversations."""

    limit: Limit = 20
    cursor: Cursor | UnsetType = UNSET
    q: (
        Annotated[
            Several[Annotated[str, limit_text(100, 2)]],
            Meta(description="words of the last message, the person's name or the account's, all of them"),
        ]
        | UnsetType
    ) = UNSET
    view: (
        Annotated[
            str,
            limit_text(
                32,
                2,
                shape=VIEW,
                about="my_open, unassigned, all, waiting, sla_soon, window_closing, mentions, approvals, public, "
                "snoozed, pending, closed, or the id of a saved view; other filters go before its own",
            ),
        ]
        | UnsetType
    ) = UNSET


class ConversationsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a page of conversations. `looked_at`: how many one request looked through; a short page may have more."""

    data: list[ConversationInListView]
    next_cursor: str | None
    has_more: bool
    looked_at: int


class CountsQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks how many conversations views have."""

    view: Annotated[
        list[Annotated[str, limit_text(32, 2, shape=VIEW)]],
        Meta(
            max_length=10,
            description="of these views; of queues of the inbox, mentions and approvals unless told",
        ),
    ] = msgspec.field(default_factory=list)


class SavedViewWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a view to be saved: filters, never words."""

    title: Annotated[str, limit_text(80, about="what it is called")]
    filters: Filters
    shared: Annotated[bool, Meta(description="whether all agents see it")] = False


class SavedViewChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a saved view."""

    title: Annotated[str, limit_text(80, about="what it is called")] | UnsetType = UNSET
    filters: Filters | UnsetType = UNSET
    shared: Annotated[bool, Meta(description="whether all agents see it")] | UnsetType = UNSET


class SavedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a saved view."""

    id: HidText
    title: str
    filters: dict[str, Any]
    shared: bool
    mine: bool
    version: int
    changed_at: TimeText | None


BUILT_IN: dict[str, Filters] = {
    "my_open": Filters(assignee="me"),
    "unassigned": Filters(assignee="none"),
    "all": Filters(),
    "waiting": Filters(waiting=True, sort=Order.WAITING),
    "sla_soon": Filters(sla=[SlaState.SOON, SlaState.MISSED], sort=Order.SLA),
    "window_closing": Filters(window=4, sort=Order.WINDOW),
    "mentions": Filters(),
    "approvals": Filters(),
    "public": Filters(mode=Mode.PUBLIC),
    "snoozed": Filters(status=Status.SNOOZED),
    "pending": Filters(status=Status.PENDING),
    "closed": Filters(status=Status.CLOSED),
}
"""Views that everybody has."""
