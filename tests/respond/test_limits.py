"""Ten times too much is refused, and neighbours notice nothing; what that costs in writes.

Tests of: `store.brand.rates`.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from model.brand_settings import Settings
from store.brand import keys as brand_keys
from store.brand.rates import Rates
from store.brand.rows import RateRow, SettingsRow
from store.stores import Stores
from tests.respond.test_problems import is_problem
from tests.respond.world import ACME, MS, OTHER, Answer, World, authorizer
from tests.store.world import NOW, Clock, FakeWrapping
from tests.template.enforcing import as_function

LIST = "/segments"
HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def _limited(world: World, **more: Any) -> Clock:
    """Limits small enough to be reached, and a minute that just began."""
    clock = Clock(NOW - NOW % 60)
    world.stores.rates = Rates(clock)
    world.stores.settings.keep_settings(ACME, replace(Settings(requests_per_minute=20), **more), "adam", MS)
    return clock


def _said(answer: Answer) -> tuple[int, ...]:
    return tuple(int(answer.headers[name]) for name in HEADERS)


def test_ten_times_the_limit_is_refused_and_neighbours_are_not(world: World) -> None:
    clock = _limited(world)
    ann, sue, foreign = authorizer(agent="ann"), authorizer(agent="sue"), authorizer(OTHER, "ann")
    statuses = []
    for _ in range(200):
        statuses.append(world.get(LIST, caller=ann).status)
        clock.now += 0.1
    assert statuses == [200] * 20 + [429] * 180
    clock.now -= 1
    for neighbour in (sue, foreign):
        assert [world.get(LIST, caller=neighbour).status for _ in range(20)] == [200] * 20
    assert world.get(LIST, caller=ann).status == 429


def test_a_refusal_says_when_to_go_on_and_then_it_goes_on(world: World) -> None:
    clock = _limited(world)
    clock.now += 17
    for left in range(19, -1, -1):
        assert _said(world.get(LIST)) == (20, left, 43)
    refused = world.get(LIST)
    is_problem(refused, 429, "rate_limited")
    assert refused.body["retryable"] is True
    assert (_said(refused), refused.headers["Retry-After"]) == ((20, 0, 43), "43")
    clock.now += 43
    assert _said(world.get(LIST)) == (20, 19, 60)


def test_errors_count_and_tell_too(world: World) -> None:
    _limited(world)
    wrong = world.get("/conversations", query={"nothing": "1"})
    forbidden = world.get("/conversations", caller=authorizer(agent="dora"))
    assert [(each.status, *_said(each)[:2]) for each in (wrong, forbidden)] == [(400, 20, 19), (403, 20, 19)]
    assert not set(HEADERS) & set(world.get("/health").headers)
    assert not set(HEADERS) & set(world.get("/conversations", caller={}).headers)


def test_costly_requests_have_less_and_a_brand_has_a_limit_of_its_own(world: World) -> None:
    _limited(world, requests_per_minute=100, tasks_per_minute=10, brand_requests_per_minute=30)
    statuses = [world.get("/corrections").status for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert _said(world.get(LIST))[:2] == (30, 19)
    others = [world.get(LIST, caller=authorizer(agent="ann")).status for _ in range(20)]
    assert others == [200] * 19 + [429]
    assert world.get(LIST, caller=authorizer(OTHER)).status == 200


def test_a_block_of_requests_is_one_write_and_a_few_are_none(tables: dict[str, str]) -> None:
    clock = Clock(NOW - NOW % 60)
    rates = Rates(clock)
    rates.count_request(ACME, {"a": 600})
    assert list(RateRow.query(brand_keys.rates(ACME, int(clock()) // 60))) == []
    for _ in range(479):
        rates.count_request(ACME, {"a": 600})
    (row,) = RateRow.query(brand_keys.rates(ACME, int(clock()) // 60))
    assert 480 - 600 // 40 < int(row.n) <= 480
    for _ in range(600):
        rates.count_request(ACME, {"a": 600})
    row.refresh()
    assert int(row.n) == 600
    assert clock() < row.expires_at < clock() + 3600


@pytest.mark.parametrize("limit", [60, 600])
@pytest.mark.parametrize("order", ["in turns", "one after another", "at random"])
def test_thirty_functions_that_count_for_themselves_stay_within_a_tenth(
    tables: dict[str, str], limit: int, order: str
) -> None:
    clock, chance = Clock(NOW - NOW % 60), Random(limit)
    warm = [Rates(clock) for _ in range(30)]
    turns: Callable[[int], int] = {
        "in turns": lambda turn: turn % 30,
        # Each comes when those before it have counted a good part already.
        "one after another": lambda turn: min(29, chance.randrange(1 + turn * 60 // limit)),
        "at random": lambda _: min(29, int(chance.expovariate(0.2))),
    }[order]
    through = sum(
        not warm[turns(turn)].count_request(ACME, {"a": limit}).exceeded for turn in range(limit * 2)
    )
    through += sum(
        not each.count_request(ACME, {"a": limit}).exceeded for each in warm for _ in range(limit // 8)
    )
    assert limit <= through <= limit * 1.1
    assert all(each.count_request(ACME, {"a": limit}).exceeded for each in warm)


def test_the_api_s_role_may_count(world: World) -> None:
    _limited(world)
    with as_function("Api") as asked:
        assert world.get(LIST).status == 200
    assert ("UpdateItem", "ops", "rate") in asked


def test_a_newer_version_s_settings_are_read_by_this_one(world: World) -> None:
    SettingsRow(brand_keys.settings(ACME), "#", values={"requests_per_minute": 11, "later": True}).save()
    assert Stores(FakeWrapping()).settings.read_settings(ACME) == Settings(requests_per_minute=11)
