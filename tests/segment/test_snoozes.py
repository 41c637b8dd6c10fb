"""Snoozed conversations open by themselves, wherever a run ends and however many there are at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from model.conversation import Conversation, Status
from segment.due import Due
from store.contacts import keys as contact_keys
from store.contacts.wakeups import Wakeups
from store.conversations.conversations import Conversations
from store.dynamo.rows import OpsRow
from store.forgetting.idle import CONVERSATION
from tests.ingest.test_intake import PRIVATE
from tests.segment.test_segments_time import Moving
from tests.store.world import BRAND
from tests.template.enforcing import as_function, clients

pytestmark = pytest.mark.usefixtures("tables")
HOUR_MS = 3_600_000


class Desk(Moving):
    """The path, and an agent who snoozes."""

    def snooze(self, thread: str = "t1", hours: int = 1, priority: int = 3) -> str:
        """Something comes in and is put off; the conversation's id."""
        self.deliver(PRIVATE | {"external_id": f"m{thread}", "thread_id": thread, "text": "hello",
                                "occurred_at": self.stores.now_ms()})  # fmt: skip
        self.run()
        found = self.item(thread, "thread")
        until = self.stores.now_ms() + hours * HOUR_MS

        def step(head: Conversation | None) -> Conversation:
            assert head is not None
            return replace(head, status=Status.SNOOZED, snoozed_until=until, priority=priority)

        self.stores.conversations.change_head(BRAND, found, step)
        return found

    def head(self, conversation: str) -> Conversation:
        return self.stores.conversations.read_conversations(BRAND, [conversation], consistent=True)[
            conversation
        ]

    def armed(self) -> list[str]:
        return [row.sk for row in OpsRow.query(contact_keys.snoozes(BRAND))]

    def inbox(self, status: Status = Status.OPEN) -> list[str]:
        return [entry for _, entry in self.stores.conversations.page_inbox(BRAND, "-", status, None, 10)]

    def due(self) -> Due:
        return Due(self.stores, self.segments_queue.append)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def calls(desk: Desk) -> Iterator[list[str]]:
    """The operations that DynamoDB is asked for."""
    asked: list[str] = []

    def note(model: Any, **_: Any) -> None:
        asked.append(model.name)

    found = clients()
    for client in found:
        client.meta.events.register_first("provide-client-params.dynamodb.*", note, unique_id="calls")
    yield asked
    for client in found:
        client.meta.events.unregister("provide-client-params.dynamodb.*", unique_id="calls")


def test_it_opens_when_the_time_comes_at_the_place_of_its_priority(desk: Desk) -> None:
    low, high, late = desk.snooze("t1", 1, 1), desk.snooze("t2", 1, 4), desk.snooze("t3", 48, 4)
    assert (desk.inbox(), sorted(desk.inbox(Status.SNOOZED))) == ([], sorted([low, high, late]))
    desk.clock.now += 3599
    desk.tick()
    assert desk.inbox() == []
    desk.clock.now += 1
    desk.tick()
    assert desk.inbox() == [high, low]
    assert desk.inbox(Status.SNOOZED) == [late]
    assert [sk.partition("#")[2] for sk in desk.armed()] == [late]
    assert desk.head(high).woken
    assert not desk.head(late).woken


def test_a_run_costs_what_is_due_and_not_what_is_snoozed(desk: Desk, calls: list[str]) -> None:
    for number in range(5):
        desk.snooze(f"t{number}", 48)
    calls.clear()
    desk.tick()
    nothing_due = list(calls)
    desk.snooze("t9", 1)
    desk.clock.now += 3600
    calls.clear()
    desk.tick()
    assert nothing_due == ["Query", "Query", "BatchGetItem", "Query", "Query"], (
        "brands, snoozes, promises, segment_wakeups"
    )
    assert sorted(calls) == sorted([*nothing_due, "BatchGetItem", "UpdateItem", "GetItem", "DeleteItem"])


def test_a_new_message_opens_it_at_once_and_its_row_is_looked_at_in_vain(desk: Desk) -> None:
    found = desk.snooze()
    desk.clock.now += 60
    desk.deliver(PRIVATE | {"external_id": "m2", "thread_id": "t1", "text": "well?",
                            "occurred_at": desk.stores.now_ms()})  # fmt: skip
    head = desk.head(found)
    assert (head.status, head.snoozed_until, head.woken) == (Status.OPEN, None, False)
    desk.clock.now += 3600
    desk.tick()
    assert desk.head(found) == head
    assert desk.armed() == []


def test_who_snoozes_again_is_woken_at_the_later_time(desk: Desk) -> None:
    found = desk.snooze(hours=1)
    later = desk.stores.now_ms() + 5 * HOUR_MS
    desk.stores.conversations.change_head(
        BRAND, found, lambda head: None if head is None else replace(head, snoozed_until=later)
    )
    assert len(desk.armed()) == 2
    desk.clock.now += 3600
    desk.tick()
    assert desk.head(found).status is Status.SNOOZED
    assert desk.armed() == [contact_keys.wakeup(later, found)]
    desk.clock.now += 4 * 3600
    desk.tick()
    assert desk.head(found).status is Status.OPEN


@pytest.mark.parametrize(("place", "name"), [(Conversations, "change_head"), (Wakeups, "disarm_wakeup")])
@pytest.mark.parametrize("after", [False, True])
def test_killed_anywhere_and_repeated_it_is_open_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: type, name: str, after: bool
) -> None:
    found = desk.snooze()
    desk.clock.now += 3600
    with monkeypatch.context() as patch:
        patch.setattr(place, name, _killed(getattr(place, name), after))
        with pytest.raises(KeyboardInterrupt):
            desk.tick()
    desk.tick()
    head = desk.head(found)
    assert (head.status, desk.armed(), desk.inbox()) == (Status.OPEN, [], [found])
    desk.tick()
    assert desk.head(found) == head


def _killed(call: Callable[..., Any], after: bool) -> Callable[..., Any]:
    def killed(*arguments: Any) -> Any:
        if after:
            call(*arguments)
        raise KeyboardInterrupt

    return killed


def test_two_runs_at_once_are_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = desk.snooze()
    before = desk.head(found)
    desk.clock.now += 3600
    change, depth = Conversations.change_head, [0]

    def with_another(self: Conversations, brand: str, conversation: str, step: Any) -> Any:
        depth[0] += 1
        if depth[0] == 1:
            desk.due().forward_due(lambda: True)
        return change(self, brand, conversation, step)

    monkeypatch.setattr(Conversations, "change_head", with_another)
    desk.due().forward_due(lambda: True)
    assert depth == [2]
    assert desk.head(found).rev == before.rev + 1
    assert desk.armed() == []


def test_one_that_cannot_be_opened_holds_up_nobody_and_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = desk.snooze("t1", 1), desk.snooze("t2", 2)
    desk.clock.now += 2 * 3600
    change = Conversations.change_head

    def failing(self: Conversations, brand: str, conversation: str, step: Any) -> Any:
        if conversation == broken:
            raise OSError("stuck")
        return change(self, brand, conversation, step)

    with monkeypatch.context() as patch:
        patch.setattr(Conversations, "change_head", failing)
        with pytest.raises(OSError, match="stuck"):
            desk.tick()
    assert desk.inbox() == [fine]
    desk.tick()
    assert sorted(desk.inbox()) == sorted([fine, broken])


def test_with_an_idle_conversation_goes_when_to_open_it(desk: Desk) -> None:
    found = desk.snooze(hours=24 * 300)
    with as_function("Purge"):
        (listed,) = desk.stores.idle.list_idle(BRAND, CONVERSATION, "standard_webhooks", "99999999")
        assert desk.stores.idle.forget_idle(BRAND, listed, 30, desk.stores.now_ms())
    assert (desk.stores.conversations.read_conversations(BRAND, [found]), desk.armed()) == ({}, [])


def test_out_of_time_it_leaves_the_rest_for_the_next_run(desk: Desk) -> None:
    found = desk.snooze()
    desk.clock.now += 3600
    desk.due().forward_due(lambda: False)
    assert desk.head(found).status is Status.SNOOZED
    assert len(desk.armed()) == 1
