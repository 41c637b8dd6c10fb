"""P8: of an erased member of a platform that allows no trace nothing is left, not even an id; holds work there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.models import Model

from aws.queues import Message
from model.contact import Stage
from model.messages import PrivacyDemand
from model.privacy_task import Ask, State, Task
from model.receipt import ERASURE
from privacy import procedures
from privacy.fulfil import Fulfil
from store.contacts import keys as contact_keys
from store.contacts.consents import Consent
from store.contacts.rows import DueRow, PointerRow
from store.dynamo.rows import CoreRow, OpsRow
from store.forgetting.idle import GONE, STUB
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.purging import Installation
from tests.privacy.world import canaries, life, mention
from tests.store.path import Claims
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

PLATFORMS = ("reddit", "linkedin")
TABLES: tuple[type[Model], ...] = (CoreRow, FeedRow, OpsRow, SaltRow)


class Member:
    """Anna's life on such a platform, Bert tagging her, and everything that may be asked about her."""

    def __init__(self, platform: str) -> None:
        self.world, self.platform = Installation(platform), platform
        self.objects = Claims()
        self.path = self.world.path(platform)
        at = int(self.world.clock() * 1000)
        for records in (
            life("anna", at),
            life("bert", at),
            mention("anna", "bert", at),
            mention("bert", "anna", at),
        ):
            assert self.path.deliver(*records) == {"batchItemFailures": []}
        self.path.run()
        self.id = self.path.item(canaries("anna")["native_id"], "person")
        self.bert = self.path.item(canaries("bert")["native_id"], "person")

    def ask(self, ask: Ask, number: str, **asked: Any) -> Task:
        """A request about her, fulfilled."""
        at = int(self.world.clock() * 1000)
        task = Task(
            number * 32, BRAND, ask, person=self.id, platform=self.platform, received_at=at, asked=asked
        )
        self.world.stores.tasks.open_task(task)
        return self.fulfil(task.id, ask)

    def fulfil(self, task: str, ask: Ask) -> Task:
        """Until it ends."""
        waiting = [PrivacyDemand(BRAND, task, ask.value).to_json()]
        while waiting:
            made = self.world.stores

            def again(body: str, seconds: int) -> None:
                self.world.clock.now += seconds
                waiting.append(body)

            by_ask = procedures.of(made, self.objects)
            Fulfil(made.tasks, by_ask, again, self.world.clock).fulfil_demand(
                Message("m", waiting.pop(), "r")
            )
        found: Task | None = self.world.stores.tasks.find_task(BRAND, task)
        assert found is not None
        return found

    def traces(self, *words: str) -> Iterator[tuple[str, str]]:
        """(word, row) wherever one of these stands in the clear in any table."""
        for table in TABLES:
            for raw in _raw(table):
                yield from ((word, raw) for word in words if word in raw)


def _raw(table: type[Any]) -> Iterator[str]:
    """Every row whole, whatever model it is of."""
    from aws import clients

    pages = clients.client("dynamodb").get_paginator("scan").paginate(TableName=table.Meta.table_name)
    for page in pages:
        yield from (repr(item) for item in page["Items"])


@pytest.fixture(params=PLATFORMS)
def member(request: pytest.FixtureRequest) -> Member:
    return Member(request.param)


def _staged(member: Member) -> None:
    def step(contact: Any, entered: Any) -> Any:
        at = int(member.world.clock() * 1000)
        return replace(contact, stage=Stage.CUSTOMER, stage_at=at), entered, "bought something"

    member.world.stores.edits.keep_edit(BRAND, member.id, "ann", step)


def test_p8_nothing_is_left_of_an_erased_member(member: Member) -> None:
    stores = member.world.stores
    _staged(member)
    stores.consents.append_consent(BRAND, member.id, "l1", Consent("marketing", True, "v1", "web", 1))
    listed = contact_keys.idle(BRAND, GONE, member.platform)
    DueRow(contact_keys.identity(BRAND, member.id), STUB, due_pk=listed, due_sk="20260101").save()
    broken = member.path.envelope(body=f'{{"{canaries("anna")["native_id"]}'.encode())
    stores.parked.park_delivery(broken, "bad_json", int(member.world.clock() * 1000))
    exported = member.ask(Ask.EXPORT, "a")
    assert exported.state is (State.DONE if member.platform == "reddit" else State.REFUSED)
    for number, ask, asked in (
        ("b", Ask.CONSENT, {"purpose": "marketing", "given": False}),
        ("c", Ask.OBJECT, {"purposes": ["analytics"]}),
        ("d", Ask.RECTIFY, {"fields": {"name": "Anna Right"}}),
        ("e", Ask.RESTRICT, {}),
    ):
        assert member.ask(ask, number, **asked).state is State.DONE
    assert list(member.traces(member.id)), "else this test could not fail"
    mine = {row.pk for row in FeedRow.scan() if row.author == member.id}
    assert len(mine) > 4
    done = member.ask(Ask.ERASE, "f")
    assert done.state is State.DONE
    assert list(member.traces(member.id, *canaries("anna").values(), "Anna Right")) == []
    assert not mine & {row.pk for row in FeedRow.scan()}
    assert member.objects.objects == {}
    (receipt,) = [each for each in member.world.stores.ledger.list_receipts(BRAND) if each.kind == ERASURE]
    assert receipt.body["keys_destroyed"] == 1
    assert sum(receipt.body["left"].values()) == 0
    left = {row.pk for row in SaltRow.scan()}
    assert vault_keys.person_salt(BRAND, member.id) not in left
    assert vault_keys.person_salt(BRAND, member.bert) in left
    assert [row for row in FeedRow.scan() if row.author == member.bert]


def test_p8_what_comes_late_for_an_erased_member_goes_with_the_second_pass_or_its_period(
    member: Member,
) -> None:
    """An edit and a comment of before the erasure, by a function that was slow; a head is all that could be left."""
    at = int(member.world.clock() * 1000)
    member.ask(Ask.ERASE, "f")
    for records in (life("anna", at), mention("anna", "bert", at)):
        assert member.path.deliver(*records) == {"batchItemFailures": []}
    for days in (0, 1, 2, 1):
        member.world.days(days)
        member.world.purge()
    assert list(member.traces(*canaries("anna").values())) == []
    assert [row.pk for row in FeedRow.scan() if row.author == member.id] == []


def test_p8_of_a_member_nobody_heard_of_for_days_an_erasure_leaves_nothing_either(member: Member) -> None:
    """Their rows went with their period, so nothing leads to the conversations they stood in."""
    for _ in range(4):
        member.world.days(1)
        member.world.purge()
    _ttl(member)
    assert member.ask(Ask.ERASE, "f").state is State.DONE
    assert list(member.traces(member.id, *canaries("anna").values())) == []


def _ttl(member: Member) -> None:
    for row in PointerRow.scan():
        if (row.until or member.world.clock()) < member.world.clock():
            row.delete()


def test_d16_a_hold_there_keeps_rows_ids_and_key_until_it_ends(member: Member) -> None:
    hold = member.world.hold(member.id, until_days=30)
    assert member.world.settle()["holds"]["sealed"] == 1
    mine = {row.pk for row in FeedRow.scan() if row.hold == hold}
    assert len(mine) > 4
    refused = member.ask(Ask.ERASE, "f")
    assert (refused.state, refused.reason) == (State.REFUSED, "legal_hold")
    member.world.days(20)
    member.world.settle()
    assert mine == {row.pk for row in FeedRow.scan()}, "Bert's are gone"
    member.world.days(11)
    member.world.settle()
    assert list(FeedRow.scan()) == []
    member.world.days(5)
    member.world.settle()
    member.world.days(2)
    member.world.settle()
    assert member.ask(Ask.ERASE, "g").state is State.DONE
    assert list(member.traces(member.id)) == []
