"""Describes replies: the ways that are open, what is to be sent, and what became of it."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from model.reply import Reply, ReplyState
from respond.shapes.scalars import HidText, Moment, TimeText, format_time
from respond.shapes.template import TemplateWanted

WayText = Literal["reply", "private_reply", "message"]
DoneText = Literal["reply", "private_reply", "message", "edit", "delete", "hide", "show", "react", "share"]
LONGEST = 100_000
LONGEST_WAIT_S = 900
MOST_FILES = 10


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
    files: Annotated[
        list[FileShape], Meta(max_length=MOST_FILES, description="several, by their addresses")
    ] = []
    uploads: Annotated[
        list[Annotated[str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)")]],
        Meta(max_length=MOST_FILES, description="several that were uploaded, in their order"),
    ] = []
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
    file: Annotated[SentFileView | None, Meta(description="the first that goes along")]
    files: list[SentFileView]
    after: Annotated[
        HidText | None, Meta(description="the message before it, of a reply that goes out as several")
    ]
    messages: Annotated[int, Meta(description="as how many messages a reply goes out, told of the first")]
    agent: str
    accepted_at: TimeText | None
    due_at: TimeText | None
    attempts: int
    native_id: Annotated[str | None, Meta(description="the platform's own id, once it is sent")]
    code: Annotated[str | None, Meta(description="the platform's own code for the state")]
    detail: Annotated[str | None, Meta(description="the platform's own words")]
    passages: list[PassageView]


def show_reply(reply: Reply) -> ReplyView:
    """Returns a reply as agents see it."""
    files = convert(reply.files, list[SentFileView])
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
        file=next(iter(files), None),
        files=files,
        after=reply.after or None,
        messages=max(1, reply.messages),
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
