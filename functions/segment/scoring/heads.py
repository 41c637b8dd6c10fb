"""The small models beside sentiment: complaint, purchase interest, spam and offence, learned on English."""

from functools import cache
from math import exp, sqrt

from segment.scoring.features import grams
from segment.scoring.tables import read_table

MAX_TOKENS = 250  # their bytes must add up to less than a 16-bit field holds
_REMEMBERED = 20_000
_FIELDS = 0x00FF00FF
Sums = tuple[int, int, int, int]


class HeadsModel:
    """One hashed table with one byte for each of four heads in every bucket, loaded once a process.

    The bytes of a bucket are read as one integer and added two at a time, in fields of 16 bits.
    """

    def __init__(self) -> None:
        table = read_table("heads")
        self.names: list[str] = table.head["heads"]
        self._buckets: int = table.head["buckets"]
        self._bias: list[float] = table.head["bias"]
        self._step: float = table.head["step"]
        self._zero: float = table.head["zero"]
        self._rows = table.integers("I")
        self._seen: dict[str, tuple[Sums, int, Sums, int]] = {}

    def read(self, found: list[str], pairs: list[int]) -> dict[str, float]:
        """Probability 0..1 of each head for the tokens of an English text and their pairs."""
        found, pairs = found[:MAX_TOKENS], pairs[:MAX_TOKENS]
        weights = [self._seen.get(token) or self._weigh(token) for token in found]
        words, characters = sum([weight[1] for weight in weights]), sum([weight[3] for weight in weights])
        share_words, share_characters = self._step / sqrt(words or 1), self._step / sqrt(characters or 1)
        share_pairs = self._step / sqrt(len(pairs))
        zero = self._zero * (words * share_words + characters * share_characters + len(pairs) * share_pairs)
        paired = self._sum(pairs)
        result = {}
        for head, name in enumerate(self.names):
            logit = self._bias[head] + paired[head] * share_pairs - zero
            logit += sum([weight[0][head] for weight in weights]) * share_words
            logit += sum([weight[2][head] for weight in weights]) * share_characters
            result[name] = 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
        return result

    def _weigh(self, token: str) -> tuple[Sums, int, Sums, int]:
        words, characters = grams(token)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[token] = self._sum(words), len(words), self._sum(characters), len(characters)
        return self._seen[token]

    def _sum(self, hashes: list[int]) -> Sums:
        rows, count = self._rows, self._buckets
        found = [rows[value % count] for value in hashes]
        even = sum([row & _FIELDS for row in found])
        odd = sum([row >> 8 & _FIELDS for row in found])
        return even & 0xFFFF, odd & 0xFFFF, even >> 16, odd >> 16


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
