"""Describes the audit log: who read or changed what."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.page import PageQuery
from respond.shapes.scalars import Moment, TimeText, format_time, limit_text
from store.brand.audit import Entry


class AuditQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for the entries of a time: the last day unless told, 31 days at most."""

    since: Annotated[Moment, Meta(description="from this time on")] | UnsetType = UNSET
    until: Annotated[Moment, Meta(description="before this time")] | UnsetType = UNSET
    agent: Annotated[str, limit_text(64, about="what this agent did")] | UnsetType = UNSET
    target: Annotated[str, limit_text(64, about="what was done to this id")] | UnsetType = UNSET


class AuditEntryView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who did what to whom; `targets` are opaque ids."""

    at: TimeText | None
    agent: str
    action: str
    targets: list[str]


def show_entry(entry: Entry) -> AuditEntryView:
    """Returns an entry of the log."""
    what = entry.what
    return AuditEntryView(
        at=format_time(entry.at), agent=what["agent"], action=what["action"], targets=what["target"].split()
    )
