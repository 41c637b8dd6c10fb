"""Walks over all contacts: everybody is met once, whoever dies in between, and a deleted segment is emptied.

Tests of: `store.contacts.backfill`.
"""

from typing import Any

import pytest

from aws import batch
from model import policy
from model.contact import Contact
from model.messages import SegmentWalk
from segment import backfill
from store.contacts import keys as contact_keys
from store.contacts.backfill import DONE, LEAVING, Backfill
from store.contacts.directory import PLATFORMS, ContactDirectory
from store.contacts.rows import PointerRow, SegmentRow
from store.contacts.segments import Segment
from tests.ingest.test_intake import PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")
EVERYBODY = {"attribute": "interactions", "at_least": 1}
PEOPLE = 7


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven people, and pages of two: three pages and a half."""
    monkeypatch.setattr(backfill, "PAGE", 2)
    monkeypatch.setattr(backfill, "PAGES", 3)
    path = Path.connected()
    path.deliver(
        *(
            PRIVATE | {"external_id": f"m{n}", "author_id": f"u{n}", "thread_id": f"u{n}"}
            for n in range(PEOPLE)
        )
    )
    path.run()
    return path


def begin(path: Path, rule: dict[str, Any] = EVERYBODY, name: str = "all") -> SegmentWalk:
    path.stores.segments.add_segment(Segment(name, BRAND, name, rule, walk=Backfill("w1")))
    path.stores.segments._cache.clear()
    message = SegmentWalk(BRAND, name, "w1")
    path.segments_queue.append(message.to_json())
    return message


def people(path: Path) -> dict[str, Contact]:
    ids = [path.item(f"u{n}", "person") for n in range(PEOPLE)]
    return path.stores.contacts.read_contacts(BRAND, ids, consistent=True)


def walk(path: Path, name: str = "all") -> Backfill:
    found = path.stores.segments.find_segment(BRAND, name)
    assert found is not None
    assert found.walk is not None
    return found.walk


def test_everybody_who_was_there_before_enters(path: Path) -> None:
    begin(path)
    path.run()
    assert all(each.segments == {"all"} for each in people(path).values())
    members, _ = path.stores.segments.page_members(BRAND, "all", None, 100)
    assert len(members) == PEOPLE
    done = walk(path)
    assert (done.state, done.seen, done.ended_at) == (DONE, PEOPLE, NOW * 1000)


def test_a_changed_rule_takes_out_who_does_not_belong(path: Path) -> None:
    begin(path)
    path.run()
    before = path.stores.segments.find_segment(BRAND, "all")
    assert before is not None
    narrow = Segment("all", BRAND, "all", {"attribute": "interactions", "at_least": 9}, walk=Backfill("w2"))
    path.stores.segments.change_segment(before, narrow)
    path.segments_queue.append(SegmentWalk(BRAND, "all", "w2").to_json())
    path.run()
    assert all(each.segments == frozenset() for each in people(path).values())
    assert path.stores.segments.page_members(BRAND, "all", None, 100) == ([], None)


def test_the_same_message_again_does_nothing_and_forks_nothing(path: Path) -> None:
    begin(path)
    for _ in range(50):
        if not path.segments_queue:
            break
        body = path.segments_queue.pop(0)
        batch.process(sqs_event([body, body, body]), path.assign.assign_segments)
        assert len(path.segments_queue) <= 1
    assert walk(path).seen == PEOPLE


def test_whoever_dies_before_the_next_message_is_made_up_for_by_the_redelivery(path: Path) -> None:
    message = begin(path)
    path.segments_queue.clear()
    path.assign.assign_segments(_received(message))
    assert len(path.segments_queue) == 1
    path.segments_queue.clear()
    path.assign.assign_segments(_received(message, receives=1))
    assert path.segments_queue == [], "somebody else's copy"
    path.assign.assign_segments(_received(message, receives=2))
    (following,) = path.segments_queue
    assert SegmentWalk(BRAND, "all", "w1", 1).to_json() == following
    path.run()
    assert walk(path).seen == PEOPLE
    assert all(each.segments == {"all"} for each in people(path).values())


def test_whoever_dies_within_a_page_repeats_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = begin(path)
    path.segments_queue.clear()
    change, seen = path.stores.contacts.change_contact, []

    def dies(*args: Any) -> Any:
        seen.append(args)
        if len(seen) == 2:
            raise RuntimeError
        return change(*args)

    path.segments_queue.append(message.to_json())
    failed = 0
    with monkeypatch.context() as broken:
        broken.setattr(path.stores.contacts, "change_contact", dies)
        while path.segments_queue:
            body = path.segments_queue.pop(0)
            if batch.process(sqs_event([body]), path.assign.assign_segments)["batchItemFailures"]:
                failed += 1
                path.segments_queue.append(body)
    assert failed == 1
    assert walk(path).state == DONE
    members, _ = path.stores.segments.page_members(BRAND, "all", None, 100)
    assert len(members) == PEOPLE
    for person in people(path):
        changes, _ = path.stores.history.page_history(BRAND, person, None, 10)
        assert [set(each.entered) for each in changes] == [{"all"}]


def test_a_walk_ends_when_another_begins(path: Path) -> None:
    message = begin(path)
    path.segments_queue.clear()
    SegmentRow(contact_keys.segments(BRAND), "all").update([SegmentRow.walk.set("w2")])
    path.assign.assign_segments(_received(message))
    assert path.segments_queue == []
    assert walk(path).seen == 0


def test_a_deleted_segment_is_emptied_and_then_gone(path: Path) -> None:
    begin(path)
    path.run()
    stray = PointerRow(contact_keys.members(BRAND, "all"), "a" * 32, at=1)
    stray.save()
    before = path.stores.segments.find_segment(BRAND, "all")
    assert before is not None
    path.stores.segments.change_segment(before, Segment("all", BRAND, "all", EVERYBODY, rev=before.rev,
                                                walk=Backfill("w3", state=LEAVING)))  # fmt: skip
    assert path.stores.segments.find_segment(BRAND, "all") is None
    assert "all" not in {each.id for each in path.stores.segments.list_segments(BRAND)}
    path.segments_queue.append(SegmentWalk(BRAND, "all", "w3").to_json())
    path.run()
    assert all(each.segments == frozenset() for each in people(path).values())
    assert list(PointerRow.query(contact_keys.members(BRAND, "all"))) == []
    assert list(SegmentRow.query(contact_keys.segments(BRAND))) == []
    (left, entered) = path.stores.history.page_history(BRAND, next(iter(people(path))), None, 10)[0]
    assert (left.left, set(entered.entered)) == (("all",), {"all"})


def test_an_emptying_that_gets_nowhere_fails_and_goes_round_no_more(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(path)
    path.run()
    before = path.stores.segments.find_segment(BRAND, "all")
    assert before is not None
    path.stores.segments.change_segment(before, Segment("all", BRAND, "all", EVERYBODY, rev=before.rev,
                                                walk=Backfill("w3", state=LEAVING)))  # fmt: skip
    monkeypatch.setattr(path.stores.segments, "drop_member", lambda *_: None)
    monkeypatch.setattr(path.stores.contacts, "change_contact", lambda *_: None)
    event = sqs_event([SegmentWalk(BRAND, "all", "w3").to_json()])
    assert len(batch.process(event, path.assign.assign_segments)["batchItemFailures"]) == 1
    assert path.segments_queue == []


def test_everybody_is_listed_in_pages_without_a_scan(path: Path) -> None:
    listed = ContactDirectory()
    expected = set(people(path))
    assert "standard_webhooks" in PLATFORMS
    newest = [person for page in listed.list_pages(BRAND, "standard_webhooks", 3) for person in page]
    assert len(newest) == len(set(newest)) == PEOPLE
    assert set(newest) == expected
    assert list(listed.list_pages("other", "standard_webhooks", 3)) == []
    after, found = None, []
    while page := listed.page_contacts(BRAND, "standard_webhooks", after, 3):
        found += [person for _, person in page]
        after = page[-1]
    assert found == newest[::-1]


def test_no_platform_that_forbids_it_is_walked() -> None:
    assert "linkedin" in policy.RULES
    assert "linkedin" not in PLATFORMS


def _received(message: SegmentWalk, receives: int = 1) -> Any:
    from aws.queues import Message

    return Message("1", message.to_json(), "r", receives)


def test_a_walk_of_more_than_twenty_hops_ends_by_its_cursor(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda stops chains of a function and its queue after about 16 hops unless told not to; ours count none."""
    monkeypatch.setattr(backfill, "PAGE", 1)
    monkeypatch.setattr(backfill, "PAGES", 1)
    more = 25
    path.deliver(
        *(PRIVATE | {"external_id": f"n{n}", "author_id": f"v{n}", "thread_id": f"v{n}"} for n in range(more))
    )
    path.run()
    begin(path)
    hops = 0
    while path.segments_queue:
        hops += 1
        event = sqs_event([path.segments_queue.pop(0)])
        assert batch.process(event, path.assign.assign_segments) == {"batchItemFailures": []}
    assert hops > more > 20
    assert (walk(path).state, walk(path).seen) == (DONE, PEOPLE + more)


def test_everybody_is_looked_at_as_they_are_now(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, asked = path.stores.contacts.read_contacts, list[bool]()

    def watched(brand: str, people: Any, consistent: bool = False) -> dict[str, Contact]:
        asked.append(consistent)
        return read(brand, people, consistent)

    begin(path)
    monkeypatch.setattr(path.stores.contacts, "read_contacts", watched)
    path.run()
    assert asked
    assert all(asked)
