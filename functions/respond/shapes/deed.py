"""Describes what may be done with what stands at a platform."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.doing import DeedOption

DeedText = Literal["hide", "show", "react", "share"]


class DeedWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says what is to be done with what somebody wrote."""

    deed: Annotated[
        DeedText, Meta(description="`show` takes a `hide` back; `share` shows it to our own followers")
    ]
    reaction: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=64,
                description="an emoji or the platform's word; the usual one unless told",
            ),
        ]
        | UnsetType
    ) = UNSET


class EditWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says how what was sent is to read."""

    text: Annotated[
        str, Meta(min_length=1, max_length=100_000, description="the whole text, as people read it")
    ]


class TakeBackQuery(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says how far a reply is to be taken back."""

    at_platform: Annotated[
        Literal["true", "false"], Meta(description="delete it at the platform, if it went out")
    ] = "false"


class DeedOptionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one deed, and whether it is open."""

    deed: DeedText
    open: bool
    reason: Annotated[str | None, Meta(description="why it is closed")]


def show_deed(option: DeedOption) -> DeedOptionView:
    """Returns a deed as agents see it."""
    return DeedOptionView(deed=option.deed, open=not option.reason, reason=option.reason or None)  # type: ignore[arg-type]  # declared deeds have no other
