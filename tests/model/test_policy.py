"""The policy: a row for every registered platform, periods that only get shorter, keys that go in time."""

import re
from datetime import UTC, datetime

import pytest

from model import policy
from model.terms.rule import ARCHIVE_DAYS
from platforms import registry

ARCHIVES = frozenset({"google_plus"})
"""What nobody can be asked for again: a brand chooses the period when it imports it."""

NOON = int(datetime(2026, 9, 21, 12, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("platform", registry.names())
def test_a_registered_platform_has_a_row(platform: str) -> None:
    assert platform in policy.RULES


@pytest.mark.parametrize("rule", policy.RULES.values(), ids=lambda rule: rule.platform)
def test_a_row_says_where_it_is_from_and_when_it_was_checked(rule: policy.Rule) -> None:
    assert len(rule.source) > 10
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", rule.checked_on)
    archive = rule.platform in ARCHIVES
    assert 0 < rule.interaction_days <= (ARCHIVE_DAYS if archive else policy.CARE_DAYS)
    assert 0 < rule.profile_days <= (ARCHIVE_DAYS if archive else policy.IDLE_DAYS)
    assert rule.delete_within_hours <= 24 * 7
    assert rule.media in ("link", "none")
    assert rule.allows("care")


def test_d21_defaults() -> None:
    assert (policy.CARE_DAYS, policy.IDLE_DAYS, policy.PARKED_S, policy.UNKNOWN_TERMS_DAYS) == (
        180,
        365,
        604_800,
        30,
    )


def test_p3_linkedin() -> None:
    rule = policy.rule_for("linkedin")
    assert (rule.interaction_days, rule.profile_days, rule.residue) == (2, 1, False)
    assert not any(rule.allows(name) for name in ("linking", "segmentation", "export", "marketing"))


def test_p4_youtube_derives_nothing() -> None:
    rule = policy.rule_for("youtube")
    assert (rule.interaction_days, rule.allows("analytics")) == (30, False)


@pytest.mark.parametrize("platform", ["slack", "discord", "mastodon", "bluesky", "tiktok", "google_business"])
def test_p5_p6_p9_thirty_days_where_terms_say_so_or_are_unknown(platform: str) -> None:
    assert policy.rule_for(platform).interaction_days == 30


def test_an_archive_lives_as_long_as_its_brand_chose() -> None:
    rule = policy.rule_for("google_plus")
    received = NOON * 1000
    assert policy.expires_at("google_plus", received) > NOON + 9 * 365 * policy.DAY_S
    chosen = policy.effective(rule, {"interaction_days": 400, "profile_days": 400, "idle_days": 400})
    assert (chosen.interaction_days, chosen.idle_identity_days) == (400, 400)
    assert policy.effective(rule, {"interaction_days": 9_999}).interaction_days == ARCHIVE_DAYS
    assert rule.idle_identity_days == ARCHIVE_DAYS
    assert policy.rule_for("facebook").idle_identity_days == policy.IDLE_DAYS


def test_p8_reddit_leaves_no_trace() -> None:
    rule = policy.rule_for("reddit")
    assert (rule.interaction_days, rule.residue) == (2, False)


def test_a_platform_nobody_read_the_terms_of_gets_the_cap() -> None:
    assert policy.rule_for("nowhere") is policy.DEFAULT
    assert policy.DEFAULT.interaction_days == 30


def test_a_brand_only_shortens() -> None:
    rule = policy.rule_for("facebook")
    assert policy.effective(rule, {"interaction_days": 90}).interaction_days == 90
    assert policy.effective(rule, {"interaction_days": 900}).interaction_days == 180
    assert policy.effective(rule, {}) == rule


@pytest.mark.parametrize("override", [{"residue": 1}, {"interaction_days": 1}, {"checked_on": 5}])
def test_what_is_no_period_or_too_short_is_refused(override: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"facebook|no period"):
        policy.effective(policy.rule_for("facebook"), override)


@pytest.mark.parametrize("platform", ["facebook", "slack", "linkedin", "reddit"])
@pytest.mark.parametrize("retention_class", [policy.INTERACTION, policy.PROFILE, policy.PARKED])
def test_d22_no_member_outlives_its_period_and_the_key_is_not_due_at_once(
    platform: str, retention_class: str
) -> None:
    days = policy.rule_for(platform).days(retention_class)
    due = policy.bucket_due(platform, retention_class, NOON * 1000)
    unit = 3600 if policy.rule_for(platform).hourly_buckets else policy.DAY_S
    assert NOON + days * policy.DAY_S - unit < due <= NOON + days * policy.DAY_S


def test_a_bucket_says_when_it_is_due() -> None:
    name = policy.bucket_of("slack", "team", policy.INTERACTION, NOON * 1000)
    assert name == "slack#team#interaction#20260921"
    assert policy.due_at(name) == policy.bucket_due("slack", policy.INTERACTION, NOON * 1000)
    assert name.startswith(policy.buckets_of("slack", "team"))
    assert policy.read_bucket(name) == policy.Bucket(
        "slack", "team", policy.INTERACTION, NOON // 86400 * 86400
    )
    sooner = policy.bucket_due("slack", policy.INTERACTION, NOON * 1000) - 20 * policy.DAY_S
    assert policy.due_at(name, {"interaction_days": 10}) == sooner


@pytest.mark.parametrize(
    "name", ["slack#account#forever", "hold.abc", "", "a#b#20260921", "a#b#c#2026", "a#b#c#20260921#d"]
)
def test_what_no_date_ends_is_never_due(name: str) -> None:
    assert policy.read_bucket(name) is None
    assert policy.due_at(name) is None


def test_parked_deliveries_keep_to_the_shorter_of_a_week_and_the_cap() -> None:
    assert policy.parked_until("facebook", NOON * 1000) == NOON + policy.PARKED_S
    assert policy.parked_until("linkedin", NOON * 1000) <= NOON + 2 * policy.DAY_S


def test_activity_moves_what_is_idle_once_a_week() -> None:
    day_ms = policy.DAY_S * 1000
    first = policy.idle_since("", NOON * 1000)
    assert first == "20260921"
    assert policy.idle_since(first, NOON * 1000 + 6 * day_ms) == first
    assert policy.idle_since(first, NOON * 1000 + 7 * day_ms) == "20260928"
    assert policy.idle_since(first, NOON * 1000 - 30 * day_ms) == first
