"""Says what one interaction counts as where it happened: engagement with a post, or membership in a group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from model import policy
from model.event import Direction, Figures, Kind, Mode
from model.interaction import Interaction


class PlaceKind(StrEnum):
    """Names what people gather around: a public post, or a community, channel or category that they join."""

    POST = "post"
    GROUP = "group"


class PlacePart(StrEnum):
    """Says what an interaction adds to the counts of its place; the value stands in its row."""

    COMMENT = "c"
    REACTION = "r"
    SHARE = "s"
    MEMBER = "m"


COUNTERS = {
    PlacePart.COMMENT: "comments",
    PlacePart.REACTION: "reactions",
    PlacePart.SHARE: "shares",
    PlacePart.MEMBER: "members",
}
NEGATIVE = "negative"
"""The counter of negative comments and shares."""

NO_POST = frozenset({Kind.COMMENT, Kind.MESSAGE, Kind.MENTION, Kind.REACTION, Kind.JOIN})
"""Kinds that are answered or liked and are no post for it."""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Says what one interaction counts as at its place."""

    place: str
    kind: PlaceKind
    platform: str
    account: str
    part: PlacePart
    negative: bool = False


@dataclass(frozen=True, slots=True)
class TellingOfPlace:
    """Says what a payload tells of a post or a group itself: absolute figures as of `at` (epoch ms), a group's name."""

    place: str
    kind: PlaceKind
    platform: str
    account: str
    at: int
    received_at: int
    figures: Figures | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """Holds a post or a group as it is counted, and when something last happened there (`YYYYMMDD`).

    `counts` are our own; `told` the platform's absolute figures as of `told_at`, which are shown instead and never
    added; `history` is what was told last on each day.
    """

    id: str
    kind: PlaceKind
    platform: str
    account: str
    day: str
    counts: Mapping[str, int]
    told: Mapping[str, int] = field(default_factory=dict)
    told_at: int = 0
    history: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    name: str | None = None


def find_part(item: Interaction, target: Interaction | None) -> PlacePart | None:
    """Returns what `item` adds to the place it is listed under; None when that is no post or group.

    `target` is that place's own header, None where it is not known: of a Page's old posts we never heard.
    """
    if item.under is None or item.under == item.id or item.deleted:
        return None
    if item.kind is Kind.JOIN:
        return PlacePart.MEMBER if _is_group(item) else None
    if item.mode is Mode.PRIVATE or item.direction is Direction.OUT or item.kind in (None, Kind.MESSAGE):
        return None
    if target is not None and (target.kind in NO_POST or target.mode is Mode.PRIVATE):
        return None
    if not policy.rule_for(item.platform).allows("analytics"):
        return None
    return {Kind.REACTION: PlacePart.REACTION, Kind.SHARE: PlacePart.SHARE}.get(item.kind, PlacePart.COMMENT)


def _is_group(item: Interaction) -> bool:
    """Tells a group from a chat with one person, whose id is theirs: who blocks a bot leaves no community."""
    natives = item.natives
    return natives.author_id is not None and (natives.parent_id or natives.thread_id) != natives.author_id
