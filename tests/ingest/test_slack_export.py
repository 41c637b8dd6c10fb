"""The export of a Slack workspace comes in as what its events would have told.

Tests of: `ingest.slack_export`, `platforms.slack`.
"""

import json
from collections import Counter
from secrets import token_hex
from typing import Any

import pytest

from ingest.unpack import PART_BYTES, Part, unpack_file
from model.file_form import FileForm
from model.place import PlaceKind
from store.dynamo import keys as row_keys
from store.interactions.rows import FeedRow
from tests.ingest.test_importing import ImportedAccount
from tests.ingest.test_unpack import zipped
from tests.store.world import BRAND

FILES: dict[str, Any] = {
    "users.json": [
        {"id": "U1", "name": "mara", "profile": {"real_name": "Mara Field", "display_name": ""}},
        {"id": "U2", "name": "jo", "profile": {"display_name": "Jo"}},
    ],
    "channels.json": [{"id": "C1", "name": "lamps", "created": 1500000000, "members": ["U1", "U2"]}],
    "dms.json": [{"id": "D1", "created": 1500000000, "members": ["U1", "own"]}],
    "integration_logs.json": [{"user_id": "U1"}],
    "lamps/2020-05-01.json": [
        {"type": "message", "user": "U1", "text": "Which bulb, <@U2>?", "ts": "1588300000.000100",
         "reactions": [{"name": "eyes", "users": ["U2"], "count": 1}]},
        {"type": "message", "user": "U2", "text": "E27", "ts": "1588300060.000200", "thread_ts": "1588300000.000100"},
        {"type": "message", "subtype": "channel_join", "user": "U2", "text": "joined", "ts": "1588300000.000000"},
    ],
    "D1/2020-05-02.json": [{"type": "message", "user": "U1", "text": "In private", "ts": "1588400000.000100"}],
    "elsewhere/2020-05-01.json": [{"type": "message", "user": "U1", "text": "No such place", "ts": "1.0"}],
}  # fmt: skip


def export(**more: Any) -> Any:
    return zipped({name: json.dumps(told).encode() for name, told in (FILES | more).items()})


@pytest.fixture
def world(tables: dict[str, str]) -> ImportedAccount:
    assert tables
    return ImportedAccount("slack")


def test_messages_reactions_and_members_come_in_once(world: ImportedAccount) -> None:
    for new in (6, 0):
        importing = world.importing()
        list(importing.import_pieces(unpack_file(export(), FileForm("slack"))))
        assert (importing.tally.new, importing.tally.refused) == (new, Counter())
        world.work()
    rows = [row_keys.item_of(row.pk) for row in FeedRow.scan()]
    found = world.stores.feed.open_interactions(BRAND, rows).values()
    assert sorted(str(each.kind) for each in found) == [
        "join",
        "join",
        "message",
        "message",
        "message",
        "reaction",
    ]
    said = {each.content.text: each for each in found if each.content and each.kind == "message"}
    assert set(said) == {"Which bulb, <@U2>?", "E27", "In private"}
    asked = said["Which bulb, <@U2>?"]
    assert (asked.natives.external_id, asked.natives.account_id) == ("C1:1588300000.000100", "own")
    assert (str(asked.mode), str(said["In private"].mode)) == ("public", "private")
    assert said["E27"].conversation == asked.conversation, "an answer stands in its thread"
    assert asked.author is not None
    assert world.stores.profiles.read_profiles(BRAND, [asked.author])[asked.author]["name"] == "Mara Field"
    (listed,) = world.stores.places.page_places(BRAND, PlaceKind.GROUP, "slack", None, 10)
    (group,) = world.stores.places.read_places(BRAND, [listed[1]]).values()
    assert group.name == "lamps"
    assert set(world.statuses()) == {"closed"}, "history waits for nobody"


def test_a_long_day_comes_in_parts_and_a_broken_file_is_said() -> None:
    day = [
        {"type": "message", "user": "U1", "text": token_hex(1500), "ts": f"15883{n:05}.000100"}
        for n in range(120)
    ]
    pieces = list(
        unpack_file(export(**{"lamps/2020-05-03.json": day, "lamps/2020-05-04.json": {}}), FileForm("slack"))
    )
    parts = [each for each in pieces if isinstance(each, Part) and each.name == "lamps/2020-05-03.json"]
    assert len(parts) > 1
    assert all(len(each.body) < PART_BYTES + 4000 for each in parts)
    assert sum(each.body.count(b'"ts"') for each in parts) == len(day)
    assert [each.reason for each in pieces if not isinstance(each, Part)] == ["bad_json"]


def test_what_is_broken_in_a_day_costs_nobody_else_their_words(world: ImportedAccount) -> None:
    day = [{"type": "message", "user": "U1", "text": "no time"}, {"type": "message", "user": "U2", "ts": "1588300900.1",
            "text": "sound", "reactions": [{"users": ["U1"]}, {"name": "eyes", "users": [None, {}]}]}]  # fmt: skip
    importing = world.importing()
    file = zipped(
        {"channels.json": b'[{"id": "C1", "name": "lamps"}]', "lamps/1.json": json.dumps(day).encode()}
    )
    list(importing.import_pieces(unpack_file(file, FileForm("slack"))))
    assert (importing.tally.new, importing.tally.refused) == (1, {"no_id": 1})
