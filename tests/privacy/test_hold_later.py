"""D16: a legal hold covers what comes while it stands, and what TTL, the platform or another's erasure would take.

Tests of: `store.forgetting.deferred_redactions`, `store.forgetting.pinned_rows`, `store.contacts.history`.
"""

from typing import Any

import pytest

from model.contact import Stage
from model.privacy_task import State
from model.receipt import RELEASE
from store.contacts import history
from store.contacts import keys as contact_keys
from store.contacts.consents import Consent
from store.contacts.rows import ConsentRow, HistoryRow, IdentityRow, PointerRow
from store.conversations import keys as conversation_keys
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.forgetting import keys as forgetting_keys
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow, SaltRow
from store.vault.shredder import Shredded
from tests.privacy.case import Case
from tests.privacy.purging import DAY, DPO, SUPERVISOR, Installation
from tests.privacy.world import canaries, counting, life, mention
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

FORUM, NO_TRACE = "discourse", "reddit"
YEARS = 1000


@pytest.fixture
def world() -> Installation:
    return Installation(FORUM, NO_TRACE)


def _row(item: str) -> FeedRow:
    return FeedRow.get(interaction_keys.interaction(BRAND, item), consistent_read=True)


def _person(world: Installation, native_id: str = "u1", platform: str = FORUM) -> str:
    return world.path(platform).item(native_id, "person")


def _held(world: Installation, person: str, until_days: float = YEARS) -> str:
    hold = world.hold(person, until_days)
    assert world.settle()["holds"]["sealed"] == 1
    return hold


def _ttl(world: Installation) -> None:
    """What TTL would have taken by now."""
    now = world.clock()
    for model, name in ((FeedRow, "expires_at"), (PointerRow, "until"), (HistoryRow, "until")):
        for row in model.scan():
            if (getattr(row, name) or now) < now:
                row.delete()


@pytest.mark.parametrize("platform", [FORUM, NO_TRACE])
def test_d16_what_is_written_while_it_stands_is_under_it_from_the_first(
    world: Installation, platform: str
) -> None:
    world.comment(platform, "c1")
    person = _person(world, platform=platform)
    hold = _held(world, person)
    world.days(1)
    public, private = world.comment(platform, "c2"), world.message(platform, "m2")
    other = world.comment(platform, "c3", "u2")
    assert [_row(item).hold for item in (public, private, other)] == [hold, hold, None]
    assert _row(public).expires_at is None
    world.days(400)
    world.purge()
    assert world.opens(public)
    assert world.opens(private)
    assert not world.opens(other)


def test_d16_a_run_costs_the_same_however_much_is_held(world: Installation) -> None:
    world.comment(FORUM, "c0")
    _held(world, _person(world))
    world.purge()
    with counting() as few:
        world.purge()
    for number in range(1, 12):
        world.comment(FORUM, f"c{number}")
    world.purge()
    with counting() as many:
        world.purge()
    assert few.calls == many.calls > 0


@pytest.mark.parametrize("late_s", [1, 100, 299])
def test_d16_who_does_not_know_of_it_yet_is_made_up_for(world: Installation, late_s: int) -> None:
    """A function goes on with salts it remembers for five minutes."""
    unaware = world.path(FORUM)
    unaware.deliver(_comment("c1", world))
    hold = world.hold(_person(world))
    world.purge()
    world.clock.now += late_s
    unaware.deliver(_comment("c2", world))
    late = world.path(FORUM).item("c2")
    assert _row(late).hold is None
    world.clock.now += 900
    assert world.purge()["holds"]["sealed"] == 1
    assert _row(late).hold == hold


def _comment(name: str, world: Installation, **more: Any) -> dict[str, Any]:
    at = int(world.clock() * 1000)
    record = {"kind": "comment", "external_id": name, "author_id": "u1", "author_name": "Mara u1",
              "text": f"words of {name}", "thread_id": "p1", "parent_id": "p1", "conversation_id": name,
              "occurred_at": at}  # fmt: skip
    return record | more


@pytest.mark.parametrize("late_s", [1, 100, 299])
def test_d16_what_is_sealed_under_it_while_it_ends_is_not_lost(world: Installation, late_s: int) -> None:
    world.comment(FORUM, "c1")
    person = _person(world)
    _held(world, person)
    unaware = world.path(FORUM)
    unaware.deliver(_comment("c2", world))
    world.stores.holds.end(person, DPO)
    world.purge()
    world.clock.now += late_s
    unaware.deliver(_comment("c3", world))
    world.clock.now += 900
    assert world.purge()["holds"]["ended"] == 1
    for name in ("c1", "c2", "c3"):
        item = world.path(FORUM).item(name)
        assert _row(item).hold is None
        assert world.readable(item)
    item = world.comment(FORUM, "c4")
    assert _row(item).hold is None


@pytest.mark.parametrize("platform", [FORUM, NO_TRACE])
def test_d16_what_is_deleted_there_is_kept_shown_to_nobody_and_goes_at_the_end(
    world: Installation, platform: str
) -> None:
    item = world.comment(platform, "c1")
    _held(world, _person(world, platform=platform), until_days=1)
    world.comment(platform, "c1", kind="delete", text=None, occurred_at=int(world.clock() * 1000) + 1000)
    for _ in range(2):
        kept = world.stores.feed.open_rows(BRAND, [_row(item)])[item]
        assert kept.content is not None
        assert kept.content.text == "words of c1"
        assert kept.shown is None
        world.comment(platform, "c1", kind="delete", text=None, occurred_at=int(world.clock() * 1000) + 2000)
    world.days(1.1)
    assert world.settle()["holds"]["ended"] == 1
    if platform == NO_TRACE:
        assert not [row for row in FeedRow.scan() if row.pk.endswith(item)]
    else:
        assert world.stores.feed.open_rows(BRAND, [_row(item)])[item].content is None


def _staged(world: Installation, person: str, stage: Stage) -> None:
    from dataclasses import replace

    def step(contact: Any, entered: Any) -> Any:
        return replace(contact, stage=stage, stage_at=int(world.clock() * 1000)), entered, "why"

    assert world.stores.edits.keep_edit(BRAND, person, "ann", step) is not None


def test_d16_history_does_not_end_while_it_stands_and_its_end_comes_back(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = _person(world)
    _staged(world, person, Stage.CUSTOMER)
    (before,) = history.read_history_rows(BRAND, person)
    _held(world, person, until_days=500)
    world.days(1)
    _staged(world, person, Stage.FORMER)
    world.days(450)
    world.purge()
    _ttl(world)
    assert [row.stage for row in history.read_history_rows(BRAND, person)] == ["customer", "former"]
    assert [row.until for row in history.read_history_rows(BRAND, person)] == [None, None]
    world.comment(FORUM, "c2")
    world.days(51)
    world.settle()
    assert next(history.read_history_rows(BRAND, person)).until == before.until
    _ttl(world)
    assert list(history.read_history_rows(BRAND, person)) == []


def test_d16_edges_heads_consents_and_the_person_outlive_ttl_and_every_purge(world: Installation) -> None:
    """Both ways, with two holds on one edge, private and public conversations."""
    world.comment(FORUM, "c1", mentioned_ids=["u2"])
    private = world.message(FORUM, "m1")
    other = world.comment(FORUM, "c9", "u9", mentioned_ids=["u8"])
    first, second = _person(world, "u1"), _person(world, "u2")
    world.comment(FORUM, "c2", "u2")
    world.stores.consents.append_consent(BRAND, first, "l1", Consent("marketing", True, "v1", "web", 1))
    _held(world, first, until_days=YEARS)
    _held(world, second, until_days=YEARS)
    world.comment(FORUM, "c3", mentioned_ids=["u2"])
    heads = {row.pk for row in ConversationRow.scan(ConversationRow.sk == HEAD)}
    mine = {
        conversation_keys.conversation(BRAND, _row(item).conversation)
        for item in (private, _item(world, "c3"))
    }
    assert mine < heads
    for _ in range(4):
        world.days(200)
        _ttl(world)
        world.settle()
    assert len(list(PointerRow.query(contact_keys.edge(BRAND, first)))) == 2
    assert len(list(PointerRow.query(contact_keys.edge(BRAND, second)))) == 2
    assert list(PointerRow.query(contact_keys.edge(BRAND, _person(world, "u8")))) == []
    left = {row.pk for row in ConversationRow.scan(ConversationRow.sk == HEAD)}
    assert mine <= left
    assert conversation_keys.conversation(BRAND, _row_or_none(other) or "c9") not in left
    assert len(list(ConsentRow.query(contact_keys.consents(BRAND, first)))) == 1
    assert IdentityRow.get(contact_keys.identity(BRAND, first), "#").hold is not None
    world.stores.holds.end(first, DPO)
    world.settle()
    assert {len(row.holds) for row in PointerRow.query(contact_keys.edge(BRAND, second))} == {1}, (
        "one hold is left"
    )
    world.stores.holds.end(second, DPO)
    world.settle()
    _ttl(world)
    assert list(PointerRow.query(contact_keys.edge(BRAND, second))) == []


def _item(world: Installation, name: str) -> str:
    return world.path(FORUM).item(name)


def _row_or_none(item: str) -> str | None:
    found = [row for row in FeedRow.scan() if row.pk.endswith(item)]
    return found[0].conversation if found else None


def test_d16_somebody_nobody_had_a_key_for_any_more_is_covered_too(world: Installation) -> None:
    person, now_ms = _person(world), int(world.clock() * 1000)
    world.stores.holds.ask(person, SUPERVISOR, "a case", int(world.clock()) + 400 * DAY, now_ms)
    SaltRow(vault_keys.person_salt(BRAND, person)).delete()
    hold = world.stores.holds.agree(person, DPO, now_ms).id
    assert world.settle()["holds"]["sealed"] == 1
    assert _row(world.comment(FORUM, "c2")).hold == hold


def test_d16_who_was_erased_and_comes_back_is_still_held(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = _person(world)
    assert world.stores.shredder.destroy_person(BRAND, person, int(world.clock() * 1000)) is Shredded.SHREDDED
    hold = _held(world, person)
    item = world.message(FORUM, "m2")
    assert SaltRow.get(vault_keys.person_salt(BRAND, person)).hold == hold
    assert _row(item).hold == hold


# ---- Others' erasure ---------------------------------------------------------------------------------------


@pytest.fixture
def case() -> Case:
    made = Case()
    for each in ("anna", "bert"):
        made.path.deliver(*life(each))
    made.path.deliver(*mention("anna", "bert"))
    made.path.run()
    return made


def _tag(case: Case) -> FeedRow:
    return _row(case.path.item("tag-anna-bert"))


@pytest.mark.parametrize("when", ["sealed", "pending", "told"])
def test_d16_another_s_erasure_leaves_a_held_row_as_it_is_until_the_hold_ends(case: Case, when: str) -> None:
    hold = case.agree("bert")
    if when != "pending":
        case.purge()
    if when == "sealed":
        case.purge()
    before = case.readable()[case.path.item("tag-anna-bert")]
    task = case.ask_erasure("anna")
    for _ in range(12):
        case.step(task)
        case.purge()
    assert case.task(task).state is State.DONE
    row = _tag(case)
    assert row.hold == hold
    assert case.readable()[case.path.item("tag-anna-bert")] == before
    anna = case.person(canaries("anna")["native_id"])
    assert anna in row.people
    (receipt,) = [each for each in case.receipts() if each.kind == "erasure"]
    assert receipt.body["withheld"] == 1
    assert sum(receipt.body["left"].values()) == 0
    assert canaries("anna")["name"] not in str([each.to_dynamodb_dict() for each in HoldRow.scan()])
    case.release("bert")
    free, text = _tag(case), case.readable()[case.path.item("tag-anna-bert")]
    assert not free.hold
    assert not free.people
    assert not free.answered
    assert not [word for word in canaries("anna").values() if word in text]
    assert canaries("bert")["comment"] in text
    assert list(PointerRow.query(contact_keys.edge(BRAND, anna))) == []
    assert list(HoldRow.query(forgetting_keys.deferred_redactions(BRAND, hold))) == []
    (released,) = [each for each in case.receipts() if each.kind == RELEASE]
    assert released.body["redacted"] == 1


@pytest.mark.parametrize("steps", range(7))
def test_d16_a_hold_agreed_between_any_two_steps_of_an_erasure_wins_or_came_too_late(
    case: Case, steps: int
) -> None:
    """Nothing that could be read when both had agreed is gone once the erasure and the hold are through."""
    task = case.ask_erasure("anna")
    mine = {item for item, text in case.readable().items() if _of_anna(text)}
    assert mine
    for _ in range(steps):
        case.step(task)
    readable = {item for item in case.readable() if item in mine}
    case.agree("anna")
    for _ in range(14):
        case.step(task)
        case.purge()
    assert {item for item in case.readable() if item in mine} == readable
    expected = State.REFUSED if readable else State.DONE
    assert case.task(task).state is expected


def _of_anna(text: str) -> bool:
    return any(
        word in text
        for word in ("comment-canary-anna-ümläut bad", "message-canary-anna", "review-canary-anna")
    )
