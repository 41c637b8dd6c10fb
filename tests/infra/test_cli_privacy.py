"""`rapport audit`, `breach-scope`, `verify-purge` and `register` over stores in moto."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.cli import audit, breach_notices, breach_scope, register, verify_purge
from infra.cli.errors import CommandError
from infra.template import ROOT
from infra.verify.stores import Installation as Stored
from respond.routes.table import ROUTES
from respond.shown import PROFILES, WORDS
from store.brand.rows import ReceiptRow
from store.dynamo.rows import OpsRow
from tests.privacy.purging import Installation
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

FORUM = "discourse"


@pytest.fixture
def world() -> Installation:
    return Installation(FORUM)


def _at(world: Installation) -> datetime:
    return datetime.fromtimestamp(world.clock.now, UTC)


def test_audit_verify_notices_what_was_done_to_a_row_or_a_receipt(world: Installation) -> None:
    made = world.stores
    made.audit.note_entry(BRAND, "ann", "read contact", "x", made.now_ms())
    world.clock.now += 1800
    world.purge()
    now_ms = int(world.clock() * 1000)
    assert audit.faults(world.stores, BRAND, now_ms) == []
    row = next(row for row in OpsRow.scan() if row.pk.startswith("audit#"))
    row.delete()
    assert [fault.split(":")[1].strip() for fault in audit.faults(world.stores, BRAND, now_ms)] == ["count"]
    ReceiptRow("receipts#acme", "000000000001").delete()
    assert "receipt 2: missing" in audit.faults(world.stores, BRAND, now_ms)


def test_d19_the_scope_of_a_stolen_role_is_exact(world: Installation) -> None:
    world.comment(FORUM, "c1", "u1")
    world.comment(FORUM, "c2", "u2")
    world.comment(FORUM, "c3", "u3")
    seen, other, before = (world.path(FORUM).item(each, "person") for each in ("u1", "u2", "u3"))
    log = world.stores.audit
    log.note_entry(BRAND, "thief", "read contact", before, int(world.clock() * 1000))
    world.clock.now += 3600
    since = _at(world)
    log.note_entry(BRAND, "thief", "read contact", seen, int(world.clock() * 1000))
    log.note_entry(BRAND, "thief", "read interactions", f"{'a' * 32} {seen}", int(world.clock() * 1000))
    log.note_entry(BRAND, "ann", "read contact", other, int(world.clock() * 1000))
    found = breach_scope.by_principal(world.stores, BRAND, "thief", since, _at(world))
    assert found["persons"] == [seen]
    assert found["actions"] == {"read contact": 1, "read interactions": 1}
    assert (found["entries"], found["other_items"], found["count"]) == (2, 1, 1)
    assert found["categories"] == [*WORDS, *PROFILES]


def test_d19_every_word_in_the_audit_log_is_one_that_an_action_declares() -> None:
    """Else a breach by it would show nothing. What a word shows is said with it (`respond.action`)."""
    declared = tuple(route.action.audit for route in ROUTES if route.action.audit)
    noted: set[str] = {"read contact"}
    for path in (ROOT / "functions/respond/actions").glob("*.py"):
        noted |= set(re.findall(r'note\([^)]*word="([^"]+)"', path.read_text("utf-8")))
    assert len(declared) > 15
    assert {word for word in noted if not word.startswith(declared)} == SHOW_NOTHING


SHOW_NOTHING = {"connect account again"}
"""Words that an action notes in the place of its own, and that show nothing of anybody."""


@pytest.mark.parametrize("hours", [10, 80])
def test_d19_the_notices_hold_the_facts_blanks_and_nobodys_data(
    world: Installation, tmp_path: Path, hours: int
) -> None:
    world.comment(FORUM, "c1", "u1")
    seen, since = world.path(FORUM).item("u1", "person"), _at(world)
    world.stores.audit.note_entry(BRAND, "thief", "read contact", seen, int(world.clock() * 1000))
    world.clock.now += hours * 3600
    found = breach_scope.by_principal(world.stores, BRAND, "thief", since, _at(world))
    breach = breach_notices.Breach(found, since, since, _at(world))
    files = breach_scope.draft(breach, tmp_path / "drafts")
    authority, people = (Path(file).read_text("utf-8") for file in files)
    assert breach.deadline - breach.aware == timedelta(hours=72)
    for fact in ("agent thief", "number of people: 1", "read contact (1 times)", PROFILES[0],
                 "2026-09-21 14:13 UTC", "before: 2026-09-24 14:13 UTC", "(a)", "(b)", "(c)", "(d)"):  # fmt: skip
        assert fact in authority, fact
    assert ("Reasons for the delay" in authority) == (hours > 72)
    assert PROFILES[0] in people
    for text in (authority, people):
        assert text.count("____") >= 8
        assert not [word for word in ("u1", "Mara", "words of", seen) if word in text], "a draft names nobody"
    with pytest.raises(CommandError):
        breach_scope.draft(breach, tmp_path / "drafts")


def test_d19_a_copied_store_is_drafted_with_everybody_counted(world: Installation) -> None:
    world.comment(FORUM, "c1", "u1")
    world.comment(FORUM, "c2", "u2")
    found = breach_scope.by_store(world.stores, BRAND, "feed")
    breach = breach_notices.Breach(found, _at(world), _at(world), _at(world))
    assert "number of people: 2" in breach_notices.authority(breach)
    assert "`feed` was copied" in breach_notices.authority(breach)
    assert breach_scope.CATEGORIES["feed"] in breach_notices.people(breach)


def test_the_scope_of_a_copied_store_is_everybody(world: Installation) -> None:
    world.comment(FORUM, "c1", "u1")
    world.comment(FORUM, "c2", "u2")
    found = breach_scope.by_store(world.stores, BRAND, "feed")
    assert found["persons"] == sorted(world.path(FORUM).item(each, "person") for each in ("u1", "u2"))


def test_verify_purge_finds_what_can_be_opened_and_only_that(
    world: Installation, tables: dict[str, str]
) -> None:
    world.comment(FORUM, "c1", text="old-canary in a comment")
    world.days(100)
    world.comment(FORUM, "c2", text="new-canary in a comment")
    everything = Stored(tables=tuple(tables.values()))
    short = {name: table for name, table in tables.items() if name != "keys"}

    def proof() -> dict[str, object]:
        return verify_purge.proof(
            everything, world.stores.vault, BRAND, short, ["old-canary"], ["new-canary"]
        )

    assert proof()["passed"] is False
    world.days(81)
    world.purge()
    assert proof() == {"passed": True, "remaining": {}, "missing": []}
    world.days(100)
    world.purge()
    assert proof()["missing"] == ["new-canary"], "a scan that finds nobody proves nothing"


def test_the_register_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    assert register.run(argparse.Namespace()) == 0
    assert set(json.loads(capsys.readouterr().out)) >= {"purposes", "recipients", "periods", "measures"}
