"""What is counted of posts and groups: gone with whose post it is, with the account, and with its period.

Tests of: `store.forgetting.erasing.posts`, `privacy.copied_posts`.
"""

from typing import Any

import pytest

from model.privacy_task import State
from privacy.copied_posts import copy_posts
from store.insights.rows import PlaceRow
from store.interactions.keys import reactions_to
from tests.privacy.case import Case
from tests.privacy.purging import DAY, Installation
from tests.privacy.test_revocation import Workspaces
from tests.privacy.world import MS, FulfilStep, canaries
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")

ANNA, BERT = canaries("anna")["native_id"], canaries("bert")["native_id"]
POST = {"kind": "post", "external_id": "p1", "author_id": ANNA, "author_name": "Anna", "text": "mine",
        "occurred_at": MS}  # fmt: skip


def _like(by: str, post: str = "p1") -> dict[str, Any]:
    return {"kind": "reaction", "text": "+1", "parent_id": post, "author_id": by, "occurred_at": MS}


def _join(who: str) -> dict[str, Any]:
    return {"kind": "join", "thread_id": "g1", "author_id": who, "occurred_at": MS}


def _places() -> dict[str, int]:
    rows = PlaceRow.scan(PlaceRow.pk.startswith("place#"))
    return {row.pk.rsplit("#", 1)[1]: int(row.reactions or row.members or 0) for row in rows}


def _members(world: FulfilStep, group: str) -> set[str | None]:
    """Who is listed as a member of a group."""
    feed = world.stores.feed
    ids, _ = feed.page_listing(reactions_to(BRAND, group), None, 10)
    return {each.author for each in feed.read_headers(BRAND, ids).values()}


def _told(world: FulfilStep) -> None:
    world.path.deliver(POST, _like(BERT), _like(ANNA), _like("u5"), _like(ANNA, "p2"), _like(BERT, "p2"))
    world.path.deliver(_join(ANNA), _join(BERT))
    world.path.run()


def test_an_author_s_counts_go_and_what_they_liked_is_taken_off() -> None:
    world = FulfilStep()
    _told(world)
    p1, p2, group = (world.path.item(each) for each in ("p1", "p2", "g1"))
    assert _places() == {p1: 3, p2: 2, group: 2}
    assert len(_members(world, group)) == 2
    assert world.task(_erased(world, ANNA)).state is State.DONE
    assert _places() == {p2: 1, group: 1}
    assert _members(world, group) == {world.path.item(BERT, "person")}
    (receipt,) = world.receipts()
    assert receipt.body["counts"]["posts"] == 1


def _erased(world: FulfilStep, native_id: str) -> str:
    task = world.demand("erase", native_id)
    world.run()
    return task


def test_a_copy_tells_of_their_own_posts_only() -> None:
    world = FulfilStep()
    _told(world)
    p1, join = world.path.item("p1"), world.path.item("p2")
    (copied,) = copy_posts(world.stores, BRAND, [p1, "x" * 32])
    assert copied == {"interaction": p1, "comments": 0, "reactions": 3, "shares": 0, "told": {}}
    assert copy_posts(world.stores, BRAND, [join])[0]["reactions"] == 2


def test_counts_end_with_the_last_interaction_they_are_of() -> None:
    made = Installation("reddit")
    path = made.path("reddit")
    path.deliver(_like("u1", "p7"))
    path.run()
    assert _places() == {path.item("p7"): 1}
    days = 2 * DAY
    while _places() and days < 800 * DAY:
        made.clock.now += 5 * DAY
        days += 5 * DAY
        made.purge()
    assert not _places()


def test_a_legal_hold_on_the_author_keeps_them() -> None:
    case = Case()
    _told(case)
    case.agree("anna")
    case.purge()
    case.clock.now += 800 * DAY
    case.purge()
    assert case.path.item("p1") in _places()
    assert case.path.item("p2") not in _places()


def test_what_was_seen_through_an_account_goes_with_its_access() -> None:
    made = Workspaces()
    path = made.path(made.platform)
    for account, post in (("shop", "p1"), ("club", "p2")):
        path.deliver(_like("u1", post) | {"account_id": account})
        path.deliver({"kind": "join", "thread_id": f"g{post}", "author_id": "u1", "account_id": account})
    path.run()
    assert len(_places()) == 4
    made.revoke()
    made.run()
    assert set(_places()) == {path.item("p2"), path.item("gp2")}
