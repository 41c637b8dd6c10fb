"""What a row of the inbox says beside its head: its account, its window, the person's segments, and whether it is read.

Tests of: `respond.actions.read_marks`, `store.conversations.read_marks`, `store.brand.account_titles`.
"""

from dataclasses import replace
from typing import Any

import pytest

from platforms.sending.registry import list_ways
from platforms.sending.ways import HOUR_MS, find_window
from tests.respond.world import ACME, MS, OTHER, World, authorizer

READ = "/conversations/{id}/read"


def _row(world: World, name: str, **more: Any) -> Any:
    wanted = world.ids()[name]
    return next(row for row in world.get("/conversations", **more).body["data"] if row["id"] == wanted)


def test_what_was_read_is_unread_again_when_somebody_writes_or_one_says_so(world: World) -> None:
    ids = world.ids()
    assert (_row(world, "angry")["unread"], _row(world, "happy")["unread"]) == (True, False)
    version = _row(world, "angry")["version"]
    answer = world.call("PUT", READ, path={"id": ids["angry"]}, body={})
    assert answer.body == {"id": ids["angry"], "read_until": "2026-09-21T14:12:20.000Z", "unread": False}
    assert not _row(world, "angry")["unread"]
    assert _row(world, "angry")["version"] == version, "reading is no change that others have to see"
    assert _row(world, "angry", caller=authorizer(agent="ann"))["unread"], "each reads for themselves"
    later = {"kind": "message", "mode": "private", "external_id": "m9", "thread_id": "t1", "author_id": "u1"}
    world.paths[ACME].tell("telegram", later | {"text": "Hello?", "occurred_at": MS + 1000})
    assert _row(world, "angry")["unread"]
    world.call("PUT", READ, path={"id": ids["angry"]}, body={})
    answer = world.call("PUT", READ, path={"id": ids["angry"]}, body={"until": None})
    assert (answer.body["read_until"], answer.body["unread"]) == (None, True)


def test_nobody_marks_what_is_not_theirs(world: World) -> None:
    assert world.call("PUT", READ, path={"id": world.ids(OTHER)["angry"]}, body={}).status == 404


def test_a_row_names_its_post_and_its_account(world: World) -> None:
    comment = _row(world, "comment")
    assert comment["post_id"] == world.hid("facebook", "item", "p1")
    assert (comment["account_title"], comment["language"]) == (None, "en")
    known = next(each for each in world.stores.accounts.list_accounts(ACME) if each.id == "facebookacme")
    world.stores.accounts.save_change(known, replace(known, title="Acme Page"))
    assert _row(world, "comment")["account_title"] is None, "names are read once a minute"
    world.clock.now += 61
    assert _row(world, "comment")["account_title"] == "Acme Page"


def test_of_whom_is_restricted_agents_see_no_segments(world: World) -> None:
    assert _row(world, "angry")["segments"] == ["unsatisfied", "writers"]
    world.stores.consents.restrict_person(ACME, world.ids()["mara"], MS)
    row = _row(world, "angry")
    assert (row["stage"], row["segments"]) == (None, [])


@pytest.mark.parametrize(
    ("platform", "hours", "window"),
    [
        ("messenger", 1, ("standard", 24)),
        ("messenger", 25, ("human_agent", 7 * 24)),
        ("messenger", 24 * 8, ("human_agent", 7 * 24)),
        ("whatsapp", 30, ("standard", 24)),
        ("telegram", 1, None),
    ],
)
def test_the_window_is_the_platforms(platform: str, hours: int, window: tuple[str, int] | None) -> None:
    found = find_window(list_ways(platform), "private", MS, MS + hours * HOUR_MS)
    assert found == (None if window is None else (window[0], MS + window[1] * HOUR_MS))


def test_nobody_who_never_wrote_has_a_window() -> None:
    assert find_window(list_ways("messenger"), "private", 0, MS) is None
    assert list_ways("igloo") == ()
