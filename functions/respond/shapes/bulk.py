"""Describes one change of many conversations, what became of each, and how to take it back."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.conversation_change import ConversationChange
from respond.shapes.conversation_filters import Filters
from respond.shapes.page import Cursor
from respond.shapes.scalars import HidText

MOST = 100


class BulkItem(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a conversation, and the version of it that the caller saw."""

    id: HidText
    version: (
        Annotated[int, Meta(ge=0, description="it is left alone when it is another by now")] | UnsetType
    ) = UNSET


class BulkWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names conversations, or filters that they fit, and what changes about each."""

    items: (
        Annotated[list[BulkItem], Meta(min_length=1, max_length=MOST, description="each once")] | UnsetType
    ) = UNSET
    filter: (
        Annotated[
            Filters, Meta(description="instead of items: all that fit, in parts; `sort` is for nothing")
        ]
        | UnsetType
    ) = UNSET
    cursor: Cursor | UnsetType = UNSET
    change: ConversationChange


class BulkDoneView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation that was changed; `before` sent as a change takes it back."""

    id: HidText
    version: int
    before: dict[str, Any]


class BulkFailedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation that stayed as it was, and why."""

    id: HidText
    code: str
    detail: str


class BulkView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what became of each. What fits filters and is as wanted already is in neither list.

    `next_cursor`: there may be more that fit; `looked_at`: how many this request looked through.
    """

    done: list[BulkDoneView]
    failed: list[BulkFailedView]
    next_cursor: str | None = None
    has_more: bool = False
    looked_at: int = 0
