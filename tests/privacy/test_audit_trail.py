"""The signed windows of the audit log: a dropped, altered, added or re-ordered row is noticed."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from privacy import audit_trail
from privacy.audit_trail import WINDOW_MS, Gap
from store.dynamo.rows import OpsRow
from store.stores import Stores
from tests.store.world import BRAND, NOW, stores

pytestmark = pytest.mark.usefixtures("tables")

START = NOW * 1000 // WINDOW_MS * WINDOW_MS
LATER = START + 3 * WINDOW_MS


@pytest.fixture
def made() -> Stores:
    found = stores()
    for number in range(4):
        found.audit.note_entry(BRAND, f"agent{number}", "read contact", f"t{number}", START + number * 1000)
    found.audit.note_entry(BRAND, "agent9", "read contact", "t9", START + WINDOW_MS)
    assert (
        audit_trail.sign(found.audit, found.ledger, BRAND, START, START + WINDOW_MS + 120_000)
        == START + WINDOW_MS
    )
    assert (
        audit_trail.sign(found.audit, found.ledger, BRAND, START + WINDOW_MS, LATER) == START + 2 * WINDOW_MS
    )
    return found


def _gaps(made: Stores) -> list[Gap]:
    return audit_trail.verify(made.audit, BRAND, made.ledger.list_receipts(BRAND), LATER)


def _rows() -> list[OpsRow]:
    return sorted((row for row in OpsRow.scan() if row.pk.startswith("audit#")), key=lambda row: row.sk)


def test_untouched_it_holds(made: Stores) -> None:
    assert _gaps(made) == []


def _drop() -> None:
    _rows()[1].delete()


def _alter() -> None:
    row = _rows()[1]
    row.update([OpsRow.entry.set({**row.entry, "agent": "nobody"})])


def _add() -> None:
    row = _rows()[1]
    OpsRow(row.pk, f"{row.sk}x", at=row.at, entry=row.entry).save()


def _swap() -> None:
    first, second = _rows()[:2]
    for row, entry in ((first, second.entry), (second, first.entry)):
        row.update([OpsRow.entry.set(entry)])


@pytest.mark.parametrize(
    ("tamper", "reason"), [(_drop, "count"), (_alter, "content"), (_add, "count"), (_swap, "content")]
)
def test_what_was_done_to_a_row_shows_in_its_window(
    made: Stores, tamper: Callable[[], None], reason: str
) -> None:
    tamper()
    assert _gaps(made) == [Gap(START, START + WINDOW_MS, reason)]


def test_a_window_that_was_never_signed_shows(made: Stores) -> None:
    audit_trail.sign(made.audit, made.ledger, BRAND, START + 4 * WINDOW_MS, START + 6 * WINDOW_MS)
    assert Gap(START + 2 * WINDOW_MS, START + 4 * WINDOW_MS, "gap") in _gaps(made)


def test_after_an_outage_windows_are_at_most_a_day(made: Stores) -> None:
    found = list(audit_trail.windows(START, START + 3 * 86_400_000 + 120_000))
    assert len(found) == 3
    assert found[0][0] == START
    assert all(later[0] == earlier[1] for earlier, later in pairwise(found))


def test_rows_stand_in_one_window_over_midnight() -> None:
    made = stores()
    midnight = START // 86_400_000 * 86_400_000 + 86_400_000
    for at in (midnight - 1, midnight):
        made.audit.note_entry(BRAND, "ann", "read", "t", at)
    found = list(made.audit.list_entries(BRAND, midnight - 5, midnight + 5))
    assert [each.at for each in found] == [midnight - 1, midnight]
