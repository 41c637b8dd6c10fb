"""Importing history: counted, resumed, stored once, and nobody is disturbed by it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.custody import Custody
from ingest.importing import Importing
from ingest.intake import Intake
from ingest.unpack import Piece, unpack_file
from model.conversation import Conversation
from model.file_form import FileForm
from model.place import PlaceKind
from store.brand.accounts import Account
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.interactions.rows import FeedRow
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.ingest.test_unpack import post, zipped
from tests.store.path import Claims, sqs_event
from tests.store.world import BRAND, NOW, FakeWrapping

QUEUE = "https://queue.example/deliveries"


class ImportedAccount:
    """An account, and what is behind the queue."""

    def __init__(self, platform: str) -> None:
        self.clock = FakeClock(NOW)
        self.queues = FakeQueues(self.clock)
        self.stores = Stores(FakeWrapping(), self.clock.wall)
        self.stores.create_brand(BRAND)
        self.account = Account("a".ljust(32, "x"), BRAND, platform, "e1", "own")
        self.stores.accounts.connect_account(self.account)
        self.claims = Claims()

    def importing(self, dry_run: bool = False) -> Importing:
        custody = None if dry_run else Custody(self.queues, FakeObjects(self.clock), QUEUE)
        return Importing(self.stores, self.account, custody, self.clock)

    def work(self) -> None:
        intake = Intake(self.stores, self.claims, lambda _: None, lambda _: None)
        for body in self.queues.bodies.pop(QUEUE, []):
            assert intake.take_deliveries(sqs_event([body])) == {"batchItemFailures": []}

    def heads(self) -> list[Conversation]:
        ids = [
            row.pk.rpartition("#")[2] for row in ConversationRow.scan() if row.pk.startswith("conversation#")
        ]
        found = self.stores.conversations.read_conversations(BRAND, ids)
        return sorted(found.values(), key=lambda head: head.first_at)

    def statuses(self) -> list[str]:
        return sorted(str(each.status) for each in self.heads())


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


def takeout() -> Iterator[Piece]:
    return unpack_file(zipped({"a.json": json.dumps(post(600, 3)).encode()}), FileForm("google_plus"))


def test_a_dry_run_counts_and_keeps_nothing() -> None:
    world = ImportedAccount("google_plus")
    importing = world.importing(dry_run=True)
    assert list(importing.import_pieces(takeout())) != []
    assert (importing.tally.new, importing.tally.known) == (604, 0)
    assert world.queues.bodies == {}
    assert importing.tally.list_lines(True)[0] == "would import 604 new, 0 known already, 0 refused"


def test_the_same_file_again_is_known_and_stored_once() -> None:
    world = ImportedAccount("google_plus")
    for new, known in ((604, 0), (0, 604)):
        importing = world.importing()
        list(importing.import_pieces(takeout()))
        assert (importing.tally.new, importing.tally.known) == (new, known)
        world.work()
        assert sum(1 for _ in FeedRow.scan()) == 604


def test_an_import_that_is_killed_goes_on_behind_what_is_safe() -> None:
    world = ImportedAccount("google_plus")
    parts = world.importing().import_pieces(takeout())
    done = [next(parts), next(parts)][-1]
    del parts
    importing = world.importing()
    last = list(importing.import_pieces(takeout(), done))[-1]
    assert last > done
    world.work()
    assert sum(1 for _ in FeedRow.scan()) == 604
    assert importing.tally.new < 604, "what was safe was not taken again"


def test_a_community_is_a_group_with_its_name_and_whom_a_post_names_there() -> None:
    world = ImportedAccount("google_plus")
    sample = Path(__file__).parents[1] / "platforms/google_plus/community.json"
    told = json.loads(sample.read_text(encoding="utf-8"))["body"]
    for new in (3, 0):
        importing = world.importing()
        file = zipped({"a.json": json.dumps(told).encode()})
        list(
            importing.import_pieces(unpack_file(file, FileForm("google_plus", own=frozenset({"1000000001"}))))
        )
        assert importing.tally.new == new, "the post, and that two people were there"
        world.work()
    (listed,) = world.stores.places.page_places(BRAND, PlaceKind.GROUP, "google_plus", None, 10)
    (group,) = world.stores.places.read_places(BRAND, [listed[1]]).values()
    assert group.name == "Lamp friends"
    joined = [row_keys.item_of(row.pk) for row in FeedRow.scan() if row.kind == "join"]
    found = world.stores.feed.open_interactions(BRAND, joined).values()
    assert [each.under for each in found] == [group.id] * 2, "counted when they get their labels"


def test_a_table_of_names_alone_is_imported() -> None:
    world = ImportedAccount("yammer")
    importing = world.importing()
    tables = {
        "Users.csv": b"id,name,email\n3,Ann Lee,ann@shop.example\n",
        "Groups.csv": b"id,name\n9,Lamps\n",
    }
    list(importing.import_pieces(unpack_file(zipped(tables), FileForm("yammer"))))
    assert (importing.tally.new, importing.tally.refused) == (1, {})
    world.work()
    (listed,) = world.stores.places.page_places(BRAND, PlaceKind.GROUP, "yammer", None, 10)
    (group,) = world.stores.places.read_places(BRAND, [listed[1]]).values()
    assert group.name == "Lamps"


def test_what_no_store_takes_is_not_counted_as_safe() -> None:
    world = ImportedAccount("google_plus")
    world.queues.faults.down = True
    objects = FakeObjects(world.clock)
    objects.faults.down = True
    importing = Importing(world.stores, world.account, Custody(world.queues, objects, QUEUE), world.clock)
    assert list(importing.import_pieces(takeout())) == []
    assert importing.tally.failed == 1
