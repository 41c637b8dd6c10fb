"""`store.vault.shredder`: keys are destroyed once, leave what keeps people away, and never against a pending hold."""

import pytest

from model.errors import Erased, Purged
from store.vault import keys as vault_keys
from store.vault.rows import HoldRow, SaltRow
from store.vault.sealed import SealedPlace
from store.vault.shredder import GATE, Shredded, Shredder
from tests.store.world import BRAND, NOW, stores

pytestmark = pytest.mark.usefixtures("tables")

BUCKET = "slack#team#interaction#20260921"
PLACE = SealedPlace("feed", "I#acme#x")


def _sealed() -> bytes:
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1"], {BUCKET: NOW})
    return vault.seal(BRAND, PLACE, "p1", BUCKET, {"text": "words"})


def _close_gate() -> None:
    HoldRow(vault_keys.holds(BRAND), GATE).update([HoldRow.pending.add({"h1"})])


def _open_gate() -> None:
    HoldRow(vault_keys.holds(BRAND), GATE).update([HoldRow.pending.delete({"h1"})])


def test_a_person_is_destroyed_once_and_the_tombstone_stays() -> None:
    sealed = _sealed()
    shredder = Shredder()
    assert shredder.destroy_person(BRAND, "p1", 5000) is Shredded.SHREDDED
    assert shredder.destroy_person(BRAND, "p1", 9000) is Shredded.ALREADY
    with pytest.raises(Erased) as caught:
        stores().vault.unseal(BRAND, PLACE, sealed)
    assert caught.value.erased_at == 5000


def test_somebody_never_seen_gets_a_tombstone_that_keeps_them_away() -> None:
    assert Shredder().destroy_person(BRAND, "p9", 5000) is Shredded.SHREDDED
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p9"])
    assert vault.erased_at(BRAND, "p9") == 5000


def test_who_was_erased_and_came_back_can_be_erased_again() -> None:
    Shredder().destroy_person(BRAND, "p1", 5000)
    stores().vault.renew_key(BRAND, "p1", 5000)
    assert SaltRow.get(vault_keys.person_salt(BRAND, "p1")).salt
    assert Shredder().destroy_person(BRAND, "p1", 9000) is Shredded.SHREDDED
    row = SaltRow.get(vault_keys.person_salt(BRAND, "p1"))
    assert row.attribute_values.get("salt") is None
    assert int(row.erased_at) == 9000


def test_a_bucket_takes_everybody_s_rows_of_that_day() -> None:
    sealed = _sealed()
    assert Shredder().destroy_bucket(BRAND, BUCKET, 5000) is Shredded.SHREDDED
    with pytest.raises(Purged):
        stores().vault.unseal(BRAND, PLACE, sealed)
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1"], {BUCKET: NOW})
    with pytest.raises(Purged):
        vault.seal(BRAND, PLACE, "p1", BUCKET, {"text": "late"})


def test_d16_while_a_hold_is_pending_nothing_is_destroyed() -> None:
    sealed = _sealed()
    _close_gate()
    shredder = Shredder()
    assert shredder.destroy_person(BRAND, "p1", 5000) is Shredded.HELD
    assert shredder.destroy_bucket(BRAND, BUCKET, 5000) is Shredded.HELD
    assert shredder.close_person(BRAND, "p1", 5000) is Shredded.HELD
    assert stores().vault.unseal(BRAND, PLACE, sealed) == {"text": "words"}
    assert shredder.destroy_person("other", "p1", 5000) is Shredded.SHREDDED, "a gate is a brand's own"
    _open_gate()
    assert shredder.destroy_person(BRAND, "p1", 5000) is Shredded.SHREDDED


def test_an_idle_person_s_salt_goes_only_after_it_was_announced_and_unused() -> None:
    _sealed()
    shredder = Shredder()
    assert shredder.forget_person(BRAND, "p1", 10_000) is Shredded.ALREADY
    assert shredder.close_person(BRAND, "p1", 5000) is Shredded.SHREDDED
    assert shredder.forget_person(BRAND, "p1", 4000) is Shredded.ALREADY, "too soon"
    stores().vault.prepare_salts(BRAND, ["p1"])
    assert shredder.forget_person(BRAND, "p1", 10_000) is Shredded.ALREADY, "it was used again"
    assert SaltRow.get(vault_keys.person_salt(BRAND, "p1")).salt
    shredder.close_person(BRAND, "p1", 5000)
    assert shredder.forget_person(BRAND, "p1", 10_000) is Shredded.SHREDDED
    assert list(SaltRow.query(vault_keys.person_salt(BRAND, "p1"))) == []


def test_a_tombstone_is_never_announced_or_forgotten() -> None:
    shredder = Shredder()
    shredder.destroy_person(BRAND, "p1", 5000)
    assert shredder.close_person(BRAND, "p1", 6000) is Shredded.ALREADY
    assert shredder.forget_person(BRAND, "p1", 9000) is Shredded.ALREADY
    assert int(SaltRow.get(vault_keys.person_salt(BRAND, "p1")).erased_at) == 5000


def test_a_salt_that_is_closing_still_opens_what_it_sealed() -> None:
    sealed = _sealed()
    Shredder().close_person(BRAND, "p1", 5000)
    assert stores().vault.unseal(BRAND, PLACE, sealed) == {"text": "words"}


@pytest.mark.parametrize("owner", ["#", "root#acme", "../root"])
def test_a_root_cannot_be_named(owner: str) -> None:
    stores()
    root = SaltRow.get(vault_keys.brand_root(BRAND)).wrapped
    Shredder().destroy_person(BRAND, owner, 5000)
    Shredder().destroy_bucket(BRAND, owner, 5000)
    assert SaltRow.get(vault_keys.brand_root(BRAND)).wrapped == root
