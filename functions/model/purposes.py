"""Says to a person what their data are used for (GDPR Articles 13 to 15): in words, beside each copy."""

from typing import TypedDict

from model.policy import Rule


class SaidPurpose(TypedDict):
    """Says what data are used for, and by which right."""

    purpose: str
    words: str
    basis: str


class SaidRecipient(TypedDict):
    """Says who gets data."""

    recipient: str
    words: str


class SaidLabel(TypedDict):
    """Says how something is derived."""

    label: str
    logic: str


class SaidSource(TypedDict):
    """Says where data come from."""

    source: str
    words: str


class SaidPeriod(TypedDict):
    """Says for how many days something is kept."""

    what: str
    days: float
    source: str


PURPOSES: tuple[SaidPurpose, ...] = (
    {
        "purpose": "care",
        "words": "Reading and answering what you write to us, and knowing what was said before.",
        "basis": "Article 6(1)(b) or (f) GDPR",
    },
    {
        "purpose": "analytics",
        "words": "Counting how many people write about what, and how satisfied they are.",
        "basis": "Article 6(1)(f) GDPR; you may object",
    },
    {
        "purpose": "segmentation",
        "words": "Noticing who needs an answer or may like an offer. A person decides what happens then.",
        "basis": "Article 6(1)(f) GDPR; you may object",
    },
    {
        "purpose": "marketing",
        "words": "Telling you about offers, where you agreed or are a customer.",
        "basis": "Article 6(1)(a) or (f) GDPR; you may object or withdraw your consent at any time",
    },
)

RECIPIENTS: tuple[SaidRecipient, ...] = (
    {"recipient": "the company itself", "words": "Its agents who answer you, each noted when they look."},
    {
        "recipient": "Amazon Web Services, as processor",
        "words": "Runs the machines. The data are sealed with keys of the company's own.",
    },
    {
        "recipient": "the platform you wrote on",
        "words": "Gets the answers we send you there. We give it nothing else about you.",
    },
)

DERIVED: tuple[SaidLabel, ...] = (
    {
        "label": "sentiment, score",
        "logic": "A statistical model weighs the words of a text as friendly or unfriendly, from -1 to 1.",
    },
    {"label": "intent", "logic": "Cues and a model tell questions, complaints, praise, thanks and the like."},
    {
        "label": "urgency, reasons",
        "logic": "Named cues such as deadlines, danger or repeated asking; 0 to 1.",
    },
    {"label": "offensive", "logic": "A model's estimate of insults in a text, 0 to 1."},
    {"label": "language", "logic": "As the platform says, else told from letters and short words."},
    {
        "label": "priority of a conversation",
        "logic": "Raised where a text is negative or urgent; agents may change it.",
    },
    {"label": "facts", "logic": "Counts of your texts by sentiment and intent, and when the latest came."},
    {"label": "segments", "logic": "The rule is shown with each, with the values that made it true."},
)
"""Nothing of this decides anything about a person by itself."""


def sources(platform: str) -> list[SaidSource]:
    """Lists where the data come from."""
    return [
        {
            "source": platform,
            "words": "What you wrote to us or about us there, as the platform handed it over.",
        },
        {"source": "our agents", "words": "Stage, status and corrections that our agents entered."},
    ]


def retention(rule: Rule) -> list[SaidPeriod]:
    """Lists what is kept for how long."""
    return [
        {"what": "texts, reactions and our answers", "days": rule.interaction_days, "source": rule.source},
        {"what": "name, handle and profile", "days": rule.profile_days, "source": rule.source},
        {"what": "this copy", "days": 7, "source": "our own rule"},
    ]
