"""Describes replies: the ways that are open, what is to be sent, and what became of it."""

import json
from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from model.reply import Reply, ReplyState
from platforms.sending.counting import Counting
from platforms.sending.ways import SendOption
from respond.doing import DeedOption
from respond.shapes.deed import DeedOptionView, show_deed
from respond.shapes.scalars import HidText, Moment, TimeText, format_time
from respond.shapes.template import TemplateView, TemplateWanted

WayText = Literal["reply", "private_reply", "message"]
DoneText = Literal["reply", "private_reply", "message", "edit", "delete", "hide", "show", "react", "share"]
LONGEST = 100_000
LONGEST_WAIT_S = 900


class SendOptionsQuery(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Asks for the ways to answer."""

    interaction: (
        Annotated[
            str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="what is answered; the latest unless told")
        ]
        | UnsetType
    ) = UNSET


class SendOptionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one way to answer, and whether it is open."""

    way: WayText
    mode: Literal["public", "private"]
    open: bool
    reason: Annotated[str | None, Meta(description="why it is closed")]
    open_until: TimeText | None
    outside: Annotated[str | None, Meta(description="what may still be sent when it is closed")]
    limit: Annotated[int, Meta(description="how long a text may be, counted as `counting` says")]
    counting: Counting
    file_types: Annotated[
        dict[str, int], Meta(description="content types that may go along by their address -> most bytes")
    ]
    upload_types: Annotated[
        dict[str, int], Meta(description="the same of files that were uploaded, of at most 25 MB")
    ]
    files: Annotated[int, Meta(description="how many files may go along")]
    caption: Annotated[
        int, Meta(description="how long a text beside a file may be, counted alike; 0: a file goes alone")
    ]
    templates: Annotated[
        list[TemplateView], Meta(description="what may still be sent when the window is closed")
    ]
    needs_approval: bool


class SendOptionsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the ways to answer a conversation."""

    interaction: HidText
    data: list[SendOptionView]
    deeds: Annotated[list[DeedOptionView], Meta(description="what else may be done with what was written")]


class FileShape(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a file that a platform fetches by its address, while or after we send."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:443)?/[!-~]*$(?!\n)",
            max_length=2000,
            description="where the platform finds it; anybody may",
        ),
    ]
    type: Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]{1,100}$(?!\n)", description="its content type")]
    bytes: Annotated[int, Meta(ge=1, le=100_000_000, description="its size")]


class SentFileView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what goes along with a reply: by its address, or an upload."""

    url: str | None = None
    upload: str | None = None
    name: str | None = None
    type: str
    bytes: int


class NewReply(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says what is to be sent."""

    text: Annotated[
        str, Meta(max_length=LONGEST, description="the text, as people read it; empty only beside a file")
    ] = ""
    file: Annotated[FileShape, Meta(description="what goes along, by its address")] | UnsetType = UNSET
    upload: (
        Annotated[
            str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="what was uploaded for them, instead")
        ]
        | UnsetType
    ) = UNSET
    template: Annotated[TemplateWanted, Meta(description="a template, instead of text")] | UnsetType = UNSET
    way: (
        Annotated[WayText, Meta(description="of the ways that are open; the first unless told")] | UnsetType
    ) = UNSET
    interaction: (
        Annotated[
            str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="what is answered; the latest unless told")
        ]
        | UnsetType
    ) = UNSET
    send_after_s: Annotated[
        int, Meta(ge=0, le=LONGEST_WAIT_S, description="seconds in which it can be called back")
    ] = 0
    at: Annotated[Moment, Meta(description="when to send it, instead")] | UnsetType = UNSET
    then: (
        Annotated[
            Literal["open", "pending", "closed"],
            Meta(description="the conversation's status once it is sent"),
        ]
        | UnsetType
    ) = UNSET


class RetryWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says that a reply is to be tried again."""

    may_double: Annotated[
        bool, Meta(description="of an unknown one: somebody looked, and takes it that it may be there twice")
    ] = False


class PassageView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a state that a reply came to."""

    state: ReplyState
    at: TimeText | None
    code: Annotated[str | None, Meta(description="the platform's own code")]


class ReplyView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a reply and what became of it."""

    id: HidText
    conversation: HidText
    interaction: HidText
    platform: str
    account: str
    way: DoneText
    about: Annotated[HidText | None, Meta(description="the reply that this changes or takes away")]
    gone_since: Annotated[TimeText | None, Meta(description="since when it is taken away at the platform")]
    mode: Literal["public", "private"]
    state: ReplyState
    state_since: TimeText | None
    text: str | None
    file: SentFileView | None
    agent: str
    accepted_at: TimeText | None
    due_at: TimeText | None
    attempts: int
    native_id: Annotated[str | None, Meta(description="the platform's own id, once it is sent")]
    code: Annotated[str | None, Meta(description="the platform's own code for the state")]
    detail: Annotated[str | None, Meta(description="the platform's own words")]
    passages: list[PassageView]


def show_option(
    option: SendOption, needs_approval: bool, templates: Sequence[TemplateView] = ()
) -> SendOptionView:
    """Returns one way as agents see it."""
    way = option.way
    return SendOptionView(
        way=way.operation,  # type: ignore[arg-type]  # declared ways have no other
        mode=way.mode,  # type: ignore[arg-type]  # as above
        open=option.open,
        reason=option.reason or None,
        open_until=format_time(option.until),
        outside=way.outside or None,
        limit=way.most,
        counting=way.counting,
        file_types=dict(way.files.kinds) if way.files else {},
        upload_types=dict(way.files.list_kinds(uploaded=True)) if way.files else {},
        files=way.files.most if way.files else 0,
        caption=way.files.caption if way.files else 0,
        templates=list(templates) if option.reason == "window_closed" and way.outside == "template" else [],
        needs_approval=needs_approval,
    )


def show_options(
    interaction: str,
    options: Sequence[SendOption],
    needs_approval: bool = False,
    deeds: Sequence[DeedOption] = (),
    templates: Sequence[TemplateView] = (),
) -> SendOptionsView:
    """Returns the ways to answer an interaction; `needs_approval`: what the caller writes waits for somebody."""
    return SendOptionsView(
        interaction=interaction,
        data=[show_option(each, needs_approval, templates) for each in options],
        deeds=[show_deed(each) for each in deeds],
    )


def show_reply(reply: Reply) -> ReplyView:
    """Returns a reply as agents see it."""
    return ReplyView(
        id=reply.id,
        conversation=reply.conversation,
        interaction=reply.item,
        platform=reply.platform,
        account=reply.account,
        way=reply.operation,  # type: ignore[arg-type]  # accepted ways have no other
        about=reply.about or None,
        gone_since=format_time(reply.gone_at or None),
        mode=reply.mode,  # type: ignore[arg-type]  # as above
        state=reply.state,
        state_since=format_time(reply.state_at),
        text=None if reply.gone_at else reply.text or None,
        file=convert(json.loads(reply.file), SentFileView) if reply.file else None,
        agent=reply.agent,
        accepted_at=format_time(reply.created_at),
        due_at=format_time(reply.due_at),
        attempts=reply.attempts,
        native_id=reply.native_id or None,
        code=reply.code or None,
        detail=reply.words or None,
        passages=[
            PassageView(state=each.state, at=format_time(each.at), code=each.code or None)
            for each in reply.passages
        ],
    )
