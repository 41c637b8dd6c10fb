"""Describes insights from counts: how much came in, how people felt, how long they waited."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.scalars import Day, DayText, limit_text

MOST_DAYS = 92


class DaysQuery(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Asks for days of a clock, and for one platform."""

    from_: (
        Annotated[Day, Meta(description="the first day; six days before the last unless told")] | UnsetType
    ) = UNSET
    to: (
        Annotated[
            Day, Meta(description=f"the last day; today unless told, at most {MOST_DAYS} days from the first")
        ]
        | UnsetType
    ) = UNSET
    platform: (
        Annotated[str, limit_text(40, shape="[a-z0-9_]+", about="of this platform only")] | UnsetType
    ) = UNSET

    zone: (
        Annotated[
            str,
            limit_text(
                60, shape=r"[A-Za-z0-9_+/-]+", about="the clock of days and hours; the brand's unless told"
            ),
        ]
        | UnsetType
    ) = UNSET


class ComparedQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for days, and for the totals of others beside them."""

    compare: (
        Annotated[
            Literal["previous", "year"],
            Meta(description="as many days right before, or those of 52 weeks before: `before_total`"),
        ]
        | UnsetType
    ) = UNSET


class PeriodView(Struct, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows days of a clock."""

    from_: DayText
    to: DayText
    zone: str


class ComparedView(PeriodView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows the days of one clock, and the earlier days to compare them with (null for none)."""

    before_from: DayText | None = None
    before_to: DayText | None = None


BY = Meta(description="what to count by, day unless told")


class VolumeQuery(ComparedQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for volume, counted by one thing."""

    by: Annotated[Literal["day", "hour", "platform", "kind", "language", "direction"], BY] = "day"


class SentimentQuery(ComparedQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for sentiment, counted by one thing."""

    by: Annotated[Literal["day", "hour", "platform", "kind", "language"], BY] = "day"


class ResponseTimesQuery(ComparedQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for response times, counted by one thing."""

    by: Annotated[Literal["day", "hour", "platform"], BY] = "day"


class TopicsQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for topics."""

    limit: Annotated[int, Meta(ge=1, le=50, description="how many to answer, 20 unless told")] = 20


class VolumeRowView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the interactions of one day, platform, …"""

    key: str
    count: int


class VolumeView(ComparedView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows how much came in and went out."""

    by: str
    data: list[VolumeRowView]
    total: int
    before_total: int | None


class ShareQuery(DaysQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks how often each search term was found."""


class ShareRowView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what a term found on one day, and its share of all that terms found on it."""

    day: DayText
    term_id: str
    kind: Annotated[str, Meta(extra_json_schema={"enum": ["own", "rival"]})]
    count: int
    share: float
    negative: int
    positive: int


class ShareView(PeriodView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows each term's share of voice by day. Platforms whose terms forbid derived data are left out."""

    data: list[ShareRowView]
    left_out: Annotated[
        list[str], Meta(description="platforms that have a search, and whose terms forbid counting")
    ]


class MoodView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many texts were of which sentiment."""

    negative: int
    neutral: int
    positive: int
    unknown: int
    negative_share: float | None


class MoodRowView(MoodView, kw_only=True, forbid_unknown_fields=True):
    """Shows the sentiment of one day, platform, …"""

    key: str


class MoodsView(ComparedView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows how people felt."""

    by: str
    data: list[MoodRowView]
    total: MoodView
    before_total: MoodView | None
    corrected: int


class WaitGroupView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many were answered within a time; null for all beyond."""

    up_to_s: int | None
    count: int


class WaitView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how long people waited."""

    count: int
    mean_s: int | None
    half_within_s: int | None
    nine_of_ten_within_s: int | None
    groups: list[WaitGroupView]


class WaitsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how long people waited for the first answer, and for any."""

    first_response: WaitView
    response: WaitView


class WaitsRowView(WaitsView, kw_only=True, forbid_unknown_fields=True):
    """Shows how long people waited on one day, platform, …"""

    key: str


class ResponseTimesView(ComparedView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows how long people waited, by the time of the answer."""

    by: str
    data: list[WaitsRowView]
    total: WaitsView
    before_total: WaitsView | None


class KeptView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows for how many something was promised, and which share of them came as soon; null for none."""

    promised: int
    kept: int
    kept_share: float | None


class PromisesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how promises were kept about the first answer, about every later one, and about being done."""

    first_answer: KeptView
    next_answer: KeptView
    solution: KeptView


class PromisesRowView(PromisesView, kw_only=True, forbid_unknown_fields=True):
    """Shows how promises were kept on one day, platform, …"""

    key: str


class SlaInsightView(ComparedView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows how promises were kept, by the time of the answer."""

    by: str
    data: list[PromisesRowView]
    total: PromisesView
    before_total: PromisesView | None


class TopicView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a term that several people used."""

    term: str
    kind: str
    count: int
    negative_share: float
    usual: float | None
    burst: float | None
    platforms: list[str]


class TopicsView(PeriodView, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Shows what people talk about, the greatest burst first."""

    data: list[TopicView]
