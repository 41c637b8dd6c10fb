"""Computes periods, due times and the names of retention buckets from the platforms' terms (`model/terms`).

A brand may shorten a period, never lengthen it. Nothing outlives its period: keys are one per account and day (or hour)
of receipt and go when the first of that day is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from model.terms import RULES
from model.terms.rule import (
    CARE_DAYS,
    DAY_S,
    DEFAULT,
    IDLE_DAYS,
    IDLE_MOVES_DAYS,
    INTERACTION,
    PARKED,
    PARKED_S,
    PROFILE,
    PURPOSES,
    SHORTEST_DAYS,
    SHORTEST_HOURLY_DAYS,
    UNKNOWN_TERMS_DAYS,
    Rule,
)

__all__ = [
    "CARE_DAYS",
    "DAY_S",
    "DEFAULT",
    "IDLE_DAYS",
    "IDLE_MOVES_DAYS",
    "INTERACTION",
    "PARKED",
    "PARKED_S",
    "PROFILE",
    "PURPOSES",
    "RULES",
    "SHORTEST_DAYS",
    "SHORTEST_HOURLY_DAYS",
    "UNKNOWN_TERMS_DAYS",
    "Bucket",
    "Rule",
    "bucket_due",
    "bucket_of",
    "buckets_of",
    "due_at",
    "effective",
    "expires_at",
    "idle_since",
    "parked_s",
    "parked_until",
    "read_bucket",
    "rule_for",
]
"""The terms are read through here, so that who asks for a period needs one module."""


def rule_for(platform: str) -> Rule:
    """Returns the row of `platform`, or the default."""
    return RULES.get(platform, DEFAULT)


def effective(rule: Rule, override: Mapping[str, float]) -> Rule:
    """Returns `rule` with a brand's own periods (`{"interaction_days": 90}`), each only where it is shorter.

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
    """Returns the epoch second at which an interaction received then must be unreadable: its key goes then, and it
    with it.
    """
    return bucket_due(platform, INTERACTION, received_at)


def parked_until(platform: str, received_at: int) -> int:
    """Returns the epoch second until which a raw delivery may be kept: the lesser of 7 days and the platform's cap.

    The same is true of a copy made for the person, as if all of it had been received when it was made.
    """
    return min(received_at // 1000 + PARKED_S, expires_at(platform, received_at))


def parked_s() -> int:
    """Returns the seconds after which a raw delivery of some platform has to go, at the earliest."""
    least = min(rule.days(PARKED) for rule in (*RULES.values(), DEFAULT))
    # What was received during a day goes when the first of it is due.
    return int(least * DAY_S) - DAY_S


def bucket_of(platform: str, account: str, retention_class: str, received_at: int) -> str:
    """Returns the retention bucket of something received then: one key per account, class and day (or hour).

    `account` is the connection it came through, so that it goes when that is withdrawn; empty where none is known.
    """
    moment = datetime.fromtimestamp(received_at / 1000, UTC)
    form = "%Y%m%d%H" if rule_for(platform).hourly_buckets else "%Y%m%d"
    return f"{buckets_of(platform, account)}{retention_class}#{moment.strftime(form)}"


def buckets_of(platform: str, account: str) -> str:
    """Returns what the names of all buckets of an account begin with."""
    return f"{platform}#{account}#"


def bucket_due(platform: str, retention_class: str, received_at: int) -> int:
    """Returns the epoch second at which the bucket of something received then is due: its first member's period is
    over.
    """
    due = due_at(bucket_of(platform, "", retention_class, received_at))
    assert due is not None  # noqa: S101 - `bucket_of` made it
    return due


def idle_since(known: str, active_at: int) -> str:
    """Returns the day (`YYYYMMDD`) under which something is listed as idle since, active again at epoch ms `active_at`.

    It stays `known` until that is a week ago, so that activity costs a write to the index once a week.
    """
    moment = datetime.fromtimestamp(active_at / 1000, UTC)
    if known and moment < datetime.strptime(known, "%Y%m%d").replace(tzinfo=UTC) + timedelta(IDLE_MOVES_DAYS):
        return known
    return moment.strftime("%Y%m%d")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Holds what a retention bucket's name says: `start` is epoch seconds."""

    platform: str
    account: str
    retention_class: str
    start: int

    def due(self, rule: Rule) -> int:
        """Returns epoch seconds at which it has to go under `rule`: no member may outlive its period."""
        return self.start + int(timedelta(days=rule.days(self.retention_class)).total_seconds())


@lru_cache(maxsize=1000)  # every row of a day asks for the same few
def read_bucket(name: str) -> Bucket | None:
    """Returns the inverse of `bucket_of`; None for a key that no date ends (an account's, a legal hold's)."""
    parts = name.split("#")
    if len(parts) != 4 or not parts[3].isdigit() or len(parts[3]) not in (8, 10):
        return None
    platform, account, retention_class, day = parts
    start = datetime.strptime(day.ljust(10, "0"), "%Y%m%d%H").replace(tzinfo=UTC)
    return Bucket(platform, account, retention_class, int(start.timestamp()))


def due_at(name: str, override: Mapping[str, float] | None = None) -> int | None:
    """Returns epoch seconds at which the bucket `name` is due today, None when no date ends it.

    It follows from the rule as it is, not as it was when the bucket was made: a shorter rule works at once.
    """
    bucket = read_bucket(name)
    return None if bucket is None else bucket.due(effective(rule_for(bucket.platform), override or {}))
