"""Describes one change of many conversations, what became of each, and how to take it back."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.conversation_change import ConversationChange
from respond.shapes.scalars import HidText

MOST = 100


class BulkItem(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a conversation, and the version of it that the caller saw."""

    id: HidText
    version: (
        Annotated[int, Meta(ge=0, description="it is left alone when it is another by now")] | UnsetType
    ) = UNSET


class BulkWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names conversations and what changes about each."""

    items: Annotated[list[BulkItem], Meta(min_length=1, max_length=MOST, description="each once")]
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
    """Shows what became of each."""

    done: list[BulkDoneView]
    failed: list[BulkFailedView]
