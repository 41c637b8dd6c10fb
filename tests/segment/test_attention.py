"""A deletion, an edit or thanks take what they are about with them: reasons, waiting, counts, segments."""

from typing import Any

import pytest

from model.conversation import HIGH, NORMAL, Conversation
from model.messages import Rows
from store.contacts.segments import Segment
from store.interactions import keys
from store.interactions.rows import FeedRow
from tests.ingest.test_intake import COMMENT, PRIVATE
from tests.store.path import Path
from tests.store.world import BRAND, NOW

pytestmark = pytest.mark.usefixtures("tables")

DAY = "20260921"
MS = NOW * 1000
BAD = PRIVATE | {"text": "this is bad"}
DELETE = {"kind": "delete", "external_id": "m1", "occurred_at": MS}


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _said(path: Path, *records: dict[str, Any]) -> None:
    for record in records:
        path.deliver(record)
        path.run()


def _head(path: Path, native_id: str = "u1", realm: str = "thread") -> Conversation:
    conversation = path.item(native_id, realm)
    return path.stores.conversations.read_conversations(BRAND, [conversation], consistent=True)[conversation]


def _count(path: Path, counter: str = "n") -> int:
    return sum(row.get(counter, 0) for row in path.stores.rollups.read_counts(BRAND, DAY))


def _facts(path: Path) -> Any:
    person = path.item("u1", "person")
    return path.stores.contacts.read_contacts(BRAND, [person], consistent=True)[person]


def test_a_deletion_takes_priority_reasons_waiting_counts_and_segments_with_it(path: Path) -> None:
    path.stores.segments.add_segment(
        Segment("upset", BRAND, "Upset", {"attribute": "negative", "at_least": 1})
    )
    _said(path, PRIVATE | {"external_id": "m0", "occurred_at": MS - 60_000}, BAD | {"text": "bad now"})
    assert _head(path).priority > NORMAL
    assert _facts(path).segments == {"unsatisfied", "upset"}
    _said(path, DELETE, {"kind": "delete", "external_id": "m0", "occurred_at": MS})
    head, contact = _head(path), _facts(path)
    assert (head.priority, head.reasons, head.waiting_since) == (NORMAL, (), 0)
    assert head.last_in_at == 0, "nobody waits for an answer"
    assert contact.segments == frozenset()
    facts = contact.facts
    assert (facts.interactions, facts.negative, facts.unhappy_at, facts.last_sentiment) == (0, 0, 0, "")
    assert [_count(path, each) for each in ("n", "sentiment_negative", "direction_in", "kind_message")] == [
        0
    ] * 4
    (found,) = path.stores.feed.read_stored(BRAND, [path.item("m1")]).values()
    assert (found.row.labels or {}).keys() <= {"sentiment", "language"}, "no reason is left in the row"
    _said(path, BAD, DELETE)
    assert (_count(path), _facts(path).facts.interactions) == (0, 0), "a repetition changes nothing"


@pytest.mark.parametrize("late", [False, True])
def test_only_the_deleted_one_s_part_goes_whichever_comes_first(path: Path, late: bool) -> None:
    first = BAD | {"text": "bad", "occurred_at": MS - 90_000}
    second = BAD | {"external_id": "m2", "text": "now please"}
    told = [first, second, DELETE]
    for record in [told[2], told[1], told[0]] if late else told:
        path.deliver(record)
    path.run()
    head = _head(path)
    assert head.reasons == ("urgent",)
    assert head.waiting_since == second["occurred_at"]
    assert (_count(path), _count(path, "sentiment_negative")) == (1, 0)
    assert (_facts(path).facts.interactions, _facts(path).facts.negative) == (1, 0)


def test_an_edit_takes_back_what_its_old_words_gave(path: Path) -> None:
    _said(path, BAD, PRIVATE | {"external_id": "m2", "text": "and so", "occurred_at": MS - 100})
    assert _head(path).priority == HIGH
    _said(path, {"kind": "edit", "external_id": "m1", "text": "this is good", "occurred_at": MS})
    assert (_head(path).priority, _head(path).reasons) == (NORMAL, ())
    assert _head(path).waiting_since == BAD["occurred_at"], "they wait all the same"
    assert [_count(path, f"sentiment_{each}") for each in ("negative", "positive", "neutral")] == [0, 1, 1]
    facts = _facts(path).facts
    assert (facts.interactions, facts.negative, facts.positive, facts.unhappy_at) == (2, 0, 1, 0)


def test_a_restore_brings_words_counts_and_reasons_back(path: Path) -> None:
    _said(path, BAD, DELETE)
    back = BAD | {"restores": True, "changed_at": MS + 1}
    _said(path, back, back)
    assert _head(path).priority == HIGH
    assert _head(path).waiting_since == BAD["occurred_at"]
    assert (_count(path), _count(path, "sentiment_negative")) == (1, 1)
    assert (_facts(path).facts.interactions, _facts(path).facts.negative) == (1, 1)


def test_thanks_take_the_reason_back_and_a_new_complaint_gives_it_again(path: Path) -> None:
    _said(path, BAD, PRIVATE | {"external_id": "m2", "text": "good, thanks", "occurred_at": MS - 100})
    assert (_head(path).priority, _head(path).reasons) == (NORMAL, ())
    _said(path, PRIVATE | {"external_id": "m3", "text": "bad again", "occurred_at": MS})
    assert _head(path).priority == HIGH


def test_in_public_nobody_else_s_thanks_count(path: Path) -> None:
    reply = {"external_id": "c2", "parent_id": "c1", "author_id": "u2", "text": "good one", "occurred_at": MS}
    _said(path, COMMENT, COMMENT | reply)
    assert _head(path, "c1", "item").priority == HIGH
    _said(path, COMMENT | reply | {"external_id": "c3", "author_id": "u1"})
    assert _head(path, "c1", "item").priority == NORMAL


def test_a_public_conversation_s_root_is_looked_at_too(path: Path) -> None:
    reply = {"external_id": "c2", "parent_id": "c1", "author_id": "u2", "text": "so so", "occurred_at": MS}
    _said(path, COMMENT, COMMENT | reply, {"kind": "delete", "external_id": "c2", "occurred_at": MS})
    head = _head(path, "c1", "item")
    assert (head.priority, head.last_item) == (HIGH, path.item("c1"))
    _said(path, {"kind": "delete", "external_id": "c1", "occurred_at": MS})
    assert _head(path, "c1", "item").priority == NORMAL


def test_the_deletion_of_our_answer_has_them_wait_again(path: Path) -> None:
    answer = {
        "external_id": "m2",
        "direction": "out",
        "customer_id": "u1",
        "author_id": "shop",
        "occurred_at": MS,
    }
    _said(path, PRIVATE, PRIVATE | answer)
    assert _head(path).waiting_since == 0
    _said(path, {"kind": "delete", "external_id": "m2", "occurred_at": MS + 1})
    assert (_head(path).waiting_since, _head(path).last_out_at) == (PRIVATE["occurred_at"], 0)


def test_an_agent_s_priority_stands_whatever_is_deleted(path: Path) -> None:
    _said(path, BAD)
    path.stores.conversations.change_head(
        BRAND, path.item("u1", "thread"), lambda head: head and _urgent(head)
    )
    _said(path, DELETE)
    assert (_head(path).priority, _head(path).reasons) == (4, ("set by an agent",))


def _urgent(head: Conversation) -> Conversation:
    from model.conversation import set_priority

    return set_priority(head, 4, MS)


def test_a_share_with_words_opens_a_conversation_under_its_post_and_is_labelled(path: Path) -> None:
    shared = {"kind": "share", "author_id": "u1", "parent_id": "p1", "occurred_at": MS - 10}
    _said(
        path,
        shared | {"external_id": "q1", "conversation_id": "q1", "text": "so bad"},
        shared | {"external_id": "q2", "text": None},
        shared | {"external_id": "q3", "text": "RT @shop: a good one"},
    )
    head = _head(path, "q1", "item")
    assert (head.priority, head.customer) == (HIGH, path.item("u1", "person"))
    feed = path.stores.feed
    assert feed.page_listing(keys.listed_under(BRAND, path.item("p1")), None, 10)[0] == [path.item("q1")]
    aside, _ = feed.page_listing(keys.reactions_to(BRAND, path.item("p1")), None, 10)
    assert set(aside) == {path.item("q2"), path.item("q3")}
    assert path.stores.conversations.count_open(BRAND, ["-"])["open"] == 1
    (row,) = FeedRow.batch_get([keys.interaction(BRAND, path.item("q1"))])
    assert row.labels["sentiment"] == "negative"


def test_a_link_with_words_opens_a_conversation_and_one_without_stands_beside_what_it_links_to(
    path: Path,
) -> None:
    link = {"kind": "backlink", "parent_id": "p1", "thread_id": "p1", "occurred_at": MS - 10}
    said = [link | {"external_id": each, "conversation_id": each} for each in ("b1", "b2", "b3")]
    gone = {"kind": "delete", "external_id": "b3", "parent_id": "p1", "occurred_at": MS - 20}
    _said(path, said[0] | {"author_id": "u1", "text": "so bad"}, said[1], gone)
    _said(path, said[2] | {"restores": True})
    feed = path.stores.feed
    assert path.stores.conversations.count_open(BRAND, ["-"])["open"] == 1
    assert _head(path, "b1", "item").customer == path.item("u1", "person")
    listed = feed.page_listing(keys.listed_under(BRAND, path.item("p1")), None, 10)[0]
    aside, _ = feed.page_listing(keys.reactions_to(BRAND, path.item("p1")), None, 10)
    assert {*listed, *aside} == {path.item(each) for each in ("b1", "b2", "b3")}
    _said(path, said[1] | {"author_id": "u2", "text": "what a lamp", "restores": True, "changed_at": MS - 5})
    assert path.stores.conversations.count_open(BRAND, ["-"])["open"] == 2, "its page says more by now"


def test_a_correction_takes_back_what_the_engine_s_labels_gave(path: Path) -> None:
    _said(path, BAD, PRIVATE | {"external_id": "m2", "text": "and so", "occurred_at": MS - 100})
    assert _head(path).priority == HIGH
    (found,) = path.stores.feed.read_stored(BRAND, [path.item("m1")], consistent=True).values()
    path.stores.corrections.keep_correction(BRAND, found, "ann", MS, "neutral", ())
    path.segments_queue.append(Rows(BRAND, (path.item("m1"),)).to_json())
    path.run()
    assert (_head(path).priority, _head(path).reasons) == (NORMAL, ())
