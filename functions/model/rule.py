"""Segment rules: a tree of conditions over what is known of a contact, checked when it is written.

A rule is `{"all": [rule, …]}`, `{"any": [rule, …]}`, `{"not": rule}`, or a condition
`{"attribute": "negative", "at_least": 2}`. Attributes and their comparisons are listed in `ATTRIBUTES`.
Nothing here decides about a person alone: a segment shows its rule and the values that made it true.
"""

from collections.abc import Callable, Mapping
from typing import Any

from model.contact import Contact
from model.errors import RapportError

DAY_MS = 86_400_000
DEEPEST = 8
LARGEST = 50
"""Conditions in one rule."""


class BadRule(RapportError):
    """The rule cannot be understood; the text says where."""

    code = "bad_rule"


def _days_since(moment: int, now_ms: int) -> float | None:
    return None if not moment else (now_ms - moment) / DAY_MS


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
    "days_since_last": (float, lambda c, now: _days_since(c.facts.last_at, now)),
    "days_since_first": (float, lambda c, now: _days_since(c.facts.first_at, now)),
    "days_since_unhappy": (float, lambda c, now: _days_since(c.facts.unhappy_at, now)),
    "unhappy": (bool, lambda c, _: c.facts.unhappy_at > c.facts.happy_at),
}
"""Name -> (type, how to read it).

mode, kind, sentiment, intent, language, urgency and offensive are those of the latest interaction.
"""

COMPARISONS: Mapping[str, tuple[frozenset[type], Callable[[Any, Any], bool]]] = {
    "is": (frozenset({str, bool}), lambda value, wanted: value == wanted),
    "is_not": (frozenset({str, bool}), lambda value, wanted: value != wanted),
    "in": (frozenset({str}), lambda value, wanted: value in wanted),
    "has": (frozenset({list}), lambda value, wanted: wanted in value),
    "at_least": (frozenset({float}), lambda value, wanted: value is not None and value >= wanted),
    "at_most": (frozenset({float}), lambda value, wanted: value is not None and value <= wanted),
}


def check(rule: Any) -> None:
    """Raises BadRule, saying what is wrong, unless `rule` can be evaluated."""
    if _size(rule, 0) > LARGEST:
        raise BadRule(f"a rule may have at most {LARGEST} conditions")


def _size(rule: Any, depth: int) -> int:
    if not isinstance(rule, dict) or depth > DEEPEST:
        raise BadRule("a rule is an object" if depth <= DEEPEST else f"rules nest at most {DEEPEST} deep")
    for word in ("all", "any"):
        if set(rule) == {word}:
            if not isinstance(rule[word], list) or not rule[word]:
                raise BadRule(f"`{word}` takes a list of rules")
            return sum(_size(part, depth + 1) for part in rule[word])
    if set(rule) == {"not"}:
        return _size(rule["not"], depth + 1)
    _check_condition(rule)
    return 1


def _check_condition(rule: Mapping[str, Any]) -> None:
    name = rule.get("attribute")
    if not isinstance(name, str) or name not in ATTRIBUTES:
        raise BadRule(f"`attribute` must be one of {', '.join(sorted(ATTRIBUTES))}")
    words = set(rule) - {"attribute"}
    if len(words) != 1 or not words <= set(COMPARISONS):
        raise BadRule(f"a condition has exactly one of {', '.join(sorted(COMPARISONS))}")
    word = words.pop()
    kind = ATTRIBUTES[name][0]
    if kind not in COMPARISONS[word][0]:
        raise BadRule(f"`{name}` cannot be compared with `{word}`")
    if not _fits(kind, word, rule[word]):
        raise BadRule(f"`{word}` has a value that `{name}` cannot have")


def _fits(kind: type, word: str, wanted: Any) -> bool:
    if word == "in":
        return isinstance(wanted, list) and bool(wanted) and all(isinstance(each, str) for each in wanted)
    if word == "has":
        return isinstance(wanted, str)
    if kind is float:
        return isinstance(wanted, (int, float)) and not isinstance(wanted, bool)
    return isinstance(wanted, kind)


def holds(rule: Mapping[str, Any], contact: Contact, now_ms: int) -> bool:
    """Whether `rule` is true of `contact` at `now_ms`. The rule was checked before."""
    if "all" in rule:
        return all(holds(part, contact, now_ms) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, contact, now_ms) for part in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], contact, now_ms)
    return _condition(rule, contact, now_ms)


def _condition(rule: Mapping[str, Any], contact: Contact, now_ms: int) -> bool:
    value = ATTRIBUTES[rule["attribute"]][1](contact, now_ms)
    word = next(word for word in rule if word != "attribute")
    return COMPARISONS[word][1](value, rule[word])


def evidence(rule: Mapping[str, Any], contact: Contact, now_ms: int) -> dict[str, Any]:
    """The values of the attributes a rule looks at: shown with the membership."""
    found: dict[str, Any] = {}
    for part in rule.get("all", []) + rule.get("any", []) + ([rule["not"]] if "not" in rule else []):
        found |= evidence(part, contact, now_ms)
    if "attribute" in rule:
        found[rule["attribute"]] = ATTRIBUTES[rule["attribute"]][1](contact, now_ms)
    return found


UNSATISFIED = "unsatisfied"
BUILT_IN: Mapping[str, Mapping[str, Any]] = {UNSATISFIED: {"attribute": "unhappy", "is": True}}
"""Segments every brand has."""
