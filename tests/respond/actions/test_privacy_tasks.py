"""Requests about people's data: entered once, by the right role, and for many people confirmed by a second person.

Tests of: `respond.shapes.privacy_task`.
"""

import json
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from aws import settings
from model import raw_objects
from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from store.dynamo.rows import OpsRow
from store.forgetting.rows import TaskRow
from tests.respond.world import ACME, MS, OTHER, World, authorizer
from tests.template.enforcing import as_function

DPO = authorizer(agent="dora")


@pytest.fixture(autouse=True)
def _queue(world: World) -> None:
    boto3.client("sqs").create_queue(QueueName="privacy")


def _ask(world: World, body: Any, key: str | None = "k1", caller: Any = DPO) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return world.call("POST", "/privacy-tasks", body=body, headers=headers, caller=caller)


def _queued() -> list[PrivacyDemand]:
    client = boto3.client("sqs")
    answer = client.receive_message(QueueUrl=settings.queue_privacy(), MaxNumberOfMessages=10)
    return [PrivacyDemand.from_json(message["Body"]) for message in answer.get("Messages", [])]


def test_a_request_is_kept_handed_on_and_answered_with_its_deadline(world: World) -> None:
    mara = world.ids()["mara"]
    answer = _ask(world, {"kind": "erase", "contact": mara})
    assert answer.status == 202
    body = answer.body
    assert (body["kind"], body["state"], body["contact"], body["asked_by"]) == (
        "erase",
        "received",
        mara,
        "dora",
    )
    received = datetime.fromtimestamp(world.clock(), UTC).date()
    assert body["due_on"] == received.replace(month=received.month + 1).isoformat()
    assert body["status_url"] == f"https://hooks.example/privacy/status/{body['id']}"
    (demand,) = _queued()
    assert (demand.brand, demand.id, demand.ask) == (ACME, body["id"], "erase")
    shown = world.call("GET", "/privacy-tasks/{id}", path={"id": body["id"]}, caller=DPO)
    assert shown.body == body
    assert {"agent": "dora", "action": "ask erase", "target": mara} in world.audit()


def test_the_same_key_is_the_same_request_or_refused(world: World) -> None:
    mara, tom = world.ids()["mara"], world.ids()["tom"]
    first = _ask(world, {"kind": "erase", "contact": mara}).body
    assert _ask(world, {"kind": "erase", "contact": mara}).body["id"] == first["id"]
    other = _ask(world, {"kind": "erase", "contact": tom})
    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")
    assert _ask(world, {"kind": "erase", "contact": tom}, "k2").body["id"] != first["id"]
    missing = _ask(world, {"kind": "erase", "contact": mara}, None)
    assert (missing.status, missing.body["code"]) == (400, "idempotency_key_missing")
    assert len(_tasks()) == 2


def test_a_key_is_compared_as_a_whole_or_refused(world: World) -> None:
    mara = world.ids()["mara"]
    long, longer = "k" * 199 + "a", "k" * 199 + "b"
    assert _ask(world, {"kind": "erase", "contact": mara}, long).status == 202
    assert _ask(world, {"kind": "erase", "contact": mara}, longer).status == 202
    refused = _ask(world, {"kind": "erase", "contact": mara}, long + "c")
    assert (refused.status, refused.body["code"]) == (400, "idempotency_key_too_long")
    assert len(_tasks()) == 2


def _tasks() -> list[Any]:
    return [row for row in TaskRow.scan() if row.pk.startswith("task#") and row.sk == "#"]


@pytest.mark.parametrize("agent", ["ann", "sue", "adam", "bot"])
def test_only_the_data_protection_officer_may_ask(world: World, agent: str) -> None:
    answer = _ask(world, {"kind": "erase", "contact": world.ids()["mara"]}, caller=authorizer(agent=agent))
    assert answer.status == 403
    assert _tasks() == []


def test_another_brands_people_and_tasks_are_nobody(world: World) -> None:
    stranger = world.ids(OTHER)["mara"]
    assert _ask(world, {"kind": "erase", "contact": stranger}).status == 404
    mine = _ask(world, {"kind": "erase", "contact": world.ids()["mara"]}).body["id"]
    theirs = authorizer(OTHER, "dora")
    assert world.call("GET", "/privacy-tasks/{id}", path={"id": mine}, caller=theirs).status == 404
    assert world.call("POST", "/privacy-tasks/{id}/approval", path={"id": mine}, caller=theirs).status == 404


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "erase"},
        {"kind": "forget", "contact": "mara"},
        {"kind": "rectify", "contact": "mara"},
        {"kind": "rectify", "contact": "mara", "fields": {}},
        {"kind": "rectify", "contact": "mara", "fields": {"mail": "x"}},
        {"kind": "object", "contact": "mara", "purposes": ["care"]},
        {"kind": "export", "contact": "mara", "keep_statistics": True},
        {"kind": "erase", "contact": "mara", "contacts": ["mara"]},
        {"kind": "revoke", "contact": "mara"},
    ],
    ids=json.dumps,
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(world: World, body: dict[str, Any]) -> None:
    mara = world.ids()["mara"]
    named = json.loads(json.dumps(body).replace('"mara"', f'"{mara}"'))
    assert _ask(world, named).status == 422
    assert _tasks() == []


def test_many_people_wait_for_a_second_person(world: World) -> None:
    people = [world.ids()["mara"], world.ids()["tom"]]
    task = _ask(world, {"kind": "erase", "contacts": people}).body
    assert (task["state"], task["contacts"]) == ("proposed", people)
    assert _queued() == []
    place = {"id": task["id"]}
    same = world.call("POST", "/privacy-tasks/{id}/approval", path=place, caller=DPO)
    assert (same.status, same.body["code"]) == (403, "second_person_needed")
    agent = world.call("POST", "/privacy-tasks/{id}/approval", path=place, caller=authorizer(agent="ann"))
    assert agent.status == 403
    assert _queued() == []
    approved = world.call("POST", "/privacy-tasks/{id}/approval", path=place, caller=authorizer(agent="sue"))
    assert (approved.status, approved.body["state"], approved.body["approved_by"]) == (200, "received", "sue")
    assert [demand.id for demand in _queued()] == [task["id"]]


def test_two_months_more_while_the_person_can_still_be_told(world: World) -> None:
    task = _ask(world, {"kind": "export", "contact": world.ids()["mara"]}).body
    received = datetime.fromtimestamp(world.clock(), UTC).date()
    more = world.call("POST", "/privacy-tasks/{id}/extension", path={"id": task["id"]}, caller=DPO).body
    assert more["due_on"] == received.replace(month=received.month + 3).isoformat()
    other = _ask(world, {"kind": "export", "contact": world.ids()["tom"]}, "k2").body
    world.clock.now += 40 * 86_400
    late = world.call("POST", "/privacy-tasks/{id}/extension", path={"id": other["id"]}, caller=DPO)
    assert (late.status, late.body["code"]) == (422, "too_late")


def test_a_copy_is_linked_for_a_quarter_of_an_hour_and_the_look_is_noted(world: World) -> None:
    task = _ask(world, {"kind": "export", "contact": world.ids()["mara"]}).body
    assert task["export_url"] is None
    kept = world.stores.tasks.find_task(ACME, task["id"])
    assert kept is not None
    key = raw_objects.key(raw_objects.EXPORTS, "slack", int(world.clock() * 1000), kept.id)
    world.stores.tasks.finish_task(kept, copy=key)
    shown = world.call("GET", "/privacy-tasks/{id}", path={"id": task["id"]}, caller=DPO).body
    assert f"-{task['id']}.json" in shown["export_url"]
    assert key in shown["export_url"]
    assert "Expires=" in shown["export_url"]
    assert {"agent": "dora", "action": "read export", "target": task["id"]} in world.audit()
    world.clock.now += 7 * 86_400
    later = world.call("GET", "/privacy-tasks/{id}", path={"id": task["id"]}, caller=DPO).body
    assert later["export_url"] is None


def test_what_was_asked_is_sealed(world: World) -> None:
    _ask(world, {"kind": "rectify", "contact": world.ids()["mara"], "fields": {"name": "Mara Fieldmouse"}})
    rows = repr([row.attribute_values for row in (*TaskRow.scan(), *OpsRow.scan())])
    assert "Fieldmouse" not in rows
    (demand,) = _queued()
    assert "Fieldmouse" not in demand.to_json()


def test_open_requests_are_listed_by_state_and_by_when_they_are_due(world: World) -> None:
    mara, tom = world.ids()["mara"], world.ids()["tom"]
    first = _ask(world, {"kind": "erase", "contact": mara}).body
    world.clock.now += 20 * 86_400
    second = _ask(world, {"kind": "export", "contact": tom}, "k2").body

    def listed(**query: str) -> list[str]:
        with as_function("Api"):
            answer = world.call("GET", "/privacy-tasks", query=query, caller=DPO)
        return [each["id"] for each in answer.body["data"]]

    assert listed() == []
    assert listed(state="open") == [first["id"], second["id"]]
    assert listed(state="open", due_before=second["due_on"]) == [first["id"]]
    assert listed(state="open", due_before=first["due_on"]) == []
    done = world.stores.tasks.find_task(ACME, first["id"])
    assert done is not None
    world.stores.tasks.finish_task(done)
    assert (listed(state="open"), listed(state="done")) == ([second["id"]], [first["id"]])
    page = world.call("GET", "/privacy-tasks", query={"state": "received", "limit": "1"}, caller=DPO).body
    assert (page["has_more"], page["data"][0]["due_on"]) == (False, second["due_on"])
    assert world.call("GET", "/privacy-tasks", query={"state": "lost"}, caller=DPO).status == 400


def _unproved(world: World, ask: str, **about: Any) -> str:
    task = Task("d" * 32, ACME, Ask(ask), State.PROPOSED, source="platform", received_at=MS, **about)
    return world.stores.tasks.open_task(task).id


def test_a_platforms_unproved_demand_is_listed_and_confirmed_by_the_right_roles(world: World) -> None:
    task = _unproved(world, "erase", person=world.ids()["mara"])
    listed = world.call("GET", "/privacy-tasks", caller=DPO)
    assert [each["id"] for each in listed.body["data"]] == [task]
    assert {"agent": "dora", "action": "read tasks", "target": task} in world.audit()
    for agent, status in (("ann", 403), ("sue", 403), ("bot", 403)):
        for verb in ("approval", "refusal"):
            call = ("POST", f"/privacy-tasks/{{id}}/{verb}")
            assert world.call(*call, path={"id": task}, caller=authorizer(agent=agent)).status == status
    assert _queued() == []
    admin = authorizer(agent="adam")
    for _ in range(2):  # the second changes nothing but that it is handed on once more
        done = world.call("POST", "/privacy-tasks/{id}/approval", path={"id": task}, caller=admin)
        assert (done.status, done.body["state"], done.body["approved_by"]) == (200, "received", "adam")
    assert {demand.id for demand in _queued()} == {task}
    late = world.call("POST", "/privacy-tasks/{id}/refusal", path={"id": task}, caller=admin)
    assert (late.status, late.body["code"]) == (409, "not_proposed")
    assert world.call("GET", "/privacy-tasks", caller=DPO).body["data"] == []


def test_a_refused_demand_goes_nowhere(world: World) -> None:
    task = _unproved(world, "erase", person=world.ids()["mara"])
    refused = world.call("POST", "/privacy-tasks/{id}/refusal", path={"id": task}, caller=DPO)
    assert (refused.status, refused.body["state"], refused.body["contact"]) == (200, "refused", None)
    late = world.call("POST", "/privacy-tasks/{id}/approval", path={"id": task}, caller=DPO)
    assert (late.status, late.body["code"]) == (409, "not_proposed")
    assert _queued() == []


def test_an_account_shows_that_its_withdrawal_waits_for_a_decision(world: World) -> None:
    account = f"telegram{ACME}"
    task = _unproved(world, "revoke", account=account, platform="telegram")
    shown = {each["id"]: each for each in world.call("GET", "/accounts").body["data"]}
    assert (shown[account]["state"], shown[account]["withdrawal_task"]) == ("active", task)
    assert [each["withdrawal_task"] for name, each in shown.items() if name != account] == [None]
    world.call("POST", "/privacy-tasks/{id}/refusal", path={"id": task}, caller=DPO)
    assert not any(each["withdrawal_task"] for each in world.call("GET", "/accounts").body["data"])
