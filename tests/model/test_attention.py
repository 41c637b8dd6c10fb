"""What raises a conversation, what never does, and that it does not matter what comes twice."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from model.attention import COMPLAINS, LEAVES, OFFENSIVE, SPAM, UNHAPPY, URGENT_REASON, weighed
from model.conversation import HIGH, LOW, NORMAL, URGENT, Conversation, begun_by
from model.event import Direction, Kind, Mode
from model.interaction import Interaction, Labels

ITEM = Interaction(
    "i1", "acme", "x", "a1", Kind.MENTION, conversation="c1", author="p1", created_at=1000, seen_at=1000
)


def _said(at: int = 1000, **labels: Any) -> Interaction:
    return replace(ITEM, id=f"i{at}", created_at=at, seen_at=at, labels=Labels(of="1", **labels))


def _head(*items: Interaction) -> Conversation:
    head = begun_by(items[0])
    for item in items:
        head = weighed(head, item)
    return head


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
    assert weighed(head, item) == head


@pytest.mark.parametrize(
    "change",
    [
        {"direction": Direction.OUT},
        {"deleted_order": "9"},
        {"kind": Kind.REACTION},
        {"kind": Kind.SHARE},
        {"labels": None},
    ],
)
def test_what_wants_no_answer_raises_nothing(change: dict[str, Any]) -> None:
    angry = _said(sentiment="negative", urgency=1.0, intent=("complaint",), offensive=1.0)
    head = begun_by(angry)
    assert weighed(head, replace(angry, **change)) == head


def test_a_private_message_of_any_kind_wants_an_answer() -> None:
    item = replace(_said(sentiment="negative"), mode=Mode.PRIVATE, kind=Kind.SHARE)
    assert weighed(begun_by(item), item).priority == HIGH


def test_the_order_of_messages_does_not_matter() -> None:
    items = [_said(1000, sentiment="negative"), _said(2000, urgency=0.9), _said(3000, intent=("complaint",))]
    heads = set()
    for order in permutations(items):
        head = begun_by(items[0])
        for item in order:
            head = weighed(head, item)
        heads.add((head.priority, frozenset(head.reasons)))
    assert heads == {(HIGH, frozenset({UNHAPPY, URGENT_REASON, COMPLAINS}))}


def test_what_an_agent_set_stands_against_what_came_before() -> None:
    head = replace(begun_by(ITEM), priority=LOW, prioritised_at=1500)
    assert weighed(head, _said(1000, sentiment="negative")) == head
    assert weighed(head, _said(2000, sentiment="negative")).priority == HIGH


def test_spam_waits_only_as_long_as_it_is_alone() -> None:
    spam = _said(1000, intent=("spam",))
    low = _head(spam)
    assert low.priority == LOW
    assert weighed(low, _said(2000, sentiment="neutral")).priority == NORMAL
    assert weighed(low, _said(2000, sentiment="negative")).reasons == (UNHAPPY,)
    busy = replace(begun_by(spam), last_in_at=5000)
    assert weighed(busy, spam) == busy, "somebody else wrote there too"
    answered = replace(begun_by(spam), last_out_at=1200)
    assert weighed(answered, spam) == answered
