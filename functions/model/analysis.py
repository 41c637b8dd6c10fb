"""Holds what the scoring engine says about one text."""

from dataclasses import dataclass
from typing import Literal, get_args

Sentiment = Literal["negative", "neutral", "positive", "unknown"]
Method = Literal["model", "rule"]

SENTIMENTS: tuple[Sentiment, ...] = ("negative", "neutral", "positive", "unknown")
Intent = Literal[
    "question", "complaint", "praise", "purchase_interest", "cancellation", "thanks", "suggestion", "spam"
]
INTENTS: tuple[str, ...] = get_args(Intent)
"""What a text may want. Nothing here says what somebody is: origin, faith, health and the like are never inferred."""


@dataclass(frozen=True, slots=True)
class Label:
    """Holds one intent found in a text.

    `method` says where it comes from: "model" (learned from labelled texts) or "rule" (a written cue).
    `confidence` is 0..1.
    """

    name: str
    method: Method
    confidence: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """Holds the result of scoring one text. An estimate that helps an agent, never a decision about a person.

    - `sentiment`: "unknown" where nothing is said, or where a language the engine did not learn leaves it unsure.
    - `score`: -1 (negative) to 1 (positive), 0 when unknown.
    - `language`: ISO 639-1 code, None when it cannot be told.
    - `urgency`: 0..1, each cue that raised it is named in `reasons` (fixed words, never parts of the text).
    - `offensive`: 0..1.
    - `words`: the words that moved the sentiment most and by how much (sign as in `score`), strongest first.
      They are parts of a person's text: show them to agents, keep them out of logs and queues.
    - `engine`: name and version of what produced this.
    """

    sentiment: Sentiment
    score: float
    language: str | None
    intent: tuple[Label, ...]
    urgency: float
    reasons: tuple[str, ...]
    offensive: float
    words: tuple[tuple[str, float], ...]
    engine: str
