"""What a platform demands without proof waits for a person, is listed, counted when overdue, and done or forgotten."""

import json
from dataclasses import replace
from typing import Any

import pytest

from model.messages import PrivacyDemand
from model.privacy_task import CONFIRMATION_S, State
from privacy.purge import Purge
from store.dynamo.rows import OpsRow
from store.forgetting import keys as forgetting_keys
from tests.privacy.purging import Files
from tests.privacy.world import MS, PLATFORM, FulfilStep, canaries, populate
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")
TASK = "d" * 32


@pytest.fixture
def world() -> FulfilStep:
    made = FulfilStep()
    populate(made, ["anna", "bert"])
    return made


def _demand(world: FulfilStep, ask: str, **more: Any) -> None:
    demand = PrivacyDemand(BRAND, TASK, ask, PLATFORM, at=MS, needs_confirmation=True, **more)
    world.waiting.append((world.clock(), demand.to_json()))
    world.run()


def _decide(world: FulfilStep, state: State) -> None:
    tasks = world.fresh_stores().tasks
    task = tasks.decide(world.task(TASK), state, "adam")
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, TASK, task.ask.value).to_json()))
    world.run()


def _listed(world: FulfilStep) -> list[str]:
    return [task.id for task in world.fresh_stores().tasks.list_waiting(BRAND, "", 10)]


def test_nobody_is_erased_before_a_person_confirms_it(world: FulfilStep) -> None:
    before = world.readable()
    _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    assert (world.task(TASK).state, world.readable()) == (State.PROPOSED, before)
    assert _listed(world) == [TASK]
    _decide(world, State.RECEIVED)
    assert world.task(TASK).state is State.DONE
    assert not any(canaries("bert")["message"] in text for text in world.readable().values())
    assert _listed(world) == []
    assert list(OpsRow.query(forgetting_keys.waiting_tasks(BRAND))) == []


def test_the_same_demand_again_stays_one_and_waits_on(world: FulfilStep) -> None:
    for _ in range(2):
        _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    assert _listed(world) == [TASK]


def test_a_refused_demand_does_nothing_and_names_nobody_any_more(world: FulfilStep) -> None:
    before = world.readable()
    _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    _decide(world, State.REFUSED)
    _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    task = world.task(TASK)
    assert (task.state, task.reason, task.person) == (State.REFUSED, "not_approved", None)
    assert (world.readable(), _listed(world)) == (before, [])


def test_an_account_is_kept_until_its_withdrawal_is_confirmed(world: FulfilStep) -> None:
    (account,) = world.stores.accounts.list_accounts(BRAND)
    before = world.readable()
    _demand(world, "revoke", account=account.id)
    (kept,) = world.fresh_stores().accounts.list_accounts(BRAND)
    assert (kept, world.readable()) == (account, before)
    _decide(world, State.RECEIVED)
    (revoked,) = world.fresh_stores().accounts.list_accounts(BRAND)
    assert (revoked.state, world.readable()) == ("revoked", {})


def test_one_item_is_deleted_when_that_is_confirmed(world: FulfilStep) -> None:
    item = world.path.item("comment-bert")
    _demand(world, "delete", item=item)
    assert canaries("bert")["comment"] in world.readable()[item]
    _decide(world, State.RECEIVED)
    assert world.task(TASK).state is State.DONE
    assert world.readable()[item] == ""
    assert canaries("anna")["comment"] in world.readable()[world.path.item("comment-anna")]


def test_of_an_item_that_nobody_has_nothing_is_deleted(world: FulfilStep) -> None:
    _demand(world, "delete", item="x" * 32)
    _decide(world, State.RECEIVED)
    assert (world.task(TASK).state, world.task(TASK).reason) == (State.REFUSED, "unknown")


def test_an_alarm_is_raised_when_nobody_decided_for_24_hours(
    world: FulfilStep, capsys: pytest.CaptureFixture[str]
) -> None:
    def overdue() -> list[Any]:
        capsys.readouterr()
        Purge(world.fresh_stores(), Files()).purge_brands(60)
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [line["confirmation_overdue"] for line in lines if "confirmation_overdue" in line]

    _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    world.clock.now = MS / 1000 + CONFIRMATION_S
    assert overdue() == []
    world.clock.now += 1
    assert overdue() == [1]
    _decide(world, State.REFUSED)
    assert overdue() == []


def test_two_who_decide_at_once_are_told_apart(world: FulfilStep) -> None:
    from model.errors import Conflict

    _demand(world, "erase", person=world.person(canaries("bert")["native_id"]))
    before = world.task(TASK)
    world.stores.tasks.decide(before, State.REFUSED, "adam")
    with pytest.raises(Conflict):
        world.stores.tasks.decide(replace(before), State.RECEIVED, "dora")


@pytest.mark.parametrize(
    "unproved",
    [
        {"kind": "delete", "external_id": "comment-bert"},
        {"kind": "control", "signal": "erase_person", "author_id": canaries("bert")["native_id"]},
    ],
    ids=["deletion", "erasure"],
)
def test_what_no_signature_covers_comes_through_the_path_as_a_question(
    world: FulfilStep, unproved: dict[str, Any]
) -> None:
    before = world.readable()
    for _ in range(2):
        world.path.deliver(unproved | {"uncovered": True})
        world.waiting += [(world.clock(), body) for body in world.path.privacy_queue]
        world.path.privacy_queue.clear()
        world.run()
    (task,) = _listed(world)
    assert (world.task(task).state, world.readable()) == (State.PROPOSED, before)
    done = world.stores.tasks.decide(world.task(task), State.RECEIVED, "adam")
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, task, done.ask.value).to_json()))
    world.run()
    assert world.readable().get(world.path.item("comment-bert"), "") == ""
