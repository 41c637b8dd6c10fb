"""Open pages are told what changed, what is gone, who is where and how many wait; nothing they are told is personal.

Tests of: `store.journal.changes`, `store.journal.audience`, `store.journal.keys`, `store.conversations.stores`,
`store.conversations.presence`, `store.conversations.tallies`, `respond.shapes.updates`, `respond.routes.live`.
"""

from typing import Any

import pytest

from model.conversation import NOBODY
from privacy.item_classes import CLASSES, ErasureContext
from respond.actions.updates import OVERLAP_MS
from respond.routes.table import ROUTES
from store.forgetting.erasing.leaver import Leaver
from store.journal import keys as journal_keys
from store.journal.audience import FOLLOWED_MS, KNOWN_MS
from store.journal.changes import IN_A_ROW, HeadChange
from store.journal.rows import AudienceRow, ChangesRow
from tests.respond.world import ACME, ANGRY, MS, OTHER, TELEGRAM, World, authorizer
from tests.store.path import Claims

BY_ID = "/conversations/{id}"
LATER = ANGRY | {"external_id": "m7", "text": "Hello? Anybody?", "occurred_at": MS + 1000}


def _updates(world: World, after: str | None = None, **more: Any) -> Any:
    query = {"after": after} if after else {}
    answer = world.get("/updates", query=query, **more)
    assert answer.status == 200, answer.text
    return answer.body


def _begin(world: World) -> str:
    """A cursor behind what the world began with, of a page that is open for a minute."""
    for _ in range(3):
        world.clock.now += 20
        cursor = _updates(world)["cursor"]
    world.clock.now += OVERLAP_MS / 1000 + 1
    return str(cursor)


def test_a_message_is_told_with_the_version_that_is_to_be_read(world: World) -> None:
    cursor, ids = _begin(world), world.ids()
    assert _updates(world, cursor)["changes"] == []
    world.tell(TELEGRAM, LATER)
    (change,) = _updates(world, cursor)["changes"]
    shown = world.get(BY_ID, path={"id": ids["angry"]}).body
    assert change["conversation"] == ids["angry"]
    assert change["version"] == shown["version"]
    assert {"messages", "labels"} <= set(change["what"])
    assert change["by"] is None
    assert _updates(world, cursor, caller=authorizer(OTHER))["changes"] == []


def test_what_was_told_is_told_again_for_a_few_seconds_and_then_no_more(world: World) -> None:
    cursor = _begin(world)
    world.tell(TELEGRAM, LATER)
    second = _updates(world, cursor)
    assert [each["conversation"] for each in _updates(world, second["cursor"])["changes"]] == [
        world.ids()["angry"]
    ]
    world.clock.now += OVERLAP_MS / 1000 + 1
    third = _updates(world, second["cursor"])
    assert third["changes"], "the cursor looks back"
    assert _updates(world, third["cursor"])["changes"] == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"priority": "urgent"}, "priority"),
        ({"status": "closed"}, "status"),
        ({"tags": ["vip"]}, "tags"),
        ({"assignee": "ann"}, "assignee"),
        ({"handover": {"state": "human"}}, "handover"),
    ],
)
def test_what_an_agent_changes_is_told_with_who_did_it(world: World, body: Any, what: str) -> None:
    cursor, path = _begin(world), {"id": world.ids()["happy"]}
    answer = world.call("PATCH", BY_ID, path=path, body=body, headers={"If-Match": "*"})
    (change,) = _updates(world, cursor)["changes"]
    assert what in change["what"]
    assert (change["by"], f'"{change["version"]}"') == ("adam", answer.headers["ETag"])


def test_who_is_assigned_or_mentioned_gets_a_notice_and_nobody_else(world: World) -> None:
    cursor, path = _begin(world), {"id": world.ids()["happy"]}
    world.call("PATCH", BY_ID, path=path, body={"assignee": "ann"}, headers={"If-Match": "*"})
    world.call("POST", f"{BY_ID}/notes", path=path, body={"text": "Look", "mentions": ["ann", "adam"]})
    notices = _updates(world, cursor, caller=authorizer(agent="ann"))["notices"]
    assert sorted((each["kind"], each["conversation"]) for each in notices) == [
        ("assigned", path["id"]), ("mention", path["id"]),
    ]  # fmt: skip
    assert _updates(world, cursor)["notices"] == [], "what one does oneself is no news"
    (change,) = _updates(world, cursor)["changes"]
    assert {"assignee", "notes"} <= set(change["what"])


def test_who_looks_and_types_is_seen_by_others_for_half_a_minute(world: World) -> None:
    ids, ann = world.ids(), authorizer(agent="ann")

    def put(state: str) -> Any:
        return world.call(
            "PUT", f"{BY_ID}/presence", path={"id": ids["angry"]}, body={"state": state}, caller=ann
        )

    assert put("typing").body == {"conversation": ids["angry"], "agent": "ann", "state": "typing"}
    assert _updates(world)["presence"] == [put("typing").body]
    assert _updates(world, caller=ann)["presence"] == []
    assert _updates(world, caller=authorizer(OTHER))["presence"] == []
    world.clock.now += 31
    assert _updates(world)["presence"] == []
    put("viewing")
    assert [each["state"] for each in _updates(world)["presence"]] == ["viewing"]
    put("left")
    assert _updates(world)["presence"] == []


def test_the_counts_are_those_of_half_a_minute_ago_at_most_and_of_one_row(world: World) -> None:
    path = {"id": world.ids()["happy"]}
    before = _updates(world)["counts"]
    assert before == {"my_open": 0, "unassigned": 3, "all": 3, "pending": 0, "snoozed": 0}
    world.call("PATCH", BY_ID, path=path, body={"assignee": "me"}, headers={"If-Match": "*"})
    assert _updates(world)["counts"] == before, "counted a moment ago"
    world.clock.now += 31
    after = _updates(world)["counts"]
    assert (after["my_open"], after["unassigned"]) == (1, before["unassigned"] - 1)
    assert world.stores.tallies.read_tallies(ACME, lambda: pytest.fail("counted again"))[NOBODY]["open"] == 2


def test_whoever_was_away_for_more_than_an_hour_reads_everything_anew(world: World) -> None:
    cursor = _begin(world)
    world.clock.now += 3700
    answer = _updates(world, cursor)
    assert (answer["reload"], answer["changes"]) == (True, [])
    world.clock.now += 2
    again = _updates(world, answer["cursor"])
    world.clock.now += 2
    assert not _updates(world, again["cursor"])["reload"]


def test_nothing_is_noted_while_nobody_follows_and_whoever_begins_reads_once_more(world: World) -> None:
    changes, ids = world.stores.changes, world.ids()
    world.tell(TELEGRAM, LATER)
    assert changes.list_changes(ACME, 0, 10).changes == ()
    first = _updates(world)
    assert not first["reload"]
    world.clock.now += 2
    second = _updates(world, first["cursor"])
    assert second["reload"], "a writer may not have known for a second that somebody follows"
    world.tell(TELEGRAM, LATER | {"external_id": "m8"})
    third = _updates(world, second["cursor"])
    assert not third["reload"]
    assert [each["conversation"] for each in third["changes"]] == [ids["angry"]]
    world.clock.now += FOLLOWED_MS / 1000 + KNOWN_MS / 1000
    world.tell(TELEGRAM, LATER | {"external_id": "m9"})
    assert _updates(world, third["cursor"])["reload"], "what was left out meanwhile is nowhere else"


def test_following_costs_one_write_a_minute(world: World) -> None:
    audience = world.stores.changes.audience
    since = audience.follow(ACME)
    until = AudienceRow.get(journal_keys.changes(ACME), journal_keys.AUDIENCE).until
    world.clock.now += 30
    assert audience.follow(ACME) == since
    assert AudienceRow.get(journal_keys.changes(ACME), journal_keys.AUDIENCE).until == until
    world.clock.now += 31
    assert audience.follow(ACME) == since
    assert AudienceRow.get(journal_keys.changes(ACME), journal_keys.AUDIENCE).until == until + 61_000


def test_erasing_a_person_is_told_to_open_pages(world: World) -> None:
    cursor, ids = _begin(world), world.ids()
    leaver = Leaver(ACME, ids["mara"], TELEGRAM, MS, "")
    erasers = {each.name: each.eraser for each in CLASSES}
    for _ in erasers["interactions"](ErasureContext(world.stores, Claims())).erase_items(leaver):
        pass
    found = _updates(world, cursor)
    assert found["gone"] == [ids["mara"]]
    assert [(each["conversation"], each["what"]) for each in found["changes"]] == [(ids["angry"], ["erased"])]


def test_one_row_holds_a_batch_in_opaque_ids_and_goes_in_an_hour(world: World) -> None:
    changes = world.stores.changes
    _updates(world)
    world.clock.now += 2
    changes.note_changes(ACME, [HeadChange(f"{n:032d}", n, ("messages",)) for n in range(1, IN_A_ROW + 2)])
    rows = list(ChangesRow.query(journal_keys.changes(ACME), ChangesRow.sk >= f"{MS + 1:013d}"))
    assert sorted(len(row.heads) for row in rows if len(row.heads) > 50 or row.heads[0][0][:20] == "0" * 20) == [
        1, IN_A_ROW,
    ]  # fmt: skip
    assert {row.expires_at for row in rows} == {MS // 1000 + 2 + 3600}
    page = changes.list_changes(ACME, MS + 1, 1)
    assert page.more
    assert page.until == MS + 2000
    assert "Mara" not in str([row.attribute_values for row in rows])


@pytest.mark.parametrize("after", ["now", "-1", "12", "9" * 14])
def test_what_is_no_cursor_is_refused(world: World, after: str) -> None:
    assert world.get("/updates", query={"after": after}).status == 400


def test_polling_counts_against_the_agent_and_not_against_the_brand() -> None:
    assert [route.path for route in ROUTES if route.uncounted] == ["/updates"]
