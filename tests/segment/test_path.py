"""`segment/sentiment` and `segment/assign`: labels, exact counts, stage, segments and priority.

Tests of: `segment.assign`, `segment.sentiment`, `store.interactions.labelling`, `store.insights.rollups`.
"""

import json
import random
import re
from typing import Any

import pytest

from aws import batch
from model.conversation import HIGH, NORMAL
from model.messages import Rows
from store.contacts.segments import Segment
from store.interactions.labelling import keep_labels
from tests.ingest.test_intake import COMMENT, PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")
DAY = "20260921"


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _total(path: Path, counter: str = "n") -> int:
    return sum(row.get(counter, 0) for row in path.stores.rollups.read_counts(BRAND, DAY))


def _contact(path: Path, native_id: str) -> Any:
    person = path.item(native_id, "person")
    return path.stores.contacts.read_contacts(BRAND, [person])[person]


def test_a_negative_message_raises_its_conversation_and_the_person_is_unsatisfied(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "this is bad"}, COMMENT | {"text": "good", "author_id": "u2"})
    path.run()
    angry, happy = _contact(path, "u1"), _contact(path, "u2")
    assert angry.segments == {"unsatisfied"}
    assert happy.segments == frozenset()
    assert (angry.facts.negative, angry.facts.interactions, happy.facts.positive) == (1, 1, 1)
    (member,), _ = path.stores.segments.page_members(BRAND, "unsatisfied", None, 10)
    assert member.contact == angry.id
    assert member.evidence["values"] == {"unhappy": True}
    heads = path.stores.conversations.read_conversations(BRAND, [path.item("u1", "thread"), path.item("c1")])
    assert heads[path.item("u1", "thread")].priority == HIGH
    assert heads[path.item("u1", "thread")].reasons == ("negative message that wants an answer",)
    assert heads[path.item("c1")].priority == NORMAL


def test_a_happy_answer_takes_the_person_out_again(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "bad"})
    path.run()
    path.deliver(PRIVATE | {"external_id": "m2", "text": "good now", "occurred_at": NOW * 1000})
    path.run()
    assert _contact(path, "u1").segments == frozenset()
    assert path.stores.segments.page_members(BRAND, "unsatisfied", None, 10) == ([], None)


def test_our_own_messages_neither_count_for_the_person_nor_raise_anything(path: Path) -> None:
    path.deliver(PRIVATE)
    path.run()
    path.deliver(PRIVATE | {"external_id": "m2", "direction": "out", "customer_id": "u1", "author_id": "shop",
                            "text": "bad luck now"})  # fmt: skip
    path.run()
    assert _contact(path, "u1").facts.interactions == 1
    head = path.stores.conversations.read_conversations(BRAND, [path.item("u1", "thread")])[
        path.item("u1", "thread")
    ]
    assert head.priority == NORMAL


def test_counts_are_exact_whatever_comes_twice(path: Path) -> None:
    chance = random.Random(7)
    deliveries = [
        [COMMENT | {"external_id": f"c{n}", "conversation_id": f"c{n}", "author_id": f"u{n % 3}",
                    "text": chance.choice(["bad", "good", "so so"])}]
        for n in range(30)
    ]  # fmt: skip
    repeated = deliveries + chance.choices(deliveries, k=20)
    chance.shuffle(repeated)
    for number, records in enumerate(repeated):
        path.deliver(*records)
        if number % 7 == 0:
            chance.shuffle(path.sentiment_queue)
            path.run()
    path.run()
    assert _total(path) == 30
    assert _total(path, "kind_comment") == 30
    texts = [records[0]["text"] for records in deliveries]
    assert _total(path, "sentiment_negative") == texts.count("bad")
    assert sum(_contact(path, f"u{n}").facts.interactions for n in range(3)) == 30


def test_f11_a_message_that_comes_fifty_times_has_one_effect(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "bad"})
    sentiment = sqs_event([path.sentiment_queue.pop()])
    for _ in range(50):
        assert batch.process(sentiment, path.sentiment.label_interactions) == {"batchItemFailures": []}
    assert len(path.segments_queue) == 50
    path.run()
    assert _total(path) == 1
    assert _contact(path, "u1").facts.negative == 1


def test_a_worker_that_died_after_labelling_is_made_up_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.deliver(PRIVATE | {"text": "bad"}, COMMENT)
    event = sqs_event([path.sentiment_queue.pop()])
    with monkeypatch.context() as broken:
        broken.setattr(path.stores.pulses, "keep_pulses", lambda *_: (_ for _ in ()).throw(RuntimeError()))
        assert len(batch.process(event, path.sentiment.label_interactions)["batchItemFailures"]) == 1
    assert path.segments_queue == []
    assert batch.process(event, path.sentiment.label_interactions) == {"batchItemFailures": []}
    assert _total(path) == 2
    assert len(path.segments_queue) == 1


def test_an_edit_is_looked_at_again_and_counted_once(path: Path) -> None:
    path.deliver(COMMENT)
    path.run()
    path.deliver({"kind": "edit", "external_id": "c1", "text": "good", "occurred_at": NOW * 1000})
    assert len(path.sentiment_queue) == 1
    path.run()
    (found,) = path.stores.feed.read_stored(BRAND, [path.item("c1")]).values()
    assert found.labels is not None
    assert found.labels.sentiment == "positive"
    assert _total(path) == 1


def test_what_has_no_text_is_unknown_and_not_neutral_and_what_was_deleted_is_nothing(path: Path) -> None:
    path.deliver(COMMENT | {"text": None}, COMMENT | {"external_id": "c2"})
    path.deliver({"kind": "delete", "external_id": "c2", "occurred_at": NOW * 1000})
    path.run()
    assert (_total(path), _total(path, "sentiment_unknown")) == (1, 1)


def test_a_row_that_is_not_there_yet_is_waited_for_and_then_passed_over(path: Path) -> None:
    body = Rows(BRAND, ("nothere",)).to_json()
    for receives, failures in ((1, 1), (2, 1), (3, 0)):
        event = sqs_event([body], receives)
        assert len(batch.process(event, path.sentiment.label_interactions)["batchItemFailures"]) == failures


def test_a_brand_s_own_rules_make_segments_with_their_reasons(path: Path) -> None:
    rule = {
        "all": [{"attribute": "interactions", "at_least": 2}, {"not": {"attribute": "mode", "is": "public"}}]
    }
    path.stores.segments.add_segment(Segment("chatty", BRAND, "Chatty", rule))
    path.deliver(PRIVATE)
    path.run()
    assert _contact(path, "u1").segments == frozenset()
    path.deliver(PRIVATE | {"external_id": "m2"})
    path.run()
    assert _contact(path, "u1").segments == {"chatty"}
    (member,), _ = path.stores.segments.page_members(BRAND, "chatty", None, 10)
    assert member.evidence == {"rule": rule, "values": {"interactions": 2, "mode": "private"}}


def test_only_ids_travel_on_the_queues_behind_the_store(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "a very telling text"}, COMMENT)
    travelled = list(path.sentiment_queue)
    event = sqs_event([path.sentiment_queue.pop()])
    batch.process(event, path.sentiment.label_interactions)
    travelled += path.segments_queue
    for body in travelled:
        record = json.loads(body)
        assert record.keys() <= {"brand", "ids", "batch"}
        assert record["brand"] == BRAND
        assert all(re.fullmatch("[a-z2-7]{32}", each) for each in record["ids"])
        assert not re.search("telling|Mara|shop", body)


def test_the_newest_label_stays(path: Path) -> None:
    path.deliver(COMMENT)
    (stale,) = path.stores.feed.read_stored(BRAND, [path.item("c1")]).values()
    path.run()
    assert stale.labels is None
    from model.interaction import Labels

    said = (stale, Labels(of=stale.row.content_order, sentiment="positive"), "")
    (again,) = keep_labels(path.stores.feed, BRAND, "other", [said])
    assert again.counted_by != "other", "whoever counted it first stays"


def test_what_is_new_reads_nothing_of_what_was_said_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path.assign._consequences, "_latest", lambda *_: pytest.fail("nothing is taken back"))
    monkeypatch.setattr(
        path.assign._consequences._attention, "_standing", lambda *_: pytest.fail("nothing is taken back")
    )
    path.deliver(
        *(PRIVATE | {"external_id": f"m{n}", "text": text} for n, text in enumerate(["bad", "good", "so"]))
    )
    path.run()
    path.deliver(PRIVATE | {"external_id": "m9", "text": "bad again", "occurred_at": NOW * 1000})
    path.run()
    assert _contact(path, "u1").facts.interactions == 4
