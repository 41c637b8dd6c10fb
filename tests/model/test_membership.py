"""Rules over windows, time and other segments: who is in, and when time alone changes that.

Tests of: `model.contact`, `model.facts`, `model.rule`, `model.window`, `model.segment_evaluator`.
"""

import random
from typing import Any

import pytest

from model import membership, rule, window
from model.contact import Contact
from model.facts import Facts

DAY = 86_400_000
NOW = 20_717 * DAY + 5 * 3_600_000
"""Some morning."""


def contact(**facts: Any) -> Contact:
    return Contact("c", "acme", "telegram", facts=Facts(**facts))


def negative(*days_ago: int) -> dict[str, Any]:
    days: window.Days = {}
    for ago in days_ago:
        days = window.moved(days, NOW - ago * DAY, {"interactions": 1, "negative": 1})
    return {"days": days}


THREE_IN_A_WEEK = {"attribute": "negative", "at_least": 3, "within_days": 7}
SILENT = {"attribute": "days_since_last", "at_least": 30}


def test_a_window_counts_today_and_the_days_before() -> None:
    assert rule.holds(THREE_IN_A_WEEK, contact(**negative(0, 3, 6)), NOW)
    assert not rule.holds(THREE_IN_A_WEEK, contact(**negative(0, 3, 7)), NOW)
    assert not rule.holds(THREE_IN_A_WEEK, contact(**negative(0, 3)), NOW)
    few = {"attribute": "negative", "at_most": 0, "within_days": 2}
    assert rule.holds(few, contact(**negative(2, 3)), NOW)


def test_a_histogram_is_bounded_and_the_same_in_any_order() -> None:
    moments = [(NOW - ago * DAY, {"interactions": 1, "questions": ago % 2}) for ago in range(300)]
    expected: window.Days = {}
    for at, moves in moments:
        expected = window.moved(expected, at, moves)
    assert len(expected) == window.LONGEST_DAYS
    assert sum(len(day) + len(text) for day, text in expected.items()) < 1100
    for seed in range(5):
        shuffled = list(moments)
        random.Random(seed).shuffle(shuffled)
        days: window.Days = {}
        for at, moves in shuffled:
            days = window.moved(days, at, moves)
        assert days == expected


def test_what_is_taken_back_leaves_nothing() -> None:
    days = window.moved({}, NOW, {"negative": 1})
    assert days == {"20717": "0,1"}
    assert window.moved(days, NOW, {"negative": -1}) == {}


@pytest.mark.parametrize(
    ("wanted", "known", "at"),
    [
        (SILENT, {"last_at": NOW - 10 * DAY}, NOW + 20 * DAY + 1),
        (SILENT, {"last_at": NOW - 31 * DAY}, None),
        (SILENT, {}, None),
        ({"attribute": "days_since_last", "at_most": 10}, {"last_at": NOW - DAY}, NOW + 9 * DAY + 1),
        ({"not": SILENT}, {"last_at": NOW - 10 * DAY}, NOW + 20 * DAY + 1),
        (THREE_IN_A_WEEK, negative(0, 3, 6), (20_717 - 6 + 7) * DAY),
        (THREE_IN_A_WEEK, negative(0, 1, 1, 2), (20_717 - 1 + 7) * DAY),
        (THREE_IN_A_WEEK, negative(0, 3), None),
        ({"attribute": "negative", "at_least": 1}, negative(0), None),
        # The second half of it is never true, so that nothing flips.
        ({"all": [SILENT, {"attribute": "stage", "is": "former"}]}, {"last_at": NOW}, None),
        ({"any": [SILENT, THREE_IN_A_WEEK]}, {"last_at": NOW, **negative(0, 0, 1)}, (20_717 - 1 + 7) * DAY),
    ],
)
def test_the_next_flip(wanted: Any, known: dict[str, Any], at: int | None) -> None:
    rule.check(wanted)
    who = contact(**known)
    assert membership.next_flip({"s": wanted}, who, NOW) == at
    if at is not None:
        before, after = (membership.segments({"s": wanted}, who, when) for when in (NOW, at))
        assert before != after
        assert membership.segments({"s": wanted}, who, at - 2) == before


def test_segments_may_look_at_segments_in_any_order() -> None:
    rules: dict[str, dict[str, Any]] = {
        "a": {"all": [{"segment": "b"}, {"not": {"segment": "c"}}]},
        "b": {"attribute": "negative", "at_least": 1},
        "c": {"attribute": "negative", "at_least": 5},
    }
    assert membership.segments(rules, contact(negative=2), NOW) == {"a", "b"}
    assert membership.segments(rules, contact(negative=5), NOW) == {"b", "c"}
    within = frozenset({"b"}).__contains__
    assert rule.evidence(rules["a"], contact(negative=2), NOW, within) == {
        "segment b": True,
        "segment c": False,
    }
    assert membership.behind(rules, "a") == {"b", "c"}


def test_time_moves_through_other_segments() -> None:
    rules: dict[str, dict[str, Any]] = {"quiet": SILENT, "loud": {"not": {"segment": "quiet"}}}
    who = contact(last_at=NOW)
    assert membership.segments(rules, who, NOW) == {"loud"}
    at = membership.next_flip(rules, who, NOW)
    assert at is not None
    assert membership.segments(rules, who, at) == {"quiet"}


def test_who_looks_at_themselves_is_nobody() -> None:
    """Refused when a rule is saved; two agents at once may still make it."""
    rules: dict[str, Any] = {"a": {"segment": "b"}, "b": {"segment": "a"}}
    assert membership.behind(rules, "a") == {"a", "b"}
    assert membership.segments(rules, contact(), NOW) == frozenset()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"attribute": "negative", "at_least": 1, "within_days": 0}, "from 1 to 90"),
        ({"attribute": "negative", "at_least": 1, "within_days": 91}, "from 1 to 90"),
        ({"attribute": "negative", "at_least": 1, "within_days": True}, "from 1 to 90"),
        ({"attribute": "urgency", "at_least": 1, "within_days": 3}, "goes with"),
        ({"attribute": "negative", "at_least": 1e9}, "cannot have"),
        ({"segment": "nope"}, "one that exists"),
        ({"segment": 7}, "takes a segment's id"),
        ({"any": [{"attribute": "language", "is": "x" * 5000}]}, "at most 4096"),
    ],
)
def test_a_rule_that_cannot_be_evaluated_says_why(wanted: Any, says: str) -> None:
    with pytest.raises(rule.BadRule, match=says):
        rule.check(wanted, {"other"})
