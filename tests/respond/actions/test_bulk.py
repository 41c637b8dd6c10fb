"""Many conversations are changed at once: what cannot be changed says why, and what was changed can be taken back.

Tests of: `respond.shapes.bulk`.
"""

from typing import Any

import pytest

from respond.actions import bulk
from tests.respond.world import OTHER, World

ROUTE = "/bulk-actions"


def _send(world: World, items: list[Any], change: Any) -> Any:
    return world.call("POST", ROUTE, body={"items": items, "change": change})


def _head(world: World, name: str) -> Any:
    return world.get("/conversations/{id}", path={"id": world.ids()[name]}).body


def test_each_is_changed_for_itself_and_taken_back(world: World) -> None:
    ids, seen = world.ids(), _head(world, "angry")
    change = {"status": "closed", "priority": "urgent", "tags": ["done"], "assignee": "me"}
    items = [
        {"id": ids["angry"], "version": seen["version"]},
        {"id": ids["happy"], "version": 999},
        {"id": ids["comment"]},
        {"id": world.ids(OTHER)["angry"]},
    ]
    answer = _send(world, items, change).body
    assert [each["id"] for each in answer["done"]] == [ids["angry"], ids["comment"]]
    assert [(each["id"], each["code"]) for each in answer["failed"]] == [
        (ids["happy"], "precondition_failed"), (items[3]["id"], "not_found"),
    ]  # fmt: skip
    after = _head(world, "angry")
    assert (after["status"], after["priority"], after["tags"], after["assignee"]) == (
        "closed",
        4,
        ["done"],
        "adam",
    )
    assert after["version"] == answer["done"][0]["version"]
    assert _head(world, "happy")["status"] == "open"
    before = answer["done"][0]["before"]
    assert before == {"status": "open", "priority": 3, "tags": [], "assignee": None}
    undone = _send(world, [{"id": ids["angry"], "version": after["version"]}], before).body
    assert undone["failed"] == []
    again = _head(world, "angry")
    assert (again["status"], again["priority"], again["tags"], again["assignee"]) == ("open", 3, [], None)


@pytest.mark.parametrize(("after_s", "waits"), [(20, True), (3600, False)])
def test_who_waited_waits_again_where_a_closing_is_taken_back(
    world: World, after_s: int, waits: bool
) -> None:
    item = [{"id": world.ids()["angry"]}]
    world.call("PUT", "/sla", body={"high": {"first_answer": 30}})
    due = _head(world, "angry")["sla"]
    assert due["kind"] == "first_answer"
    before = _send(world, item, {"status": "closed"}).body["done"][0]["before"]
    assert _head(world, "angry")["sla"] is None
    world.clock.now += after_s
    assert _send(world, item, before).body["failed"] == []
    assert _head(world, "angry")["sla"] == (due if waits else None)


def test_a_snooze_is_taken_back_with_its_time(world: World) -> None:
    item = [{"id": world.ids()["angry"]}]
    until = "2026-10-01T09:00:00.000Z"
    _send(world, item, {"status": "snoozed", "snoozed_until": until})
    before = _send(world, item, {"status": "open"}).body["done"][0]["before"]
    assert before == {"status": "snoozed", "snoozed_until": until}
    assert _send(world, item, before).body["failed"] == []
    assert _head(world, "angry")["snoozed_until"] == until


def test_what_makes_no_sense_for_any_says_so_for_each(world: World) -> None:
    answer = _send(world, [{"id": world.ids()["angry"]}], {"status": "snoozed"}).body
    assert [each["code"] for each in answer["failed"]] == ["invalid"]
    assert answer["done"] == []


def test_all_that_fit_are_changed_in_parts_and_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    body: dict[str, Any] = {
        "filter": {"mode": "private", "sort": "sla"},
        "change": {"assignee": "me", "priority": 1},
    }
    done = list[dict[str, Any]]()
    for _ in range(9):
        answer = world.call("POST", ROUTE, body=body).body
        assert answer["failed"] == []
        done += answer["done"]
        if not answer["has_more"]:
            break
        body["cursor"] = answer["next_cursor"]
    ids = world.ids()
    assert sorted(each["id"] for each in done) == sorted([ids["angry"], ids["happy"]]), "each of them once"
    assert _head(world, "comment")["assignee"] is None
    again = world.call("POST", ROUTE, body={name: body[name] for name in ("filter", "change")}).body
    assert again["done"] == [], "it is as wanted already"
    for each in done:
        _send(world, [{"id": each["id"], "version": each["version"]}], each["before"])
    assert (_head(world, "angry")["priority"], _head(world, "angry")["assignee"]) == (3, None)


@pytest.mark.parametrize("priority", [["high", 1], 1])
def test_of_several_values_of_a_filter_any_will_do(world: World, priority: Any) -> None:
    wanted = {
        "platform": ["telegram", "facebook"], "mode": "private", "status": ["open", "pending"],
        "priority": priority, "unread": [True, False],
    }  # fmt: skip
    answer = world.call("POST", ROUTE, body={"filter": wanted, "change": {"assignee": "me"}}).body
    assert sorted(each["id"] for each in answer["done"]) == sorted(
        world.ids()[name] for name in ("angry", "happy")
    )


def test_either_items_or_a_filter_is_named(world: World) -> None:
    both = {"filter": {}, "items": [{"id": "a" * 32}], "change": {"priority": 1}}
    assert world.call("POST", ROUTE, body=both).status == 422
    assert world.call("POST", ROUTE, body={"change": {"priority": 1}}).status == 422
    wrong = {"filter": {}, "cursor": "eA", "change": {"priority": 1}}
    assert world.call("POST", ROUTE, body=wrong).status == 400


def test_the_audit_log_names_whom_it_was_about_once(world: World) -> None:
    ids = world.ids()
    _send(world, [{"id": ids["angry"]}, {"id": ids["angry"]}, {"id": ids["happy"]}], {"priority": "low"})
    found = [each for each in world.audit() if each["action"].startswith("change conversations")]
    people = " ".join(sorted([ids["mara"], ids["tom"]]))
    assert found == [{"agent": "adam", "action": "change conversations priority", "target": people}]


@pytest.mark.parametrize(
    ("items", "change"),
    [([], {"priority": 1}), ([{"id": "a" * 32}] * 101, {"priority": 1}), ([{"id": "x"}], {"priority": 1}),
     ([{"id": "a" * 32}], {}), ([{"id": "a" * 32}], {"colour": "red"})],
)  # fmt: skip
def test_what_is_no_bulk_action_is_refused(world: World, items: list[Any], change: Any) -> None:
    assert _send(world, items, change).status == 422
