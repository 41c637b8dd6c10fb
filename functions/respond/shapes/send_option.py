"""Describes the ways to answer a conversation: which are open, and what goes through them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from platforms.sending.counting import Counting
from platforms.sending.ways import SendOption
from respond.doing import DeedOption
from respond.shapes.deed import DeedOptionView, show_deed
from respond.shapes.reply import WayText
from respond.shapes.scalars import HidText, TimeText, format_time
from respond.shapes.template import TemplateView


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
    files_total: Annotated[int, Meta(description="most bytes of uploads together; 0: only each counts")]
    files_each: Annotated[bool, Meta(description="whether every file goes out as a message of its own")]
    files_alike: Annotated[
        list[str], Meta(description="of image, video, audio and file those that go only with their own kind")
    ]
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


def show_option(
    option: SendOption, needs_approval: bool, templates: Sequence[TemplateView] = ()
) -> SendOptionView:
    """Returns one way as agents see it."""
    way, rule = option.way, option.way.files
    return SendOptionView(
        way=way.operation,  # type: ignore[arg-type]  # declared ways have no other
        mode=way.reach,  # type: ignore[arg-type]  # as above
        open=option.open,
        reason=option.reason or None,
        open_until=format_time(option.until),
        outside=way.outside or None,
        limit=way.most,
        counting=way.counting,
        file_types=dict(rule.kinds) if rule else {},
        upload_types=dict(rule.list_kinds(uploaded=True)) if rule else {},
        files=rule.most if rule else 0,
        files_total=rule.total if rule and not rule.each else 0,
        files_each=bool(rule and rule.each),
        files_alike=sorted(rule.alike) if rule else [],
        caption=0 if rule is None else way.most if rule.each else rule.caption,
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
