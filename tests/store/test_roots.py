"""A brand's own keys (`store.vault.roots`): a rotation changes the root of what is written next, and nothing else.

Tests of: `store.vault.roots`, `store.vault.keyring`.
"""

from collections.abc import Mapping

import pytest

from infra.cli.keys import retire_when_empty
from infra.roots.resealing import reseal_lasting
from infra.roots.standing import EMPTY_DAYS, count_sealed
from infra.verify.stores import Installation
from model.errors import Conflict
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE, Profile
from store.contacts.rows import IdentityRow
from store.dynamo.rows import CoreMeta, FeedMeta, OpsMeta
from store.stores import Stores
from store.vault import keys as vault_keys
from store.vault.keyring import CACHE_S
from store.vault.roots import BrandRoots, UnknownBrand, UnknownRoot
from store.vault.rows import SaltRow
from store.vault.sealed import Header, SealedPlace
from tests.store.world import BRAND, NOW, Clock, FakeWrapping, connect, stores

PLACE = SealedPlace("feed", "I#acme#x")
DUE = {"slack#team#interaction#20260921": NOW}
BUCKET = next(iter(DUE))
DAY_S = 86_400

pytestmark = pytest.mark.usefixtures("tables")


def _sealed(made: Stores, text: str) -> bytes:
    made.vault.prepare_salts(BRAND, ["p1"], DUE)
    return made.vault.seal(BRAND, PLACE, "p1", BUCKET, {"text": text})


def _everything() -> Installation:
    return Installation(tables=(CoreMeta.table_name, FeedMeta.table_name, OpsMeta.table_name))


def test_each_key_is_wrapped_under_a_context_of_its_own() -> None:
    contexts: list[Mapping[str, str]] = []
    FakeWrapping.watched = contexts.append
    try:
        made = stores()
        contexts.clear()
        ids, seed = made.roots.index_key(BRAND), made.roots.receipt_seed(BRAND)
        version, root = made.roots.newest_root(BRAND)
    finally:
        FakeWrapping.watched = None
    assert [each["purpose"] for each in contexts] == ["index", "receipts", "root"]
    assert all(set(each) == {"brand", "version", "purpose"} for each in contexts)
    assert version == 1
    assert len({ids, seed, root}) == 3


def test_what_only_makes_ids_unwraps_no_root() -> None:
    stores()
    asked: list[str] = []
    FakeWrapping.watched = lambda context: asked.append(context["purpose"])
    try:
        BrandRoots(FakeWrapping(), Clock()).index_key(BRAND)
    finally:
        FakeWrapping.watched = None
    assert asked == ["index"]


def test_after_a_rotation_ids_and_signatures_are_the_same_and_both_roots_open() -> None:
    made = stores()
    before = _sealed(made, "before")
    ids, signer = made.roots.index_key(BRAND), made.ledger.public_key(BRAND)
    assert made.roots.rotate_root(BRAND) == 2
    after = _sealed(made, "after")
    assert (Header.parse(before).root_version, Header.parse(after).root_version) == (1, 2)
    later = stores()
    assert later.vault.unseal(BRAND, PLACE, before) == {"text": "before"}
    assert later.vault.unseal(BRAND, PLACE, after) == {"text": "after"}
    assert (later.roots.index_key(BRAND), later.ledger.public_key(BRAND)) == (ids, signer)


def test_a_warm_function_opens_at_once_what_another_sealed_under_a_newer_root() -> None:
    warm = stores()
    _sealed(warm, "warm")
    other = stores()
    other.roots.rotate_root(BRAND)
    assert warm.vault.unseal(BRAND, PLACE, _sealed(other, "new")) == {"text": "new"}


def test_a_warm_function_writes_with_the_newest_root_after_five_minutes() -> None:
    clock = Clock()
    warm = stores(clock)
    _sealed(warm, "warm")
    stores().roots.rotate_root(BRAND)
    assert Header.parse(_sealed(warm, "still")).root_version == 1
    clock.now += CACHE_S
    assert Header.parse(_sealed(warm, "then")).root_version == 2


def test_two_rotations_at_once_make_one_root_each_or_say_so() -> None:
    made = stores()
    made.roots.rotate_root(BRAND)
    SaltRow(vault_keys.earlier_root(BRAND, 2), wrapped=b"x", version=2).save()
    with pytest.raises(Conflict):
        made.roots.rotate_root(BRAND)
    with pytest.raises(UnknownBrand):
        made.roots.rotate_root("nobody")


def test_what_lasts_is_sealed_anew_by_a_walk_and_only_that() -> None:
    made = stores()
    connect(made, "slack", "team")
    made.profiles.see_people(BRAND, [Profile("p9", "slack", "U9", NOW * 1000, "Name", account="team")])
    made.roots.rotate_root(BRAND)
    assert count_sealed(_everything(), BRAND) == {1: 3}, "a profile, and an account in two rows"
    assert reseal_lasting(made.vault, BRAND) == {"resealed": 3, "unreadable": 0}
    assert reseal_lasting(made.vault, BRAND) == {"resealed": 0, "unreadable": 0}
    assert count_sealed(_everything(), BRAND) == {2: 3}
    assert stores().profiles.read_profiles(BRAND, ["p9"])["p9"]["name"] == "Name"


def test_the_walk_goes_on_behind_a_damaged_row_and_counts_it() -> None:
    made = stores()
    for person in ("p1", "p2"):
        made.profiles.see_people(BRAND, [Profile(person, "slack", person, NOW * 1000)])
    row = IdentityRow.get(contact_keys.identity(BRAND, "p1"), PROFILE)
    sealed = bytes(row.sealed)
    row.update([IdentityRow.sealed.set(sealed[:-1] + bytes([sealed[-1] ^ 1]))])
    made.roots.rotate_root(BRAND)
    assert reseal_lasting(made.vault, BRAND) == {"resealed": 1, "unreadable": 1}


def test_an_old_root_goes_when_nothing_stood_under_it_for_as_long_as_backups_reach() -> None:
    clock = Clock()
    made = stores(clock)
    sealed = _sealed(made, "old")
    made.roots.rotate_root(BRAND)
    assert not retire_when_empty(made, BRAND, 1, sealed=1)["retired"]
    assert not retire_when_empty(made, BRAND, 1, sealed=0)["retired"]
    clock.now += (EMPTY_DAYS - 1) * DAY_S
    assert not retire_when_empty(made, BRAND, 1, sealed=0)["retired"]
    clock.now += DAY_S
    assert retire_when_empty(made, BRAND, 1, sealed=0) == {"retired": True}
    assert [each.version for each in made.roots.list_roots(BRAND)] == [2]
    with pytest.raises(UnknownRoot):
        stores().vault.unseal(BRAND, PLACE, sealed)


def test_a_row_found_under_it_after_all_begins_the_wait_anew() -> None:
    clock = Clock()
    made = stores(clock)
    made.roots.rotate_root(BRAND)
    retire_when_empty(made, BRAND, 1, sealed=0)
    clock.now += EMPTY_DAYS * DAY_S
    assert not retire_when_empty(made, BRAND, 1, sealed=1)["retired"]
    assert not retire_when_empty(made, BRAND, 1, sealed=0)["retired"]


def test_what_a_stranger_wrote_does_not_tell_by_its_length_what_it_is_compressed_with() -> None:
    made = stores()
    lengths = {len(_sealed(made, f"the reference is 4711; {guess}")) for guess in ("4711", "9038", "x71z")}
    assert len(lengths) == 1


def test_a_destroyed_key_is_noticed_by_the_api_after_five_seconds() -> None:
    clock = Clock()
    agents = Stores(FakeWrapping(), clock, remembered_s=5)
    sealed = _sealed(stores(), "seen")
    assert agents.vault.unseal(BRAND, PLACE, sealed) == {"text": "seen"}
    agents.shredder.destroy_person(BRAND, "p1", NOW * 1000)
    clock.now += 5
    assert agents.vault.erased_at(BRAND, "p1") == NOW * 1000
