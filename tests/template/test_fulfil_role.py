"""Whoever fulfils requests touches what a person has and the keys of people and buckets; never a root."""

from dataclasses import replace
from typing import Any

import pytest

from aws.queues import Message
from model.conversation import Conversation, Status
from model.http import Request
from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from privacy.status import StatusPage
from store.brand import keys as brand_keys
from store.brand.brand_settings import BrandSettings
from store.brand.rows import ReceiptRow
from store.contacts import keys as contact_keys
from store.dynamo.rows import OpsRow
from store.forgetting.tasks import Tasks
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.test_revocation import Workspaces
from tests.privacy.world import MS, PLATFORM, FulfilStep, canaries, populate
from tests.store.world import BRAND
from tests.template.enforcing import Denied, as_function

pytestmark = pytest.mark.usefixtures("tables")

ASKED: tuple[tuple[Ask, dict[str, Any]], ...] = (
    (Ask.EXPORT, {}),
    (Ask.CONSENT, {"purpose": "marketing", "given": True}),
    (Ask.OBJECT, {"purposes": ["segmentation"]}),
    (Ask.RESTRICT, {}),
    (Ask.RECTIFY, {"fields": {"name": "Right"}}),
    (Ask.ERASE, {}),
)


@pytest.fixture
def world() -> FulfilStep:
    made = FulfilStep()
    populate(made, ["anna", "bert", "cleo"])
    made.path.intake.take_deliveries(_broken(made, canaries("bert")["native_id"]))
    return made


def _broken(world: FulfilStep, name: str) -> Any:
    from tests.store.path import sqs_event

    return sqs_event([world.path.envelope(body=f'{{"{name}"'.encode()).to_json()])


def _snoozed(head: Conversation | None) -> Conversation | None:
    return None if head is None else replace(head, status=Status.SNOOZED, snoozed_until=MS * 2)


def test_it_fulfils_everything_with_its_own_role(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    (thread,) = world.stores.conversations.list_private_threads(BRAND, person)
    world.stores.conversations.change_head(BRAND, thread, _snoozed)
    assert len(list(OpsRow.query(contact_keys.snoozes(BRAND)))) == 1
    tasks = []
    for number, (ask, asked) in enumerate(ASKED):
        tasks.append("abcdef"[number] * 32)
        one = Task(tasks[-1], BRAND, ask, person=person, platform=PLATFORM, received_at=MS, asked=asked)
        world.stores.tasks.open_task(one)
        world.waiting.append((world.clock() + number, PrivacyDemand(BRAND, one.id, ask.value).to_json()))
    world.waiting.append((world.clock() + 9, PrivacyDemand(
        BRAND, "g" * 32, "revoke", PLATFORM, account=world.stores.accounts.list_accounts(BRAND)[0].id, at=MS
    ).to_json()))  # fmt: skip
    item = world.path.item("comment-anna")
    for task, waits in (("h" * 32, True), ("i" * 32, False)):
        demand = PrivacyDemand(BRAND, task, "delete", PLATFORM, item=item, at=MS, needs_confirmation=waits)
        world.waiting.append((world.clock() + 8, demand.to_json()))
    hidden = world.demand("hide", canaries("cleo")["native_id"])
    with as_function("Fulfil") as asked_for:
        world.run()
    assert [world.task(task).state for task in (*tasks, "g" * 32, "i" * 32, hidden)] == [State.DONE] * 9
    assert world.task("h" * 32).state is State.PROPOSED
    assert ("UpdateItem", "feed", "I") in asked_for
    assert list(OpsRow.query(contact_keys.snoozes(BRAND))) == []
    assert {("UpdateItem", "keys", "person"), ("UpdateItem", "keys", "bucket")} <= asked_for
    assert ("PutItem", "core", "receipts") in asked_for
    assert ("DeleteItem", "core", "edge") in asked_for
    assert ("DeleteItem", "ops", "parked") in asked_for
    writes = {
        (table, prefix) for action, table, prefix in asked_for if "Get" not in action and action != "Query"
    }
    assert ("keys", "root") not in writes


def test_it_forgets_an_account_with_its_own_role_where_no_trace_may_stay() -> None:
    made = Workspaces("reddit")
    made.says("shop", "c1", "u1")
    made.says("club", "c2", "u2")
    made.whispers("shop", "m1", "u1")
    made.revoke()
    function = made.fulfil()
    with as_function("Fulfil") as asked_for:
        while made.waiting:
            due, body = made.waiting.pop(0)
            made.clock.now = max(made.clock.now, due)
            function.fulfil_demand(Message("m", body, "r"))
    assert made.state() is State.DONE
    assert ("Query", "feed", "index") in asked_for
    assert {("DeleteItem", "feed", "I"), ("DeleteItem", "ops", "buckets")} <= asked_for
    assert {("DeleteItem", "core", "identity"), ("DeleteItem", "core", "conversation")} <= asked_for


def test_it_may_not_touch_a_root_or_rewrite_a_receipt() -> None:
    with as_function("Fulfil"), pytest.raises(Denied):
        SaltRow(vault_keys.brand_root(BRAND)).delete()
    with as_function("Fulfil"), pytest.raises(Denied):
        ReceiptRow(brand_keys.receipts(BRAND), "000000000001").delete()


def test_the_status_page_reads_tasks_and_settings_and_nothing_else(world: FulfilStep) -> None:
    task = world.stores.tasks.open_task(Task("s" * 32, BRAND, Ask.ERASE, person="p" * 32, received_at=MS))
    with as_function("Status") as asked_for:
        settings = BrandSettings(world.clock).read_settings
        page = StatusPage(Tasks(None), settings).answer(task.id, Request.of("GET"))
    assert page.status == 200
    read = {("GetItem", "ops", "status"), ("GetItem", "ops", "task"), ("GetItem", "core", "settings")}
    assert asked_for == read
