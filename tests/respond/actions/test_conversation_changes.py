"""PATCH /conversations/{id}: what an agent may change, and that nobody overwrites what they have not seen."""

from typing import Any

import pytest

from model.conversation import Conversation, Status
from segment.due import Due
from store.brand.agents import Agent
from tests.respond.world import ACME, MS, OTHER, TELEGRAM, Answer, World, authorizer

BY_ID = "/conversations/{id}"
TOMORROW = "2026-09-22T09:00:00Z"


def _patch(world: World, body: Any, etag: str | None = "*", **more: Any) -> Answer:
    headers = {} if etag is None else {"If-Match": etag}
    return world.call("PATCH", BY_ID, path={"id": world.ids()["angry"]}, body=body, headers=headers, **more)


def _etag(world: World) -> str:
    return world.get(BY_ID, path={"id": world.ids()["angry"]}).headers["ETag"]


def _head(world: World) -> Conversation:
    angry = world.ids()["angry"]
    return world.stores.conversations.read_conversations(ACME, [angry], consistent=True)[angry]


def test_a_change_is_kept_shown_and_noted(world: World) -> None:
    answer = _patch(
        world, {"assignee": "ann", "priority": "urgent"}, _etag(world), caller=authorizer(agent="sue")
    )
    assert answer.status == 200
    assert (answer.body["assignee"], answer.body["priority"], answer.body["reasons"]) == (
        "ann", 4, ["set by an agent"],
    )  # fmt: skip
    assert answer.body == world.get(BY_ID, path={"id": world.ids()["angry"]}).body
    assert answer.headers["ETag"] == _etag(world)
    noted = [entry for entry in world.audit() if entry["agent"] == "sue"]
    assert [entry["action"] for entry in noted] == ["change conversation assignee priority"]
    queue = world.get("/conversations", query={"assignee": "ann"}).body["data"]
    assert [row["id"] for row in queue] == [world.ids()["angry"]]


def test_without_if_match_nothing_changes(world: World) -> None:
    answer = _patch(world, {"priority": 1}, None)
    assert (answer.status, answer.body["code"]) == (428, "precondition_required")
    assert _head(world).priority == 3


def test_who_saw_an_older_state_has_to_look_again(world: World) -> None:
    seen = _etag(world)
    assert _patch(world, {"assignee": "ann"}, seen).status == 200
    mine = _patch(world, {"assignee": "me"}, "*", caller=authorizer(agent="ann"))
    assert (mine.status, mine.body["assignee"]) == (200, "ann")
    late = _patch(world, {"assignee": "sue"}, seen)
    assert (late.status, late.body["code"]) == (412, "precondition_failed")
    assert _head(world).assignee == "ann"
    assert _patch(world, {"assignee": "sue"}, _etag(world)).status == 200


def test_a_new_message_is_something_to_have_seen(world: World) -> None:
    seen = _etag(world)
    world.tell(TELEGRAM, {"kind": "message", "mode": "private", "external_id": "m8", "thread_id": "t1",
                          "author_id": "u1", "text": "hello?", "occurred_at": MS})  # fmt: skip
    assert _patch(world, {"status": "closed"}, seen).status == 412
    assert _head(world).status is Status.OPEN


@pytest.mark.parametrize("etag", ['"0"', "2", 'W/"2"', '"2', "", '"*"', '""', "'2'", '"2" x'])
def test_what_is_not_the_etag_does_not_match(world: World, etag: str) -> None:
    assert _patch(world, {"priority": 1}, etag).status == 412


def test_one_of_several_etags_matches(world: World) -> None:
    assert _patch(world, {"priority": 1}, f'"77" , {_etag(world)}').status == 200


def test_a_change_that_changes_nothing_keeps_the_etag(world: World) -> None:
    before = _etag(world)
    answer = _patch(world, {"status": "open", "assignee": None}, before)
    assert (answer.status, answer.headers["ETag"]) == (200, before)


def test_closing_takes_it_off_the_list_and_the_next_message_opens_it_again(world: World) -> None:
    closed = _patch(world, {"status": "closed"})
    assert (closed.body["status"], closed.body["closed_at"]) == ("closed", "2026-09-21T14:13:20.000Z")
    rows = world.get("/conversations").body["data"]
    assert world.ids()["angry"] not in [row["id"] for row in rows]
    world.tell(TELEGRAM, {"kind": "message", "mode": "private", "external_id": "m8", "thread_id": "t1",
                          "author_id": "u1", "text": "still bad", "occurred_at": MS + 1000})  # fmt: skip
    again = world.get("/conversations").body["data"][0]
    assert (again["id"], again["status"]) == (world.ids()["angry"], "open")


def test_snoozing_needs_a_time_to_come(world: World) -> None:
    past = "2026-09-21T14:00:00Z"
    for body in (
        {"status": "snoozed"},
        {"status": "snoozed", "snoozed_until": None},
        {"status": "snoozed", "snoozed_until": past},
        {"snoozed_until": TOMORROW},
        {"status": "closed", "snoozed_until": TOMORROW},
        {"status": "snoozed", "snoozed_until": "2027-09-23T00:00:00Z"},
    ):
        assert _patch(world, body).status == 422
    snoozed = _patch(world, {"status": "snoozed", "snoozed_until": "2026-09-22T11:00:00+02:00"})
    assert snoozed.body["snoozed_until"] == "2026-09-22T09:00:00.000Z"
    kept = _patch(world, {"priority": 2})
    assert (kept.body["status"], kept.body["snoozed_until"]) == ("snoozed", "2026-09-22T09:00:00.000Z")
    woken = _patch(world, {"status": "open"})
    assert (woken.body["status"], woken.body["snoozed_until"]) == ("open", None)


def test_who_opens_by_itself_says_why_until_somebody_does_something(world: World) -> None:
    _patch(world, {"status": "snoozed", "snoozed_until": TOMORROW})
    world.clock.now += 86_400
    Due(world.stores, lambda _: None).forward_due(lambda: True)
    woken = world.get(BY_ID, path={"id": world.ids()["angry"]}).body
    assert (woken["status"], woken["snoozed_until"], woken["reasons"][-1]) == (
        "open",
        None,
        "its snooze is over",
    )
    assert world.get("/conversations").body["data"][0]["reasons"] == woken["reasons"]
    assert _patch(world, {"status": "snoozed"}).status == 422, "the time that is over is no time to come"
    seen = _patch(world, {"assignee": "ann"})
    assert (seen.body["status"], seen.body["reasons"]) == ("open", woken["reasons"][:-1])


def test_only_active_agents_of_the_brand_can_be_assigned(world: World) -> None:
    world.stores.agents.keep_agent(Agent("gone", ACME, "agent", state="left"))
    world.stores.agents.keep_agent(Agent("foreign", OTHER, "agent"))
    for agent in ("gone", "foreign", "nobody"):
        answer = _patch(world, {"assignee": agent})
        assert (answer.status, answer.body["detail"]) == (422, "`assignee` must be an active agent.")
    assert _patch(world, {"assignee": "ann"}).status == 200
    assert _patch(world, {"assignee": None}).body["assignee"] is None


def test_an_agent_s_priority_stands_against_older_messages(world: World) -> None:
    _patch(world, {"priority": "low"})
    assert _head(world).prioritised_at == MS
    world.tell(TELEGRAM, {"kind": "message", "mode": "private", "external_id": "m7", "thread_id": "t1",
                          "author_id": "u1", "text": "bad again", "occurred_at": MS - 1000})  # fmt: skip
    assert _head(world).priority == 1


@pytest.mark.parametrize(
    "body",
    [
        {}, [], None, 7, "open", {"status": "done"}, {"status": None}, {"status": ["open"]},
        {"priority": 0}, {"priority": 5}, {"priority": True}, {"priority": 1.5}, {"priority": None},
        {"priority": "worst"}, {"assignee": ""}, {"assignee": "-"}, {"assignee": 7}, {"assignee": "a#b"},
        {"assignee": "a" * 81}, {"snoozed_until": "tomorrow"}, {"snoozed_until": "2026-09-22T09:00:00"},
        {"snoozed_until": 5}, {"snoozed_until": "9999-12-31T23:59:59-23:59"}, {"rev": 9}, {"brand": OTHER},
        {"customer": None}, {"status": "open", "Status": "open"},
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_changes_nothing(world: World, body: Any) -> None:
    before = _etag(world)
    answer = _patch(world, body)
    assert (answer.status, answer.body["code"]) == ((400, "bad_json") if body is None else (422, "invalid"))
    assert _etag(world) == before
