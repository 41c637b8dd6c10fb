"""Evaluates a brand's rules at one moment, for one contact after the other."""

from dataclasses import dataclass, replace
from typing import Any

from model import membership, policy, rule
from model.contact import Contact


@dataclass(frozen=True, slots=True)
class SegmentEvaluator:
    """Holds the rules by segment, and the time (epoch ms) at which they are looked at."""

    rules: membership.Rules
    now_ms: int

    def place_contact(self, contact: Contact) -> Contact:
        """Returns `contact` in the segments whose rules are true of it, and with the next time to look at it again."""
        if contact.restricted:
            return replace(contact, segments=frozenset())
        rules = self._rules(contact)
        found = membership.segments(rules, contact, self.now_ms)
        return replace(contact, segments=found, flip_at=self._flip_at(rules, contact))

    def list_evidence(self, before: Contact, after: Contact) -> dict[str, Any]:
        """Returns, of each segment entered, the rule, and the values that made it true."""
        within = after.segments.__contains__
        return {
            name: {
                "rule": self.rules[name],
                "values": rule.evidence(self.rules[name], after, self.now_ms, within),
            }
            for name in after.segments - before.segments
        }

    def _rules(self, contact: Contact) -> membership.Rules:
        """Returns none for whom neither platform nor person allows it."""
        allowed = policy.rule_for(contact.platform).segmentation and contact.may("segmentation")
        return self.rules if allowed else {}

    def _flip_at(self, rules: membership.Rules, contact: Contact) -> int:
        """Returns the time that is noted while it is not too late: looking in vain is cheaper than moving it."""
        following = membership.next_flip(rules, contact, self.now_ms)
        if contact.flip_at > self.now_ms and (following is None or contact.flip_at <= following):
            return contact.flip_at
        return following or 0
