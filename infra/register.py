"""Puts the register of processing (GDPR Article 30) together from the policy, the kinds of items and the platforms."""

from typing import Any

from model import policy
from platforms import registry
from privacy.item_classes import CLASSES as ITEM_CLASSES
from privacy.ownerless_families import FAMILIES_NOT_OF_A_PERSON
from privacy.ownerless_rows import NOT_OF_A_PERSON

CLASSES = {name: words for each in ITEM_CLASSES for name, words in each.register.items()} | {
    name: (each.title, each.holds) for name, each in NOT_OF_A_PERSON.items()
}
"""Row class -> what the register calls it, and what it holds: declared with the class of items, or with the reason why
none is needed."""

FAMILIES = {name: words for each in ITEM_CLASSES for name, words in each.families.items()} | {
    name: (each.title, each.holds) for name, each in FAMILIES_NOT_OF_A_PERSON.items()
}
"""What the keys of short-lived rows begin with -> what the register calls them, and what they hold."""

PERIODS = {
    "interactions, conversations, associations": "as the platform's row says; replies go with their conversation",
    "posts and groups": "as long as the last interaction that was counted there",
    "identities": f"profile as the platform's row says; the rest {policy.IDLE_DAYS} days after the last sign of life",
    "raw deliveries (parked, fallback, claims)": "at most 7 days, and no longer than the platform allows",
    "exports": "at most 7 days, and no longer than the platform allows",
    "audit log, counts, privacy requests": "400 days",
    "receipts, consents": "as long as the brand; they say what was forgotten, or what was wished",
    "tombstones": "as long as the brand: the pseudonym of somebody who was erased, so that nothing new is kept of them "
    "(Article 17(3)(b)); who holds the brand's index key can tell whether a native id is among them",
    "logs": "30 days unless set otherwise; no personal data by construction",
    "backups": "core 14 days, feed 7 unless set (21 at most), keys 7: receipts name the later of the last two",
}

PURPOSES = {
    "care": "answering people who address the company (Article 6(1)(b) or (f))",
    "marketing": "offers by segment; ends at once on objection (Article 21)",
    "analytics": "sentiment, counts and trends",
    "linking": "one contact for one person on several platforms, by an agent's decision",
    "segmentation": "rules that name sets of contacts; shown with their inputs, never deciding alone",
    "export": "handing data to the person (Article 15, 20) or to another system",
    "training": "improving scoring from agents' corrections, by the operator's own export",
}

MEASURES = (
    "each person's and each period's data under keys of their own; forgetting destroys a key",
    "everything personal sealed before it is stored; KMS wraps each brand's own keys, apart by purpose",
    "least privilege by function, with prefixes of keys",
    "no personal data in logs, metrics, queues behind the first, addresses or error texts",
    "append-only audit log, signed every 15 minutes; receipts chained and signed",
    "two people for a legal hold; reads by permitted agents only, each noted",
)


def register() -> dict[str, Any]:
    """Returns the register as JSON."""
    return {
        "purposes": PURPOSES,
        "people": "customers, prospects and others who write to or about the company; agents",
        "data": {name: holds for name, (_, holds) in CLASSES.items() if CLASSES[name][0]}
        | dict(FAMILIES.values()),
        "recipients": {name: registry.platform(name).docs_url for name in registry.names()},
        "processors": "Amazon Web Services, in the region the company chose",
        "transfers": "a reply goes to the platform it answers on; where the brand's settings say so and the"
        " platform's terms let them, texts to Amazon Comprehend or Translate in the same region; nothing else leaves"
        " the account",
        "periods": {name: period(policy.rule_for(name)) for name in registry.names()} | PERIODS,
        "measures": list(MEASURES),
    }


def period(rule: policy.Rule) -> str:
    """Returns a platform's periods in words."""
    return f"interactions {_days(rule.interaction_days)}, profiles {_days(rule.profile_days)}"


def _days(days: float) -> str:
    return f"{days * 24:g} hours" if days <= 2 else f"{days:g} days"
