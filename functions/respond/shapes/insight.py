"""Insights from counts: how much came in, how people felt, how long they waited."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import Day, DayText, line

MOST_DAYS = 92


class DaysQuery(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Which days are wanted, of which platform."""

    from_: (
        Annotated[Day, Meta(description="the first day (UTC); six days before the last unless told")]
        | UnsetType
    ) = UNSET
    to: (
        Annotated[
            Day, Meta(description=f"the last day; today unless told, at most {MOST_DAYS} days from the first")
        ]
        | UnsetType
    ) = UNSET
    platform: Annotated[str, line(40, shape="[a-z0-9_]+", about="of this platform only")] | UnsetType = UNSET


BY = Meta(description="what to count by, day unless told")


class VolumeQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """What volume is counted by."""

    by: Annotated[Literal["day", "hour", "platform", "kind", "language", "direction"], BY] = "day"


class SentimentQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """What sentiment is counted by."""

    by: Annotated[Literal["day", "hour", "platform", "kind", "language"], BY] = "day"


class ResponseTimesQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """What response times are counted by."""

    by: Annotated[Literal["day", "hour", "platform"], BY] = "day"


class TopicsQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """How many topics are wanted."""

    limit: Annotated[int, Meta(ge=1, le=50, description="how many to answer, 20 unless told")] = 20


class VolumeRowView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Interactions of one day, platform, …"""

    key: str
    count: int


class VolumeView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """How much came in and went out."""

    from_: DayText
    to: DayText
    by: str
    data: list[VolumeRowView]
    total: int


class MoodView(Struct, kw_only=True, forbid_unknown_fields=True):
    """How many texts were of which sentiment."""

    negative: int
    neutral: int
    positive: int
    unknown: int
    negative_share: float | None


class MoodRowView(MoodView, kw_only=True, forbid_unknown_fields=True):
    """The sentiment of one day, platform, …"""

    key: str


class MoodsView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """How people felt."""

    from_: DayText
    to: DayText
    by: str
    data: list[MoodRowView]
    total: MoodView
    corrected: int


class WaitGroupView(Struct, kw_only=True, forbid_unknown_fields=True):
    """How many were answered within a time; None for all beyond."""

    up_to_s: int | None
    count: int


class WaitView(Struct, kw_only=True, forbid_unknown_fields=True):
    """How long people waited."""

    count: int
    mean_s: int | None
    half_within_s: int | None
    nine_of_ten_within_s: int | None
    groups: list[WaitGroupView]


class WaitsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """How long people waited for the first answer, and for any."""

    first_response: WaitView
    response: WaitView


class WaitsRowView(WaitsView, kw_only=True, forbid_unknown_fields=True):
    """How long people waited on one day, platform, …"""

    key: str


class ResponseTimesView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """How long people waited, by the time of the answer."""

    from_: DayText
    to: DayText
    by: str
    data: list[WaitsRowView]
    total: WaitsView


class TopicView(Struct, kw_only=True, forbid_unknown_fields=True):
    """A term that several people used."""

    term: str
    kind: str
    count: int
    negative_share: float
    usual: float | None
    burst: float | None
    platforms: list[str]


class TopicsView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """What people talk about, the greatest burst first."""

    from_: DayText
    to: DayText
    data: list[TopicView]
