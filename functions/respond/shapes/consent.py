"""Describes consents: what somebody agreed to or withdrew, on which channel, and how we know."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.privacy_task import Purpose
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text
from store.contacts.consents import Consent


class NewConsent(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Says what somebody told an agent."""

    purpose: Annotated[Purpose, Meta(description="to which use")]
    given: Annotated[bool, Meta(description="whether they agree, or withdraw")]
    wording: Annotated[str, limit_text(80, about="the version of the text that was shown")] | UnsetType = (
        UNSET
    )
    channel: (
        Annotated[str, limit_text(80, about="where they said so; the platform unless told")] | UnsetType
    ) = UNSET


class ConsentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows one line of the log; the last one of a purpose holds."""

    purpose: str
    given: bool
    wording: str | None
    channel: str | None
    source: str | None
    at: TimeText | None
    by: str | None


class ConsentAskedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that a consent is being kept: it holds within seconds."""

    task: HidText
    state: str


def show_consent(line: Consent) -> ConsentView:
    """Returns a line as agents see it."""
    return ConsentView(
        purpose=line.purpose,
        given=line.given,
        wording=line.wording or None,
        channel=line.channel or None,
        source=line.source or None,
        at=format_time(line.at),
        by=line.agent or None,
    )
