"""Describes canned replies and macros, and what a macro did."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.canned import VARIABLES, Canned
from respond.shapes.agent import AGENT_ID
from respond.shapes.reply import WayText
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text

LONGEST = 20_000
MOST_RUN = 50
TEXT_ABOUT = "with variables: " + ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)
Title = Annotated[str, limit_text(120, about="what agents call it")]
Tag = Annotated[str, limit_text(40, shape=r"[a-z0-9][a-z0-9_-]{0,39}")]
Text = Annotated[str, Meta(min_length=1, max_length=LONGEST, description=TEXT_ABOUT)]
Status = Annotated[
    Literal["open", "pending", "closed"], Meta(description="the conversation's status afterwards")
]
Tags = Annotated[list[Tag], Meta(max_length=20, description="tags that the conversation gets")]
Assignee = Annotated[str, limit_text(80, shape=AGENT_ID, about="who it is assigned to; me for who runs it")]
WayWanted = Annotated[WayText, Meta(description="of the ways that are open; the first unless told")]


class NewCanned(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a canned reply to be made."""

    title: Title
    text: Text


class CannedChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a canned reply."""

    title: Title | UnsetType = UNSET
    text: Text | UnsetType = UNSET


class CannedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a canned reply."""

    id: HidText
    title: str
    text: str
    created_at: TimeText | None
    created_by: str


class FilledView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a canned reply as it would be sent, its variables filled in and escaped for the platform."""

    id: HidText
    title: str
    text: Annotated[str | None, Meta(description="null where a value is missing")]


class NewMacro(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a macro to be made: a reply, and what happens beside it."""

    title: Title
    text: Text | UnsetType = UNSET
    way: WayWanted | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    assignee: Assignee | UnsetType = UNSET


class MacroChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a macro; null takes something away."""

    title: Title | UnsetType = UNSET
    text: Text | UnsetType | None = UNSET
    way: WayWanted | UnsetType | None = UNSET
    status: Status | UnsetType | None = UNSET
    tags: Tags | UnsetType | None = UNSET
    assignee: Assignee | UnsetType | None = UNSET


class MacroView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a macro."""

    id: HidText
    title: str
    text: str | None
    way: str | None
    status: str | None
    tags: list[str]
    assignee: str | None
    created_at: TimeText | None
    created_by: str


class MacroRunWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names the conversations that a macro is run on."""

    conversations: Annotated[list[HidText], Meta(min_length=1, max_length=MOST_RUN)]


class MacroDoneView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation that a macro was run on, and the reply it made."""

    id: HidText
    reply: HidText | None


class MacroFailedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a conversation that a macro could not be run on, and why."""

    id: HidText
    code: str
    detail: str


class MacroRunView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what a macro did."""

    done: list[MacroDoneView]
    failed: list[MacroFailedView]


def show_canned(canned: Canned) -> CannedView:
    """Returns a canned reply as agents see it."""
    return CannedView(
        id=canned.id,
        title=canned.title,
        text=canned.text,
        created_at=format_time(canned.created_at),
        created_by=canned.created_by,
    )


def show_macro(macro: Canned) -> MacroView:
    """Returns a macro as agents see it."""
    return MacroView(
        id=macro.id,
        title=macro.title,
        text=macro.text or None,
        way=macro.way or None,
        status=macro.status or None,
        tags=list(macro.tags),
        assignee=macro.assignee or None,
        created_at=format_time(macro.created_at),
        created_by=macro.created_by,
    )
