"""Describes what changed since an open page last asked, and who else is where."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import HidText, TimeText, limit_text


class UpdatesQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks what changed."""

    after: (
        Annotated[
            str, limit_text(13, shape=r"\d{13}", about="`cursor` of the answer before; nothing to begin")
        ]
        | UnsetType
    ) = UNSET


class HeadChangeView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that a conversation changed; `version` is null where its head did not, only what stands in it."""

    conversation: HidText
    version: int | None
    what: list[str]
    by: str | None


class PresentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that an agent looks at a conversation, or types in it."""

    conversation: HidText
    agent: str
    state: str


class NoticeView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what is the caller's own: a conversation was assigned to them or is overdue, or somebody mentioned them."""

    kind: Annotated[str, Meta(extra_json_schema={"enum": ["assigned", "mention", "overdue"]})]
    conversation: HidText
    at: TimeText | None


class UpdatesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what changed since the cursor. The next one looks back a few seconds: what is known may be told again.

    `reload`: read everything anew: the cursor is too old, or nobody had asked for a quarter of an hour before it.
    `more`: ask again at once. `gone` are ids of conversations and of people whose data are gone, also from open pages.
    """

    cursor: str
    poll_ms: int
    console_version: str
    reload: bool
    more: bool
    changes: list[HeadChangeView]
    gone: list[HidText]
    presence: list[PresentView]
    notices: list[NoticeView]
    counts: dict[str, int]


class PresenceWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Says what an agent does at a conversation."""

    state: Annotated[
        Literal["viewing", "typing", "left"], Meta(description="for half a minute, unless told again")
    ]


class CountView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many conversations a view has; at least so many where `exact` is false."""

    count: int
    exact: bool
