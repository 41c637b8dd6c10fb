"""Segments work with the rows of the roles they run under: rules, walks, the schedule, and what agents ask for."""

from typing import Any

import pytest

from model.messages import SegmentWalk
from segment.due import Due
from store.contacts.backfill import Backfill
from store.contacts.segments import Segment
from store.dynamo.rows import OpsRow
from store.insights import keys as insight_keys
from tests.respond.actions.test_segments_change import add, patch, preview, queued
from tests.respond.conftest import _fill
from tests.respond.world import ACME, World
from tests.segment.test_segments_time import DAY, QUIET, Moving
from tests.store.world import BRAND
from tests.template.enforcing import Denied, as_function


def test_time_rules_and_walks_keep_to_their_roles(tables: dict[str, str]) -> None:
    path = Moving()
    path.segment("quiet", QUIET)
    with as_function("Assign"):
        path.stores.segments.list_rules(BRAND)
    path.deliver({"kind": "message", "mode": "private", "external_id": "m1", "thread_id": "t", "author_id": "u1",
                  "text": "bad", "occurred_at": int(path.clock() * 1000)})  # fmt: skip
    path.sentiment.label_interactions(_message(path.sentiment_queue.pop()))
    with as_function("Assign") as asked:
        path.run()
    assert {
        ("PutItem", "ops", "flip"),
        ("PutItem", "core", "identity"),
        ("PutItem", "core", "members"),
    } <= asked
    path.clock.now += 31 * DAY
    with as_function("Due") as asked:
        assert Due(path.stores, path.segments_queue.append).forward_due(lambda: True) == 1
    assert asked == {
        ("Query", "core", "brands"),
        ("Query", "ops", "snooze"),
        ("BatchGetItem", "core", "settings"),
        ("Query", "ops", "promised"),
        ("Query", "ops", "flip"),
        ("DeleteItem", "ops", "flip"),
    }
    path.stores.segments.add_segment(
        Segment("all", BRAND, "all", {"attribute": "interactions", "at_least": 1}, walk=Backfill("w"))
    )
    path.segments_queue.append(SegmentWalk(BRAND, "all", "w").to_json())
    path.stores.segments._cache.clear()
    with as_function("Assign") as asked:
        path.run()
    assert {("Query", "core", "index"), ("UpdateItem", "core", "segments")} <= asked
    assert path.contact.segments == {"unsatisfied", "quiet", "all"}


def test_a_snooze_begins_and_ends_and_a_promise_is_broken_under_the_roles_of_api_and_schedule(
    tables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    monkeypatch.setattr("respond.api.open_stores", lambda: world.stores)
    _fill(world, tables)
    angry = {"id": world.ids()["angry"]}
    tomorrow = {"status": "snoozed", "snoozed_until": "2026-09-22T09:00:00Z"}
    with as_function("Api") as asked:
        answer = world.call(
            "PATCH", "/conversations/{id}", path=angry, headers={"If-Match": "*"}, body=tomorrow
        )
    assert answer.status == 200
    assert ("PutItem", "ops", "snooze") in asked
    promised = {name: {"first_answer": 60} for name in ("normal", "high")}
    assert world.call("PUT", "/sla", body=promised).status == 200
    world.clock.now += DAY
    with as_function("Due") as asked:
        Due(world.stores, lambda _: None).forward_due(lambda: True)
    assert {("UpdateItem", "core", "conversation"), ("DeleteItem", "ops", "snooze")} <= asked
    assert {
        ("PutItem", "ops", "promised"),
        ("PutItem", "ops", "alerts"),
        ("PutItem", "ops", "watch"),
    } <= asked
    with as_function("Api") as asked:
        assert world.get("/conversations", query={"sort": "sla"}).body["data"]
    assert ("Query", "ops", "promised") in asked
    shown = world.get("/conversations/{id}", path=angry).body
    assert (shown["status"], shown["snoozed_until"]) == ("open", None)
    assert shown["reasons"] == ["negative message that wants an answer", "its snooze is over"]


def test_the_schedule_may_look_at_no_contact(tables: dict[str, str]) -> None:
    path = Moving()
    with as_function("Due"), pytest.raises(Denied):
        path.stores.contacts.read_contacts(BRAND, ["a" * 32])
    with as_function("Due"), pytest.raises(Denied):
        OpsRow(insight_keys.batch_done(BRAND, "x"), "#").delete()


def test_agents_change_contacts_and_segments_with_the_api_s_role(
    tables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    monkeypatch.setattr("respond.api.open_stores", lambda: world.stores)
    _fill(world, tables)
    mara = {"id": world.ids()["mara"]}
    with as_function("Api") as asked:
        answers = [
            add(world),
            patch(world, {"rule": {"attribute": "negative", "at_least": 2}}),
            preview(world, {"attribute": "negative", "at_least": 1}),
            world.call("PATCH", "/contacts/{id}", path=mara, headers={"If-Match": "*"},
                       body={"stage": "former", "reason": "left", "attributes": {"a": "b"}}),
            world.get("/contacts/{id}/history", path=mara),
            world.get("/conversations/{id}", path={"id": world.ids()["angry"]}),
            world.call("DELETE", "/segments/{id}", path={"id": "angry"}),
        ]  # fmt: skip
    assert [answer.status for answer in answers] == [201, 200, 200, 200, 200, 200, 202]
    assert {
        ("PutItem", "core", "segments"),
        ("Query", "core", "index"),
        ("UpdateItem", "core", "identity"),
    } <= asked
    assert len(queued()) == 4
    assert world.stores.segments.find_segment(ACME, "angry") is None


def _message(body: str) -> Any:
    from aws.queues import Message

    return Message("1", body, "r")
