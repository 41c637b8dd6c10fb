"""Describes notes, drafts and what is decided on them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.paper import Paper
from respond.shapes.agent import AGENT_ID
from respond.shapes.reply import ReplyView, WayText
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text

ModeText = Literal["public", "private"]
DraftModeText = Literal["public", "private", "note"]
LONGEST = 20_000
MOST_MENTIONS = 20
Text = Annotated[str, Meta(min_length=1, max_length=LONGEST)]
InteractionId = Annotated[str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="what it answers")]
ModeWanted = Annotated[ModeText, Meta(description="where it would go; private unless told")]
DraftModeWanted = Annotated[
    DraftModeText, Meta(description="where it would go, or a note that goes nowhere; private unless told")
]


WayWanted = Annotated[
    WayText, Meta(description="of several ways with one mode, which: each has a draft of its own")
]


class NewNote(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says what is noted; it never leaves."""

    text: Text
    mentions: Annotated[
        list[Annotated[str, limit_text(80, shape=AGENT_ID)]],
        Meta(max_length=MOST_MENTIONS, description="agents who should see it"),
    ] = []


class NoteView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a note."""

    id: HidText
    conversation: HidText
    text: str | None
    mentions: list[str]
    agent: str
    at: TimeText | None


class DraftQuery(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Asks for one's own draft."""

    mode: DraftModeWanted = "private"
    way: WayWanted | UnsetType = UNSET


class DraftWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says how one's own draft stands now; `mode` and `way` may stand in the address instead."""

    text: Annotated[str, Meta(max_length=LONGEST)]
    mode: DraftModeWanted = "private"
    way: WayWanted | UnsetType = UNSET
    interaction: InteractionId | UnsetType = UNSET
    version: (
        Annotated[
            int, Meta(ge=0, description="the version that was changed (0: none); refused if another stands")
        ]
        | UnsetType
    ) = UNSET


class NewCandidate(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Proposes a reply that somebody else decides on."""

    text: Text
    mode: ModeWanted = "private"
    interaction: InteractionId | UnsetType = UNSET


class DecisionWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says what goes with a decision."""

    note: Annotated[str, limit_text(500, 0, about="why; sealed")] = ""
    text: Annotated[Text, Meta(description="of a draft: the text that goes out instead")] | UnsetType = UNSET


class DraftView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a draft. `earlier` are its texts before, the latest last; `reply` what an approval made of it."""

    id: HidText
    conversation: HidText
    interaction: HidText | None
    mode: DraftModeText
    text: str | None
    version: int
    earlier: list[str]
    agent: str
    at: TimeText | None
    changed_at: TimeText | None
    state: Literal["open", "approved", "rejected"]
    decided_by: str | None
    note: str | None
    reply: HidText | None


class DecisionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what was decided on a draft, or on a reply that waited, and the reply as it is now."""

    id: HidText
    state: Literal["approved", "rejected"]
    reply: ReplyView | None


def show_note(note: Paper) -> NoteView:
    """Returns a note as agents see it."""
    return NoteView(
        id=note.id,
        conversation=note.conversation,
        text=note.text or None,
        mentions=list(note.mentions),
        agent=note.agent,
        at=format_time(note.created_at),
    )


def show_draft(draft: Paper, reply: str | None = None) -> DraftView:
    """Returns a draft as agents see it."""
    return DraftView(
        id=draft.id,
        conversation=draft.conversation,
        interaction=draft.item or None,
        mode=draft.mode,  # type: ignore[arg-type]  # only these are taken
        text=draft.text or None,
        version=draft.version,
        earlier=list(draft.earlier),
        agent=draft.agent,
        at=format_time(draft.created_at),
        changed_at=format_time(draft.changed_at),
        state=draft.decision.value,
        decided_by=draft.decided_by or None,
        note=draft.reason or None,
        reply=reply,
    )
