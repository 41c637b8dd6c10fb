"""Describes what is still to be done: how long people have waited, and who has how much of it."""

from typing import Annotated

from msgspec import Meta, Struct

LookedAt = Annotated[int, Meta(description="how many conversations were looked at, the most urgent first")]
Complete = Annotated[bool, Meta(description="whether these were all there are")]


class AgeGroupView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows in how many somebody has waited up to so long, and longer than in the group before; null for all beyond."""

    up_to_s: int | None
    count: int


class AgesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many conversations there are, how many people wait in them since when, and in how many nobody does."""

    count: int
    groups: list[AgeGroupView]
    nobody_waits: int


class BacklogPartView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows conversations by their status."""

    open: AgesView
    pending: AgesView
    snoozed: AgesView


class BacklogRowView(BacklogPartView, kw_only=True, forbid_unknown_fields=True):
    """Shows the conversations of one platform."""

    platform: str


class BacklogView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what is still to be done."""

    looked_at: LookedAt
    complete: Complete
    data: list[BacklogRowView]
    total: BacklogPartView


class LoadView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many open conversations an agent has, and in how many of them somebody waits."""

    agent: str
    open: int
    waiting: int


class LoadsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows open conversations by agent beside the mean of those listed; `nobody` has the unassigned ones."""

    looked_at: LookedAt
    complete: Complete
    nobody: int
    mean: Annotated[
        float | None, Meta(description="open conversations of an agent; null where none is listed")
    ]
    data: list[LoadView]
