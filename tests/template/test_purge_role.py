"""The purge works with the rows its role may touch: keys of people and buckets, never a root, receipts only put."""

import pytest

from model.receipt import RELEASE
from privacy.purge import Purge
from store.brand import keys as brand_keys
from store.brand.rows import ReceiptRow
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.case import Case
from tests.privacy.purging import Installation
from tests.privacy.world import life, mention
from tests.store.world import BRAND
from tests.template.enforcing import Denied, as_function

pytestmark = pytest.mark.usefixtures("tables")

FORUM, NO_TRACE = "discourse", "reddit"


def _forget_husks() -> None:
    """As TTL does."""
    for row in FeedRow.scan():
        if row.attribute_values.get("hold") is None:
            row.delete()


def test_it_purges_holds_and_signs_with_its_own_role() -> None:
    world = Installation(FORUM, NO_TRACE)
    world.message(FORUM, "m1")
    world.comment(NO_TRACE, "c1", "u2")
    world.comment(FORUM, "c2", "u3")
    world.hold(world.path(FORUM).item("u3", "person"), until_days=500)
    world.clock.now += 900
    asked: set[tuple[str, str, str]] = set()
    for days in (0, 0.02, 3, 190, 200, 2, 200):
        world.days(days)
        if days == 200:
            _forget_husks()
        made = world.stores
        with as_function("Purge") as used:
            found = Purge(made, world.files).purge_brands(600)["brands"][BRAND]
        assert isinstance(found, dict)
        assert found["holds"]["failed"] == found["idle"]["failed"] == 0
        assert all(each["failed"] == 0 for each in found["buckets"])
        asked |= used
    assert ("UpdateItem", "keys", "bucket") in asked
    assert ("DeleteItem", "keys", "person") in asked
    assert ("PutItem", "core", "receipts") in asked
    assert ("DeleteItem", "feed", "I") in asked
    assert not any(
        table == "keys" and prefix == "root" and action != "GetItem" for action, table, prefix in asked
    )


def test_it_may_not_touch_a_root_or_rewrite_a_receipt() -> None:
    Installation(FORUM)
    with as_function("Purge"), pytest.raises(Denied):
        SaltRow(vault_keys.brand_root(BRAND)).delete()
    with as_function("Purge"), pytest.raises(Denied):
        ReceiptRow(brand_keys.receipts(BRAND), "000000000001").delete()


def test_it_makes_good_with_its_own_role_what_a_hold_kept_an_erasure_from() -> None:
    case = Case()
    for each in ("anna", "bert"):
        case.path.deliver(*life(each))
    case.path.deliver(*mention("anna", "bert"))
    case.agree("bert")
    with as_function("Purge") as sealing:
        case.purge()
        case.purge()
    task = case.ask_erasure("anna")
    with as_function("Fulfil") as erasing:
        for _ in range(9):
            case.step(task)
    case.stores.roots.index_key(BRAND)  # the test names people by their ids, the purge does not
    with as_function("Purge") as releasing:
        case.release("bert")
    assert case.task(task).final
    assert ("UpdateItem", "core", "edge") in sealing
    assert ("PutItem", "core", "withheld") in erasing
    assert ("UpdateItem", "core", "holds") not in erasing
    assert {
        ("DeleteItem", "core", "withheld"),
        ("DeleteItem", "core", "edge"),
        ("UpdateItem", "ops", "task"),
    } <= releasing
    assert [each.body["redacted"] for each in case.receipts() if each.kind == RELEASE] == [1]
