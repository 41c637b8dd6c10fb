"""Erasing a person: nothing of theirs is left, everything of the others is, and there is one receipt.

Tests of: `privacy.backups`, `privacy.fulfil`, `privacy.procedure`, `privacy.procedures`,
`store.forgetting.erasing.associations`, `store.forgetting.erasing.counted`, `store.forgetting.erasing.heads`,
`store.forgetting.erasing.history`, `store.forgetting.erasing.identity`, `store.forgetting.erasing.leaver`,
`store.forgetting.erasing.parked`, `store.forgetting.erasing.rows`, `store.vault.shredder`.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import boto3
import pytest

from aws.queues import Message
from model.brand_settings import Settings
from model.conversation import HIGH, NORMAL
from model.http import Request
from model.interaction import Interaction
from model.messages import Envelope, PrivacyDemand
from model.privacy_task import Ask, State, Task
from model.response_time import AnsweredIn
from privacy.backups import DAY_MS, KEYS_DAYS
from privacy.receipts import verify_chain
from privacy.status import StatusPage
from store.brand.agents import Agent
from store.contacts.rows import IdentityRow, PointerRow
from store.conversations.rows import ConversationRow
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.world import MS, FulfilStep, Kills, Snapshot, canaries, life, mention, populate
from tests.proof.tablefake import TableFake
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def world() -> FulfilStep:
    made = FulfilStep()
    populate(made, ["anna", "bert", "cleo"])
    return made


def _texts(world: FulfilStep) -> str:
    made = world.fresh_stores()
    people = [
        row.pk.rsplit("#", 1)[1] for row in IdentityRow.scan(IdentityRow.sk == "#") if "identity#" in row.pk
    ]
    return repr(made.profiles.read_profiles(BRAND, people)) + repr(
        list(made.feed.open_rows(BRAND, list(FeedRow.scan())).values())
    )


def test_an_erased_person_is_gone_and_the_others_are_not(world: FulfilStep, tables: dict[str, str]) -> None:
    before = _texts(world)
    for each in ("anna", "bert", "cleo"):
        assert all(word in before for word in canaries(each).values())
    rows = FeedRow.count()
    task = world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert world.task(task).state is State.DONE
    after = _texts(world)
    for name, word in canaries("bert").items():
        assert word not in after, name
    for each in ("anna", "cleo"):
        assert all(word in after for word in canaries(each).values()), each
    assert FeedRow.count() == rows - 8, (
        "seven of their own and replies, and the comment with which they tagged Anna"
    )
    assert world.person(canaries("bert")["native_id"]) not in _everything(tables, "core", "feed", "ops")


SOME = 9
"""Of all calls one in so many; `make soak` takes every one."""


@pytest.mark.parametrize("after", [False, True], ids=["before a call", "after a call"])
def test_killed_anywhere_it_ends_with_one_receipt_and_the_same_counts(
    world: FulfilStep, table_fake: TableFake, after: bool
) -> None:
    _killed_at_each(world, table_fake, after, start=4 if after else 0, step=SOME)


@pytest.mark.soak
@pytest.mark.parametrize("after", [False, True], ids=["before a call", "after a call"])
def test_killed_at_every_single_call(world: FulfilStep, table_fake: TableFake, after: bool) -> None:
    _killed_at_each(world, table_fake, after, start=0, step=1)


def _killed_at_each(world: FulfilStep, table_fake: TableFake, after: bool, start: int, step: int) -> None:
    now, snapshot = world.clock.now, Snapshot(table_fake)
    task = world.demand("erase", canaries("bert")["native_id"])
    waiting = list(world.waiting)
    with Kills() as calm:
        world.run()
    expected = _outcome(world, task)
    assert calm.calls > 50
    for number in range(start, calm.calls, step):
        snapshot.restore()
        world.clock.now, world.waiting = now, list(waiting)
        assert world.run_through_kills(Kills(frozenset({number}), after)) == 1
        assert _outcome(world, task) == expected, f"killed at call {number}, {calm.names[number]}"


def test_killed_at_every_call_in_turn_it_ends_with_one_receipt(
    world: FulfilStep, table_fake: TableFake
) -> None:
    snapshot = Snapshot(table_fake)
    start = world.clock.now
    task = world.demand("erase", canaries("bert")["native_id"])
    waiting = list(world.waiting)
    world.run()
    expected = _outcome(world, task)
    snapshot.restore()
    world.clock.now, world.waiting = start, waiting
    kills = Kills(frozenset(range(7, 2000, 7)))
    assert world.run_through_kills(kills) > 10
    assert _outcome(world, task) == expected


def _outcome(world: FulfilStep, task: str) -> object:
    (receipt,) = world.receipts()
    assert verify_chain([receipt], world.fresh_stores().ledger.public_key(BRAND)) == []
    done = world.task(task)
    assert (done.state, done.receipt, done.person, done.asked) == (State.DONE, receipt.id, None, {})
    timeless = {k: v for k, v in receipt.body.items() if k not in ("erased_at", "in_backups_until")}
    return timeless, sorted(world.readable().items()), _rollups(world)


def _rollups(world: FulfilStep) -> object:
    day = datetime.fromtimestamp(NOW, UTC).strftime("%Y%m%d")
    return world.fresh_stores().rollups.read_counts(BRAND, day)


def _rollup_total(world: FulfilStep) -> int:
    day = datetime.fromtimestamp(NOW, UTC).strftime("%Y%m%d")
    return sum(row["n"] for row in world.fresh_stores().rollups.read_counts(BRAND, day))


def test_totals_are_taken_back_or_kept_as_was_asked(world: FulfilStep) -> None:
    assert _rollup_total(world) == FeedRow.count()
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert _rollup_total(world) == FeedRow.count()
    made = world.fresh_stores()
    made.tasks.open_task(
        Task("k" * 32, BRAND, Ask.ERASE, person=world.person(canaries("cleo")["native_id"]), received_at=MS,
             platform="standard_webhooks", keeps_statistics=True)
    )  # fmt: skip
    before = _rollup_total(world)
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, "k" * 32, "erase").to_json()))
    world.run()
    assert (_rollup_total(world), world.receipts()[-1].body["statistics"]) == (before, "kept")


def test_conversations_stay_with_what_others_wrote_and_go_without(world: FulfilStep) -> None:
    person = world.person(canaries("anna")["native_id"])
    public = world.path.item("comment-anna")
    tag = world.path.item("tag-anna-bert")
    heads = world.stores.conversations
    assert heads.read_conversations(BRAND, [public])[public].customer == person
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    head = heads.read_conversations(BRAND, [public])[public]
    assert (head.customer, head.last_item) == (None, tag), "Bert's comment below it stays"
    gone = [world.path.item("post-anna"), world.path.item("review-anna"),
            world.path.item(canaries("anna")["native_id"], "thread")]  # fmt: skip
    assert heads.read_conversations(BRAND, gone) == {}
    assert all(row.customer != person for row in ConversationRow.scan() if row.pk.startswith("conversation#"))
    assert not any(person in row.pk + row.sk for row in PointerRow.scan())


def test_what_they_complained_of_raises_nobody_else_s_conversation_any_more(world: FulfilStep) -> None:
    """A head counts what stands in it: reasons, priority and who waits go with the words they came from."""
    bert, cleo = (canaries(each) for each in ("bert", "cleo"))
    said = {"kind": "comment", "thread_id": "p1", "conversation_id": "q1"}
    asked = {"author_id": bert["native_id"], "author_name": bert["name"], "external_id": "q1", "text": "where is it",
             "occurred_at": MS - 9000}  # fmt: skip
    complained = {"author_id": cleo["native_id"], "author_name": cleo["name"], "parent_id": "q1",
                  "text": "bad, bad", "external_id": "q2", "occurred_at": MS - 7000}  # fmt: skip
    answered = {"direction": "out", "parent_id": "q1", "text": "it is there", "external_id": "q3",
                "answered_id": bert["native_id"], "occurred_at": MS - 8000}  # fmt: skip
    world.path.deliver(*(said | each for each in (asked, answered, complained)))
    world.path.run()
    heads, conversation = world.stores.conversations, world.path.item("q1")
    raised = heads.read_conversations(BRAND, [conversation])[conversation]
    assert raised.reasons
    assert (raised.priority, raised.waiting_since) == (HIGH, MS - 7000)
    world.demand("erase", cleo["native_id"])
    world.run()
    head = heads.read_conversations(BRAND, [conversation])[conversation]
    assert (head.priority, head.reasons, head.waiting_since) == (NORMAL, (), 0)
    assert (head.last_item, head.last_at, head.last_in_at) == (world.path.item("q3"), MS - 8000, MS - 9000)
    entry = head.inbox_entry
    assert entry is not None
    assert entry[1] in {row.inbox_sk for row in ConversationRow.scan()}, (
        "it stands in the inbox where it belongs"
    )


def test_names_in_what_others_wrote_are_taken_out_and_stay_out(world: FulfilStep) -> None:
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    text = world.readable()[world.path.item("tag-anna-bert")]
    assert text == f"{canaries('bert')['comment']} thanks [removed] alias [removed] ([removed])"
    world.clock.now += 400
    world.path.deliver(*mention("anna", "bert"), *life("bert"))
    assert world.readable()[world.path.item("tag-anna-bert")] == text, (
        "the same delivery again changes nothing"
    )
    assert not any(
        world.person(canaries("anna")["native_id"]) in row.pk + row.sk for row in PointerRow.scan()
    )


@pytest.mark.parametrize(
    ("parts", "left"), [(False, "Zyxnameanna, Qwertsonanna!"), (True, "[removed], [removed]!")]
)
def test_a_first_or_last_name_alone_goes_where_the_brand_says_so(
    world: FulfilStep, parts: bool, left: str
) -> None:
    world.stores.settings.keep_settings(BRAND, Settings(erase_name_parts=parts), "adam", MS)
    tagging = mention("anna", "bert")[0] | {"external_id": "alone", "text": "Zyxnameanna, Qwertsonanna!"}
    world.path.deliver(tagging)
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    assert world.readable()[world.path.item("alone")] == left


def test_a_mention_that_arrives_before_the_second_pass_is_redacted_by_it(world: FulfilStep) -> None:
    world.demand("erase", canaries("anna")["native_id"])
    world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
    world.clock.now += 400
    (told,) = mention("anna", "cleo")
    world.path.deliver(told, told | {"external_id": "untold", "named": []})
    item, untold = world.path.item("tag-anna-cleo"), world.path.item("untold")
    left = f"{canaries('cleo')['comment']} thanks [removed] alias [removed] ([removed])"
    assert world.readable()[item] == left, "at once, what the payload tells"
    assert canaries("anna")["name"] in world.readable()[untold]
    world.run()
    assert (world.readable()[item], world.readable()[untold]) == (left, left)


def test_what_others_write_of_them_later_on_does_not_name_them(
    world: FulfilStep, tables: dict[str, str]
) -> None:
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    world.clock.now += 400
    world.path.deliver(*mention("anna", "cleo"))
    item, person = world.path.item("tag-anna-cleo"), world.person(canaries("anna")["native_id"])
    assert (
        world.readable()[item]
        == f"{canaries('cleo')['comment']} thanks [removed] alias [removed] ([removed])"
    )
    assert person not in _everything(tables, "core", "feed", "ops")
    opened = world.fresh_stores().feed.open_rows(BRAND, FeedRow.scan())[item]
    assert (opened.people, opened.answered, opened.natives.answered_id) == (frozenset(), None, None)
    assert person not in repr(opened)


def test_somebody_never_seen_is_not_named_once_they_are_erased(world: FulfilStep) -> None:
    world.demand("erase", canaries("dora")["native_id"])
    world.run()
    world.clock.now += 400
    world.path.deliver(*mention("dora", "cleo"))
    assert not any(word in repr(world.readable()) for word in canaries("dora").values())


def test_who_was_only_ever_named_is_taken_out_of_what_others_wrote(world: FulfilStep) -> None:
    world.path.deliver(*mention("dora", "cleo"))
    item = world.path.item("tag-dora-cleo")
    text, copy = world.readable()[item], FeedRow.get(interaction_keys.interaction(BRAND, item))
    assert canaries("dora")["name"] in text
    world.demand("erase", canaries("dora")["native_id"])
    world.run()
    left = f"{canaries('cleo')['comment']} thanks [removed] alias [removed] ([removed])"
    assert world.readable()[item] == left
    (opened,) = world.fresh_stores().feed.open_rows(BRAND, [copy]).values()
    assert opened.content is not None
    assert opened.content.text == text, "a copy from before keeps it until `FeedPitrDays` are over (0023)"
    tombstone = SaltRow.get(vault_keys.person_salt(BRAND, world.person(canaries("dora")["native_id"])))
    left_of_it = {name for name, value in tombstone.attribute_values.items() if value is not None}
    assert left_of_it == {"pk", "erased_at"}, "no date takes the tombstone away"


def test_a_name_that_is_written_between_the_key_and_the_second_pass_is_taken_out_by_that(
    world: FulfilStep,
) -> None:
    """Who writes it remembers the key from before: its edge was there before the first pass, its row is after."""
    remembering = Path(world.stores)
    remembering.stores.vault.prepare_salts(BRAND, [world.person(canaries("anna")["native_id"])])
    late = mention("anna", "cleo")[0] | {
        "external_id": "late",
        "text": f"late {canaries('anna')['name']} untold",
    }
    late["named"] = []
    profiles, fold_in = remembering.stores.profiles, remembering.stores.feed.fold_interactions

    def erased_before(brand: str, items: Sequence[Interaction]) -> dict[str, Interaction]:
        world.demand("erase", canaries("anna")["native_id"])
        world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
        return fold_in(brand, items)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembering.stores.feed, "fold_interactions", erased_before)
        patch.setattr(profiles, "list_names", lambda *_, **__: {})
        remembering.deliver(late)
    item = world.path.item("late")
    assert canaries("anna")["name"] in world.readable()[item]
    world.run()
    assert world.readable()[item] == "late [removed] untold"
    person = world.person(canaries("anna")["native_id"])
    assert not [row for row in (*FeedRow.scan(), *PointerRow.scan()) if person in repr(row.attribute_values)]


def test_who_comes_back_is_named_again_and_not_in_what_was_before(world: FulfilStep) -> None:
    (before,) = mention("anna", "bert")
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    world.clock.now += 400
    now = int(world.clock() * 1000)
    message = life("anna")[1] | {"external_id": "again", "occurred_at": now}
    world.path.deliver(message, before | {"external_id": "later", "occurred_at": now}, received_at=now)
    texts = world.readable()
    assert canaries("anna")["name"] in texts[world.path.item("later")]
    old = texts[world.path.item(before["external_id"])]
    assert not any(word in old for word in canaries("anna").values())


def test_late_deliveries_meet_the_tombstone(world: FulfilStep) -> None:
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    rows = FeedRow.count()
    world.clock.now += 400
    for record in life("bert"):
        assert world.path.deliver(record) == {"batchItemFailures": []}
    later = int(world.clock() * 1000)
    world.path.deliver(life("bert", later + 20_000)[0] | {"external_id": "new-comment"}, received_at=later)
    assert FeedRow.count() == rows, "what is public stays away, also what was written since"
    assert world.person(canaries("bert")["native_id"]) not in repr(list(IdentityRow.scan()))


def test_who_writes_in_private_again_begins_anew(world: FulfilStep) -> None:
    person, thread = world.person(canaries("bert")["native_id"]), canaries("bert")["native_id"]
    old = life("bert")[1]
    world.demand("erase", thread)
    world.run()
    world.clock.now += 400
    now = int(world.clock() * 1000)
    new = old | {"external_id": "again", "text": "it is me again", "occurred_at": now}
    edit = old | {"kind": "edit", "text": "an old message, edited", "occurred_at": now}
    world.path.deliver(new, received_at=now)
    world.path.deliver(old, edit, received_at=now)
    world.path.run()
    item, texts = world.path.item("again"), world.readable()
    assert texts[item] == "it is me again"
    assert world.path.item(old["external_id"]) not in texts
    contact = world.fresh_stores().contacts.read_contacts(BRAND, [person])[person]
    assert contact.facts.interactions == 1, "nothing is known from before"
    second = world.demand("erase", thread)
    world.run()
    assert world.task(second).state is State.DONE
    assert item not in world.readable()
    assert [receipt.number for receipt in world.receipts()] == [1, 2]


def test_who_comes_back_while_they_are_erased_keeps_what_is_new(world: FulfilStep) -> None:
    """Between the destruction of the key and the second pass a new message arrives, at a function that knows."""
    thread = canaries("bert")["native_id"]
    task = world.demand("erase", thread)
    world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
    assert world.task(task).state is State.DELETED
    world.clock.now += 400
    now = int(world.clock() * 1000)
    world.path.deliver(
        life("bert")[1] | {"external_id": "again", "text": "new", "occurred_at": now}, received_at=now
    )
    world.run()
    assert world.task(task).state is State.DONE
    assert world.readable()[world.path.item("again")] == "new"


def test_what_a_function_with_an_old_key_wrote_meanwhile_goes_in_the_second_pass(world: FulfilStep) -> None:
    """The path's own vault remembers the salt for five minutes: what it seals with that cannot be read."""
    world.path.deliver(life("bert")[0])
    task = world.demand("erase", canaries("bert")["native_id"])
    world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
    for record in life("bert"):
        world.path.deliver(record)
    assert any(world.person(canaries("bert")["native_id"]) in repr(row) for row in FeedRow.scan())
    world.run()
    assert world.task(task).state is State.DONE
    assert world.receipts()[0].body["left"] == dict.fromkeys(world.receipts()[0].body["left"], 0)
    assert not any(world.person(canaries("bert")["native_id"]) in repr(row) for row in FeedRow.scan())


def test_what_is_said_after_it_is_kept_also_by_a_function_with_an_old_key(world: FulfilStep) -> None:
    world.path.deliver(life("bert")[1])
    world.demand("erase", canaries("bert")["native_id"])
    world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
    world.clock.now += 5
    now = int(world.clock() * 1000)
    again = life("bert")[1] | {"external_id": "again", "text": "one more question", "occurred_at": now}
    answer = world.path.deliver(again, received_at=now)
    assert answer == {"batchItemFailures": []}
    assert world.readable()[world.path.item("again")] == "one more question"
    world.run()
    assert world.readable()[world.path.item("again")] == "one more question"


def test_a_head_that_is_written_behind_an_erasure_names_nobody(world: FulfilStep) -> None:
    """Store kept the row, the erasure took it, and then store writes the head."""
    heads = world.path.intake._stores.conversations
    note, person = heads.note_interactions, world.person(canaries("bert")["native_id"])
    late = life("bert")[0] | {"external_id": "late", "conversation_id": "late"}

    def erased_before(brand: str, items: Iterable[Interaction]) -> list[AnsweredIn]:
        world.demand("erase", canaries("bert")["native_id"])
        world.fulfil().fulfil_demand(Message("m", world.waiting.pop(0)[1], "r"))
        assert not [row for row in FeedRow.scan() if person in repr(row)]
        return note(brand, items)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "note_interactions", erased_before)
        world.path.deliver(late)
    heads_left = [row for row in ConversationRow.scan() if row.pk.startswith("conversation#")]
    assert not [row for row in heads_left if person in repr(row.attribute_values)]


def test_in_a_private_talk_of_several_everybody_can_be_erased(world: FulfilStep) -> None:
    talk = {"kind": "message", "mode": "private", "thread_id": "room"}
    for number, name in enumerate(("anna", "bert", "anna")):
        who = life(name)[1] | talk | {"external_id": f"said-{number}", "text": f"{name} says {number}"}
        world.path.deliver(who | {"occurred_at": MS - 500 + number})
    room, heads = world.path.item("room", "thread"), world.stores.conversations
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert heads.read_conversations(BRAND, [room])[room].customer == world.person(
        canaries("anna")["native_id"]
    )
    said = [text for text in world.readable().values() if " says " in text]
    assert sorted(said) == ["anna says 0", "anna says 2"]
    assert FeedRow.count() == 23 + 3 - 9, "of Bert not even an unreadable row"
    world.demand("erase", canaries("anna")["native_id"])
    world.run()
    assert heads.read_conversations(BRAND, [room]) == {}


def test_whose_thread_began_with_a_message_of_ours_is_found(world: FulfilStep) -> None:
    first = {
        "kind": "message",
        "mode": "private",
        "thread_id": "ours",
        "direction": "out",
        "external_id": "hello",
    }
    world.path.deliver(first | {"text": "hello", "occurred_at": MS - 900})
    world.path.deliver(
        life("bert")[1] | {"thread_id": "ours", "external_id": "answer", "occurred_at": MS - 800}
    )
    thread = world.path.item("ours", "thread")
    person = world.person(canaries("bert")["native_id"])
    assert thread in world.stores.conversations.list_private_threads(BRAND, person)
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert world.path.item("answer") not in {row.pk.rsplit("#", 1)[1] for row in FeedRow.scan()}


def test_what_we_said_to_them_without_naming_them_goes_with_them(world: FulfilStep) -> None:
    ours = {"kind": "message", "mode": "private", "direction": "out", "author_id": "bot"}
    theirs = life("bert")[1] | {"thread_id": "dm", "external_id": "asked", "occurred_at": MS - 800}
    world.path.deliver(
        ours | {"thread_id": "dm", "external_id": "before", "text": "hello Bert", "occurred_at": MS - 900}
    )
    world.path.deliver(theirs)
    world.path.deliver(
        ours | {"thread_id": "dm", "external_id": "after", "text": "dear Bert", "occurred_at": MS - 700}
    )
    world.path.deliver(
        ours | {"thread_id": "else", "external_id": "other", "text": "hello all", "occurred_at": MS}
    )
    rows = {row.pk.rsplit("#", 1)[1]: row for row in FeedRow.scan()}
    assert rows[world.path.item("before")].customer is None, "nobody had written there yet"
    assert rows[world.path.item("after")].customer == world.person(canaries("bert")["native_id"])
    world.demand("erase", canaries("bert")["native_id"])
    world.run()
    left = {row.pk.rsplit("#", 1)[1] for row in FeedRow.scan()}
    assert left.isdisjoint(map(world.path.item, ("before", "asked", "after")))
    assert world.path.item("other") in left


def test_an_answer_that_comes_together_with_the_question_is_the_customers(world: FulfilStep) -> None:
    ours = {"kind": "message", "mode": "private", "direction": "out", "author_id": "bot", "thread_id": "dm"}
    asked = life("bert")[1] | {"thread_id": "dm", "external_id": "asked", "occurred_at": MS - 800}
    world.path.deliver(
        ours | {"external_id": "answered", "text": "dear Bert", "occurred_at": MS - 700}, asked
    )
    row = FeedRow.get(f"I#{BRAND}#{world.path.item('answered')}")
    assert row.customer == world.person(canaries("bert")["native_id"])


def test_a_parked_delivery_that_names_them_is_dropped(world: FulfilStep) -> None:
    name = canaries("bert")["native_id"]
    for body in (json.dumps({"broken": name}).encode() + b"{", b'{"broken": "somebody else"'):
        world.path.intake.take_deliveries(sqs_event([world.path.envelope(body=body).to_json()]))
    parked = world.stores.parked
    assert len(list(parked.list_parked(BRAND, MS))) == 2
    world.demand("erase", name)
    world.run()
    (left,) = parked.list_parked(BRAND, MS)
    assert left.message is not None
    assert name.encode() not in (Envelope.from_json(left.message).body or b"")
    assert world.receipts()[0].body["counts"]["parked"] == 1


def test_a_long_erasure_goes_on_with_the_next_message(world: FulfilStep) -> None:
    task = world.demand("erase", canaries("bert")["native_id"])
    messages = 0
    while world.waiting:
        world.waiting.sort()
        due, body = world.waiting.pop(0)
        world.clock.now = max(world.clock.now, due)
        world.fulfil(budget_s=0).fulfil_demand(Message("m", body, "r"))
        messages += 1
    assert messages > 5
    assert world.task(task).state is State.DONE
    assert len(world.receipts()) == 1


def test_the_receipt_s_date_counts_from_when_the_key_went(world: FulfilStep) -> None:
    holds, start = world.stores.holds, int(world.clock() * 1000)
    sue, dora = Agent("sue", BRAND, "supervisor"), Agent("dora", BRAND, "dpo")
    other = world.person(canaries("cleo")["native_id"])
    holds.ask(other, sue, "a claim", int(world.clock()) + 86_400, start)
    hold = holds.agree(other, dora, start)
    world.demand("erase", canaries("bert")["native_id"])
    _, body = world.waiting[0]
    world.waiting.clear()
    world.fulfil().fulfil_demand(Message("m", body, "r"))
    world.clock.now += 7200
    world.stores.holding.take(hold)
    holds.settled(hold)
    world.run()
    (receipt,) = world.receipts()
    assert receipt.body["erased_at"] == start + 7_200_000, "what came while it waited went with that key"
    assert receipt.body["in_backups_until"] >= start + 7_200_000 + KEYS_DAYS * DAY_MS


@pytest.mark.parametrize(("feed_days", "days"), [("1", 7), ("7", 7), ("21", 21)])
def test_a_receipt_and_its_page_name_the_later_of_both_backups(
    world: FulfilStep, monkeypatch: pytest.MonkeyPatch, feed_days: str, days: int
) -> None:
    monkeypatch.setenv("RAPPORT_FEED_PITR_DAYS", feed_days)
    task = world.demand("erase", canaries("bert")["native_id"])
    world.run()
    (receipt,) = world.receipts()
    closed = world.clock() * 1000
    assert receipt.body["in_backups_until"] == pytest.approx(closed + days * DAY_MS, abs=60_000)
    page = StatusPage(world.fresh_stores().tasks).answer(task, Request.of("GET")).body
    until = datetime.fromtimestamp(receipt.body["erased_at"] / 1000 + days * 86_400, UTC)
    assert f"{until:%Y-%m-%d}" in page


def test_while_a_hold_is_put_in_place_the_request_says_that_it_waits_and_logs_no_error(
    world: FulfilStep, capsys: pytest.CaptureFixture[str]
) -> None:
    holds, start = world.stores.holds, int(world.clock() * 1000)
    other = world.person(canaries("cleo")["native_id"])
    holds.ask(other, Agent("sue", BRAND, "supervisor"), "a claim", int(world.clock()) + 86_400, start)
    hold = holds.agree(other, Agent("dora", BRAND, "dpo"), start)
    task = world.demand("erase", canaries("bert")["native_id"])
    for _ in range(20):
        due, body = world.waiting.pop()
        world.clock.now = max(world.clock.now, due)
        world.fulfil().fulfil_demand(Message("m", body, "r"))
    waiting = world.task(task)
    assert (waiting.state, waiting.reason) == (State.GATED, "hold_pending")
    page = StatusPage(world.fresh_stores().tasks).answer(task, Request.of("GET"))
    assert "put aside" in page.body
    assert "ERROR" not in capsys.readouterr().out
    world.stores.holding.take(hold)
    holds.settled(hold)
    world.run()
    done = world.task(task)
    assert (done.state, done.reason, len(world.receipts())) == (State.DONE, "", 1)


def test_a_hold_that_one_person_asked_for_refuses_nothing(world: FulfilStep) -> None:
    person, now_ms = world.person(canaries("bert")["native_id"]), int(world.clock() * 1000)
    holds = world.stores.holds
    holds.ask(person, Agent("sue", BRAND, "supervisor"), "a claim", int(world.clock()) + 86_400, now_ms)
    copy = world.stores.tasks.open_task(
        Task("e" * 32, BRAND, Ask.EXPORT, person=person, received_at=now_ms)
    ).id
    world.waiting.append((world.clock(), PrivacyDemand(BRAND, copy, "export").to_json()))
    world.run()
    erasure = world.demand("erase", canaries("bert")["native_id"])
    world.run()
    assert [world.task(each).state for each in (copy, erasure)] == [State.DONE, State.DONE]


def test_a_legal_hold_refuses_it_in_plain_words(world: FulfilStep) -> None:
    person = world.person(canaries("bert")["native_id"])
    holds, now_ms = world.stores.holds, int(world.clock() * 1000)
    sue, dora = Agent("sue", BRAND, "supervisor"), Agent("dora", BRAND, "dpo")
    holds.ask(person, sue, "a claim", int(world.clock()) + 90 * 86_400, now_ms)
    holds.agree(person, dora, now_ms)
    task = world.demand("erase", canaries("bert")["native_id"])
    world.run()
    done = world.task(task)
    assert (done.state, done.reason, done.person) == (State.REFUSED, "legal_hold", None)
    assert world.receipts() == []
    assert canaries("bert")["comment"] in repr(world.readable())


def _everything(tables: dict[str, str], *names: str) -> str:
    client = boto3.client("dynamodb")
    return repr([client.scan(TableName=tables[name])["Items"] for name in names])
