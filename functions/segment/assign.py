"""From the queue `segments`: stage, segments and priority of everybody whose interactions are named.

It shows the rule and the values behind every membership, and decides nothing about a person by itself.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from aws import batch, kms, observe
from aws.queues import Message
from model import conversation as heads
from model import policy, rule
from model.contact import Contact, counted, unhappy
from model.event import Direction
from model.interaction import Interaction
from model.messages import Rows
from store.segments import Segment
from store.stores import Stores

UNHAPPY_REASON = "negative message that wants an answer"
URGENT_REASON = "urgent"
URGENT_FROM = 0.8


class Assign:
    """Applies what the labels of a batch of rows mean."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def handle(self, message: Message) -> None:
        """Look at the rows one message names."""
        named = Rows.from_json(message.body)
        rows = self._stores.feed.read(named.brand, named.ids, consistent=True)
        if len(rows) < len(named.ids):
            observe.metric("assigned_row_missing", len(named.ids) - len(rows))
        items = self._stores.feed.headers(named.brand, rows.values())
        fresh = frozenset(item for item, row in rows.items() if row.counted_by == named.batch)
        self._contacts(named.brand, items, fresh, named.batch or message.id)
        self._priorities(named.brand, items)

    def _contacts(
        self, brand: str, items: Sequence[Interaction], fresh: frozenset[str], batch_id: str
    ) -> None:
        by_person: dict[str, list[Interaction]] = {}
        for item in items:
            if item.author is not None and item.direction is Direction.IN:
                by_person.setdefault(item.author, []).append(item)
        known = self._stores.contacts.read(brand, by_person)
        for person, theirs in by_person.items():
            self._contact(brand, person, theirs, fresh, batch_id, known.get(person))

    def _contact(
        self,
        brand: str,
        person: str,
        items: list[Interaction],
        fresh: frozenset[str],
        batch_id: str,
        known: Contact | None,
    ) -> None:
        rules = self._stores.segments.rules(brand) if policy.rule_for(items[0].platform).segmentation else []
        now_ms = self._stores.now_ms()

        def step(contact: Contact) -> Contact:
            after = counted(contact, items, fresh, batch_id)
            return replace(after, segments=_segments(after, rules, now_ms))

        def evidence(before: Contact, after: Contact) -> dict[str, Any]:
            entered = after.segments - before.segments
            return {
                each.id: {"rule": each.rule, "values": rule.evidence(each.rule, after, now_ms)}
                for each in rules
                if each.id in entered
            }

        self._stores.contacts.change(brand, person, step, evidence, known)

    def _priorities(self, brand: str, items: Sequence[Interaction]) -> None:
        for item in items:
            if item.conversation is None:
                continue
            if unhappy(item):
                self._raise(brand, item, heads.HIGH, UNHAPPY_REASON)
            if item.labels and item.labels.urgency >= URGENT_FROM and item.direction is Direction.IN:
                self._raise(brand, item, heads.HIGH, URGENT_REASON)

    def _raise(self, brand: str, item: Interaction, priority: int, reason: str) -> None:
        def step(head: heads.Conversation | None) -> heads.Conversation | None:
            return None if head is None else heads.raised(head, priority, reason, item.occurred_at)

        assert item.conversation is not None  # noqa: S101 - asked by the caller
        self._stores.conversations.change(brand, item.conversation, step)


def _segments(contact: Contact, rules: Sequence[Segment], now_ms: int) -> frozenset[str]:
    return frozenset(each.id for each in rules if rule.holds(each.rule, contact, now_ms))


@cache
def _assign() -> Assign:
    return Assign(Stores(kms, time.time))


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Lambda entry: a batch of the queue `segments`."""
    return batch.process(event, _assign().handle)
