"""Computes who is in which segments by their rules, which may look at each other, and when time alone may change
that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model import rule, window
from model.contact import Contact

Rules = Mapping[str, Mapping[str, Any]]
"""Rule by segment."""


def segments(rules: Rules, contact: Contact, now_ms: int) -> frozenset[str]:
    """Returns the segments whose rules are true of `contact`."""
    found: dict[str, bool] = {}

    def within(segment: str) -> bool:
        if segment not in found:
            # Two agents at once may have made segments that look at each other: nobody is in those by that.
            found[segment] = False
            found[segment] = segment in rules and rule.holds(rules[segment], contact, now_ms, within)
        return found[segment]

    return frozenset(segment for segment in rules if within(segment))


def behind(rules: Rules, segment: str) -> set[str]:
    """Returns the segments that decide who is in `segment`; itself, if its rule leads back to it."""
    seen: set[str] = set()
    waiting = [segment]
    while waiting:
        new = (rule.references(rules.get(waiting.pop(), {})) & rules.keys()) - seen
        seen |= new
        waiting += new
    return seen


def next_flip(rules: Rules, contact: Contact, now_ms: int) -> int | None:
    """Returns the next instant (epoch ms) at which a segment of `contact` changes if nothing happens until then."""
    instants = {
        at
        for each in rules.values()
        for leaf in rule.conditions(each)
        for at in _instants(leaf, contact, now_ms)
    }
    if not instants:
        return None
    now = segments(rules, contact, now_ms)
    return next((at for at in sorted(instants) if segments(rules, contact, at) != now), None)


def _instants(condition: Mapping[str, Any], contact: Contact, now_ms: int) -> Iterator[int]:
    """Yields when a condition changes by time alone: at most once, since days only grow and counts only leave."""
    name = str(condition.get("attribute"))
    if name in rule.SINCE:
        moment, days = rule.SINCE[name](contact), _number(condition)
        # One millisecond later than exactly, which is past the comparison in either direction.
        at = moment + int(days * rule.DAY_MS) + 1
        if moment and at > now_ms:
            yield at
    elif "within_days" in condition:
        before = rule.fits(condition, contact, now_ms)
        for at in window.leave_at(contact.facts.days, name, condition["within_days"], now_ms):
            if rule.fits(condition, contact, at) is not before:
                yield at
                return


def _number(condition: Mapping[str, Any]) -> float:
    word = "at_least" if "at_least" in condition else "at_most"
    return float(condition[word])
