"""Weighs how much attention a conversation wants, from the labels of what stands in it.

Labels raise a conversation and say why; they never hide one from an agent, and never overrule what an agent set. A
reason goes with the words it came from, and when whoever wrote them says later that all is well.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from model.contact import actionable, unhappy
from model.conversation import BY_AGENT, HIGH, LOW, NORMAL, URGENT, Conversation
from model.event import Direction
from model.interaction import Interaction, Labels

UNHAPPY, URGENT_REASON, COMPLAINS = "negative message that wants an answer", "urgent", "complaint"
LEAVES, OFFENSIVE, SPAM = "may cancel", "offensive language", "looks like spam"
URGENT_FROM, OFFENSIVE_FROM = 0.8, 0.7


def claims(item: Interaction) -> Iterator[tuple[int, str]]:
    """Yields (priority at least, reason) of each thing about an interaction that wants attention."""
    labels = item.labels
    if labels is None or not _weighs(item) or _is_spam(item):
        return
    negative = unhappy(item)
    if negative:
        yield HIGH, UNHAPPY
    if labels.urgency >= URGENT_FROM and not _calmed(labels):
        yield URGENT if negative else HIGH, URGENT_REASON
    if "complaint" in labels.intent:
        yield HIGH, COMPLAINS
    if "cancellation" in labels.intent:
        yield HIGH, LEAVES
    if labels.offensive >= OFFENSIVE_FROM:
        yield LOW, OFFENSIVE


def _calmed(labels: Labels) -> bool:
    """Tells whether an agent read what the engine found urgent, and says that it is meant well."""
    return labels.correction is not None and labels.correction.sentiment == "positive"


def settles(item: Interaction) -> bool:
    """Tells whether its author is content now: thanks or praise, and nothing that wants an answer."""
    labels = item.labels
    if labels is None or not _weighs(item) or "question" in labels.intent or any(claims(item)):
        return False
    content = labels.sentiment == "positive" or not {"thanks", "praise"}.isdisjoint(labels.intent)
    return content and not _is_spam(item)


def rests_on_others(head: Conversation, items: Sequence[Interaction], fresh: Collection[str]) -> bool:
    """Tells whether `items` alone do not say how much attention `head` wants: the rest of it has to be looked at.

    `fresh` are the ids of those that are seen for the first time; others were deleted, edited or corrected.
    """
    if holds_only(head, items):
        return False
    if SPAM in head.reasons or any(item.deleted for item in items):
        return True
    rested = set(head.reasons) - {BY_AGENT}
    return any(
        (rested and (item.id not in fresh or settles(item)))
        or (item.occurred_at < head.last_in_at and any(claims(item)))
        for item in items
    )


def holds_only(head: Conversation, items: Sequence[Interaction]) -> bool:
    """Tells whether these one or no interactions are all there is in a conversation."""
    return len(items) == 1 and head.first_at == head.last_at == items[0].occurred_at


def weigh_attention(head: Conversation, items: Sequence[Interaction], whole: bool) -> Conversation:
    """Returns `head` with the attention that `items` want; in any order, and the same again changes nothing.

    `whole`: they are all that counts, and nothing else gives a reason. Otherwise they add to what is known.
    """
    items = sorted((item for item in items if _weighs(item)), key=lambda item: (item.occurred_at, item.id))
    later = [item for item in items if item.occurred_at > head.prioritised_at]
    priority, reasons = _basis(head) if whole else (head.priority, head.reasons)
    if whole and _only_spam(head, items) and not head.prioritised_at:
        return replace(head, priority=LOW, reasons=(SPAM,))
    content_at = {item.author: item.occurred_at for item in later if settles(item)}
    for item in later:
        if item.occurred_at > content_at.get(item.author, 0):
            for at_least, reason in claims(item):
                priority = max(priority, at_least)
                reasons = reasons if reason in reasons else (*reasons, reason)
    return replace(head, priority=priority, reasons=reasons)


def _basis(head: Conversation) -> tuple[int, tuple[str, ...]]:
    return (head.chosen_priority or NORMAL, (BY_AGENT,)) if head.prioritised_at else (NORMAL, ())


def _weighs(item: Interaction) -> bool:
    """Tells whether it stands, wants an answer, and its labels are of what it says now."""
    if item.direction is Direction.OUT or item.deleted or not actionable(item):
        return False
    return item.labels_stand


def _is_spam(item: Interaction) -> bool:
    """Tells whether a text looks like spam; who complains is heard whatever else it looks like."""
    return item.labels is not None and "spam" in item.labels.intent and not unhappy(item)


def _only_spam(head: Conversation, items: Sequence[Interaction]) -> bool:
    """Tells whether a conversation consists of spam: it waits behind the others, and stays in the inbox."""
    return bool(items) and not head.last_out_at and all(map(_is_spam, items))
