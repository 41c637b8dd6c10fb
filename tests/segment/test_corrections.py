"""An agent's word stands against the engine's: after an edit, after a replay, in every count, exactly once.

Tests of: `store.interactions.counting`.
"""

from typing import Any

import pytest

from aws import batch
from model.errors import Conflict
from model.interaction import Interaction, Labels
from model.messages import Rows
from store.contacts.segments import Segment
from store.dynamo.rows import OpsRow
from store.dynamo.writes import transaction
from store.insights import rollups
from store.interactions import corrections
from store.interactions import keys as interaction_keys
from store.interactions.counting import find_count
from tests.ingest.test_intake import COMMENT, PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")
DAY = "20260921"
MS = NOW * 1000
BAD = PRIVATE | {"text": "this is bad"}


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _count(path: Path, counter: str) -> int:
    return sum(row.get(counter, 0) for row in path.stores.rollups.read_counts(BRAND, DAY))


def _item(path: Path, native_id: str = "m1") -> Interaction:
    return path.stores.feed.read_headers(BRAND, [path.item(native_id)], consistent=True)[path.item(native_id)]


def _correct(
    path: Path, sentiment: str | None, intent: Any = None, native_id: str = "m1", at: int = MS
) -> Labels:
    (found,) = path.stores.feed.read_stored(BRAND, [path.item(native_id)], consistent=True).values()
    labels = path.stores.corrections.keep_correction(BRAND, found, "ann", at, sentiment, intent)
    path.segments_queue.append(Rows(BRAND, (path.item(native_id),)).to_json())
    path.run()
    return labels


def _contact(path: Path, native_id: str = "u1") -> Any:
    person = path.item(native_id, "person")
    return path.stores.contacts.read_contacts(BRAND, [person], consistent=True)[person]


def test_a_correction_survives_the_replay_of_the_delivery(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    _correct(path, "neutral", ("question",))
    for _ in range(3):
        path.deliver(BAD)
        path.sentiment_queue.append(Rows(BRAND, (path.item("m1"),)).to_json())
        path.run()
    labels = _item(path).labels
    assert labels is not None
    assert (labels.sentiment, labels.intent, labels.methods) == ("neutral", ("question",), ("agent",))
    assert labels.first_said == ("negative", ())
    assert [_count(path, name) for name in ("n", "sentiment_negative", "sentiment_neutral", "corrected")] == [
        1,
        0,
        1,
        1,
    ]
    assert (_contact(path).facts.negative, _contact(path).facts.questions) == (0, 1)


def test_it_stands_when_the_text_is_edited_and_analysed_again(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    _correct(path, "neutral")
    path.deliver({"kind": "edit", "external_id": "m1", "text": "good now", "occurred_at": MS + 1})
    path.run()
    item = _item(path)
    assert item.labels is not None
    assert item.labels.of == item.content_order
    assert (item.labels.sentiment, item.labels.urgency) == ("neutral", 1.0)
    assert item.labels.first_said == ("negative", ())


def test_the_person_s_moods_counts_and_segments_follow(path: Path) -> None:
    path.stores.segments.add_segment(
        Segment("upset", BRAND, "Upset", {"attribute": "negative", "at_least": 1})
    )
    path.deliver(BAD)
    path.run()
    assert _contact(path).segments == {"unsatisfied", "upset"}
    _correct(path, "neutral")
    contact = _contact(path)
    assert contact.segments == frozenset()
    assert (contact.facts.interactions, contact.facts.unhappy_at, contact.facts.last_sentiment) == (
        1,
        0,
        "neutral",
    )
    _correct(path, "negative", at=MS + 1)
    assert _contact(path).segments == {"unsatisfied", "upset"}


def test_an_earlier_unhappy_message_keeps_them_unsatisfied(path: Path) -> None:
    path.deliver(BAD)
    path.deliver(PRIVATE | {"external_id": "m2", "text": "bad as well", "occurred_at": MS - 5})
    path.deliver(COMMENT | {"author_id": "u1", "text": "good", "occurred_at": MS - 90_000})
    path.run()
    _correct(path, "positive", native_id="m2")
    facts = _contact(path).facts
    assert facts.unhappy_at == _item(path).occurred_at
    assert facts.happy_at == MS - 5
    assert (facts.negative, facts.positive) == (1, 2)


def test_a_correction_before_the_batch_was_counted_is_counted_right(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.deliver(BAD)
    event = sqs_event([path.sentiment_queue.pop()])
    with monkeypatch.context() as broken:
        broken.setattr(path.stores.pulses, "keep_pulses", lambda *_: (_ for _ in ()).throw(RuntimeError()))
        batch.process(event, path.sentiment.label_interactions)
    _correct(path, "positive")
    assert (_count(path, "sentiment_negative"), _count(path, "sentiment_positive")) == (-1, 1)
    assert batch.process(event, path.sentiment.label_interactions) == {"batchItemFailures": []}
    path.run()
    assert (_count(path, "n"), _count(path, "sentiment_negative"), _count(path, "sentiment_positive")) == (
        1,
        0,
        1,
    )
    facts = _contact(path).facts
    assert (facts.interactions, facts.negative, facts.positive) == (1, 0, 1)


def test_every_later_word_moves_the_count_from_where_it_stands(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    for number, sentiment in enumerate(("positive", "neutral", "neutral", "unknown", "negative")):
        _correct(path, sentiment, at=MS + number // 2)
    found = {
        name: _count(path, f"sentiment_{name}") for name in ("negative", "neutral", "positive", "unknown")
    }
    assert found == {"negative": 1, "neutral": 0, "positive": 0, "unknown": 0}
    assert _count(path, "kind_message_negative") == 1
    assert _count(path, "corrected") == 1
    assert (_contact(path).facts.negative, _contact(path).facts.positive) == (1, 0)


def test_a_correction_of_the_intent_alone_leaves_the_sentiment(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    _correct(path, None, ("complaint",))
    assert (_count(path, "sentiment_negative"), _count(path, "corrected")) == (1, 1)
    assert (_contact(path).facts.negative, _contact(path).facts.complaints) == (1, 1)
    _correct(path, "neutral", at=MS + 1)
    labels = _item(path).labels
    assert labels is not None
    assert (labels.sentiment, labels.intent) == ("neutral", ("complaint",))


def test_the_list_has_one_row_an_interaction_and_no_word_of_it(path: Path) -> None:
    path.deliver(PRIVATE | {"text": "bad and very telling"})
    path.run()
    for number in range(3):
        _correct(path, ("neutral", "positive", "neutral")[number], at=MS + number)
    (listed,), following = path.stores.corrections.list_corrections(BRAND, None, 10)
    assert following is None
    assert (listed.item, listed.by, listed.engine) == (path.item("m1"), "ann", "words-1")
    assert listed.was == {"sentiment": "negative", "intent": []}
    assert listed.now == {"sentiment": "neutral", "intent": []}
    (row,) = OpsRow.query(interaction_keys.corrections(BRAND))
    assert "telling" not in str(row.attribute_values)
    (kept,) = path.stores.feed.read_stored(BRAND, [path.item("m1")]).values()
    assert row.expires_at == kept.row.expires_at


def test_somebody_else_s_change_in_between_is_not_overwritten(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    (stale,) = path.stores.feed.read_stored(BRAND, [path.item("m1")]).values()
    _correct(path, "neutral")
    with pytest.raises(Conflict):
        path.stores.corrections.keep_correction(BRAND, stale, "bob", MS, "positive", None)
    assert (_count(path, "sentiment_neutral"), _count(path, "sentiment_positive")) == (1, 0)


def test_erasing_the_person_takes_back_what_the_row_stands_for_and_the_listed_correction(path: Path) -> None:
    path.deliver(BAD)
    path.run()
    _correct(path, "positive")
    rows = [each.row for each in path.stores.feed.read_stored(BRAND, [path.item("m1")]).values()]
    with transaction() as together:
        together.delete(rows[0])
        corrections.forget_correction(together, BRAND, rows)
        rollups.take_back(together, BRAND, [find_count(row) for row in rows])
    counters = [
        row for row in path.stores.rollups.read_counts(BRAND, DAY) if row["platform"] == "standard_webhooks"
    ]
    assert [
        {name: n for name, n in row.items() if name not in ("platform", "hour") and n} for row in counters
    ] == [{}]
    assert path.stores.corrections.list_corrections(BRAND, None, 10) == ([], None)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ({"attribute": "intent", "has": "complaint"}, True),
        ({"not": {"attribute": "intent", "has": "praise"}}, True),
        ({"attribute": "intent", "has": "praise"}, False),
        ({"attribute": "complaints", "at_least": 1}, True),
        ({"attribute": "cancellations", "at_least": 1}, False),
        ({"attribute": "language", "in": ["de", "en"]}, True),
        ({"attribute": "urgency", "at_least": 0.9}, True),
        ({"attribute": "offensive", "at_most": 0.1}, True),
    ],
)
def test_rules_look_at_what_labels_say(path: Path, rule: dict[str, Any], holds: bool) -> None:
    path.stores.segments.add_segment(Segment("named", BRAND, "Named", rule))
    path.deliver(BAD | {"text": "this is bad now"})
    path.run()
    _correct(path, "negative", ("complaint",))
    assert ("named" in _contact(path).segments) is holds
