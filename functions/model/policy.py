"""What each platform's terms allow, as rows of data with source and checked date, and what follows from them.

A registered platform without a row fails the tests. A brand may shorten a period, never lengthen it. Nothing
outlives its period: keys are one per account and day (or hour) of receipt and go when the first of that day is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

DAY_S = 86_400

INTERACTION, PROFILE, PARKED = "interaction", "profile", "parked"
"""Retention classes that have keys of their own. Our replies go with the conversation they stand in."""

PURPOSES = ("care", "marketing", "analytics", "linking", "segmentation", "export", "training")
"""What interactions may be used for; care (answering people) is why they are kept."""

CARE_DAYS = 180
"""Our own default for what is kept to answer people (docs/privacy.md)."""

IDLE_DAYS = 365
"""How long somebody is known who is not heard of."""

UNKNOWN_TERMS_DAYS = 30
"""The cap where nobody has read the terms yet."""

PARKED_S = 7 * DAY_S

SHORTEST_DAYS, SHORTEST_HOURLY_DAYS = 2, 2 / 24
"""What a brand may shorten to: with keys of a day, one day could mean a minute."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits of one platform. Periods in days unless named otherwise."""

    platform: str
    interaction_days: float
    profile_days: float
    delete_within_hours: int
    source: str
    checked_on: str
    residue: bool = True
    """False where the terms allow no trace after deletion: rows are deleted physically, no tombstone."""
    linking: bool = True
    """Whether identities may be merged with those of other platforms."""
    segmentation: bool = True
    export: bool = True
    derive: bool = True
    """Whether sentiment and other derived data may be made from its texts."""
    hourly_buckets: bool = False
    """Whether the cap is counted in hours, so that keys are too."""
    marketing: bool = True
    training: bool = True
    """Whether its texts may be used to train a language model."""
    media: str = "link"
    """What is kept of pictures and films: `link` (the platform's address, sealed) or `none`."""
    idle_days: float = IDLE_DAYS

    def days(self, retention_class: str) -> float:
        """The period of a retention class."""
        if retention_class == PROFILE:
            return self.profile_days
        if retention_class == PARKED:
            return min(PARKED_S / DAY_S, self.interaction_days)
        return self.interaction_days

    def allows(self, purpose: str) -> bool:
        """Whether its data may be used for one of `PURPOSES`. Raises KeyError for another word."""
        return {
            "care": True,
            "marketing": self.marketing,
            "analytics": self.derive,
            "linking": self.linking,
            "segmentation": self.segmentation,
            "export": self.export,
            "training": self.training,
        }[purpose]

    @property
    def idle_identity_days(self) -> float:
        """How long an identity's row outlives its last sign of life."""
        return min(self.idle_days, IDLE_DAYS if self.interaction_days >= CARE_DAYS else self.interaction_days)

    @property
    def idle_head_days(self) -> float:
        """As long as anything may stand in the conversation; a head holds ids and times only.

        Where no trace is allowed not a day longer: its last activity is looked at then.
        """
        return self.interaction_days + (IDLE_MOVES_DAYS if self.residue else 0)


IDLE_MOVES_DAYS = 7
"""How often activity moves a head or an identity in the index of what is idle."""

DEFAULT = Rule(
    platform="*",
    interaction_days=UNKNOWN_TERMS_DAYS,
    profile_days=UNKNOWN_TERMS_DAYS,
    delete_within_hours=24,
    source="our own default where the terms are unknown",
    checked_on="2026-11-21",
)


def _meta(platform: str) -> Rule:
    return Rule(
        platform=platform,
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="Meta Platform Terms 3.d: as soon as reasonably possible, no fixed number of days",
        checked_on="2026-11-21",
    )


def _unconfirmed(platform: str, terms: str) -> Rule:
    return replace(DEFAULT, platform=platform, source=f"{terms}: period not confirmed, so our own cap")


RULES = {
    rule.platform: rule
    for rule in (
        *(_meta(name) for name in ("facebook", "messenger", "instagram", "whatsapp", "threads")),
        Rule(
            platform="x",
            interaction_days=CARE_DAYS,
            profile_days=IDLE_DAYS,
            delete_within_hours=24,
            source="X Developer Agreement IV.B: 24 hours after a request; no fixed cap otherwise",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="linkedin",
            interaction_days=2,
            profile_days=1,
            delete_within_hours=24,
            source="LinkedIn Marketing API data storage: profiles 24 hours, social activity 48 hours; "
            "no enrichment of a CRM, no audiences or leads, no export",
            checked_on="2026-11-21",
            residue=False,
            linking=False,
            segmentation=False,
            export=False,
            marketing=False,
            hourly_buckets=True,
        ),
        Rule(
            platform="youtube",
            interaction_days=30,
            profile_days=30,
            delete_within_hours=24 * 7,
            source="YouTube API Services Developer Policies III.E.4.c/d: delete or refresh at 30 days, 7 days "
            "after a request; III.E.4.h: no derived metrics (unless the amendment is accepted: brand setting)",
            checked_on="2026-11-21",
            derive=False,
        ),
        Rule(
            platform="reddit",
            interaction_days=2,
            profile_days=2,
            delete_within_hours=24,
            source="Reddit Data API Terms: what was deleted must go with all its ids, even de-identified; "
            "routine deletion within 48 hours is recommended",
            checked_on="2026-11-21",
            training=False,
            residue=False,
            hourly_buckets=True,
        ),
        Rule(
            platform="discord",
            interaction_days=30,
            profile_days=30,
            delete_within_hours=24,
            source="Discord Developer Policy: as soon as possible, 30 days the recommended maximum",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="telegram",
            interaction_days=CARE_DAYS,
            profile_days=IDLE_DAYS,
            delete_within_hours=24,
            source="Telegram Bot Developer Terms 4.2: on request; no fixed cap. 5.2: nothing unsolicited",
            checked_on="2026-11-21",
            marketing=False,
        ),
        Rule(
            platform="discourse",
            interaction_days=CARE_DAYS,
            profile_days=IDLE_DAYS,
            delete_within_hours=24,
            source="a forum the company runs or joins under its own terms",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="standard_webhooks",
            interaction_days=CARE_DAYS,
            profile_days=IDLE_DAYS,
            delete_within_hours=24,
            source="the company's own systems",
            checked_on="2026-11-21",
        ),
        replace(
            _unconfirmed("slack", "Slack API Terms of Service (they forbid training language models)"),
            training=False,
        ),
        _unconfirmed("line", "LINE Official Account API terms of use"),
        _unconfirmed("viber", "Viber API terms of service"),
        _unconfirmed("mastodon", "the server's own rules"),
        _unconfirmed("bluesky", "Bluesky terms"),
        _unconfirmed("tiktok", "TikTok developer terms"),
        _unconfirmed("google_business", "Google Business Profile API policies"),
    )
}


def rule_for(platform: str) -> Rule:
    """The row of `platform`, or the default."""
    return RULES.get(platform, DEFAULT)


def effective(rule: Rule, override: Mapping[str, float]) -> Rule:
    """`rule` with a brand's own periods (`{"interaction_days": 90}`), each only where it is shorter.

    Raises ValueError for a field that is no period, or one that keys of this platform could not keep.
    """
    if not override:
        return rule
    shorter: dict[str, float] = {}
    for name, days in override.items():
        if name not in ("interaction_days", "profile_days", "idle_days"):
            raise ValueError(f"{name} is no period")
        if days < (SHORTEST_HOURLY_DAYS if rule.hourly_buckets else SHORTEST_DAYS):
            raise ValueError(f"{name} is too short for {rule.platform}")
        shorter[name] = min(days, getattr(rule, name))
    return Rule(**({name: getattr(rule, name) for name in Rule.__slots__} | shorter))


def expires_at(platform: str, received_at: int) -> int:
    """Epoch seconds at which an interaction received then must be unreadable: its key goes then, and it with it."""
    return bucket_due(platform, INTERACTION, received_at)


def parked_until(platform: str, received_at: int) -> int:
    """Epoch seconds until which a raw delivery may be kept: the lesser of 7 days and the platform's cap.

    The same is true of a copy made for the person, as if all of it had been received when it was made.
    """
    return min(received_at // 1000 + PARKED_S, expires_at(platform, received_at))


def parked_s() -> int:
    """Seconds after which a raw delivery of some platform has to go, at the earliest."""
    least = min(rule.days(PARKED) for rule in (*RULES.values(), DEFAULT))
    # What was received during a day goes when the first of it is due.
    return int(least * DAY_S) - DAY_S


def bucket_of(platform: str, account: str, retention_class: str, received_at: int) -> str:
    """The retention bucket of something received then: one key per account, class and day (or hour).

    `account` is the connection it came through, so that it goes when that is withdrawn; empty where none is known.
    """
    moment = datetime.fromtimestamp(received_at / 1000, UTC)
    form = "%Y%m%d%H" if rule_for(platform).hourly_buckets else "%Y%m%d"
    return f"{buckets_of(platform, account)}{retention_class}#{moment.strftime(form)}"


def buckets_of(platform: str, account: str) -> str:
    """What the names of all buckets of an account begin with."""
    return f"{platform}#{account}#"


def bucket_due(platform: str, retention_class: str, received_at: int) -> int:
    """Epoch seconds at which the bucket of something received then is due: its first member's period is over."""
    due = due_at(bucket_of(platform, "", retention_class, received_at))
    assert due is not None  # noqa: S101 - `bucket_of` made it
    return due


def idle_since(known: str, active_at: int) -> str:
    """The day (`YYYYMMDD`) under which something is listed as idle since, active again at epoch ms `active_at`.

    It stays `known` until that is a week ago, so that activity costs a write to the index once a week.
    """
    moment = datetime.fromtimestamp(active_at / 1000, UTC)
    if known and moment < datetime.strptime(known, "%Y%m%d").replace(tzinfo=UTC) + timedelta(IDLE_MOVES_DAYS):
        return known
    return moment.strftime("%Y%m%d")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A retention bucket's name, read: `start` is epoch seconds."""

    platform: str
    account: str
    retention_class: str
    start: int

    def due(self, rule: Rule) -> int:
        """Epoch seconds at which it has to go under `rule`: no member may outlive its period."""
        return self.start + int(timedelta(days=rule.days(self.retention_class)).total_seconds())


@lru_cache(maxsize=1000)  # every row of a day asks for the same few
def read_bucket(name: str) -> Bucket | None:
    """The inverse of `bucket_of`; None for a key that no date ends (an account's, a legal hold's)."""
    parts = name.split("#")
    if len(parts) != 4 or not parts[3].isdigit() or len(parts[3]) not in (8, 10):
        return None
    platform, account, retention_class, day = parts
    start = datetime.strptime(day.ljust(10, "0"), "%Y%m%d%H").replace(tzinfo=UTC)
    return Bucket(platform, account, retention_class, int(start.timestamp()))


def due_at(name: str, override: Mapping[str, float] | None = None) -> int | None:
    """Epoch seconds at which the bucket `name` is due today, None when no date ends it.

    It follows from the rule as it is, not as it was when the bucket was made: a shorter rule works at once.
    """
    bucket = read_bucket(name)
    return None if bucket is None else bucket.due(effective(rule_for(bucket.platform), override or {}))
