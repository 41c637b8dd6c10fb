"""What must not come back after an erasure: repetitions that tell no time of their own (the rest: tests/privacy)."""

from typing import Any

import pytest

from ingest.suppression import REPEATED_S
from store.contacts.rows import IdentityRow
from store.interactions.rows import FeedRow
from store.vault import keys
from store.vault.rows import SaltRow
from tests.ingest.test_intake import PRIVATE
from tests.store.path import Path
from tests.store.world import BRAND, NOW, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")

TIMELESS = {name: value for name, value in PRIVATE.items() if name != "occurred_at"}
IMPOSSIBLE = PRIVATE | {"occurred_at": 10**20}
ERASED_MS = NOW * 1000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(clock: Clock) -> Path:
    made = stores(clock)
    connect(made, "standard_webhooks", "shop")
    path = Path(made)
    SaltRow(keys.person_salt(BRAND, path.item("u1", "person")), erased_at=ERASED_MS).save()
    return path


def _deliver(path: Path, clock: Clock, after_s: int, *records: dict[str, Any]) -> None:
    clock.now = NOW + after_s
    path.deliver(*records, received_at=ERASED_MS + after_s * 1000)


def _kept() -> set[str]:
    return {row.pk.rsplit("#", 1)[1] for row in FeedRow.scan()}


@pytest.mark.parametrize("repeat", [TIMELESS, IMPOSSIBLE, TIMELESS | {"kind": "edit"}])
@pytest.mark.parametrize("after_s", [1, 3600, REPEATED_S])
def test_b13_a_repeat_without_a_time_stays_out_for_seven_days(
    path: Path, clock: Clock, repeat: dict[str, Any], after_s: int, capsys: pytest.CaptureFixture[str]
) -> None:
    _deliver(path, clock, after_s, repeat)
    assert _kept() == set()
    assert not [row.pk for row in IdentityRow.scan() if row.pk.startswith("identity#")]
    assert "event_without_time_after_erasure" in capsys.readouterr().out


def test_b13_afterwards_its_receipt_counts(path: Path, clock: Clock) -> None:
    _deliver(path, clock, REPEATED_S + 1, TIMELESS)
    assert _kept() == {path.item("m1")}


def test_b13_what_tells_its_time_comes_back_at_once_and_brings_no_repeat_with_it(
    path: Path, clock: Clock
) -> None:
    """They wrote again: their new key seals that, and nothing that may be older."""
    again = PRIVATE | {"external_id": "m2", "occurred_at": ERASED_MS + 10_000}
    _deliver(path, clock, 20, again)
    _deliver(path, clock, 30, TIMELESS)
    assert _kept() == {path.item("m2")}


def test_b13_who_was_never_erased_needs_no_time(path: Path, clock: Clock) -> None:
    _deliver(path, clock, 1, TIMELESS | {"author_id": "u2", "thread_id": "u2"})
    assert _kept() == {path.item("m1")}
