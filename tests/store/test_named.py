"""Words that are other people's, sealed in a row under their keys: what opens, how long keys last, what it costs."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from model.errors import Erased, Purged
from model.naming import OTHERS
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.keyring import SPARE_S, Salt
from store.vault.rows import SaltRow
from store.vault.salts import Salts
from store.vault.sealed import Place
from store.vault.shredder import Shredded, Shredder
from store.vault.vault import Vault
from tests.privacy.world import counting
from tests.store.path import Path
from tests.store.world import BRAND, NOW, Clock, FakeWrapping, connect, stores

PLACE = Place("feed", "I#acme#x")
BUCKET = "slack#interaction#20260921"
DUE = {BUCKET: NOW}
LATER = NOW + 86_400
RECORD = {"text": ["hi ", [0, 0], " and ", [1, 0]], OTHERS: [[["a"], ["Anna"]], [["b"], ["Bert"]]]}
COMMENT = {
    "kind": "comment", "external_id": "c1", "author_id": "u1", "text": "thanks Anna Lee and bo",
    "thread_id": "p1", "parent_id": "p1", "conversation_id": "c1", "occurred_at": NOW * 1000 - 5000,
}  # fmt: skip
TAGS = {
    "mentioned_ids": ["u7", "u8"],
    "named": [{"id": "u7", "words": ["Anna Lee"]}, {"id": "u8", "words": ["Bo"]}],
}

pytestmark = pytest.mark.usefixtures("tables")


def _words(record: dict[str, object]) -> list[object]:
    others = record[OTHERS]
    assert isinstance(others, list)
    return [words for _, words in others]


def _sealed(vault: Vault) -> bytes:
    vault.prepare(BRAND, ["p1"], DUE, {"a": LATER, "b": LATER})
    return vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)


def test_each_word_goes_with_its_person_and_the_rest_stays() -> None:
    sealed = _sealed(stores().vault)
    assert stores().vault.unseal(BRAND, PLACE, sealed) == RECORD
    Shredder().destroy_person(BRAND, "a", NOW * 1000)
    found = stores().vault.unseal(BRAND, PLACE, sealed)
    assert (_words(found), found["text"]) == ([None, ["Bert"]], RECORD["text"])
    Shredder().destroy_person(BRAND, "p1", NOW * 1000)
    with pytest.raises(Erased):
        stores().vault.unseal(BRAND, PLACE, sealed)


def test_words_that_may_mean_two_go_with_either() -> None:
    vault = stores().vault
    vault.prepare(BRAND, ["p1"], DUE, {"a": LATER, "b": LATER})
    sealed = vault.seal(BRAND, PLACE, "p1", BUCKET, {OTHERS: [[["a", "b"], ["Alex"]]]})
    assert _words(stores().vault.unseal(BRAND, PLACE, sealed)) == [["Alex"]]
    Shredder().destroy_person(BRAND, "b", NOW * 1000)
    assert _words(stores().vault.unseal(BRAND, PLACE, sealed)) == [None]


def test_of_who_is_gone_nothing_is_sealed_and_gone_words_stay_gone() -> None:
    Shredder().destroy_person(BRAND, "a", NOW * 1000)
    vault = stores().vault
    sealed = _sealed(vault)
    opened = vault.unseal(BRAND, PLACE, sealed)
    assert _words(opened) == [None, ["Bert"]]
    again = vault.seal(BRAND, PLACE, "p1", BUCKET, opened)
    assert vault.unseal(BRAND, PLACE, again) == opened


def test_with_another_salt_of_theirs_it_is_gone_and_nobody_is_alarmed() -> None:
    """They were idle until their salt went, or erased, and are known anew."""
    sealed = _sealed(stores().vault)
    SaltRow(vault_keys.person_salt(BRAND, "a"), salt=b"x" * 32).save()
    assert _words(stores().vault.unseal(BRAND, PLACE, sealed)) == [None, ["Bert"]]


def test_who_remembers_an_old_salt_reads_the_new_one_before_giving_up() -> None:
    Shredder().destroy_person(BRAND, "a", NOW * 1000)
    early, late = stores().vault, stores().vault
    key = vault_keys.person_salt(BRAND, "a")
    early.renew(BRAND, "a", NOW * 1000)
    early._remember(key, Salt(b"o" * 32))
    late.prepare(BRAND, ["p1"], DUE, {"a": LATER, "b": LATER})
    sealed = late.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    assert _words(early.unseal(BRAND, PLACE, sealed)) == [["Anna"], ["Bert"]]


def _until(person: str) -> float | None:
    until: float | None = SaltRow.get(vault_keys.person_salt(BRAND, person)).until
    return until


def test_a_salt_of_who_is_only_named_ends_after_the_last_row_that_names_them() -> None:
    vault = stores().vault
    vault.prepare(BRAND, (), named={"a": LATER})
    assert _until("a") == LATER + SPARE_S
    stores().vault.prepare(BRAND, (), named={"a": LATER + SPARE_S})
    assert _until("a") == LATER + SPARE_S, "that is long enough"
    salt = SaltRow.get(vault_keys.person_salt(BRAND, "a")).salt
    vault.prepare(BRAND, (), named={"a": LATER + SPARE_S + 1})
    assert _until("a") == LATER + 2 * SPARE_S + 1
    assert SaltRow.get(vault_keys.person_salt(BRAND, "a")).salt == salt


def test_who_writes_themselves_keeps_theirs_for_good() -> None:
    vault = stores().vault
    sealed = _sealed(vault)
    vault.prepare(BRAND, ["a"], DUE)
    assert _until("a") is None
    stores().vault.prepare(BRAND, ["a"], named={"a": LATER})
    stores().vault.prepare(BRAND, (), named={"a": LATER * 2})
    assert _until("a") is None
    assert stores().vault.unseal(BRAND, PLACE, sealed) == RECORD, "it is the same salt"


def test_a_closing_salt_that_is_named_stays() -> None:
    vault, shredder = stores().vault, Shredder()
    vault.prepare(BRAND, ["a"])
    shredder.close_person(BRAND, "a", 5000)
    stores().vault.prepare(BRAND, (), named={"a": LATER})
    assert shredder.forget_person(BRAND, "a", 10_000) is Shredded.ALREADY
    assert _until("a") is None, "its listing as idle finds it again"


class Overtaken(Salts):
    """Somebody changes the salt between the read and the write."""

    def __init__(self, change: SaltRow) -> None:
        self._change: list[SaltRow] = [change]

    def read(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """The rows; changed right afterwards."""
        found = super().read(list(keys), consistent)
        while self._change:
            self._change.pop().save()
        return found


@pytest.mark.parametrize(
    "now", [{"erased_at": NOW * 1000}, {"salt": b"n" * 32, "until": LATER + 10 * SPARE_S}]
)
def test_no_race_brings_a_salt_back_or_shortens_it(now: dict[str, Any]) -> None:
    key = vault_keys.person_salt(BRAND, "a")
    SaltRow(key, salt=b"o" * 32, until=LATER).save()
    made = stores()
    vault = Vault(Overtaken(SaltRow(key, **now)), made.roots, Clock())
    vault.prepare(BRAND, (), named={"a": LATER + 5})
    row = SaltRow.get(key)
    assert (row.salt, row.erased_at, row.until) == (now.get("salt"), now.get("erased_at"), now.get("until"))


def _path() -> Path:
    made = stores()
    connect(made, "standard_webhooks", "shop")
    return Path(made)


def _calls(path: Path, *records: dict[str, object]) -> list[str]:
    with counting() as calls:
        assert path.deliver(*records) == {"batchItemFailures": []}
    return calls.names


def test_who_is_named_costs_one_small_write_the_first_time_and_none_after() -> None:
    warm = _path()
    warm.deliver(COMMENT | {"external_id": "c0"})
    plain = _calls(warm, COMMENT | {"external_id": "c9"})
    salts = SaltRow.count()
    first = _calls(warm, COMMENT | TAGS | {"external_id": "c2"})
    assert SaltRow.count() == salts + 2
    then = _calls(warm, COMMENT | TAGS | {"external_id": "c3"})
    assert SaltRow.count() == salts + 2, "one write for each of the two, once"
    assert Counter(first) - Counter(then) == {"BatchExecuteStatement": 1, "BatchGetItem": 1}
    assert Counter(then) - Counter(plain) == {"BatchWriteItem": 1, "BatchGetItem": 1}, (
        "their edges, and the names we know of them"
    )


def test_people_of_a_page_are_read_with_its_rows_keys() -> None:
    path = _path()
    for number in range(3):
        tags = TAGS | {"mentioned_ids": ["u7", "u8", "u9"]}
        path.deliver(COMMENT | tags | {"external_id": f"c{number}", "author_id": f"u{number}"})
    made = Path(stores()).stores
    rows = list(FeedRow.scan())
    made.roots.newest_root(BRAND)
    with counting() as calls:
        opened = made.feed.open(BRAND, rows)
        made.feed.open(BRAND, rows)
    assert calls.names == ["BatchGetItem"], "and then remembered, also that u9 has none"
    assert [item.content.text for item in opened.values() if item.content] == [COMMENT["text"]] * 3


def test_what_was_sealed_before_is_in_no_attribute_of_the_row() -> None:
    path = _path()
    path.deliver(COMMENT | TAGS)
    (row,) = FeedRow.scan()
    assert b"Anna" not in bytes(row.sealed)
    Shredder().destroy_person(BRAND, path.item("u7", "person"), NOW * 1000)
    (item,) = stores(wrapping=FakeWrapping()).feed.open(BRAND, [row]).values()
    assert item.content is not None
    assert item.content.text == "thanks [removed] and bo"


def test_under_a_legal_hold_nobody_s_key_takes_a_word_out() -> None:
    vault, hold = stores().vault, vault_keys.hold_name("h1")
    vault.prepare(BRAND, [hold], {hold: LATER}, {"a": LATER})
    sealed = vault.seal(BRAND, PLACE, hold, hold, RECORD)
    assert b"Anna" not in sealed
    Shredder().destroy_person(BRAND, "a", NOW * 1000)
    assert stores().vault.unseal(BRAND, PLACE, sealed) == RECORD
    back = _sealed(stores().vault), stores().vault.seal(BRAND, PLACE, "p1", BUCKET, RECORD)
    assert [_words(stores().vault.unseal(BRAND, PLACE, each)) for each in back] == [[None, ["Bert"]]] * 2
    Shredder().destroy_bucket(BRAND, hold, NOW * 1000)
    with pytest.raises(Purged):
        stores().vault.unseal(BRAND, PLACE, sealed)


def test_a_salt_that_is_kept_longer_keeps_what_stands_beside_it() -> None:
    key = vault_keys.person_salt(BRAND, "a")
    SaltRow(key, salt=b"s" * 32, until=LATER, restricted_at=7, erased_at=3, hold="h1").save()
    for until in (LATER * 2, None):
        Salts().create(key, b"n" * 32, None, until)
        row = SaltRow.get(key)
        assert (row.salt, row.until) == (b"s" * 32, until)
        assert (row.restricted_at, row.erased_at, row.hold) == (7, 3, "h1")
        row.update([SaltRow.until.set(LATER)])
    SaltRow(key).update([SaltRow.closing_at.set(5)])
    assert Salts().create(key, b"n" * 32, None).hold == "h1"
    assert SaltRow.get(key).closing_at is None


def test_who_is_under_a_hold_has_a_salt_without_an_end() -> None:
    stores().vault.prepare(BRAND, (), named={"a": LATER})
    assert Salts().hold(vault_keys.person_salt(BRAND, "a"), "h1")
    assert _until("a") is None
    assert Shredder().destroy_person(BRAND, "a", NOW * 1000) is Shredded.HELD
