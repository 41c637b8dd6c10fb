"""Segment rules: a tree of conditions over what is known of a contact, checked when it is written.

A rule is `{"all": [rule, …]}`, `{"any": [rule, …]}`, `{"not": rule}`, `{"segment": "vip"}` (who is in another
segment), or a condition `{"attribute": "negative", "at_least": 2}`. Attributes are listed in `ATTRIBUTES`, their
comparisons in `COMPARISONS`; counts may be of the last days only: `"within_days": 7`.
Nothing here decides about a person alone: a segment shows its rule and the values that made it true.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from model import window
from model.contact import Contact
from model.errors import RapportError

DAY_MS = 86_400_000
DEEPEST = 8
LARGEST = 50
"""Conditions in one rule."""
LONGEST = 4096
"""Characters of one rule: it stands beside every membership."""
HIGHEST = 1_000_000
"""The largest number a condition may name."""

Within = Callable[[str], bool]
"""Whether the contact is in another segment."""


class BadRule(RapportError):
    """Says that the rule cannot be understood; the text says why and `pointer` (RFC 6901) where within the rule."""

    code = "bad_rule"

    def __init__(self, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.pointer = pointer


def _days_since(moment: Callable[[Contact], int]) -> Callable[[Contact, int], float | None]:
    return lambda contact, now_ms: (now_ms - at) / DAY_MS if (at := moment(contact)) else None


SINCE: Mapping[str, Callable[[Contact], int]] = {
    "days_since_last": lambda c: c.facts.last_at,
    "days_since_first": lambda c: c.facts.first_at,
    "days_since_unhappy": lambda c: c.facts.unhappy_at,
    "days_since_stage": lambda c: c.stage_at,
}
"""Attributes that change by time alone: days since this moment, in epoch ms."""

ATTRIBUTES: Mapping[str, tuple[type, Callable[[Contact, int], Any]]] = {
    "stage": (str, lambda c, _: str(c.stage)),
    "platform": (str, lambda c, _: c.platform),
    "mode": (str, lambda c, _: c.facts.last_mode),
    "kind": (str, lambda c, _: c.facts.last_kind),
    "sentiment": (str, lambda c, _: c.facts.last_sentiment),
    "interactions": (float, lambda c, _: c.facts.interactions),
    "negative": (float, lambda c, _: c.facts.negative),
    "positive": (float, lambda c, _: c.facts.positive),
    "questions": (float, lambda c, _: c.facts.questions),
    "complaints": (float, lambda c, _: c.facts.complaints),
    "cancellations": (float, lambda c, _: c.facts.cancellations),
    "intent": (list, lambda c, _: c.facts.last_intent.split()),
    "language": (str, lambda c, _: c.facts.last_language),
    "urgency": (float, lambda c, _: c.facts.last_urgency),
    "offensive": (float, lambda c, _: c.facts.last_offensive),
    "csat": (float, lambda c, _: c.facts.csat or None),
    "unhappy": (bool, lambda c, _: c.facts.unhappy_at > c.facts.happy_at),
    "tags": (list, lambda c, _: sorted(c.tags)),
    "no_contact": (bool, lambda c, _: c.no_contact),
    **{name: (float, _days_since(moment)) for name, moment in SINCE.items()},
}
"""Name -> (type, how to read it).

mode, kind, sentiment, intent, language, urgency and offensive are those of the latest interaction; csat is how content
they said to be last, 1 to 5.
"""

COMPARISONS: Mapping[str, tuple[frozenset[type], Callable[[Any, Any], bool]]] = {
    "is": (frozenset({str, bool}), lambda value, wanted: value == wanted),
    "is_not": (frozenset({str, bool}), lambda value, wanted: value != wanted),
    "in": (frozenset({str}), lambda value, wanted: value in wanted),
    "has": (frozenset({list}), lambda value, wanted: wanted in value),
    "at_least": (frozenset({float}), lambda value, wanted: value is not None and value >= wanted),
    "at_most": (frozenset({float}), lambda value, wanted: value is not None and value <= wanted),
}


def check(rule: Any, known: Collection[str] = ()) -> None:
    """Raises BadRule, saying what is wrong, unless `rule` can be evaluated; `known` are the other segments."""
    if _size(rule, 0, "") > LARGEST:
        raise BadRule(f"a rule may have at most {LARGEST} conditions")
    if len(json.dumps(rule)) > LONGEST:
        raise BadRule(f"a rule may have at most {LONGEST} characters")
    if not references(rule) <= set(known):
        raise BadRule("`segment` must be one that exists")


def _size(rule: Any, depth: int, at: str) -> int:
    if not isinstance(rule, dict) or depth > DEEPEST:
        raise BadRule("a rule is an object" if depth <= DEEPEST else f"rules nest at most {DEEPEST} deep", at)
    for word in ("all", "any"):
        if set(rule) == {word}:
            if not isinstance(rule[word], list) or not rule[word]:
                raise BadRule(f"`{word}` takes a list of rules", f"{at}/{word}")
            parts = enumerate(rule[word])
            return sum(_size(part, depth + 1, f"{at}/{word}/{number}") for number, part in parts)
    if set(rule) == {"not"}:
        return _size(rule["not"], depth + 1, f"{at}/not")
    if set(rule) == {"segment"}:
        if not isinstance(rule["segment"], str):
            raise BadRule("`segment` takes a segment's id", f"{at}/segment")
        return 1
    _check_condition(rule, at)
    return 1


def _check_condition(rule: Mapping[str, Any], at: str) -> None:
    name = rule.get("attribute")
    if not isinstance(name, str) or name not in ATTRIBUTES:
        raise BadRule(f"`attribute` must be one of {', '.join(sorted(ATTRIBUTES))}", f"{at}/attribute")
    words = set(rule) - {"attribute", "within_days"}
    if len(words) != 1 or not words <= set(COMPARISONS):
        raise BadRule(f"a condition has exactly one of {', '.join(sorted(COMPARISONS))}", at)
    word = words.pop()
    kind = ATTRIBUTES[name][0]
    if kind not in COMPARISONS[word][0]:
        raise BadRule(f"`{name}` cannot be compared with `{word}`", f"{at}/{word}")
    if not _fits(kind, word, rule[word]):
        raise BadRule(f"`{word}` has a value that `{name}` cannot have", f"{at}/{word}")
    _check_window(name, rule, at)


def _check_window(name: str, rule: Mapping[str, Any], at: str) -> None:
    if "within_days" not in rule:
        return
    if name not in window.COUNTED:
        raise BadRule(f"`within_days` goes with {', '.join(window.COUNTED)}", f"{at}/within_days")
    days = rule["within_days"]
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= window.LONGEST_DAYS:
        raise BadRule(f"`within_days` is a whole number from 1 to {window.LONGEST_DAYS}", f"{at}/within_days")


def _fits(kind: type, word: str, wanted: Any) -> bool:
    if word == "in":
        return isinstance(wanted, list) and bool(wanted) and all(isinstance(each, str) for each in wanted)
    if word == "has":
        return isinstance(wanted, str)
    if kind is float:
        return isinstance(wanted, (int, float)) and not isinstance(wanted, bool) and 0 <= wanted <= HIGHEST
    return isinstance(wanted, kind)


def conditions(rule: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yields the conditions and segments a rule is made of."""
    for part in rule.get("all", []) + rule.get("any", []) + ([rule["not"]] if "not" in rule else []):
        yield from conditions(part)
    if "attribute" in rule or "segment" in rule:
        yield rule


def references(rule: Mapping[str, Any]) -> set[str]:
    """Returns the segments a rule looks at."""
    return {each["segment"] for each in conditions(rule) if "segment" in each}


def _nowhere(segment: str) -> bool:  # noqa: ARG001 - of a contact who is in no segment
    return False


def holds(rule: Mapping[str, Any], contact: Contact, now_ms: int, within: Within = _nowhere) -> bool:
    """Tells whether `rule` is true of `contact` at `now_ms`. The rule was checked before."""
    if "all" in rule:
        return all(holds(part, contact, now_ms, within) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, contact, now_ms, within) for part in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], contact, now_ms, within)
    if "segment" in rule:
        return within(rule["segment"])
    return fits(rule, contact, now_ms)


def fits(condition: Mapping[str, Any], contact: Contact, now_ms: int) -> bool:
    """Tells whether one condition is true."""
    word = next(word for word in condition if word in COMPARISONS)
    return COMPARISONS[word][1](_value(condition, contact, now_ms), condition[word])


def _value(condition: Mapping[str, Any], contact: Contact, now_ms: int) -> Any:
    name = condition["attribute"]
    if "within_days" in condition:
        return window.total(contact.facts.days, name, condition["within_days"], now_ms)
    return ATTRIBUTES[name][1](contact, now_ms)


def evidence(
    rule: Mapping[str, Any], contact: Contact, now_ms: int, within: Within = _nowhere
) -> dict[str, Any]:
    """Returns the values of what a rule looks at: shown with the membership."""
    return {
        _called(each): within(each["segment"]) if "segment" in each else _value(each, contact, now_ms)
        for each in conditions(rule)
    }


def _called(condition: Mapping[str, Any]) -> str:
    if "segment" in condition:
        return f"segment {condition['segment']}"
    days = condition.get("within_days")
    return str(condition["attribute"]) + (f" within {days} days" if days else "")


UNSATISFIED = "unsatisfied"
BUILT_IN: Mapping[str, Mapping[str, Any]] = {UNSATISFIED: {"attribute": "unhappy", "is": True}}
"""Segments every brand has."""
