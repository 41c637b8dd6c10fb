"""Membership over time: windows, recency, who is due, and what is told of it. The clock is moved by hand.

Tests of: `segment.due`, `store.contacts.wakeups`.
"""

from typing import Any

import pytest

from aws import batch
from segment.due import Due
from store.contacts import keys as contact_keys
from store.contacts.rows import HistoryRow
from store.contacts.segments import Segment
from store.dynamo.rows import OpsRow
from tests.ingest.test_intake import PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")
DAY = 86_400
QUIET = {"attribute": "days_since_last", "at_least": 30}
THREE = {"attribute": "negative", "at_least": 3, "within_days": 7}


class Moving(Path):
    """The path with a clock that can be moved, and the schedule."""

    def __init__(self) -> None:
        self.clock = Clock()
        super().__init__(stores(self.clock))
        connect(self.stores, "standard_webhooks", "shop")
        self.stores.create_brand(BRAND)
        self._sent = 0

    def segment(self, name: str, rule: dict[str, Any]) -> None:
        self.stores.segments.add_segment(Segment(name, BRAND, name, rule))

    def write(self, text: str = "bad") -> None:
        """Something comes from the person, now."""
        self._sent += 1
        at = int(self.clock() * 1000)
        self.deliver(
            PRIVATE | {"external_id": f"n{self._sent}", "text": text, "occurred_at": at}, received_at=at
        )
        self.run()

    def tick(self) -> int:
        """The schedule comes round."""
        done = Due(self.stores, self.segments_queue.append).forward_due(lambda: True)
        self.run()
        return done

    @property
    def contact(self) -> Any:
        person = self.item("u1", "person")
        return self.stores.contacts.read_contacts(BRAND, [person], consistent=True)[person]

    def segment_wakeups(self) -> list[str]:
        return [row.sk for row in OpsRow.query(contact_keys.segment_wakeups(BRAND))]


@pytest.fixture
def path() -> Moving:
    return Moving()


def test_who_is_silent_enters_when_the_time_comes_and_not_before(path: Moving) -> None:
    path.segment("quiet", QUIET)
    path.write("good")
    assert path.contact.segments == frozenset()
    (armed,) = path.segment_wakeups()
    assert armed == contact_keys.wakeup((NOW + 30 * DAY) * 1000 + 1, path.contact.id)
    path.clock.now += 30 * DAY - 60
    assert path.tick() == 0
    assert path.contact.segments == frozenset()
    path.clock.now += 61
    assert path.tick() == 1
    assert path.contact.segments == {"quiet"}
    assert path.segment_wakeups() == []
    (member,), _ = path.stores.segments.page_members(BRAND, "quiet", None, 10)
    assert member.since == path.stores.now_ms()
    assert member.evidence["values"]["days_since_last"] > 30
    path.write("hello again")
    assert path.contact.segments == frozenset()
    assert len(path.segment_wakeups()) == 1


def test_activity_moves_no_row_and_one_look_in_vain_moves_it_once(path: Moving) -> None:
    path.segment("quiet", QUIET)
    path.write()
    first = path.segment_wakeups()
    for _ in range(5):
        path.clock.now += 3 * DAY
        path.write()
        assert path.segment_wakeups() == first
    path.clock.now += 16 * DAY
    assert path.tick() == 1
    assert path.contact.segments.isdisjoint({"quiet"})
    (moved,) = path.segment_wakeups()
    assert moved == contact_keys.wakeup((NOW + 45 * DAY) * 1000 + 1, path.contact.id)


def test_an_earlier_flip_takes_the_place_of_a_later_one(path: Moving) -> None:
    path.segment("quiet", QUIET)
    path.segment("angry", THREE)
    path.write("good")
    assert len(path.segment_wakeups()) == 1
    path.clock.now += 1
    for _ in range(3):
        path.write("bad")
    assert path.contact.segments == {"unsatisfied", "angry"}
    (armed,) = path.segment_wakeups()
    midnight = (NOW // DAY + 7) * DAY * 1000
    assert armed == contact_keys.wakeup(midnight, path.contact.id)
    path.clock.now = midnight / 1000 - 1
    assert path.tick() == 0
    path.clock.now += 1
    assert path.tick() == 1
    assert path.contact.segments == {"unsatisfied"}
    assert path.segment_wakeups() == [contact_keys.wakeup((NOW + 1 + 30 * DAY) * 1000 + 1, path.contact.id)]


def test_a_run_that_was_missed_for_days_is_made_up_for(path: Moving) -> None:
    path.segment("quiet", QUIET)
    path.write()
    path.clock.now += 75 * DAY
    assert path.tick() == 1
    assert "quiet" in path.contact.segments


def test_the_schedule_may_hand_on_twice_and_may_run_out_of_time(path: Moving) -> None:
    path.segment("quiet", QUIET)
    path.write()
    path.clock.now += 31 * DAY
    due = Due(path.stores, path.segments_queue.append)
    assert due.forward_due(lambda: False) == 0
    assert path.segments_queue == []
    assert len(path.segment_wakeups()) == 1
    assert due.forward_due(lambda: True) == 1
    (body,) = path.segments_queue
    path.segments_queue.append(body)
    path.run()
    assert "quiet" in path.contact.segments
    assert len(list(_history(path))) == 2, "unsatisfied when they wrote, quiet once"


def test_an_interaction_that_comes_with_a_due_row_lost_arms_it_again(path: Moving) -> None:
    """Whoever is due stands in no list once handed on; if that message dies, the next sign of life helps."""
    path.segment("quiet", QUIET)
    path.write()
    path.clock.now += 31 * DAY
    Due(path.stores, lambda _: None).forward_due(lambda: True)
    assert path.segment_wakeups() == []
    path.write()
    assert len(path.segment_wakeups()) == 1


def _history(path: Moving) -> Any:
    return path.stores.history.page_history(BRAND, path.item("u1", "person"), None, 100)[0]


def test_every_entry_and_leave_is_told_with_its_reason(path: Moving) -> None:
    path.segment("angry", THREE)
    for _ in range(3):
        path.clock.now += 60
        path.write()
    path.clock.now += 60
    path.write("good")
    latest, entered, first = _history(path)
    assert (latest.left, latest.entered) == (("unsatisfied",), {})
    assert entered.entered["angry"] == {"rule": THREE, "values": {"negative within 7 days": 3}}
    assert set(first.entered) == {"unsatisfied"}
    assert latest.at == path.stores.now_ms() > entered.at > first.at
    row = next(
        iter(
            HistoryRow.query(
                contact_keys.identity(BRAND, path.item("u1", "person")), HistoryRow.sk.startswith("h")
            )
        )
    )
    assert row.until > NOW + 100 * DAY


def test_more_segments_than_a_transaction_holds_are_entered_in_parts(path: Moving) -> None:
    for number in range(110):
        path.segment(f"s{number:03}", {"attribute": "interactions", "at_least": 1})
    path.write()
    assert len(path.contact.segments) == 111
    assert path.contact.facts.interactions == 1
    changes = _history(path)
    assert sorted(name for each in changes for name in each.entered) == sorted(path.contact.segments)
    assert all(path.stores.segments.page_members(BRAND, f"s{n:03}", None, 2)[0] for n in (0, 60, 109))


def test_a_message_that_is_none_of_ours_fails_alone(path: Moving) -> None:
    event = sqs_event(['{"brand": "acme", "walk": 3}', '{"brand": "acme", "review": []}'])
    assert len(batch.process(event, path.assign.assign_segments)["batchItemFailures"]) == 1
