"""What the labels of few rows mean is applied at once, and is the same as by the queue.

Tests of: `segment.consequences`.
"""

import random
from typing import Any

import pytest

from aws import batch
from model.conversation import HIGH
from model.errors import Conflict
from segment.sentiment import FEW_ROWS
from tests.ingest.test_intake import COMMENT, PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND

pytestmark = pytest.mark.usefixtures("tables")
DAY = "20260921"


@pytest.fixture
def path() -> Path:
    return Path.connected(at_once=True)


def _contact(path: Path, native_id: str) -> Any:
    person = path.item(native_id, "person")
    return path.stores.contacts.read_contacts(BRAND, [person])[person]


def _priority(path: Path) -> int:
    thread = path.item("u1", "thread")
    return path.stores.conversations.read_conversations(BRAND, [thread])[thread].priority


def test_few_rows_need_no_further_message(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "this is bad"})
    path.label()
    assert path.segments_queue == []
    assert (_contact(path, "u1").segments, _priority(path)) == ({"unsatisfied"}, HIGH)


def test_many_rows_go_by_the_queue(path: Path) -> None:
    path.deliver(*({**COMMENT, "external_id": f"c{n}"} for n in range(FEW_ROWS + 1)))
    path.label()
    assert len(path.segments_queue) == 1


def test_what_fails_goes_by_the_queue_and_its_labels_stay(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.deliver(PRIVATE | {"text": "this is bad"})
    with monkeypatch.context() as broken:
        broken.setattr(
            path.stores.contacts, "change_contacts", lambda *_: (_ for _ in ()).throw(Conflict("changed"))
        )
        path.label()
    (found,) = path.stores.feed.read_stored(BRAND, [path.item("m1")]).values()
    assert found.labels is not None
    assert found.labels.sentiment == "negative"
    assert len(path.segments_queue) == 1
    path.run()
    assert (_contact(path, "u1").facts.negative, _priority(path)) == (1, HIGH)


def test_it_is_exact_whatever_comes_twice_and_by_whichever_way(path: Path) -> None:
    chance = random.Random(7)
    said = [chance.choice(["bad", "good", "so so"]) for _ in range(20)]
    for number, text in enumerate(said):
        path.deliver(COMMENT | {"external_id": f"c{number}", "conversation_id": f"c{number}",
                                "author_id": f"u{number % 3}", "text": text})  # fmt: skip
    both = path.sentiment_queue * 2
    chance.shuffle(both)
    usual = Path(path.stores)
    for number, body in enumerate(both):
        step = (path, usual)[number % 2].sentiment
        event = sqs_event([body], prefix=str(path.sentiment_queue.index(body)))
        assert batch.process(event, step.label_interactions) == {"batchItemFailures": []}
    usual.run()
    counted = path.stores.rollups.read_counts(BRAND, DAY)
    assert sum(row["n"] for row in counted) == len(said)
    contacts = [_contact(path, f"u{n}").facts for n in range(3)]
    assert sum(each.interactions for each in contacts) == len(said)
    assert sum(each.negative for each in contacts) == said.count("bad")


def test_a_mood_that_went_while_others_were_looked_at_does_not_come_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glad, sad = (
        PRIVATE | {"external_id": "m2", "text": "good"},
        PRIVATE | {"external_id": "m1", "text": "bad"},
    )
    for said in (glad, sad):
        path.deliver(said)
        path.run()
    look = path.stores.feed.read_headers
    meanwhile = [{"kind": "delete", "external_id": "m2", "mode": "private"}]

    def interrupted(*asked: Any, **how: Any) -> Any:
        found = look(*asked, **how)
        if meanwhile:
            path.deliver(meanwhile.pop())
            path.run()
        return found

    path.deliver(sad | {"kind": "edit", "text": "so so"})
    monkeypatch.setattr(path.stores.feed, "read_headers", interrupted)
    path.run()
    assert not meanwhile
    assert (_contact(path, "u1").facts.happy_at, _contact(path, "u1").facts.unhappy_at) == (0, 0)
