"""Describes what an agent enters by hand: what somebody said where no platform tells us."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import HidText, Moment, limit_text

LONGEST = 20_000
Native = Annotated[str, limit_text(300)]


class EnteredPerson(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names the person who wrote the entered interaction."""

    id: Annotated[str, limit_text(300, about="how the platform knows them: a profile's address, a number")]
    name: Annotated[str, limit_text(200)] | UnsetType = UNSET
    handle: Annotated[str, limit_text(200)] | UnsetType = UNSET


class NewInteraction(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says what somebody said, where and when."""

    account: Annotated[str, limit_text(64, shape="[a-z0-9_]+", about="our id of the account it was said to")]
    author: EnteredPerson
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    kind: Annotated[
        Literal["message", "comment", "post", "mention", "review"], Meta(description="a message is private")
    ] = "message"
    at: Annotated[Moment, Meta(description="when it was said; now unless told")] | UnsetType = UNSET
    thread: (
        Annotated[
            Native,
            Meta(description="what it belongs to, in words of one's own: the same again goes on there"),
        ]
        | UnsetType
    ) = UNSET
    url: Annotated[str, limit_text(500, shape=r"https?://[^\s]+", about="where it stands")] | UnsetType = (
        UNSET
    )


class EnteredInteractionView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the ids under which the entered interaction appears in a moment."""

    interaction_id: HidText
    conversation_id: HidText
