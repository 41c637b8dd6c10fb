"""A brand's rules at one moment, applied to one contact after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from model import membership, policy, rule
from model.contact import Contact
from store.segments import Segment


@dataclass(frozen=True, slots=True)
class Ruling:
    """`segments` with their rules, and the time (epoch ms) at which they are looked at."""

    segments: Iterable[Segment]
    now_ms: int

    def applied(self, contact: Contact) -> Contact:
        """`contact` in the segments whose rules are true of it, and with the next time to look at it again."""
        if contact.restricted:
            return replace(contact, segments=frozenset())
        rules = self._rules(contact)
        found = membership.segments(rules, contact, self.now_ms)
        return replace(contact, segments=found, flip_at=self._flip_at(rules, contact))

    def evidence(self, before: Contact, after: Contact) -> dict[str, Any]:
        """Of each segment entered the rule, and the values that made it true."""
        entered = after.segments - before.segments
        return {
            each.id: {
                "rule": each.rule,
                "values": rule.evidence(each.rule, after, self.now_ms, after.segments.__contains__),
            }
            for each in self.segments
            if each.id in entered
        }

    def _rules(self, contact: Contact) -> membership.Rules:
        """None for whom neither platform nor person allows it."""
        if not policy.rule_for(contact.platform).segmentation or not contact.may("segmentation"):
            return {}
        return {each.id: each.rule for each in self.segments}

    def _flip_at(self, rules: membership.Rules, contact: Contact) -> int:
        """The time that is noted stays while it is not too late: looking in vain is cheaper than moving it."""
        following = membership.next_flip(rules, contact, self.now_ms)
        if contact.flip_at > self.now_ms and (following is None or contact.flip_at <= following):
            return contact.flip_at
        return following or 0
