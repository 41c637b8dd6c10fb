"""F38: backups from before erasures and purges are restored, and after the runbook nobody sees what had gone.

The drill takes copies of all four tables, lets people be erased and a period end, puts the old copies back in one
combination after the other, and does what docs/operate.md says with the code of `rapport restore`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from moto import mock_aws

from aws.queues import Message
from infra.restore.again import Again, BrokenChain
from infra.verify.scan import Scanner, verdict
from infra.verify.stores import opened_pieces, table_pieces
from model import policy
from model.privacy_task import State
from model.receipt import ERASURE, RESTORE
from privacy.erasure import key_name
from privacy.purge import Purge
from privacy.receipts import verify_chain
from segment.trends import Trends
from store.contacts.rows import IdentityRow
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.purging import Files
from tests.privacy.world import FulfilStep, Killed, Kills, canaries, life, mention, populate
from tests.proof.backups import Backups, Bucket, kept_aside
from tests.store.world import BRAND
from tests.tables import create_tables, make_client

DATA = ("core", "feed", "ops")
ALL = (*DATA, "keys")
USUAL = [DATA, ("keys",), ALL, ("core",), ("feed",), ("feed", "keys")]
EVERY = [
    pytest.param(each, id="+".join(each), marks=() if each in USUAL else pytest.mark.soak)
    for size in range(1, 5)
    for each in combinations(ALL, size)
]
NOTHING = {"passed": True, "remaining": {}, "missing": []}
PAST, GONE, KEPT = ["olga"], ["bert", "dora"], ["anna", "cleo", "emil"]


class Drill:
    """A world with a past, and what is visible in it."""

    def __init__(self, tables: dict[str, str]) -> None:
        self.tables = tables
        self.world = FulfilStep()
        populate(self.world, PAST)
        self.days(179)
        for number, each in enumerate(people := ["anna", "bert", "cleo", "dora", "emil"]):
            said = life(each, self.now()) + (mention(people[number - 1], each, self.now()) if number else [])
            self.world.path.deliver(*said, received_at=self.now())
        self.world.path.run()
        self.before = Backups(tables)
        assert self.seen()["remaining"], "or nothing that follows would mean anything"
        self._forget()
        assert self.seen() == NOTHING
        self.aside, self.texts_after = kept_aside(self.world.fresh_stores()), self.texts()
        self.after, self.at = Backups(tables), self.world.clock.now

    def restore(self, restored: Iterable[str]) -> None:
        """All tables as they are after everything was forgotten, and of these the old copies."""
        self.world.clock.now = self.at
        self.after.put_back(ALL)
        self.before.put_back(restored)

    def now(self) -> int:
        return int(self.world.clock() * 1000)

    def days(self, number: float) -> None:
        self.world.clock.now += number * 86_400

    def _forget(self) -> None:
        """Erase two people, and let the period of a third end."""
        self.days(0.1)
        Trends(self.world.fresh_stores()).watch_brands()
        for each in GONE:
            self.world.demand("erase", canaries(each)["native_id"])
        self.world.run()
        self.days(1)
        Purge(self.world.fresh_stores(), Files()).purge_brands(600)

    def seen(self) -> dict[str, object]:
        """By all readers: the rows as bytes, and whatever the keys open."""
        short = {name: self.tables[name] for name in DATA}
        pieces = [piece for name in self.tables.values() for piece in table_pieces(name)]
        opened = opened_pieces(self.world.fresh_stores().vault, BRAND, short)
        gone, kept = [*_words(GONE), *_said(PAST)], _words(KEPT)
        return verdict(Scanner([*gone, *kept]).scan([*pieces, *opened]), gone, kept)

    def texts(self) -> str:
        """What an agent gets to read: interactions in their time, and profiles."""
        made = self.world.fresh_stores()
        items = [row_keys.item_of(row.pk) for row in FeedRow.scan()]
        people = [row_keys.item_of(row.pk) for row in IdentityRow.scan(IdentityRow.sk == "#") if row.platform]
        opened = [each for _, each in sorted(made.feed.open_interactions(BRAND, items).items())]
        return repr(opened) + repr(sorted(made.profiles.read_profiles(BRAND, people).items()))

    def again(self, restored: Iterable[str]) -> Again:
        def sleep(seconds: float) -> None:
            self.world.clock.now += seconds

        return Again(self.world.fresh_stores(), Bucket(), BRAND, restored, sleep)


def _words(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in canaries(name).values()]


def _said(names: Iterable[str]) -> list[str]:
    """What they wrote: the period of who they are is longer."""
    who = ("native_id", "name", "handle")
    return [word for each in names for kind, word in canaries(each).items() if kind not in who]


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    """Once for all: it takes as long as everything that is tried on it."""
    with mock_aws():
        yield Drill(create_tables(make_client("dynamodb")))


@pytest.mark.parametrize("restored", EVERY)
def test_f38_after_a_restore_nobody_sees_who_was_erased_or_what_was_purged(
    drill: Drill, restored: tuple[str, ...]
) -> None:
    drill.restore(restored)
    if "core" in restored:
        assert drill.again(restored).put_back(drill.aside) == len(drill.aside)
    drill.again(restored).finish()

    assert drill.seen() == NOTHING
    people = {drill.world.person(canaries(each)["native_id"]) for each in GONE}
    raw = [(each.store, each.place, each.data) for name in DATA for each in table_pieces(drill.tables[name])]
    assert not [each for each in raw if any(person in repr(each) for person in people)], "not even their ids"
    salts = {row_keys.item_of(row.pk): row for row in SaltRow.scan(SaltRow.pk.startswith("person#"))}
    assert all(salts[each].salt is None and salts[each].erased_at for each in people)
    if not {"feed", "keys"} & set(restored):
        assert drill.texts() == drill.texts_after, "everything of the others, as it was"
    chain = list(drill.world.fresh_stores().ledger.list_receipts(BRAND))
    assert verify_chain(chain, drill.world.fresh_stores().ledger.public_key(BRAND)) == []
    assert chain[: len(drill.aside)] == drill.aside
    assert chain[-1].kind == RESTORE
    assert not any(drill.again(restored).check().counts().values()), "a second time there is nothing to do"


def test_a_restored_feed_keeps_what_others_wrote_but_for_texts_that_name_the_erased(drill: Drill) -> None:
    """Their names went with them: nobody knows which words of such a text they are."""
    drill.restore(["feed"])
    drill.again(["feed"]).finish()
    made = drill.world.fresh_stores()
    opened = made.feed.open_rows(BRAND, [row for row in FeedRow.scan() if row.expires_at > made.clock()])
    words = {each.natives.external_id: each.content.text for each in opened.values() if each.content}
    assert words["tag-bert-cleo"] == "[removed]"
    assert words["comment-cleo"] == life("cleo")[0]["text"]
    assert words["tag-dora-emil"] == "[removed]"


def test_somebody_erased_who_wrote_again_keeps_what_came_since(drill: Drill) -> None:
    drill.restore(())
    bert = canaries("bert")
    back = life("bert", drill.now())[1] | {"external_id": "private-again", "text": "it is me again"}
    drill.world.path.deliver(back | {"occurred_at": drill.now()}, received_at=drill.now())
    came = Backups(drill.tables)
    feed = drill.before
    feed.put_back(["feed"])
    item = next(row for row in came.items("feed") if row.pk.endswith(drill.world.path.item("private-again")))
    item.save()
    drill.again(["feed"]).finish()
    readable = drill.world.readable()
    assert readable[drill.world.path.item("private-again")] == "it is me again"
    assert not [text for text in readable.values() if bert["message"] in text]
    assert not any(drill.again(["feed"]).check().counts().values())


def test_receipts_of_another_story_destroy_nobodys_key(drill: Drill) -> None:
    drill.restore(ALL)
    first, *rest = drill.aside
    anna = drill.world.person(canaries("anna")["native_id"])
    forged = replace(first, kind=ERASURE, body={**first.body, "keys_destroyed": [key_name(BRAND, anna)]})
    with pytest.raises(BrokenChain):
        drill.again(ALL).put_back([forged, *rest])
    with pytest.raises(BrokenChain):
        drill.again(ALL).put_back([replace(each, brand="other") for each in drill.aside])
    assert drill.world.receipts() == []


def test_a_restore_that_is_killed_goes_on_where_it_was(drill: Drill) -> None:
    drill.restore(ALL)
    drill.again(ALL).put_back(drill.aside)
    with Kills() as counted:
        drill.again(ALL).finish()
    expected = drill.seen(), drill.texts(), _tally(drill)
    for number in range(40, counted.calls, 250):
        drill.restore(ALL)
        drill.again(ALL).put_back(drill.aside)
        with pytest.raises(Killed), Kills(frozenset({number})):
            drill.again(ALL).finish()
        drill.again(ALL).finish()
        assert (drill.seen(), drill.texts(), _tally(drill)) == expected, number


def _tally(drill: Drill) -> int:
    """What the totals of the days still count."""
    made = drill.world.fresh_stores()
    days = {f"{datetime.fromtimestamp(row.received_at / 1000, UTC):%Y%m%d}" for row in FeedRow.scan()}
    return sum(row["n"] for day in sorted(days) for row in made.rollups.read_counts(BRAND, day))


def test_erasures_that_a_backup_shows_as_begun_are_ended(drill: Drill) -> None:
    drill.restore(())
    world = drill.world
    world.demand("erase", canaries("anna")["native_id"], task="n" * 32)
    (_, body), *_ = world.waiting
    world.waiting.clear()
    world.fulfil().fulfil_demand(Message("m", body, "r"))
    world.waiting.clear()
    assert world.task("n" * 32).state is State.DELETED, (
        "its message was on the queue when the backup was made"
    )
    drill.again(["ops"]).finish()
    assert world.task("n" * 32).state is State.DONE
    assert not any(drill.again(["ops"]).check().counts().values())


def test_a_purged_bucket_whose_key_is_back_is_listed_and_goes(drill: Drill) -> None:
    drill.restore(["keys", "ops"])
    # As if its row had been written after the backup of `ops` was made.
    for row in OpsRow.query(vault_keys.open_buckets(BRAND)):
        row.delete()
    alive = _buckets()
    assert drill.again(["keys", "ops"]).finish()["buckets_shredded"] == 1
    listed = {row.sk for row in OpsRow.query(vault_keys.open_buckets(BRAND))}
    assert listed == _buckets() < alive


def _buckets() -> set[str]:
    """Those with a key that a date ends."""
    named = [
        vault_keys.bucket_of_salt(row.pk)
        for row in SaltRow.scan(SaltRow.pk.startswith("bucket#"))
        if row.salt
    ]
    return {each[1] for each in named if each is not None and policy.read_bucket(each[1])}
