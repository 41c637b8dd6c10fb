"""Sentiment: negative, neutral or positive, and the words that say so.

The model is linear: every word, pair of words, negated word and piece of a word has a polarity and a neutrality
in one hashed table of bytes. They add up to what softmax regression learned, without numpy: what a token weighs
by itself is remembered, so that a usual message costs some twenty dictionary reads.
"""

from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from model.analysis import Sentiment
from segment.scoring.features import Context, grams, is_shown
from segment.scoring.tables import read_table

MAX_SHOWN = 6
_REMEMBERED = 20_000


class Weight(NamedTuple):
    """What one token adds: polarity and neutrality as words and as characters, and how many features."""

    word_polarity: float
    word_neutrality: float
    words: int
    character_polarity: float
    character_neutrality: float
    characters: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities of the three labels and the words that moved the polarity."""

    negative: float
    neutral: float
    positive: float
    words: tuple[tuple[str, float], ...]

    @property
    def label(self) -> Sentiment:
        if self.neutral >= self.negative and self.neutral >= self.positive:
            return "neutral"
        return "positive" if self.positive > self.negative else "negative"


class SentimentModel:
    """One table of polarity and neutrality for some languages, loaded once a process."""

    def __init__(self, name: str) -> None:
        table = read_table(name)
        self.name: str = table.head["name"]
        self._buckets: int = table.head["buckets"]
        self._polarity = table.rows[: self._buckets]
        self._neutrality = table.rows[self._buckets :]
        self._values: list[float] = table.head["values"]
        self._bias: dict[str, tuple[float, float]] = {k: (v[0], v[1]) for k, v in table.head["bias"].items()}
        self._seen: dict[str, Weight] = {}

    def knows(self, language: str | None) -> bool:
        return language in self._bias

    def read(self, found: list[str], around: Context, language: str) -> Reading:
        """Weigh the tokens of a text in a known language; `around` is their context."""
        weights = [self._seen.get(token) or self._weigh(token) for token in found]
        pairs, negated = around
        share_words = 1 / sqrt(sum([weight[2] for weight in weights]) or 1)
        share_characters = 1 / sqrt(sum([weight[5] for weight in weights]) or 1)
        share_pairs = 1 / sqrt(len(pairs))
        share_negated = 1 / sqrt((len(negated) - negated.count(0)) or 1)
        polarity, neutrality = self._bias[language]
        values, count = self._values, self._buckets
        buckets = [value % count for value in pairs]
        paired = [values[self._polarity[bucket]] for bucket in buckets]
        neutrality += sum([values[self._neutrality[bucket]] for bucket in buckets]) * share_pairs
        moved = []
        for index, (words_p, words_n, _, pieces_p, pieces_n, _) in enumerate(weights):
            own = words_p * share_words + pieces_p * share_characters
            neutrality += words_n * share_words + pieces_n * share_characters
            if negated[index]:
                bucket = negated[index] % count
                own += values[self._polarity[bucket]] * share_negated
                neutrality += values[self._neutrality[bucket]] * share_negated
            polarity += own
            moved.append(own + (paired[index] + paired[index + 1]) * share_pairs / 2)
        polarity += sum(paired) * share_pairs
        return _reading(polarity, neutrality, _strongest(found, moved))

    def _weigh(self, token: str) -> Weight:
        words, characters = grams(token)
        weight = Weight(*self._sum(words), len(words), *self._sum(characters), len(characters))
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[token] = weight
        return weight

    def _sum(self, hashes: list[int]) -> tuple[float, float]:
        values, count = self._values, self._buckets
        buckets = [value % count for value in hashes]
        polarity, neutrality = self._polarity, self._neutrality
        return sum([values[polarity[b]] for b in buckets]), sum([values[neutrality[b]] for b in buckets])


def _reading(polarity: float, neutrality: float, words: tuple[tuple[str, float], ...]) -> Reading:
    positive, negative, neutral = exp(polarity / 2), exp(-polarity / 2), exp(neutrality)
    total = positive + negative + neutral
    return Reading(negative / total, neutral / total, positive / total, words)


def _strongest(found: list[str], moved: list[float]) -> tuple[tuple[str, float], ...]:
    total: dict[str, float] = {}
    for token, value in zip(found, moved, strict=True):
        if is_shown(token):
            total[token] = total.get(token, 0.0) + value
    ranked = sorted(total.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple((token, round(value, 2)) for token, value in ranked[:MAX_SHOWN] if abs(value) >= 0.05)


@cache
def sentiment_model(name: str) -> SentimentModel:
    return SentimentModel(name)


def model_for(language: str | None) -> SentimentModel | None:
    """The model that learned `language`, None where none did. Thai has a table of its own."""
    model = sentiment_model("sentiment_th" if language == "th" else "sentiment")
    return model if model.knows(language) else None
