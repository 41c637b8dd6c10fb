"""A row of terms: its periods by class, and what it lets data be used for."""

import pytest

from model import policy, terms
from model.terms import asked, own_systems, published, unconfirmed
from model.terms.rule import DEFAULT, INTERACTION, PARKED, PROFILE, PURPOSES, make_unconfirmed


def test_a_platform_stands_in_one_group_only() -> None:
    rows = [rule.platform for rule in (*published.ROWS, *own_systems.ROWS, *unconfirmed.ROWS, *asked.ROWS)]
    assert len(rows) == len(set(rows)) == len(terms.RULES)


def test_a_raw_delivery_lives_no_longer_than_what_was_made_of_it() -> None:
    rule = terms.RULES["linkedin"]
    assert [rule.days(each) for each in (INTERACTION, PROFILE, PARKED)] == [2, 1, 2]
    assert terms.RULES["facebook"].days(PARKED) == 7


def test_terms_nobody_read_allow_our_own_cap_and_say_so() -> None:
    rule = make_unconfirmed("somewhere", "Somewhere's terms")
    assert (rule.interaction_days, rule.platform) == (DEFAULT.interaction_days, "somewhere")
    assert rule.source.startswith("Somewhere's terms: ")


def test_a_purpose_is_one_of_those_named() -> None:
    assert all(isinstance(DEFAULT.allows(purpose), bool) for purpose in PURPOSES)
    with pytest.raises(KeyError):
        DEFAULT.allows("curiosity")


@pytest.mark.parametrize("platform", ["google_plus", "yammer", "igloo", "feeds", "wordpress"])
def test_an_archive_of_one_s_own_outlives_the_cap_of_unknown_terms_and_its_period_is_chosen_below_its_own(
    platform: str,
) -> None:
    rule = policy.rule_for(platform)
    assert rule.platform == platform
    assert rule.interaction_days >= 180 > DEFAULT.interaction_days
    chosen = policy.effective(rule, {"interaction_days": 90})
    assert chosen.interaction_days == 90
    beyond = policy.effective(rule, {"interaction_days": 36_500})
    assert beyond.interaction_days == rule.interaction_days
