"""What is still to be done is counted by a bounded look through the inbox.

Tests of: `respond.actions.backlog`, `respond.shapes.backlog`.
"""

from typing import Any

import pytest

from model.conversation import Status
from respond.actions import backlog
from tests.respond.actions.test_inbox import begin
from tests.respond.world import FACEBOOK, MS, OTHER, TELEGRAM, World, authorizer

HOUR = 3_600_000
NOTHING: dict[str, Any] = {
    "count": 0,
    "groups": [{"up_to_s": end, "count": 0} for end in (3600, 14_400, 86_400, 259_200, 604_800, None)],
    "nobody_waits": 0,
}


def _groups(ages: dict[str, Any]) -> list[int]:
    return [each["count"] for each in ages["groups"]]


def test_the_backlog_is_counted_by_age_status_and_platform(world: World) -> None:
    now = world.stores.now_ms()
    for number, hours in enumerate((1, 4, 5, 24, 71, 100, 169, 500), start=1):
        begin(world, number, waiting_since=now - hours * HOUR)
    begin(world, 20, status=Status.PENDING)
    begin(world, 21, status=Status.SNOOZED, snoozed_until=now + HOUR, waiting_since=now - 2 * HOUR)
    begin(world, 22, status=Status.CLOSED, waiting_since=now - 2 * HOUR)
    shown = world.get("/insights/backlog").body
    rows = {each.pop("platform"): each for each in shown["data"]}
    assert list(rows) == [FACEBOOK, "slack", TELEGRAM]
    assert (shown["looked_at"], shown["complete"]) == (13, True)
    slack = rows["slack"]
    assert (slack["open"]["count"], _groups(slack["open"])) == (8, [1, 1, 2, 1, 1, 2])
    assert (slack["pending"]["count"], slack["pending"]["nobody_waits"]) == (1, 1)
    assert (slack["snoozed"]["count"], _groups(slack["snoozed"])) == (1, [0, 1, 0, 0, 0, 0])
    assert rows[TELEGRAM]["open"] | {"groups": []} == {"count": 2, "groups": [], "nobody_waits": 1}
    assert rows[TELEGRAM]["pending"] == NOTHING
    assert shown["total"]["open"]["count"] == 11
    assert world.get("/insights/backlog", caller=authorizer(OTHER)).body["looked_at"] == 3


def test_agents_are_shown_beside_the_mean(world: World) -> None:
    for number, assignee in enumerate(("ann", "ann", "ann", "sue", "who-left", None), start=1):
        begin(world, number, assignee=assignee, waiting_since=MS if number == 1 else 0)
    begin(world, 9, assignee="ann", status=Status.PENDING)
    shown = world.get("/insights/agents", caller=authorizer(agent="sue")).body
    assert shown["data"] == [
        {"agent": "ann", "open": 3, "waiting": 1},
        {"agent": "sue", "open": 1, "waiting": 0},
    ]
    assert (shown["mean"], shown["nobody"], shown["complete"]) == (2.0, 4, True)
    quiet = world.get("/insights/agents", caller=authorizer(OTHER)).body
    assert (quiet["data"], quiet["mean"]) == ([{"agent": "ann", "open": 0, "waiting": 0}], 0.0)


def test_the_look_is_bounded_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 7)
    monkeypatch.setattr(backlog, "CHUNK", 3)
    for number in range(1, 5):
        begin(world, number, waiting_since=MS)
    full = world.get("/insights/backlog").body
    assert (full["looked_at"], full["complete"], full["total"]["open"]["count"]) == (7, False, 7)
    assert world.get("/insights/agents").body["complete"]
    begin(world, 5)
    loads = world.get("/insights/agents").body
    assert (loads["looked_at"], loads["complete"]) == (7, False)
