"""The heads: how a customer message is meant, what it wants, how soon, whether it insults; learned in all languages."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from typing import NamedTuple

from segment.scoring.features import Context, grams
from segment.scoring.sentiment import Weighed
from segment.scoring.tables import read_table

_REMEMBERED, _ZERO = 20_000, 1 << 15
Sums = tuple[float, ...]


class Heard(NamedTuple):
    """Probability 0..1 of each head, and how the text is meant if it is a message to a company."""

    said: dict[str, float]
    mood: Weighed


class HeadsModel:
    """One hashed table with one byte for each head in every bucket, loaded once a process.

    The last two columns are polarity and neutrality, as in the table of sentiment.
    """

    def __init__(self) -> None:
        table = read_table("heads")
        self.names: list[str] = table.head["heads"]
        self._width, self._post = len(self.names) + 2, self.names.index("post")
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._mixes: list[list[float]] = table.head["mixes"]
        self._values: list[float] = table.head["values"]
        # A value as a number of two bytes, one table for each: columns are then added up without Python's loops.
        self._step = max(self._values[-1], -self._values[0]) / (_ZERO - 1)
        whole = [round(value / self._step) + _ZERO for value in self._values]
        self._high, self._low = bytes([one >> 8 for one in whole]), bytes([one & 255 for one in whole])
        self._rows = table.rows
        self._seen: dict[str, tuple[Sums, int, Sums, int]] = {}

    def read(
        self,
        found: list[str],
        around: Context,
        voiced: list[int],
        places: Sequence[int] = (),
        runs: Callable[[], tuple[float, float, Mapping[str, float]]] | None = None,
    ) -> Heard:
        """Returns what is said in the tokens (at least one), their context and the ideas they voice.

        `places` tells which token voices each idea. `runs` asks the runs of letters; it is given for a message to a
        company only, because they say little of a post. Each head trusts polarity and neutrality as it learned to;
        it says yes from 0.5 on.
        """
        weights = [self._seen.get(token) or self._weigh(token) for token in found]
        words, word_counts, pieces, piece_counts = zip(*weights, strict=True)
        pairs, negated = around
        negations = [self._sum([value]) for value in negated.values()]
        sizes = sum(word_counts), sum(piece_counts), len(pairs), len(negated), len(voiced)
        shares = [1 / sqrt(size or 1) for size in sizes]
        blocks = (_added(words), _added(pieces), self._sum(pairs), _added(negations), self._sum(voiced))
        present = [(sums, share) for sums, share in zip(blocks, shares, strict=True) if sums]
        weighed = [[one * share for one in sums] for sums, share in present]
        own = [
            bias + sum(column) for bias, column in zip(self._bias, zip(*weighed, strict=True), strict=True)
        ]
        *logits, polarity, neutrality = own
        said_by: Mapping[str, float] = {}
        if runs is not None and logits[self._post] < 0:
            more_polar, more_neutral, said_by = runs()
            polarity, neutrality = polarity + more_polar, neutrality + more_neutral
        said = {
            name: _probability(mix[0] * logit + mix[1] * polarity + mix[2] * neutrality + mix[3])
            for name, logit, mix in zip(self.names, logits, self._mixes, strict=True)
        }
        moved = [
            w[-2] * shares[0] + (p[-2] * shares[1] if p else 0.0) for w, p in zip(words, pieces, strict=True)
        ]
        for index, sums in zip(negated, negations, strict=True):
            moved[index] += sums[-2] * shares[3]
        for index, polar in zip(places, self._polarities(voiced), strict=True) if places else ():
            moved[index] += polar * shares[4]
        paired, half = self._polarities(pairs), shares[2] / 2  # a pair is shown as half its two words
        moved = [own + (one + two) * half for own, one, two in zip(moved, paired, paired[1:], strict=False)]
        if said_by:
            moved = [own + said_by.get(token, 0.0) for own, token in zip(moved, found, strict=True)]
        return Heard(said, Weighed(polarity, neutrality, moved))

    def _polarities(self, hashes: list[int]) -> list[float]:
        rows, mask, width, values = self._rows, self._mask, self._width, self._values
        return [values[rows[(value & mask) * width + width - 2]] for value in hashes]

    def _weigh(self, token: str) -> tuple[Sums, int, Sums, int]:
        words, characters = grams(token)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[token] = self._sum(words), len(words), self._sum(characters), len(characters)
        return self._seen[token]

    def _sum(self, hashes: list[int]) -> Sums:
        """The sums of every column over some features; empty where there are none."""
        if not hashes:
            return ()
        rows, mask, width = self._rows, self._mask, self._width
        starts = [(value & mask) * width for value in hashes]
        if len(starts) == 1:
            values = self._values
            return tuple([values[byte] for byte in rows[starts[0] : starts[0] + width]])
        joined = b"".join([rows[at : at + width] for at in starts])
        high, low = joined.translate(self._high), joined.translate(self._low)
        zero, step = _ZERO * len(starts), self._step
        return tuple(
            [(256 * sum(high[at::width]) + sum(low[at::width]) - zero) * step for at in range(width)]
        )


def _added(rows: "tuple[Sums, ...] | list[Sums]") -> Sums:
    return tuple(map(sum, zip(*[row for row in rows if row], strict=True)))


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
