"""Sentiment of public posts: negative, neutral or positive, and the words that say so.

The model is linear: every word, pair of words, negated word and piece of a word has a polarity and a neutrality
in one hashed table, a byte each, side by side. They add up to what softmax regression learned, without numpy:
what a token weighs by itself is remembered, so that a usual message costs some twenty dictionary reads.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from model.analysis import Sentiment
from segment.scoring.features import Added, Context
from segment.scoring.tables import read_table, values_of
from segment.scoring.tokens import UNSHOWN

WITHOUT_IDEAS = "en"
"""English has so many posts to learn from that its words speak for themselves: ideas only blur them there."""
OTHER = "other"  # the bias of languages that were not learned
MAX_SHOWN = 5
LEAST_SHOWN = 0.05
PARTS, ABOVE = 1 << 44, 1 << 47
"""What tokens add is counted in whole parts of 2⁻⁴⁴; so far above zero for each feature that it is never below, and so
little that the features of 2,000 characters do not fill 64 bits."""


class Weighed(NamedTuple):
    """Holds the features of a text added up, and what each of its tokens added to the polarity."""

    polarity: float
    neutrality: float
    moved: list[float]

    def mixed(self, other: "Weighed", share: float) -> "Weighed":
        """Returns both together, `share` of it the other's."""
        return Weighed(
            self.polarity + (other.polarity - self.polarity) * share,
            self.neutrality + (other.neutrality - self.neutrality) * share,
            [own + (more - own) * share for own, more in zip(self.moved, other.moved, strict=True)],
        )


class Reading(NamedTuple):
    """Holds the probabilities of the three labels and the words that moved the polarity."""

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
    """Holds the table of polarity and neutrality, loaded once a process."""

    def __init__(self) -> None:
        table = read_table("sentiment")
        self._mask: int = table.head["buckets"] - 1  # a power of two
        values = values_of(table.head["top"])
        self._rows, self._values = array("H", table.rows), values  # both bytes of a feature at once
        self._parts = [round(value * PARTS) + ABOVE for value in values]
        self._bias: dict[str, tuple[float, float]] = {k: (v[0], v[1]) for k, v in table.head["bias"].items()}

    def read(
        self,
        added: Added,
        around: Context,
        voiced: list[int],
        language: str | None,
        places: Sequence[int] = (),
    ) -> Weighed:
        """Weighs what the tokens of a text add (at least one); `around` is their context, `voiced` the hashes of its
        ideas, `places` which token voices each.

        A language the model did not learn gets the bias of all languages together.
        """
        words_p, words_n, pieces_p, pieces_n = added.felt
        share_words, share_pieces = 1 / sqrt(added.words[-1]), 1 / sqrt(added.pieces[-1] or 1)
        moved = [word * share_words + piece * share_pieces for word, piece, _, _ in added.moves]
        polarity, neutrality = self._bias.get(language or OTHER, self._bias[OTHER])
        polarity += words_p * share_words + pieces_p * share_pieces
        neutrality += words_n * share_words + pieces_n * share_pieces
        pairs, negated = around
        if negated:
            share = 1 / sqrt(len(negated))
            for index, polar, neutral in zip(negated, *self._look_up(negated.values()), strict=True):
                moved[index] += polar * share
                polarity += polar * share
                neutrality += neutral * share
        paired, neutrals = self._look_up(pairs)
        share_pairs = 1 / sqrt(len(pairs))
        neutrality += sum(neutrals) * share_pairs
        polarity += sum(paired) * share_pairs
        if voiced and language != WITHOUT_IDEAS:
            share = 1 / sqrt(len(voiced))
            meant, neutrals = self._look_up(voiced)
            ideal = [value * share for value in meant]
            polarity += sum(ideal)
            neutrality += sum(neutrals) * share
            for index, value in zip(places, ideal, strict=False):
                moved[index] += value
        half = share_pairs / 2  # a pair is shown as half its two words
        moved = [own + (one + two) * half for own, one, two in zip(moved, paired, paired[1:], strict=False)]
        return Weighed(polarity, neutrality, moved)

    def weigh(self, words: list[int], pieces: list[int]) -> tuple[int, int, int, int]:
        """Returns polarity and neutrality of the words of one token, then of its pieces, in `PARTS` and all `ABOVE`."""
        rows, mask, parts, count = self._rows, self._mask, self._parts, len(words)
        found = [rows[value & mask] for value in words + pieces]
        polar, neutral = [parts[value & 255] for value in found], [parts[value >> 8] for value in found]
        return sum(polar[:count]), sum(neutral[:count]), sum(polar[count:]), sum(neutral[count:])

    def _look_up(self, hashes: Iterable[int]) -> tuple[list[float], list[float]]:
        """Returns polarity and neutrality of each feature."""
        rows, values, mask = self._rows, self._values, self._mask
        found = [rows[value & mask] for value in hashes]
        return [values[one & 255] for one in found], [values[one >> 8] for one in found]


def reading_of(found: list[str], weighed: Weighed) -> Reading:
    """Returns the probabilities of the three labels, and the tokens that moved them most."""
    polarity = max(-40.0, min(40.0, weighed.polarity))
    neutrality = max(-40.0, min(40.0, weighed.neutrality))
    positive, negative, neutral = exp(polarity / 2), exp(-polarity / 2), exp(neutrality)
    total = positive + negative + neutral
    side = 0 if neutral >= max(positive, negative) else 1 if positive > negative else -1
    return Reading(
        negative / total, neutral / total, positive / total, _strongest(found, weighed.moved, side)
    )


def _strongest(found: list[str], moved: list[float], side: int) -> tuple[tuple[str, float], ...]:
    """Returns the words that moved the polarity most; of a text with a side at least one that is on it, however
    little each of its words says alone."""
    total: dict[str, float] = {}
    for token, value in zip(found, moved, strict=True):
        total[token] = total[token] + value if token in total else value
    heavy = sorted(
        [
            (-abs(value), token)
            for token, value in total.items()
            if (value >= LEAST_SHOWN or value <= -LEAST_SHOWN) and token not in UNSHOWN
        ]
    )
    named = [token for _, token in heavy[:MAX_SHOWN]]
    if side and not [token for token in named if total[token] * side > 0]:
        shown = [token for token in total if token not in UNSHOWN]
        furthest = max(shown, key=lambda token: (total[token] * side, token), default=None)
        if furthest is not None and furthest not in named:
            named = [*named[: MAX_SHOWN - 1], furthest]
    return tuple([(token, round(total[token], 2)) for token in named])


@cache
def sentiment_model() -> SentimentModel:
    return SentimentModel()
