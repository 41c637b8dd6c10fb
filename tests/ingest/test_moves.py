"""A group that becomes a supergroup goes on in the same conversation, in whatever order that is told.

Tests of: `store.conversations.moved_places`.
"""

import json
from itertools import permutations
from typing import Any

import pytest

from ingest.intake import Intake
from model.messages import Envelope
from store.conversations.rows import MovedPlaceRow
from store.stores import Stores
from tests.fakes import FakeClock
from tests.store.path import Claims, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")

BOT, OLD, NEW = "8001", -4001, -1004001
Json = dict[str, Any]
GROUP = {"id": OLD, "type": "group", "title": "Lamps"}
SUPERGROUP = {"id": NEW, "type": "supergroup", "title": "Lamps"}
ANNA = {"id": 6001, "is_bot": False, "first_name": "Anna"}
TO: Json = {"message_id": 2, "chat": GROUP, "migrate_to_chat_id": NEW}
FROM: Json = {"message_id": 1, "chat": SUPERGROUP, "migrate_from_chat_id": OLD}
BEFORE: Json = {"message_id": 1, "chat": GROUP, "text": "who sells lamps?"}
AFTER: Json = {"message_id": 2, "chat": SUPERGROUP, "text": "we do"}
LATER: Json = {"message_id": 3, "chat": SUPERGROUP, "text": "thank you"}


class Groups:
    """A bot and the deliveries that come for it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.stores: Stores = stores(self.clock)
        connect(self.stores, "telegram", BOT)
        done: list[str] = []
        self.intake = Intake(self.stores, Claims(), done.extend, done.extend, clock=FakeClock())

    def deliver(self, *messages: Json, day: int = 0) -> None:
        """Takes messages in, as one batch."""
        self.clock.now = NOW + day * 86_400
        bodies = []
        for each in messages:
            edited = "edit_date" in each
            message = {"from": ANNA, "date": NOW + day * 86_400 + each["message_id"], **each}
            update = {"update_id": 77, "edited_message" if edited else "message": message}
            body = json.dumps(update).encode()
            received = int(self.clock.now * 1000)
            bodies.append(Envelope("telegram", ENDPOINT, BRAND, received_at=received, body=body).to_json())
        assert self.intake.take_deliveries(sqs_event(bodies)) == {"batchItemFailures": []}

    def place(self, chat: int) -> str:
        """Returns the conversation that a chat has by its own id."""
        scope = BOT if chat == OLD else ""
        return self.intake.deliveries.name_hid(BRAND, "telegram", "item", scope, str(chat))

    def listed(self, chat: int) -> list[str]:
        """Returns the words listed in a chat's conversation."""
        page, _ = self.stores.feed.page_listing(f"{BRAND}#{self.place(chat)}", None, 50)
        opened = self.stores.feed.open_interactions(BRAND, page, consistent=True)
        return [item.content.text or "" for item in opened.values() if item.content is not None]

    def heads(self) -> set[int]:
        """Returns the chats that have a conversation of their own."""
        found = self.stores.conversations.read_conversations(BRAND, map(self.place, (OLD, NEW)))
        return {chat for chat in (OLD, NEW) if self.place(chat) in found}


@pytest.fixture
def groups() -> Groups:
    return Groups()


@pytest.mark.parametrize("notices", [(TO,), (FROM,), (TO, FROM), (FROM, TO)])
def test_what_is_said_in_the_new_group_stands_in_the_old_conversation(
    groups: Groups, notices: tuple[Json, ...]
) -> None:
    groups.deliver(BEFORE)
    for notice in notices:
        groups.deliver(notice)
    groups.deliver(AFTER)
    groups.deliver(LATER)
    assert groups.heads() == {OLD}
    assert sorted(groups.listed(OLD)) == ["thank you", "we do", "who sells lamps?"]


@pytest.mark.parametrize("order", list(permutations([BEFORE, TO, AFTER])))
def test_a_batch_may_hold_it_in_any_order(groups: Groups, order: tuple[Json, ...]) -> None:
    groups.deliver(*order)
    assert groups.heads() == {OLD}
    assert sorted(groups.listed(OLD)) == ["we do", "who sells lamps?"]


def test_the_same_again_changes_nothing(groups: Groups) -> None:
    for _ in range(3):
        groups.deliver(BEFORE, TO, FROM)
        groups.deliver(AFTER)
    assert groups.heads() == {OLD}
    assert sorted(groups.listed(OLD)) == ["we do", "who sells lamps?"]


def test_an_edit_stays_with_what_it_edits(groups: Groups) -> None:
    groups.deliver(TO)
    groups.deliver(AFTER)
    groups.deliver({**AFTER, "text": "we do not", "edit_date": NOW + 60})
    assert groups.heads() == {OLD}
    assert groups.listed(OLD) == ["we do not"]


def test_a_conversation_that_had_begun_in_the_new_group_goes_on_there(groups: Groups) -> None:
    groups.deliver(AFTER)
    groups.deliver(TO)
    groups.deliver(LATER)
    groups.deliver(AFTER)
    assert groups.heads() == {NEW}
    assert sorted(groups.listed(NEW)) == ["thank you", "we do"]


def test_another_group_is_no_part_of_it(groups: Groups) -> None:
    groups.deliver(TO, {**AFTER, "chat": {**SUPERGROUP, "id": -1009}})
    assert groups.heads() == set()


def test_the_pointer_holds_no_native_id_and_ends_after_what_was_said_last(groups: Groups) -> None:
    groups.deliver(TO, BEFORE)
    (row,) = [each for each in MovedPlaceRow.scan() if each.sk == "moved"]
    assert (row.former, row.pk) == (groups.place(OLD), f"conversation#{BRAND}#{groups.place(NEW)}")
    assert not {str(OLD), str(NEW), "1004001", "4001"} & set(f"{row.to_simple_dict()}".split("'"))
    first = row.until
    assert first > NOW
    groups.deliver(AFTER, day=5)
    (row,) = [each for each in MovedPlaceRow.scan() if each.sk == "moved"]
    assert row.until > first
    assert groups.heads() == {OLD}
