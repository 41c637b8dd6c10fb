"""What each platform's terms allow, as rows of data with source and checked date.

A registered platform without a row fails the tests. A brand may shorten a period, never lengthen it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY_S = 86_400


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


CARE_DAYS = 180
"""Our own default for what is kept to answer people (docs/privacy.md)."""

UNKNOWN_TERMS_DAYS = 30
"""The cap where nobody has read the terms yet."""

DEFAULT = Rule(
    platform="*",
    interaction_days=UNKNOWN_TERMS_DAYS,
    profile_days=UNKNOWN_TERMS_DAYS,
    delete_within_hours=24,
    source="our own default where the terms are unknown",
    checked_on="2026-11-21",
)

RULES = {
    rule.platform: rule
    for rule in (
        Rule(
            platform="facebook",
            interaction_days=CARE_DAYS,
            profile_days=365,
            delete_within_hours=24,
            source="Meta Platform Terms 3.d: as soon as reasonably possible, no fixed number of days",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="x",
            interaction_days=CARE_DAYS,
            profile_days=365,
            delete_within_hours=24,
            source="X Developer Agreement IV.B: 24 hours after a request; no fixed cap otherwise",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="slack",
            interaction_days=UNKNOWN_TERMS_DAYS,
            profile_days=UNKNOWN_TERMS_DAYS,
            delete_within_hours=24,
            source="Slack API Terms of Service: period not confirmed, so the cap for unknown terms",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="telegram",
            interaction_days=CARE_DAYS,
            profile_days=365,
            delete_within_hours=24,
            source="Telegram Bot Developer Terms 4.2: on request; no fixed cap",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="discourse",
            interaction_days=CARE_DAYS,
            profile_days=365,
            delete_within_hours=24,
            source="a forum the company runs or joins under its own terms",
            checked_on="2026-11-21",
        ),
        Rule(
            platform="standard_webhooks",
            interaction_days=CARE_DAYS,
            profile_days=365,
            delete_within_hours=24,
            source="the company's own systems",
            checked_on="2026-11-21",
        ),
    )
}


def rule_for(platform: str) -> Rule:
    """The row of `platform`, or the default."""
    return RULES.get(platform, DEFAULT)


def expires_at(platform: str, received_at: int) -> int:
    """Epoch seconds at which an interaction received then must be unreadable."""
    return received_at // 1000 + int(rule_for(platform).interaction_days * DAY_S)


PARKED_S = 7 * DAY_S


def parked_until(platform: str, received_at: int) -> int:
    """Epoch seconds until which a raw delivery may be kept: the lesser of 7 days and the platform's cap."""
    return min(received_at // 1000 + PARKED_S, expires_at(platform, received_at))


def bucket_of(platform: str, retention_class: str, received_at: int) -> str:
    """The retention bucket of something received then: one key per platform, class and day (or hour)."""
    moment = datetime.fromtimestamp(received_at / 1000, UTC)
    form = "%Y%m%d%H" if rule_for(platform).hourly_buckets else "%Y%m%d"
    return f"{platform}#{retention_class}#{moment.strftime(form)}"


def bucket_due(platform: str, retention_class: str, received_at: int) -> int:
    """Epoch seconds at which the bucket of something received then is due: its last member's period is over."""
    rule = rule_for(platform)
    days = rule.profile_days if retention_class == PROFILE else rule.interaction_days
    unit = timedelta(hours=1) if rule.hourly_buckets else timedelta(days=1)
    moment = datetime.fromtimestamp(received_at / 1000, UTC)
    start = moment.replace(minute=0, second=0, microsecond=0)
    start = start if rule.hourly_buckets else start.replace(hour=0)
    return int((start + timedelta(days=days)).timestamp() + unit.total_seconds())


INTERACTION, PROFILE, PARKED = "interaction", "profile", "parked"
"""Retention classes."""
