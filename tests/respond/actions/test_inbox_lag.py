"""The inbox's index stands still for minutes, and answers a moment late."""

from dataclasses import replace

import pytest

from model.conversation import Status
from tests.respond.actions.test_inbox import MINUTE, begin
from tests.respond.world import ACME, MS, World


def test_activity_of_the_last_minutes_is_in_exact_order(world: World) -> None:
    quiet = begin(world, 1, last_at=MS + 2 * MINUTE)
    lively = begin(world, 2, last_at=MS + MINUTE)
    later = replace(lively, last_at=MS + 5 * MINUTE)
    moved = world.stores.conversations.change_head(ACME, lively.id, lambda _: later)
    assert moved is not None
    assert moved.listed_at == MS + MINUTE, "the index entry has not moved"
    rows = [row["id"] for row in world.get("/conversations").body["data"]]
    assert rows[1:3] == [lively.id, quiet.id], "behind the one of a higher priority"


def test_a_head_that_is_elsewhere_by_now_is_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    head = begin(world, 1, assignee="ann")
    stale = world.stores.conversations.page_inbox(ACME, "ann", Status.OPEN, None, 10)
    world.stores.conversations.change_head(ACME, head.id, lambda h: h and replace(h, assignee="sue"))
    monkeypatch.setattr(world.stores.conversations, "page_inbox", lambda *_: stale)
    assert world.get("/conversations", query={"assignee": "ann"}).body["data"] == []
    assert [row["id"] for row in world.get("/conversations").body["data"]] == [head.id]
    world.stores.conversations.change_head(ACME, head.id, lambda h: h and replace(h, status=Status.CLOSED))
    assert world.get("/conversations").body["data"] == []
