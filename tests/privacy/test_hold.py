"""Legal holds: two people, before any key goes; what is held outlives purge and erasure, and then goes as well.

Tests of: `store.forgetting.holds`, `store.forgetting.holding`.
"""

from typing import Any

import pytest

from model.errors import Conflict
from model.receipt import HOLD, RELEASE
from store.brand.agents import Agent
from store.contacts import keys as contact_keys
from store.contacts.rows import IdentityRow
from store.forgetting.holds import HoldState, NotAllowed
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow, SaltRow
from store.vault.shredder import Shredded
from tests.privacy.purging import DAY, DPO, SUPERVISOR, Installation
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

FORUM = "discourse"


@pytest.fixture
def world() -> Installation:
    return Installation(FORUM, "reddit")


def _row(item: str) -> FeedRow:
    return FeedRow.get(interaction_keys.interaction(BRAND, item), consistent_read=True)


def _set(row: FeedRow | IdentityRow | SaltRow, *names: str) -> set[str]:
    """Which of these attributes the row has."""
    return {name for name in names if row.attribute_values.get(name) is not None}


def _person(world: Installation, native_id: str = "u1", platform: str = FORUM) -> str:
    return world.path(platform).item(native_id, "person")


def _held(world: Installation, person: str, until_days: float = 1000) -> str:
    hold = world.hold(person, until_days)
    assert world.settle()["holds"]["sealed"] == 1
    return hold


def _key_lost(world: Installation, person: str) -> None:
    """Destroy the person's key, as no code of ours does under a hold."""
    name = vault_keys.person_salt(BRAND, person)
    SaltRow(name).update([SaltRow.salt.remove(), SaltRow.erased_at.set(int(world.clock() * 1000))])


def test_d16_it_takes_a_supervisor_and_a_data_protection_officer(world: Installation) -> None:
    holds, now_ms, end = world.stores.holds, int(world.clock() * 1000), int(world.clock()) + DAY
    with pytest.raises(NotAllowed):
        holds.ask("p1", Agent("ann", BRAND, "agent"), "reason", end, now_ms)
    holds.ask("p1", SUPERVISOR, "reason", end, now_ms)
    for other in (SUPERVISOR, Agent("sam", BRAND, "supervisor"), Agent("sue", BRAND, "dpo"),
                  Agent("adam", BRAND, "admin")):  # fmt: skip
        with pytest.raises(NotAllowed):
            holds.agree("p1", other, now_ms)
    assert holds.agree("p1", DPO, now_ms).state is HoldState.PENDING
    with pytest.raises(Conflict):
        holds.agree("p1", DPO, now_ms)
    with pytest.raises(Conflict):
        holds.ask("p1", DPO, "another", end, now_ms)


@pytest.mark.parametrize(("reason", "days"), [("  ", 1), ("reason", -1), ("reason", 0)])
def test_it_has_a_reason_and_an_end(world: Installation, reason: str, days: float) -> None:
    now = int(world.clock())
    with pytest.raises(ValueError, match="reason and an end"):
        world.stores.holds.ask("p1", SUPERVISOR, reason, now + int(days * DAY), now * 1000)


def test_the_reason_is_sealed(world: Installation) -> None:
    world.hold("p1")
    raw = str([row.to_dynamodb_dict() for row in HoldRow.scan()])
    assert "court" not in raw
    assert world.stores.holds.one(BRAND, "p1").reason == "a case at court"


def test_what_is_held_outlives_its_bucket_and_has_no_ttl(world: Installation) -> None:
    public, private = world.comment(FORUM, "c1"), world.message(FORUM, "m1")
    other = world.comment(FORUM, "c2", "u2")
    hold = _held(world, _person(world))
    for item in (public, private):
        assert _set(_row(item), "hold", "expires_at", "due_at") == {"hold", "due_at"}
        assert _row(item).hold == hold
    assert _row(other).hold is None
    world.days(181)
    assert not world.readable(public), "for those who hold it, not for everyday readers"
    world.purge()
    assert world.opens(public)
    assert world.opens(private)
    assert not world.opens(other)


def test_d16_held_rows_outlive_the_person_s_key(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    person = _person(world)
    _held(world, person)
    assert world.stores.shredder.destroy_person(BRAND, person, int(world.clock() * 1000)) is Shredded.HELD
    assert (
        world.stores.shredder.close_person(BRAND, person, int(world.clock() * 1000)) is not Shredded.SHREDDED
    )
    _key_lost(world, person)
    assert world.opens(item)


def _text(world: Installation, item: str) -> str | None:
    content = world.stores.feed.open_rows(BRAND, [_row(item)])[item].content
    return content.text if content else None


def test_d16_a_hold_that_was_agreed_to_wins_against_a_purge_that_has_begun(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    world.days(180)
    hold = world.hold(_person(world))
    found = world.purge()
    assert all(each["held"] == each["due"] for each in found["buckets"])
    assert found["holds"]["sealed"] == 0, "somebody may still be writing without knowing"
    world.clock.now += 900
    assert world.purge()["holds"]["sealed"] == 1
    assert _row(item).hold == hold
    assert world.opens(item)


@pytest.mark.parametrize("at", range(6))
def test_d16_purge_and_hold_race_at_every_step(
    world: Installation, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Another agent agrees between any two requests of a purge: the row is held, or was gone before the agreement."""
    item = world.comment(FORUM, "c1")
    person = _person(world)
    world.days(181)
    now_ms = int(world.clock() * 1000)
    world.stores.holds.ask(person, SUPERVISOR, "a case", int(world.clock()) + 400 * DAY, now_ms)
    opened_at_agreement: list[bool] = []
    calls = [0]
    from pynamodb.connection.base import Connection

    whole = Connection._make_api_call

    def counted(self: Any, operation: str, arguments: Any) -> Any:
        calls[0] += 1
        if calls[0] == 8 + 3 * at and not opened_at_agreement:
            opened_at_agreement.append(False)
            world.stores.holds.agree(person, DPO, now_ms)
            opened_at_agreement[0] = world.opens(item)
        return whole(self, operation, arguments)

    monkeypatch.setattr(Connection, "_make_api_call", counted)
    world.purge()
    monkeypatch.undo()
    if not opened_at_agreement:
        world.stores.holds.agree(person, DPO, now_ms)
        opened_at_agreement.append(world.opens(item))
    world.clock.now += 900
    world.settle()
    assert world.opens(item) == opened_at_agreement[0]


def test_an_edit_of_a_held_row_stays_under_the_hold(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    hold = _held(world, _person(world))
    world.comment(FORUM, "c1", kind="edit", text="changed", occurred_at=int(world.clock() * 1000) + 1000)
    assert _row(item).hold == hold
    world.days(181)
    world.purge()
    _key_lost(world, _person(world))
    fresh = world.stores
    assert fresh.feed.open_rows(BRAND, [_row(item)])[item].content.text == "changed"


def test_a_held_profile_is_re_sealed_and_stays_when_it_is_seen_again(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = _person(world)
    hold = _held(world, person)
    world.days(2)
    world.comment(FORUM, "c2")
    row = IdentityRow.get(contact_keys.identity(BRAND, person), "#")
    assert row.hold == hold
    assert _set(row, "due_pk", "due_sk") == set()
    world.days(500)
    world.purge()
    _key_lost(world, person)
    assert world.stores.profiles.read_profiles(BRAND, [person])[person]["name"] == "Mara u1"


def test_rows_that_may_leave_no_trace_are_held_too(world: Installation) -> None:
    item = world.comment("reddit", "c1")
    _held(world, _person(world, platform="reddit"))
    world.days(3)
    world.purge()
    assert world.opens(item)


def test_at_its_end_what_is_overdue_goes_and_the_rest_lives_on(world: Installation) -> None:
    old = world.comment(FORUM, "c1")
    world.days(100)
    new = world.comment(FORUM, "c2")
    hold = _held(world, _person(world), until_days=90)
    world.days(91)
    found = world.settle()
    assert found["holds"]["ended"] == 1
    assert not world.opens(old)
    assert _set(_row(new), "hold", "due_at", "expires_at") == {"expires_at"}
    assert world.readable(new)
    assert world.stores.holds.one(BRAND, _person(world)) is None
    name = vault_keys.hold_name(hold)
    for key in (vault_keys.person_salt(BRAND, name), vault_keys.bucket_salt(BRAND, name)):
        assert SaltRow.get(key).salt is None, "nothing opens what is left of it in a backup"
    world.days(100)
    world.purge()
    assert not world.opens(new)


def test_a_person_erased_under_the_hold_is_gone_when_it_ends(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    person = _person(world)
    _held(world, person, until_days=10)
    _key_lost(world, person)
    world.days(11)
    world.settle()
    assert not [row for row in FeedRow.scan() if row.pk.endswith(item)]
    assert world.stores.profiles.read_profiles(BRAND, [person]) == {person: {}}


def test_it_can_be_ended_early_and_taken_back_before(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    person = _person(world)
    now_ms = int(world.clock() * 1000)
    holds = world.stores.holds
    holds.ask(person, SUPERVISOR, "a case", int(world.clock()) + DAY, now_ms)
    holds.end(person, DPO)
    assert holds.one(BRAND, person) is None
    _held(world, person)
    with pytest.raises(NotAllowed):
        holds.end(person, Agent("ann", BRAND, "agent"))
    holds.end(person, DPO)
    world.settle()
    assert world.readable(item)
    assert _row(item).hold is None


def test_holds_leave_receipts_that_name_nobody(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = _person(world)
    hold = _held(world, person, until_days=1)
    world.days(2)
    world.settle()
    found = [each for each in world.stores.ledger.list_receipts(BRAND) if each.kind in (HOLD, RELEASE)]
    assert [(each.kind, each.body["hold"]) for each in found] == [(HOLD, hold), (RELEASE, hold)]
    assert person not in str([each.to_ledger_record() for each in found])
