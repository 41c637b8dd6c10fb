"""Measures how well customer messages in 27 languages are understood, part of `bench.understanding`.

The messages are those of `tools/train_sentiment/care` that are held back from training: every sixth, chosen by its
text. Ours is told the language, as platforms mostly do, and once more not.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from statistics import mean
from typing import Any

from bench import identification
from bench.understanding import ENGINES, f1_scores, row
from model.analysis import INTENTS, Analysis
from segment.scoring import score
from tools.train_sentiment.data import Message, held_back_messages

URGENT, URGENT_FROM, WORDS = 2, 0.5, 4
DENSE = frozenset(("ja", "th", "zh"))
LIMITS = {"complaint": 65, "suggestion": 70, "thanks": 70, "cancellation": 70, "purchase_interest": 70}
Read = Sequence[tuple[Message, Analysis]]


def care_rows() -> list[dict[str, Any]]:
    """Sentiment, intents, urgency and language of the held-back messages, beside the other engines."""
    messages = held_back_messages()
    told = [(row, score(row.text, row.language)) for row in messages]
    return [
        *sentiment_rows(messages, told),
        *intent_rows(told),
        *urgency_rows(told),
        *language_rows(messages),
    ]


def sentiment_rows(messages: list[Message], told: Read) -> Iterator[dict[str, Any]]:
    truth = [message.sentiment for message in messages]
    for name, (module, build) in ENGINES.items():
        if find_spec(module) is None:
            continue
        classify = build()
        figure = macro(truth, [classify(message.text, message.language) for message in messages])
        limit = (">= 78", figure >= 78) if name == "ours" else ("", None)
        yield row(f"care, sentiment, 27 languages, {name}", figure, "macro F1 %", *limit)
    untold = [score(message.text).sentiment for message in messages]
    yield row("care, sentiment, language not given, ours", macro(truth, untold), "macro F1 %")
    for language in sorted({message.language for message in messages}):
        here = [
            (message.sentiment, found.sentiment) for message, found in told if message.language == language
        ]
        figure = macro([a for a, _ in here], [b for _, b in here])
        yield row(f"care, sentiment, {language}, ours", figure, "macro F1 %", ">= 65", figure >= 65)


def intent_rows(told: Read) -> Iterator[dict[str, Any]]:
    for name in INTENTS:
        figure, limit = intent_f1(name, told), LIMITS.get(name)
        passed = (f">= {limit}", figure >= limit) if limit else ("", None)
        yield row(f"care, {name}, 27 languages", figure, "F1 %", *passed)
    english = intent_f1("complaint", [pair for pair in told if pair[0].language == "en"])
    yield row("care, complaint, English", english, "F1 %", ">= 75", english >= 75)
    neutral = [found for message, found in told if message.sentiment == "neutral"]
    wrong = 100 * mean("complaint" in names(found) for found in neutral)
    yield row("care, neutral messages called complaints", wrong, "%", "<= 4", wrong <= 4)


def urgency_rows(told: Read) -> Iterator[dict[str, Any]]:
    urgent = [found.urgency >= URGENT_FROM for message, found in told if message.urgency >= URGENT]
    calm = [found.urgency >= URGENT_FROM for message, found in told if message.urgency < URGENT]
    caught, wrong = 100 * mean(urgent), 100 * mean(calm)
    yield row("care, urgent messages found", caught, "%", ">= 75", caught >= 75)
    yield row("care, calm messages called urgent", wrong, "%", "<= 6", wrong <= 6)


def language_rows(messages: list[Message]) -> Iterator[dict[str, Any]]:
    long = [
        message for message in messages if message.language in DENSE or len(message.text.split()) >= WORDS
    ]
    for name, (module, build) in identification.ENGINES.items():
        if find_spec(module) is None:
            continue
        identify = build()
        figure = 100 * mean(identify(message.text) == message.language for message in long)
        limit = (">= 95", figure >= 95) if name == "ours" else ("", None)
        yield row(f"care, language of four words and more, {name}", figure, "% right", *limit)


def macro(truth: list[str], said: Sequence[str]) -> float:
    """Macro F1 in percent; "unknown" counts as neutral, so that every engine answers every text."""
    return 100 * mean(f1_scores(truth, [answer.replace("unknown", "neutral") for answer in said]))


def intent_f1(name: str, told: Read) -> float:
    """F1 of one intent in percent."""
    wanted = [name in message.intents for message, _ in told]
    found = [name in names(analysis) for _, analysis in told]
    both = sum(a and b for a, b in zip(wanted, found, strict=True))
    return 200 * both / max(sum(wanted) + sum(found), 1)


def names(found: Analysis) -> set[str]:
    return {label.name for label in found.intent}
