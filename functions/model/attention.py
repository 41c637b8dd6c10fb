"""How much attention a conversation wants, from the labels of what was written in it.

Labels raise a conversation and say why; they never hide one from an agent, and never overrule what an agent set.
"""

from collections.abc import Iterator
from dataclasses import replace

from model.contact import ACTIONABLE, unhappy
from model.conversation import HIGH, LOW, NORMAL, URGENT, Conversation, raised
from model.event import Direction, Mode
from model.interaction import Interaction

UNHAPPY, URGENT_REASON, COMPLAINS = "negative message that wants an answer", "urgent", "complaint"
LEAVES, OFFENSIVE, SPAM = "may cancel", "offensive language", "looks like spam"
URGENT_FROM, OFFENSIVE_FROM = 0.8, 0.7


def claims(item: Interaction) -> Iterator[tuple[int, str]]:
    """(priority at least, reason) of each thing about an interaction that wants attention."""
    labels = item.labels
    if labels is None or not _answerable(item):
        return
    negative = unhappy(item)
    if negative:
        yield HIGH, UNHAPPY
    if labels.urgency >= URGENT_FROM:
        yield URGENT if negative else HIGH, URGENT_REASON
    if "complaint" in labels.intent:
        yield HIGH, COMPLAINS
    if "cancellation" in labels.intent:
        yield HIGH, LEAVES
    if labels.offensive >= OFFENSIVE_FROM:
        yield LOW, OFFENSIVE


def weighed(head: Conversation, item: Interaction) -> Conversation:
    """`head` with the attention that `item` wants; the same again changes nothing."""
    wanted = [] if _spam(item) else list(claims(item))
    for priority, reason in wanted:
        head = raised(head, priority, reason, item.occurred_at)
    if item.labels is None or not _answerable(item) or item.occurred_at <= head.prioritised_at:
        return head
    if _spam(item):
        return _lowered(head, item)
    # Something else was written since: the conversation is no longer nothing but spam.
    if head.priority == LOW and head.reasons == (SPAM,):
        return replace(head, priority=NORMAL, reasons=())
    return replace(head, reasons=tuple(reason for reason in head.reasons if reason != SPAM))


def _answerable(item: Interaction) -> bool:
    if item.direction is Direction.OUT or item.deleted:
        return False
    return item.mode is Mode.PRIVATE or item.kind in ACTIONABLE


def _spam(item: Interaction) -> bool:
    """Who complains is heard, whatever else the text looks like."""
    return item.labels is not None and "spam" in item.labels.intent and not unhappy(item)


def _lowered(head: Conversation, item: Interaction) -> Conversation:
    """A conversation that consists of one piece of spam waits behind the others; it stays in the inbox."""
    alone = head.first_at == head.last_in_at == item.occurred_at and not head.last_out_at
    if not alone or head.priority != NORMAL or head.reasons:
        return head
    return replace(head, priority=LOW, reasons=(SPAM,))
