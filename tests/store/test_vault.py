"""The vault: what is sealed opens in its place with its keys, and never again once a key is gone.

Tests of: `store.vault.vault`, `store.vault.salts`, `store.vault.keys`, `store.vault.sealed`.
"""

from collections.abc import Iterable

import pytest

from model.errors import Erased, Purged
from store.vault import keys as vault_keys
from store.vault.keyring import Salt
from store.vault.rows import SaltRow
from store.vault.salts import Salts
from store.vault.sealed import SealedPlace, Tampered
from store.vault.vault import Vault
from tests.store.world import BRAND, NOW, Clock, FakeWrapping, stores

PLACE = SealedPlace("feed", "I#acme#x")
DUE = {"slack#team#interaction#20260921": NOW}
BUCKET = next(iter(DUE))
RECORD = {"text": "Ünïcode 😀 and more", "n": 1}

pytestmark = pytest.mark.usefixtures("tables")


def test_what_was_sealed_opens_again_in_another_function() -> None:
    first = stores()
    first.vault.prepare_salts(BRAND, ["p1"], DUE)
    sealed = first.vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    assert b"nicode" not in sealed
    assert stores().vault.unseal(BRAND, PLACE, sealed) == RECORD


@pytest.mark.parametrize(
    "place",
    [SealedPlace("core", PLACE.pk), SealedPlace("feed", "I#acme#y"), SealedPlace("feed", PLACE.pk, "#")],
)
def test_it_opens_nowhere_else(place: SealedPlace) -> None:
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1"], DUE)
    sealed = vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    with pytest.raises(Tampered):
        vault.unseal(BRAND, place, sealed)


def test_any_changed_byte_is_noticed() -> None:
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1"], DUE)
    sealed = vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises((Tampered, Erased, Purged)):
            vault.unseal(BRAND, PLACE, changed)
    for length in range(len(sealed)):
        with pytest.raises((Tampered, Erased, Purged)):
            vault.unseal(BRAND, PLACE, sealed[:length])


def test_a_person_s_tombstone_closes_every_copy_and_says_when() -> None:
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1", "p2"], DUE)
    mine, other = (vault.seal(BRAND, PLACE, owner, BUCKET, RECORD) for owner in ("p1", "p2"))
    SaltRow(vault_keys.person_salt(BRAND, "p1"), erased_at=NOW * 1000).save()
    later = stores().vault
    with pytest.raises(Erased) as caught:
        later.unseal(BRAND, PLACE, mine)
    assert caught.value.erased_at == NOW * 1000
    assert later.unseal(BRAND, PLACE, other) == RECORD
    later.prepare_salts(BRAND, ["p1"])
    assert later.erased_at(BRAND, "p1") == NOW * 1000, "the tombstone blocks a new key"


def test_a_bucket_s_end_closes_everything_in_it() -> None:
    vault = stores().vault
    vault.prepare_salts(BRAND, ["p1"], {**DUE, "slack#team#interaction#20260922": NOW})
    old = vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    new = vault.seal(BRAND, PLACE, "p1", "slack#team#interaction#20260922", RECORD)
    SaltRow(vault_keys.bucket_salt(BRAND, BUCKET)).save()
    later = stores().vault
    with pytest.raises(Purged):
        later.unseal(BRAND, PLACE, old)
    assert later.unseal(BRAND, PLACE, new) == RECORD


class Blind(Salts):
    """Read before the other wrote: finds nothing."""

    def read_salts(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """Nothing yet."""
        return {}


def test_two_functions_that_create_a_salt_at_once_use_the_same() -> None:
    made = stores()
    one, two = made.vault, Vault(Blind(), made.roots, Clock())
    one.prepare_salts(BRAND, ["p1"], DUE)
    two.prepare_salts(BRAND, ["p1"], DUE)
    assert two.unseal(BRAND, PLACE, one.seal(BRAND, PLACE, "p1", BUCKET, RECORD)) == RECORD


def test_one_kms_call_serves_five_minutes() -> None:
    clock = Clock()
    made = stores(clock)
    wrapping = made._wrapping
    assert isinstance(wrapping, FakeWrapping)
    made.roots.newest_root(BRAND)
    before = wrapping.calls
    for _ in range(50):
        made.vault.prepare_salts(BRAND, ["p1"], DUE)
        made.vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    assert wrapping.calls == before
    clock.now += 301
    made.vault.prepare_salts(BRAND, ["p1"], DUE)
    made.vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    assert wrapping.calls == before + 1


def test_brands_do_not_share_keys_nor_hids() -> None:
    made = stores()
    made.create_brand("other")
    made.vault.prepare_salts(BRAND, ["p1"], DUE)
    made.vault.prepare_salts("other", ["p1"], DUE)
    sealed = made.vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    with pytest.raises(Tampered):
        made.vault.unseal("other", PLACE, sealed)
    names = [
        vault_keys.hid(made.vault.index_key(b), "b", "slack", "person", "", "U1") for b in (BRAND, "other")
    ]
    assert names[0] != names[1]


def test_a_hid_keeps_its_parts_apart() -> None:
    parts = [
        ("a", "bc", "", "d", "e"),
        ("ab", "c", "", "d", "e"),
        ("a", "bc", "d", "", "e"),
        ("a", "bc", "", "", "de"),
    ]
    assert len({vault_keys.hid(b"k" * 32, *each) for each in parts}) == len(parts)
    assert len(vault_keys.hid(b"k" * 32, *parts[0])) == 32
