"""Describes how content people say to be who were asked it."""

from typing import Annotated

from msgspec import Meta, Struct

from respond.shapes.insight import ComparedView


class ContentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows answers from 1 (poor) to 5 (great), and which share of them is 4 or 5; null where there are none."""

    answered: int
    mean: float | None
    content_share: float | None
    by_value: Annotated[list[int], Meta(description="how many said 1, 2, 3, 4 and 5")]


class ContentRowView(ContentView, kw_only=True, forbid_unknown_fields=True):
    """Shows the answers of one day, platform or segment."""

    key: str


class AskedView(ContentView, kw_only=True, forbid_unknown_fields=True):
    """Shows all answers beside how many were asked."""

    asked: int


class CsatView(ComparedView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows how content people said to be, by the time of their answer; `segments` are those they were in by then.

    Platforms whose terms forbid derived data are left out of the answers. Whoever answers twice counts twice.
    """

    total: AskedView
    before_total: AskedView | None
    days: list[ContentRowView]
    platforms: list[ContentRowView]
    segments: list[ContentRowView]
