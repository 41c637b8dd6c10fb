"""A sealed row that is damaged, foreign or newer stops no list and no other row (fault F34, `Vault.read_sealed`)."""

from collections.abc import Callable
from typing import Any

import pytest

from model.messages import Envelope
from model.privacy_task import Ask, Task
from respond.access import DPO
from store.brand import keys as brand_keys
from store.brand.agents import Agent
from store.brand.rows import AccountRow
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from store.dynamo.rows import OpsRow
from store.forgetting import keys as forgetting_keys
from store.forgetting.rows import TaskRow
from store.forgetting.tasks import HEAD
from store.interactions import keys as interaction_keys
from store.interactions.mapping import header_of
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow
from store.vault.sealed import VERSION, Tampered
from tests.respond.world import ACME, FACEBOOK, MS, TELEGRAM, World
from tests.store.world import NOW, connect

Spoil = Callable[[bytes], bytes]
SPOILT: dict[str, Spoil] = {
    "a byte is another": lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
    "it is cut in its header": lambda sealed: sealed[:5],
    "it is cut behind its header": lambda sealed: sealed[:-20],
    "it is of a newer version": lambda sealed: bytes([VERSION + 1]) + sealed[1:],
    "it is nothing of ours": lambda _: b"\x01\x01\xff\xfe garbage",
}


@pytest.fixture(params=list(SPOILT.values()), ids=list(SPOILT))
def spoil(request: pytest.FixtureRequest) -> Spoil:
    return request.param  # type: ignore[no-any-return]  # pytest does not know


def _spoil(row: Any, spoil: Spoil) -> bytes:
    spoilt = spoil(bytes(row.sealed))
    row.update([type(row).sealed.set(spoilt)])
    return spoilt


def _interaction(world: World, native_id: str, platform: str = TELEGRAM) -> FeedRow:
    return FeedRow.get(interaction_keys.interaction(ACME, world.hid(platform, "item", native_id)))


def _told(capsys: pytest.CaptureFixture[str]) -> int:
    return capsys.readouterr().out.count('"sealed_unreadable":1')


def test_f34_the_inbox_shows_a_placeholder_and_everything_else(
    world: World, spoil: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    _spoil(_interaction(world, "m1"), spoil)
    capsys.readouterr()
    answer = world.get("/conversations")
    assert answer.status == 200
    shown = {row["id"]: row["last_interaction"] for row in answer.body["data"]}
    assert len(shown) == 3
    assert shown[world.ids()["angry"]]["unreadable"] is True
    assert shown[world.ids()["angry"]]["snippet"] is None
    assert shown[world.ids()["happy"]]["snippet"]
    assert _told(capsys) == 1


def test_a_conversation_shows_a_placeholder_in_its_place(world: World, spoil: Spoil) -> None:
    _spoil(_interaction(world, "c2", FACEBOOK), spoil)
    answer = world.get("/conversations/{id}/interactions", path={"id": world.ids()["comment"]})
    assert answer.status == 200
    assert [(row["text"], row["unreadable"]) for row in answer.body["data"] if row["unreadable"]] == [
        (None, True)
    ]
    assert any(row["text"] for row in answer.body["data"])


def test_a_contact_without_a_readable_profile_has_no_name_and_stays_in_lists(
    world: World, spoil: Spoil
) -> None:
    mara = world.ids()["mara"]
    before = _spoil(IdentityRow.get(contact_keys.identity(ACME, mara), PROFILE), spoil)
    assert world.get("/conversations").status == 200
    answer = world.get("/contacts/{id}", path={"id": mara})
    assert answer.status == 200
    assert answer.body["name"] is None
    world.tell(
        TELEGRAM,
        {
            "kind": "message",
            "mode": "private",
            "external_id": "m9",
            "thread_id": "t1",
            "author_id": "u1",
            "author_name": "Mara Field",
            "text": "hello again",
            "occurred_at": MS,
        },
    )
    assert _interaction(world, "m9").sealed, "what they write is kept"
    assert bytes(IdentityRow.get(contact_keys.identity(ACME, mara), PROFILE).sealed) == before, (
        "nothing takes its place"
    )


def test_what_arrives_about_an_unreadable_interaction_waits_and_its_neighbours_do_not(
    world: World, spoil: Spoil
) -> None:
    row = _interaction(world, "m1")
    before = _spoil(row, spoil)
    known = world.stores.feed.open_rows(ACME, [_interaction(world, "m2")])
    edit, new = header_of(ACME, row), next(iter(known.values()))
    with pytest.raises(Tampered):
        world.stores.feed.fold_interactions(ACME, [edit, new])
    assert bytes(_interaction(world, "m1").sealed) == before


def test_accounts_are_listed_with_a_placeholder(world: World, spoil: Spoil) -> None:
    spoilt = connect(world.stores, "slack", "T1", brand=ACME)
    whole = connect(world.stores, "slack", "T2", brand=ACME)
    (row,) = [each for each in AccountRow.query(brand_keys.account(ACME)) if each.account == spoilt.id]
    _spoil(row, spoil)
    answer = world.get("/accounts")
    assert answer.status == 200
    shown = {each["id"]: each for each in answer.body["data"]}
    assert shown[spoilt.id]["title"] == "(unreadable)"
    assert shown[whole.id]["native_id"] == "T2"


def test_tasks_and_holds_are_listed_without_what_cannot_be_read(world: World, spoil: Spoil) -> None:
    person = world.ids()["mara"]
    hold = world.stores.holds.ask(person, Agent("dora", ACME, DPO), "a case", NOW + 86_400, MS)
    _spoil(HoldRow.get(vault_keys.holds(ACME), person), spoil)
    found = world.stores.holds.one(ACME, person)
    assert found is not None
    assert (found.id, found.reason) == (hold.id, "")
    task = world.stores.tasks.open_task(
        Task(
            "t" * 32,
            ACME,
            Ask.EXPORT,
            person=person,
            platform=TELEGRAM,
            received_at=MS,
            asked={"agreed": "x"},
        )
    )
    _spoil(TaskRow.get(forgetting_keys.task(ACME, task.id), HEAD), spoil)
    again = world.stores.tasks.find_task(ACME, task.id)
    assert again is not None
    assert again.asked == {}


def test_what_people_talk_about_goes_on_without_one_batch(world: World, spoil: Spoil) -> None:
    rows = [row for row in OpsRow.scan() if row.pk.startswith("pulse#") and row.sealed and row.entry]
    assert rows
    _spoil(rows[0], spoil)
    hour = rows[0].entry["hour"]
    assert world.stores.pulses.read_open_hour(ACME, hour)


def test_parked_deliveries_are_listed_without_what_cannot_be_read(world: World, spoil: Spoil) -> None:
    envelope = Envelope(TELEGRAM, "endpoint", ACME, MS, body=b"{")
    world.stores.parked.park_delivery(envelope, "bad_json", MS)
    (row,) = [each for each in OpsRow.scan() if each.pk.startswith("parked#")]
    _spoil(row, spoil)
    assert [each.message for each in world.stores.parked.list_parked(ACME, MS)] == [None]
