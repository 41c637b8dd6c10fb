"""Counts are cut into days and hours of the clock that is asked for, and compared with days before."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from respond.actions.periods import Period, order_key
from store.insights.ratings import Rated
from tests.respond.desk import ask
from tests.respond.world import ACME, TELEGRAM, World


def rate(world: World, *times: str) -> None:
    """Somebody says to be content at these times (UTC)."""
    found = [
        Rated(TELEGRAM, int(datetime.fromisoformat(each).timestamp() * 1000), 5, frozenset())
        for each in times
    ]
    world.stores.ratings.add_ratings(ACME, found, int(world.clock()))


def days(world: World, **query: Any) -> dict[str, int]:
    found = ask(world, "GET", "/insights/csat", **query).body
    return {each["key"]: each["answered"] for each in found["days"]}


def test_days_are_those_of_the_clock(shared: World) -> None:
    rate(shared, "2026-03-28T22:30Z", "2026-03-28T23:30Z", "2026-03-29T21:30Z", "2026-03-29T22:30Z")
    asked = {"from": "2026-03-28", "to": "2026-03-29"}
    assert days(shared, **asked) == {"2026-03-28": 2, "2026-03-29": 2}
    # The night in which the clock is put forward: that Sunday has 23 hours.
    assert days(shared, zone="Europe/Berlin", **asked) == {"2026-03-28": 1, "2026-03-29": 2}
    assert days(shared, zone="Asia/Kathmandu", **asked) == {"2026-03-29": 2}
    assert ask(shared, "GET", "/insights/csat", zone="Europe/Nowhere").status == 400
    kept = ask(shared, "PUT", "/settings", body={"zone": "America/New_York"}, caller="adam")
    assert kept.status == 200
    assert days(shared, **asked) == {"2026-03-28": 2, "2026-03-29": 2}, "the brand's clock unless told"
    shown = ask(shared, "GET", "/insights/volume", by="hour").body
    assert (shown["zone"], {each["key"][-6:] for each in shown["data"]}) == ("America/New_York", {"-04:00"})
    ask(shared, "PUT", "/settings", body={}, caller="adam")


def test_a_day_of_a_changed_clock_has_its_own_hours() -> None:
    autumn = Period(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")
    assert autumn.days_kept == [date(2026, 10, 24), date(2026, 10, 25)]
    twice = [datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1)]
    keys = ["2026-10-25T02:00:00+01:00", "2026-10-25T02:00:00+02:00"]
    assert sorted(keys, key=order_key) == keys[::-1]
    assert [datetime.fromisoformat(each) for each in sorted(keys, key=order_key)] == twice
    assert Period(date(2026, 1, 1), date(2026, 1, 2), "UTC").days_kept == [date(2026, 1, 1), date(2026, 1, 2)]


@pytest.mark.parametrize(("compare", "before"), [("previous", 1), ("year", 2)])
def test_periods_are_compared(shared: World, compare: str, before: int) -> None:
    if compare == "previous":
        rate(shared, "2026-06-08T10:00Z", "2026-06-07T10:00Z", "2025-06-09T10:00Z", "2025-06-10T10:00Z")
    asked: dict[str, Any] = {"from": "2026-06-08", "to": "2026-06-09"}
    found = ask(shared, "GET", "/insights/csat", compare=compare, **asked).body
    assert (found["total"]["answered"], found["before_total"]["answered"]) == (1, before)
    first = {"previous": "2026-06-06", "year": "2025-06-09"}[compare]
    assert (found["before_from"], found["zone"]) == (first, "UTC")


@pytest.mark.parametrize("path", ["volume", "sentiment", "response-times", "sla"])
def test_every_insight_compares(shared: World, path: str) -> None:
    found = ask(shared, "GET", f"/insights/{path}", compare="previous", zone="Europe/Berlin").body
    assert found["before_total"] is not None
    assert type(found["before_total"]) is type(found["total"])
    plain = ask(shared, "GET", f"/insights/{path}").body
    assert (plain["before_total"], plain["before_from"]) == (None, None)
