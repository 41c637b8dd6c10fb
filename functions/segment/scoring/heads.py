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
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._step: float = table.head["step"]
        self._zero: float = table.head["zero"]
        self._rows = table.integers("I")
        self._seen: dict[str, tuple[Sums, int, Sums, int]] = {}

    def read(self, found: list[str]) -> dict[str, float]:
        """Probability 0..1 of each head for the tokens (at least one) of an English text."""
        weights = [self._seen.get(token) or self._weigh(token) for token in found[:MAX_TOKENS]]
        alone, words, inside, pieces = zip(*weights, strict=True)
        share_words, share_pieces = self._step / sqrt(sum(words)), self._step / sqrt(sum(pieces) or 1)
        zero = self._zero * (sum(words) * share_words + sum(pieces) * share_pieces)
        sums = zip(self.names, self._bias, zip(*alone, strict=True), zip(*inside, strict=True), strict=True)
        return {
            name: _probability(bias + sum(words) * share_words + sum(pieces) * share_pieces - zero)
            for name, bias, words, pieces in sums
        }

    def _weigh(self, token: str) -> tuple[Sums, int, Sums, int]:
        words, characters = grams(token)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[token] = self._sum(words), len(words), self._sum(characters), len(characters)
        return self._seen[token]

    def _sum(self, hashes: list[int]) -> Sums:
        rows, mask = self._rows, self._mask
        found = [rows[value & mask] for value in hashes]
        even = sum([row & _FIELDS for row in found])
        odd = sum([row >> 8 & _FIELDS for row in found])
        return even & 0xFFFF, odd & 0xFFFF, even >> 16, odd >> 16


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
