"""The heads: how a customer message is meant, what it wants, how soon, whether it insults; learned in all languages."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from sys import byteorder
from typing import NamedTuple

from segment.scoring.features import Context, MetToken, grams
from segment.scoring.sentiment import Weighed
from segment.scoring.tables import read_table

_ZERO, _BITS = 1 << 15, 32
Added = tuple[int, int, float, int, int, float]
"""What a token adds: the columns of its words, how many these are, their polarity; then the same of its pieces."""


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
        # A value as a number of two bytes in a field of four: columns are then added up without Python's loops.
        self._step: float = max(self._values[-1], -self._values[0]) / (_ZERO - 1)
        whole = [round(value / self._step) + _ZERO for value in self._values]
        self._high, self._low = bytes([one >> 8 for one in whole]), bytes([one & 255 for one in whole])
        self._rows = table.rows

    def read(
        self,
        met: list[MetToken],
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
        weights = [token.heard or self._weigh(token) for token in met]
        words, word_counts, words_p, pieces, piece_counts, pieces_p = zip(*weights, strict=True)
        pairs, negations, ideas = self._at(around[0]), self._at(around[1].values()), self._at(voiced)
        sizes = sum(word_counts), sum(piece_counts), len(pairs), len(negations), len(ideas)
        shares = [1 / sqrt(size or 1) for size in sizes]
        *logits, polarity, neutrality = self._weighed(
            (sum(words), sum(pieces), self._sum(pairs), self._sum(negations), self._sum(ideas)), sizes, shares
        )
        said_by: Mapping[str, float] = {}
        post = logits[self._post] >= 0
        if runs is not None and not post:
            more_polar, more_neutral, said_by = runs()
            polarity, neutrality = polarity + more_polar, neutrality + more_neutral
        said = {
            name: _probability(mix[0] * logit + mix[1] * polarity + mix[2] * neutrality + mix[3])
            for name, logit, mix in zip(self.names, logits, self._mixes, strict=True)
        }
        if post:  # the table of posts shows what moved it
            return Heard(said, Weighed(polarity, neutrality, [0.0] * len(met)))
        of_word, of_piece, of_pair, of_negation, of_idea = shares
        paired, half = self._polarities(pairs), of_pair / 2  # a pair is shown as half its two words
        moved = [
            word * of_word + piece * of_piece + (one + two) * half
            for word, piece, one, two in zip(words_p, pieces_p, paired, paired[1:], strict=False)
        ]
        for index, polar in zip(around[1], self._polarities(negations), strict=True):
            moved[index] += polar * of_negation
        for index, polar in zip(places, self._polarities(ideas), strict=False):
            moved[index] += polar * of_idea
        if said_by:
            moved = [own + said_by.get(token.text, 0.0) for own, token in zip(moved, met, strict=True)]
        return Heard(said, Weighed(polarity, neutrality, moved))

    def _at(self, hashes: Iterable[int]) -> list[int]:
        """Returns where the rows of some features begin."""
        mask, width = self._mask, self._width
        return [(value & mask) * width for value in hashes]

    def _polarities(self, starts: list[int]) -> list[float]:
        rows, place, values = self._rows, self._width - 2, self._values
        return [values[rows[at + place]] for at in starts]

    def _weigh(self, token: MetToken) -> Added:
        words, pieces = grams(token.text)
        table, count = self._gather(self._at(words + pieces)), len(words)
        size = count * self._width * _BITS
        rest = table >> size
        of_words, of_pieces = self._fold(table ^ rest << size, count), self._fold(rest, len(pieces))
        token.heard = added = (
            *(of_words, count, self._polarity(of_words, count)),
            *(of_pieces, len(pieces), self._polarity(of_pieces, len(pieces))),
        )
        return added

    def _polarity(self, total: int, size: int) -> float:
        """Returns the polarity out of the columns of some features."""
        field = total >> (self._width - 2) * _BITS & (1 << _BITS) - 1
        return (field - size * _ZERO) * self._step

    def _sum(self, starts: list[int]) -> int:
        """Returns every column added up over some rows, as one number with a field a column."""
        return self._fold(self._gather(starts), len(starts)) if starts else 0

    def _gather(self, starts: list[int]) -> int:
        """Returns some rows one after the other, as one number with a field for each column of each."""
        rows, width = self._rows, self._width
        joined = b"".join([rows[at : at + width] for at in starts])
        fields = bytearray(_BITS // 8 * len(joined))
        fields[::4], fields[1::4] = joined.translate(self._low), joined.translate(self._high)
        return int.from_bytes(fields, "little")

    def _fold(self, total: int, count: int) -> int:
        """Returns the sum of so many rows in one number: again and again the later half is added to the first."""
        while count > 1:
            count = (count + 1) // 2
            size = count * self._width * _BITS
            upper = total >> size
            total = (total ^ upper << size) + upper
        return total

    def _weighed(self, totals: Sequence[int], sizes: Sequence[int], shares: list[float]) -> list[float]:
        """Returns each column: its bias and the blocks of features, each by its share."""
        columns = []
        for total in totals:
            fields = array("I", total.to_bytes(self._width * _BITS // 8, "little"))
            if byteorder == "big":
                fields.byteswap()
            columns.append(fields)
        one, two, three, four, five = [share * self._step for share in shares]
        zero = _ZERO * self._step * sum([size * share for size, share in zip(sizes, shares, strict=True)])
        return [
            bias - zero + a * one + b * two + c * three + d * four + e * five
            for bias, a, b, c, d, e in zip(self._bias, *columns, strict=True)
        ]


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > -30 else 0.0


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
