"""Describes what may be changed about a conversation."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.conversation import Status
from model.handover import Handler
from respond.shapes.agent import AGENT_ID
from respond.shapes.scalars import Moment, PriorityWanted, limit_text

SOMEBODY = Meta(min_length=1, max_length=80, pattern=f"^{AGENT_ID}$(?!\\n)")


TAG = r"[a-z0-9][a-z0-9_-]{0,39}"
MOST_TAGS = 20


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


class TagsWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names all tags of a conversation."""

    tags: Annotated[
        list[Annotated[str, limit_text(40, shape=TAG)]],
        Meta(max_length=MOST_TAGS, description="words of the brand's own, nothing personal"),
    ]


class ReadWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says how far an agent read a conversation."""

    until: Annotated[
        Moment | UnsetType | None,
        Meta(description="up to this time; all of it unless told, null for nothing: it is unread again"),
    ] = UNSET
