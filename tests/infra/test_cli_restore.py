"""`rapport restore`: what it is given, what it says, and the platforms where no trace may stay."""

import json
from pathlib import Path

import boto3
import pytest

from infra.cli import restore
from infra.cli.errors import CommandError
from infra.restore.again import Again, MostWithoutKey
from infra.restore.settings import differences
from privacy.purge import Purge
from store.contacts import keys as contact_keys
from store.contacts.rows import IdentityRow, PointerRow
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from store.vault.shredder import Shredded
from tests.privacy.purging import DPO, Installation
from tests.proof.backups import Backups, Bucket, kept_aside
from tests.store.world import BRAND


def test_where_no_trace_may_stay_rows_without_a_key_are_deleted_and_leave_none(
    tables: dict[str, str],
) -> None:
    world = Installation("reddit", "discourse")
    world.comment("reddit", "r1", "u1")
    kept = world.comment("discourse", "d1", "u2")
    before = Backups(tables)
    person = world.path("reddit").item("u1", "person")
    world.clock.now += 3 * 86_400
    Purge(world.stores, world.files).purge_brands(600)
    SaltRow(vault_keys.person_salt(BRAND, person)).delete()
    before.put_back(["feed", "core"])
    assert person in repr([row.pk for row in IdentityRow.scan()])
    again = Again(world.stores, Bucket(), BRAND, ["feed", "core"], lambda s: _pass(world, s))
    assert again.finish()["without_key"] == 1
    assert [row_keys.item_of(row.pk) for row in FeedRow.scan()] == [kept]
    assert person not in repr([row.pk for each in (IdentityRow, SaltRow) for row in each.scan()])
    assert world.readable(kept)


def test_a_restored_key_of_somebody_who_left_no_trace_goes_again(tables: dict[str, str]) -> None:
    world = Installation("reddit", "discourse")
    world.comment("reddit", "r1", "u1")
    kept = world.comment("discourse", "d1", "u2")
    before = Backups(tables)
    person = world.path("reddit").item("u1", "person")
    SaltRow(vault_keys.person_salt(BRAND, person)).delete()
    IdentityRow(contact_keys.identity(BRAND, person), "#").delete()
    FeedRow(interaction_keys.interaction(BRAND, world.path("reddit").item("r1"))).delete()
    before.put_back(["keys"])
    again = Again(world.stores, Bucket(), BRAND, ["keys"], lambda s: _pass(world, s))
    assert again.finish()["keys_of_nobody"] == 1
    assert person not in repr([row.pk for row in SaltRow.scan()])
    assert world.readable(kept)


def test_with_a_strange_table_of_keys_nothing_is_deleted(tables: dict[str, str]) -> None:
    world = Installation("discourse")
    kept = world.comment("discourse", "d1", "u1")
    for row in SaltRow.scan(SaltRow.pk.startswith("person#")):
        row.delete()
    again = Again(world.stores, Bucket(), BRAND, ["feed"], lambda s: _pass(world, s))
    with pytest.raises(MostWithoutKey):
        again.finish()
    assert [row_keys.item_of(row.pk) for row in FeedRow.scan()] == [kept]
    assert again.finish(most_without_key=True)["without_key"] == 1
    assert list(FeedRow.scan()) == []


def _pass(world: Installation, seconds: float) -> None:
    world.clock.now += seconds


def test_the_command_reads_receipts_and_names_tables(tables: dict[str, str], tmp_path: Path) -> None:
    world = Installation("discourse")
    Purge(world.stores, world.files).purge_brands(600)
    kept = kept_aside(world.stores)
    file = tmp_path / "receipts"
    file.write_text(
        "\n".join(
            ['{"brand": "acme", "public_key": "00"}', *(json.dumps(e.to_ledger_record()) for e in kept)]
        )
    )
    assert restore.receipts(file) == kept
    file.write_text("[1]")
    with pytest.raises(CommandError):
        restore.receipts(file)
    assert dict(restore.named(["feed=a", "core=b"])) == {"feed": "a", "core": "b"}
    with pytest.raises(CommandError):
        list(restore.named(["audit=a"]))


def test_what_a_table_came_back_without_is_named(tables: dict[str, str]) -> None:
    dynamodb = boto3.client("dynamodb")
    said = list(differences({"feed": tables["feed"]}))
    assert any("point-in-time" in each for each in said)
    assert not any("time to live" in each or "index" in each for each in said)
    dynamodb.update_time_to_live(
        TableName=tables["feed"],
        TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires_at"},
    )
    dynamodb.update_continuous_backups(
        TableName=tables["feed"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    said = list(differences({"feed": tables["feed"]}))
    assert any("time to live on expires_at is off" in each for each in said)
    assert not any("point-in-time" in each for each in said)


def _held(world: Installation) -> tuple[str, str]:
    """Somebody who tags another and is under a hold; person and hold."""
    world.comment("discourse", "d1", "u1", mentioned_ids=["u2"])
    person = world.path("discourse").item("u1", "person")
    hold = world.hold(person)
    assert world.settle()["holds"]["sealed"] == 1
    return person, hold


@pytest.mark.parametrize("restored", [["core"], ["core", "feed"], ["keys"]])
def test_a_hold_that_was_over_binds_nothing_after_a_restore(
    tables: dict[str, str], restored: list[str]
) -> None:
    world = Installation("reddit", "discourse")
    person, hold = _held(world)
    before = Backups(tables)
    world.stores.holds.end(person, DPO)
    assert world.settle()["holds"]["ended"] == 1
    before.put_back(restored)
    again = Again(world.stores, Bucket(), BRAND, restored, lambda s: _pass(world, s))
    assert again.finish()["holds_over"] == 1
    assert world.stores.holds.one(BRAND, person) is None
    assert SaltRow.get(vault_keys.person_salt(BRAND, person)).hold is None
    edges = list(PointerRow.query(contact_keys.edge(BRAND, person)))
    assert edges
    assert all(row.until and not row.holds and not row.due_at for row in edges)
    assert not [row for row in FeedRow.scan() if row.hold == hold]
    done = world.stores.shredder.destroy_person(BRAND, person, int(world.clock() * 1000))
    assert done is Shredded.SHREDDED
    assert Again(world.stores, Bucket(), BRAND, restored).check().counts()["holds_over"] == 0


def test_a_hold_that_stands_keeps_a_key_that_a_restore_brought(tables: dict[str, str]) -> None:
    world = Installation("reddit", "discourse")
    person, hold = _held(world)
    before = Backups(tables)
    before.put_back(["keys"])
    again = Again(world.stores, Bucket(), BRAND, ["keys"], lambda s: _pass(world, s))
    assert again.finish()["holds_over"] == 0
    assert SaltRow.get(vault_keys.person_salt(BRAND, person)).hold == hold
    assert world.opens(world.path("discourse").item("d1"))
