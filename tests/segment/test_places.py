"""Engagement is counted exactly once, netted by batch, whatever comes twice or goes again.

Tests of: `model.place`, `store.insights.places`, `store.interactions.counting`.
"""

from typing import Any

import pytest

from store.insights.counts import Count
from store.insights.rows import PlaceRow
from tests.privacy.world import Kills
from tests.store.path import Path
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _likes(number: int, post: str = "p1") -> list[dict[str, Any]]:
    return [
        {
            "kind": "reaction",
            "text": "+1",
            "parent_id": post,
            "author_id": f"u{each}",
            "occurred_at": NOW * 1000,
        }
        for each in range(number)
    ]


def _counts(path: Path, post: str = "p1") -> dict[str, int]:
    found = path.stores.places.read_places(BRAND, [path.item(post)])
    return dict(found[path.item(post)].counts) if found else {}


def test_forty_likes_in_a_batch_are_one_write_of_their_post(path: Path) -> None:
    path.deliver(*_likes(40))
    with Kills() as calls:
        path.label()
    assert calls.names.count("TransactWriteItems") == 1
    assert _counts(path)["reactions"] == 40


def test_the_same_delivery_again_counts_nothing_again(path: Path) -> None:
    for _ in range(3):
        path.deliver(*_likes(5))
        path.run()
    assert _counts(path)["reactions"] == 5


def test_a_batch_that_died_behind_its_labels_is_counted_once(path: Path) -> None:
    path.deliver(*_likes(5))
    waiting = list(path.sentiment_queue)
    path.label()
    path.sentiment_queue[:] = waiting
    path.label()
    assert _counts(path)["reactions"] == 5


def test_what_is_withdrawn_and_given_again_counts_as_it_stands(path: Path) -> None:
    (like,) = _likes(1)
    path.deliver(like)
    path.run()
    path.deliver(like | {"text": None, "occurred_at": NOW * 1000 + 1})
    path.run()
    assert _counts(path)["reactions"] == 0
    path.deliver(like | {"occurred_at": NOW * 1000 + 2})
    path.run()
    assert _counts(path)["reactions"] == 1


def test_a_private_reaction_and_a_chat_in_public_are_no_post(path: Path) -> None:
    said = {"kind": "message", "external_id": "m1", "thread_id": "room", "conversation_id": "m1", "author_id": "u1",
            "text": "hello", "occurred_at": NOW * 1000}  # fmt: skip
    path.deliver(said, *_likes(1, "m1"), _likes(1, "x1")[0] | {"mode": "private"})
    path.run()
    assert not list(PlaceRow.scan(PlaceRow.pk.startswith("place#")))


def test_a_count_says_its_place_in_its_text_and_old_texts_still_read() -> None:
    old = "20260921 09 reddit comment negative en in complaint,refund"
    assert Count.from_text(old).to_text() == old
    bare = Count.from_text("20260921 09 reddit reaction unknown unknown in")
    assert (bare.intent, bare.part) == ("", "")
    told = Count.from_text("20260921 09 reddit reaction unknown unknown in - r")
    assert (told.intent, told.part, told.to_text().split()[-2:]) == ("", "r", ["-", "r"])
