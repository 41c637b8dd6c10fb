"""What raises a conversation, what never does, and that it does not matter what comes twice.

Tests of: `model.conversation`, `model.response_time`, `model.recount`.
"""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from model.attention import (
    COMPLAINS,
    LEAVES,
    OFFENSIVE,
    SPAM,
    UNHAPPY,
    URGENT_REASON,
    rests_on_others,
    weigh_attention,
)
from model.conversation import (
    BY_AGENT,
    HIGH,
    LOW,
    NORMAL,
    URGENT,
    Conversation,
    add_interaction,
    begin_conversation,
    set_priority,
)
from model.event import Direction, Kind, Mode
from model.interaction import Interaction, Labels, correct_labels

ITEM = Interaction(
    "i1", "acme", "x", "a1", Kind.MENTION, conversation="c1", author="p1", created_at=1000, seen_at=1000,
    content_order="1",
)  # fmt: skip


def _said(at: int = 1000, author: str = "p1", **labels: Any) -> Interaction:
    return replace(
        ITEM, id=f"i{at}", author=author, created_at=at, seen_at=at, labels=Labels(of="1", **labels)
    )


def _head(*items: Interaction, whole: bool = True) -> Conversation:
    head = begin_conversation(items[0])
    for item in items:
        head = add_interaction(head, item)
    return weigh_attention(head, items, whole)


@pytest.mark.parametrize(
    ("labels", "priority", "reasons"),
    [
        ({"sentiment": "neutral"}, NORMAL, ()),
        ({"sentiment": "positive", "intent": ("thanks",)}, NORMAL, ()),
        ({"sentiment": "negative"}, HIGH, (UNHAPPY,)),
        ({"sentiment": "neutral", "intent": ("complaint",)}, HIGH, (COMPLAINS,)),
        ({"sentiment": "unknown", "intent": ("cancellation",)}, HIGH, (LEAVES,)),
        ({"sentiment": "neutral", "urgency": 0.8}, HIGH, (URGENT_REASON,)),
        ({"sentiment": "neutral", "urgency": 0.79}, NORMAL, ()),
        ({"sentiment": "negative", "urgency": 0.9}, URGENT, (UNHAPPY, URGENT_REASON)),
        ({"sentiment": "neutral", "offensive": 0.7}, NORMAL, (OFFENSIVE,)),
        ({"sentiment": "neutral", "intent": ("spam",)}, LOW, (SPAM,)),
        ({"sentiment": "negative", "intent": ("spam",)}, HIGH, (UNHAPPY,)),
        ({"sentiment": "neutral", "intent": ("complaint", "spam")}, LOW, (SPAM,)),
    ],
)
def test_labels_raise_and_say_why(labels: dict[str, Any], priority: int, reasons: tuple[str, ...]) -> None:
    item = _said(**labels)
    head = _head(item)
    assert (head.priority, head.reasons) == (priority, reasons)
    assert weigh_attention(head, [item], whole=False) == head


@pytest.mark.parametrize(
    "change",
    [
        {"direction": Direction.OUT},
        {"deleted_order": "9"},
        {"kind": Kind.REACTION},
        {"kind": Kind.SHARE, "conversation": None},
        {"labels": None},
    ],
)
def test_what_wants_no_answer_raises_nothing(change: dict[str, Any]) -> None:
    angry = _said(sentiment="negative", urgency=1.0, intent=("complaint",), offensive=1.0)
    head = begin_conversation(angry)
    assert weigh_attention(head, [replace(angry, **change)], whole=True) == head


def test_labels_of_words_before_an_edit_raise_nothing() -> None:
    angry = _said(sentiment="negative")
    head = begin_conversation(angry)
    assert weigh_attention(head, [replace(angry, content_order="2")], whole=True) == head


def test_a_private_message_of_any_kind_wants_an_answer() -> None:
    item = replace(_said(sentiment="negative"), mode=Mode.PRIVATE, kind=Kind.SHARE, conversation=None)
    head = begin_conversation(replace(item, conversation="c1"))
    assert weigh_attention(head, [item], whole=True).priority == HIGH


def test_a_share_with_words_of_its_own_wants_an_answer() -> None:
    assert _head(replace(_said(sentiment="negative"), kind=Kind.SHARE)).priority == HIGH


def test_the_order_of_messages_does_not_matter() -> None:
    items = [_said(1000, sentiment="negative"), _said(2000, urgency=0.9), _said(3000, intent=("complaint",))]
    heads = set()
    for order in permutations(items):
        head = begin_conversation(items[0])
        for item in order:
            head = weigh_attention(head, [item], whole=False)
        heads.add((head.priority, frozenset(head.reasons)))
    assert heads == {(HIGH, frozenset({UNHAPPY, URGENT_REASON, COMPLAINS}))}


def test_what_an_agent_set_stands_against_what_came_before() -> None:
    head = set_priority(begin_conversation(ITEM), LOW, 1500)
    assert weigh_attention(head, [_said(1000, sentiment="negative")], whole=False) == head
    assert weigh_attention(head, [_said(2000, sentiment="negative")], whole=False).priority == HIGH


def test_what_an_agent_set_stands_again_when_what_raised_it_is_gone() -> None:
    angry = _said(2000, sentiment="negative")
    head = weigh_attention(set_priority(begin_conversation(ITEM), LOW, 1500), [angry], whole=False)
    assert (head.priority, head.reasons) == (HIGH, (BY_AGENT, UNHAPPY))
    head = weigh_attention(head, [replace(angry, deleted_order="9")], whole=True)
    assert (head.priority, head.reasons) == (LOW, (BY_AGENT,))


def test_spam_waits_only_as_long_as_there_is_nothing_else() -> None:
    spam = _said(1000, intent=("spam",))
    assert _head(spam).priority == LOW
    assert _head(spam, _said(2000, sentiment="neutral")).priority == NORMAL
    assert _head(spam, _said(2000, sentiment="negative")).reasons == (UNHAPPY,)
    assert _head(spam, _said(2000, intent=("spam",))).priority == LOW
    answered = replace(begin_conversation(spam), last_out_at=1200)
    assert weigh_attention(answered, [spam], whole=True) == answered


def test_a_correction_takes_back_what_the_engine_gave_and_its_haste_where_all_is_well() -> None:
    raised = _said(sentiment="negative", intent=("complaint",), urgency=0.9)

    def reasons(sentiment: str) -> tuple[str, ...]:
        assert raised.labels is not None
        said = correct_labels(raised.labels, "ann", 2000, sentiment, ())
        return _head(replace(raised, labels=said)).reasons

    assert reasons("neutral") == (URGENT_REASON,), "whoever is calm may still be in a hurry"
    assert reasons("positive") == ()


@pytest.mark.parametrize(
    "words",
    [{"intent": ("thanks",)}, {"intent": ("praise",)}, {"sentiment": "positive"}],
)
def test_whoever_says_later_that_all_is_well_takes_their_reasons_back(words: dict[str, Any]) -> None:
    angry = _said(1000, sentiment="negative", intent=("complaint",))
    assert _head(angry, _said(2000, **words)).reasons == ()
    assert _head(angry, _said(2000, author="p2", **words)).reasons == (UNHAPPY, COMPLAINS)
    assert _head(_said(500, **words), angry).reasons == (UNHAPPY, COMPLAINS)
    assert _head(angry, _said(2000, **words), _said(3000, sentiment="negative")).reasons == (UNHAPPY,)


@pytest.mark.parametrize(
    "words",
    [
        {"intent": ("thanks", "question")},
        {"intent": ("thanks", "complaint")},
        {"intent": ("thanks",), "sentiment": "negative"},
        {"intent": ("thanks", "spam")},
    ],
)
def test_thanks_with_something_else_to_say_take_nothing_back(words: dict[str, Any]) -> None:
    assert UNHAPPY in _head(_said(1000, sentiment="negative"), _said(2000, **words)).reasons


def test_when_the_rest_of_a_conversation_has_to_be_looked_at() -> None:
    angry, calm = _said(1000, sentiment="negative"), _said(2000, sentiment="neutral")
    thanks = _said(3000, intent=("thanks",))
    both = {angry.id, calm.id, thanks.id}
    assert not rests_on_others(_head(angry), [angry], set()), "it is all there is"
    assert not rests_on_others(_head(calm, thanks), [thanks], both), "there is nothing to take back"
    assert not rests_on_others(_head(angry, calm), [calm], both)
    assert rests_on_others(_head(angry, calm), [replace(angry, deleted_order="9")], both)
    assert rests_on_others(_head(angry, calm), [angry], set()), "it comes again, edited or corrected"
    assert rests_on_others(replace(_head(angry, thanks), reasons=(UNHAPPY,)), [thanks], both)
    assert rests_on_others(_head(thanks, calm), [angry], both), "it comes late and may be settled"
