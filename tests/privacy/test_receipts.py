"""Receipts: each bound to the one before, signed, without personal data, and checked with a public key alone.

Tests of: `model.receipt`, `store.brand.ledger`.
"""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from model.receipt import GENESIS, PURGE, VERSION, Receipt
from privacy.receipts import Fault, verify_chain
from tests.store.world import BRAND, NOW, stores

pytestmark = pytest.mark.usefixtures("tables")


def _chain(length: int = 5) -> tuple[list[Receipt], bytes]:
    ledger = stores().ledger
    for number in range(length):
        ledger.append_receipt(BRAND, PURGE, {"n": number}, NOW * 1000 + number)
    return list(ledger.list_receipts(BRAND)), ledger.public_key(BRAND)


def test_a_chain_is_sound_as_it_was_written() -> None:
    chain, key = _chain()
    assert [each.number for each in chain] == [1, 2, 3, 4, 5]
    assert chain[0].previous == GENESIS
    assert verify_chain(chain, key, head=chain[-1].fingerprint()) == []
    assert verify_chain([Receipt.from_ledger_record(each.to_ledger_record()) for each in chain], key) == []


def test_a_dropped_an_altered_and_a_re_ordered_receipt_are_noticed() -> None:
    chain, key = _chain()
    assert Fault(4, "missing") in verify_chain([*chain[:2], *chain[3:]], key)
    altered = replace(chain[2], body={"n": 99})
    assert verify_chain([*chain[:2], altered, *chain[3:]], key)[:1] == [Fault(3, "altered")]
    swapped = [chain[0], chain[2], chain[1], *chain[3:]]
    assert {fault.reason for fault in verify_chain(swapped, key)} >= {"missing", "order"}


def test_a_chain_cut_off_is_noticed_by_who_noted_its_head() -> None:
    chain, key = _chain()
    assert verify_chain(chain[:3], key) == []
    assert verify_chain(chain[:3], key, head=chain[-1].fingerprint()) == [Fault(4, "missing")]


def test_a_receipt_re_signed_with_another_brand_s_key_is_noticed() -> None:
    chain, key = _chain()
    other = stores(brand="other").ledger
    forged = other._signed("other", PURGE, {"n": 0}, NOW)
    assert verify_chain([replace(forged, brand=BRAND)], key) == [Fault(1, "altered")]
    assert other.public_key("other") != key
    assert chain


def test_receipts_written_at_once_stand_one_behind_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    # moto's conditions do not hold between threads: the other writer comes between reading and putting.
    ledger, other = stores().ledger, stores().ledger
    last, turns = ledger.find_last_receipt, [0]

    def overtaken(brand: str) -> Receipt | None:
        found = last(brand)
        turns[0] += 1
        if turns[0] <= 3:
            other.append_receipt(BRAND, PURGE, {"other": turns[0]}, NOW)
        return found

    monkeypatch.setattr(ledger, "find_last_receipt", overtaken)
    mine = ledger.append_receipt(BRAND, PURGE, {"mine": 1}, NOW)
    chain = list(ledger.list_receipts(BRAND))
    assert (mine.number, len(chain)) == (4, 4)
    assert verify_chain(chain, ledger.public_key(BRAND)) == []


@pytest.mark.parametrize("body", [{"who": "mara@example.com"}, {"text": "ä"}, {"x": "a" * 201}, {"x": 1.5}])
def test_d15_a_receipt_holds_no_free_text(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a receipt holds"):
        stores().ledger.append_receipt(BRAND, PURGE, body, NOW)


def test_a_receipt_names_the_version_of_the_code() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
