"""Insights: counts by day, hour, platform, kind and language.

Tests of: `store.insights.response_times`, `store.insights.keys`.
"""

from typing import Any

import pytest

from tests.respond.world import FACEBOOK, TELEGRAM, World

DAY = {"from": "2026-09-21", "to": "2026-09-21"}


def _keyed(answer: Any) -> dict[str, Any]:
    return {row["key"]: row for row in answer.body["data"]}


def test_volume_is_counted_by_whatever_is_asked_for(shared: World) -> None:
    def counts(**query: str) -> dict[str, int]:
        answer = shared.get("/insights/volume", query=query)
        assert answer.status == 200
        assert answer.body["total"] == sum(row["count"] for row in answer.body["data"])
        return {key: row["count"] for key, row in _keyed(answer).items()}

    assert counts(**DAY) == {"2026-09-21": 5}
    assert counts(**DAY, by="hour") == {"2026-09-21T14:00:00Z": 5}
    assert counts(**DAY, by="platform") == {"telegram": 3, "facebook": 2}
    assert counts(**DAY, by="kind") == {"message": 3, "comment": 2}
    assert counts(**DAY, by="kind", platform="facebook") == {"comment": 2}
    assert counts(**DAY, by="direction") == {"in": 4, "out": 1}
    assert sum(counts(**DAY, by="language").values()) == 5
    assert counts(**{"from": "2026-09-19", "to": "2026-09-20"}) == {}


def test_sentiment_is_that_of_people_and_not_of_ourselves(shared: World) -> None:
    by_kind = shared.get("/insights/sentiment", query={**DAY, "by": "kind"})
    message = _keyed(by_kind)["message"]
    assert message == {
        "key": "message", "negative": 1, "neutral": 0, "positive": 1, "unknown": 0, "negative_share": 0.5,
    }  # fmt: skip
    assert by_kind.body["total"]["negative"] == 1
    by_day = shared.get("/insights/sentiment", query=DAY).body
    assert by_day["data"] == [{"key": "2026-09-21", **by_day["total"]}]
    assert by_day["total"] == by_kind.body["total"]
    assert by_day["corrected"] == 0
    assert set(_keyed(shared.get("/insights/sentiment", query={**DAY, "by": "language"}))) == {"en"}
    assert set(_keyed(shared.get("/insights/sentiment", query={**DAY, "by": "platform"}))) == {
        TELEGRAM,
        FACEBOOK,
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": "2026-09-22", "to": "2026-09-21"}, "bad_filter"),
        ({"from": "2026-06-21", "to": "2026-09-21"}, "bad_filter"),
        ({"from": "21.9.2026"}, "bad_filter"),
        ({"from": "2026-02-30"}, "bad_filter"),
        ({"by": "author"}, "bad_filter"),
        ({"until": "2026-09-21"}, "unknown_filter"),
    ],
)
@pytest.mark.parametrize("noun", ["volume", "sentiment", "response-times"])
def test_a_question_that_makes_no_sense_is_refused(
    shared: World, noun: str, query: dict[str, str], code: str
) -> None:
    answer = shared.get(f"/insights/{noun}", query=query)
    assert (answer.status, answer.body["code"]) == (400, code)


def test_the_longest_time_is_allowed_and_unless_told_it_is_a_week(shared: World) -> None:
    longest = shared.get("/insights/volume", query={"from": "2026-06-22", "to": "2026-09-21"})
    assert (longest.status, longest.body["total"]) == (200, 5)
    week = shared.get("/insights/volume").body
    assert (week["from"], week["to"], week["total"]) == ("2026-09-15", "2026-09-21", 5)
