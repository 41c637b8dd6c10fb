"""Describes requests about people's data."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model import deadline
from model.privacy_task import HANDLE, PURPOSES, REASONS, Ask, State, Task
from respond.shapes.page import PageQuery
from respond.shapes.scalars import Day, DayText, HidText, TimeText, format_time, limit_text

Purpose = Literal["marketing", "analytics", "segmentation"]
ContactId = Annotated[str, limit_text(32, shape="[a-z2-7]{32}")]
MOST_PEOPLE = 100


class NamesToRectify(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names what may be rectified: all else is what a person did, or what their platform calls them."""

    name: Annotated[str, limit_text(200)] | UnsetType = UNSET
    handle: Annotated[str, limit_text(200)] | UnsetType = UNSET


class NewPrivacyTask(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Asks for something about people's data; which fields go with it depends on `kind`."""

    kind: Annotated[
        Literal["erase", "export", "restrict", "rectify", "object", "consent"],
        Meta(description="what is asked"),
    ]
    contact: (
        Annotated[str, limit_text(32, shape="[a-z2-7]{32}", about="whose data it is about")] | UnsetType
    ) = UNSET
    contacts: (
        Annotated[
            list[ContactId],
            Meta(max_length=MOST_PEOPLE, description="the same of many people; a second person confirms"),
        ]
        | UnsetType
    ) = UNSET
    keep_statistics: (
        Annotated[bool, Meta(description="erase: leave totals that name nobody as they are")] | UnsetType
    ) = UNSET
    names: (
        Annotated[
            list[Annotated[str, limit_text(200)]],
            Meta(max_length=20, description="erase: further names others may have called them"),
        ]
        | UnsetType
    ) = UNSET
    fields: (
        Annotated[NamesToRectify, Meta(description="rectify: the right `name` and `handle`")] | UnsetType
    ) = UNSET
    purposes: (
        Annotated[list[Purpose], Meta(max_length=len(PURPOSES), description="object: to which uses")]
        | UnsetType
    ) = UNSET
    purpose: Annotated[Purpose, Meta(description="consent: to which use")] | UnsetType = UNSET
    given: Annotated[bool, Meta(description="consent: given, or withdrawn")] | UnsetType = UNSET
    wording: (
        Annotated[str, limit_text(80, about="consent: the version of the text that was shown")] | UnsetType
    ) = UNSET
    channel: Annotated[str, limit_text(80, about="consent: where it was given")] | UnsetType = UNSET
    lift: (
        Annotated[bool, Meta(description="restrict, object: end it; the person was told before")] | UnsetType
    ) = UNSET
    proof: (
        Annotated[
            Literal["handle"],
            Meta(
                description="wait until the person sends the request's `code` from their own handle, in private"
            ),
        ]
        | UnsetType
    ) = UNSET
    agreed: (
        Annotated[bool, Meta(description="export: the person agrees although their data are restricted")]
        | UnsetType
    ) = UNSET


OPEN = "open"
"""Stands for every state in which something is still to be done."""


class PrivacyTasksQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for requests: unless told, those that wait for a person's confirmation."""

    state: Annotated[
        Literal[
            "open",
            "proposed",
            "received",
            "verified",
            "gated",
            "shredded",
            "deleted",
            "swept",
            "done",
            "refused",
        ],
        Meta(description="only in this state; `open` is every one but `done` and `refused`"),
    ] = "proposed"
    due_before: (
        Annotated[Day, Meta(description="only what has to be answered before this day")] | UnsetType
    ) = UNSET


class PrivacyTaskView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a request and how far it got. `code` is what its person has to send from their handle, in private."""

    id: HidText
    kind: Ask
    state: State
    contact: HidText | None
    contacts: list[HidText]
    account: str | None
    interaction: HidText | None
    platform: str | None
    source: str
    asked_by: str | None
    approved_by: str | None
    received_at: TimeText | None
    due_on: DayText
    extended: bool
    reason: str | None
    receipt: str | None
    counts: dict[str, int]
    status_url: str
    export_url: str | None
    code: HidText | None


def find_due_day(task: Task) -> date:
    """Returns the last day on which a request may be answered."""
    received = deadline.day_of(task.received_at)
    return deadline.extended(received) if task.extended_at else deadline.due(received)


def show_privacy_task(
    task: Task, counts: Mapping[str, int], status_page: str, export_url: str | None
) -> PrivacyTaskView:
    """Returns a request, with what it did so far and the link to a copy where there is one."""
    due = find_due_day(task)
    return PrivacyTaskView(
        id=task.id,
        kind=task.ask,
        state=task.state,
        contact=task.person,
        contacts=list(task.people),
        account=task.account,
        interaction=task.item,
        platform=task.platform or None,
        source=task.source,
        asked_by=task.by or None,
        approved_by=task.approved_by or None,
        received_at=format_time(task.received_at),
        due_on=due.isoformat(),
        extended=bool(task.extended_at),
        reason=REASONS.get(task.reason, task.reason) or None,
        receipt=task.receipt or None,
        counts=dict(counts),
        status_url=f"{status_page}/{task.id}",
        export_url=export_url,
        code=task.id if task.source == HANDLE and task.state is State.PROPOSED else None,
    )
