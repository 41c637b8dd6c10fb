"""The heads: how a customer message is meant, what it wants, how soon, whether it insults; learned in all languages."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import exp, sqrt
from struct import Struct
from typing import NamedTuple

from segment.scoring.features import Context, MetToken, grams
from segment.scoring.runs import SecondOpinion
from segment.scoring.sentiment import Weighed
from segment.scoring.tables import read_table, values_of

_ZERO, _BITS = 1 << 15, 32
Added = tuple[int, int, float, float]
"""What a token adds: the columns of its words, those of its pieces, the polarity of both. Behind the columns stands how
many features were added up."""


class Heard(NamedTuple):
    """Holds the probability 0..1 of each head, and how the text is meant if it is a message to a company."""

    said: dict[str, float]
    mood: Weighed


class HeadsModel:
    """Holds one hashed table with one byte for each head in every bucket, loaded once a process.

    The last two columns are polarity and neutrality, as in the table of sentiment.
    """

    def __init__(self) -> None:
        table = read_table("heads")
        self.names: list[str] = table.head["heads"]
        self._width, self._post = len(self.names) + 2, self.names.index("post")
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._mixes: list[list[float]] = table.head["mixes"]
        self._values = values_of(table.head["top"])
        # A value as a number of two bytes in a field of four: columns are then added up without Python's loops.
        self._step: float = max(self._values[-1], -self._values[0]) / (_ZERO - 1)
        whole = [round(value / self._step) + _ZERO for value in self._values]
        self._high, self._low = bytes([one >> 8 for one in whole]), bytes([one & 255 for one in whole])
        self._rows = table.rows
        self._columns, self._count_at = Struct(f"<{self._width + 1}I"), self._width * _BITS
        self._nothing = (0,) * (self._width + 1)
        self._voiced: dict[int, tuple[int, float]] = {}

    def read(
        self,
        met: list[MetToken],
        around: Context,
        voiced: list[int],
        places: Sequence[int] = (),
        runs: Callable[[], SecondOpinion] | None = None,
    ) -> Heard:
        """Returns what is said in the tokens (at least one), their context and the ideas they voice.

        `places` tells which token voices each idea. `runs` asks the runs of letters; it is given for a message to a
        company only, because they say little of a post: where they are not asked, or do not know a head, they are taken
        to agree. Each head trusts them, polarity and neutrality as it learned to; it says yes from 0.5 on.
        """
        pairs, negated = around
        added = [token.heard or self._weigh(token) for token in met]
        words, pieces, words_p, pieces_p = zip(*added, strict=True)
        pair_rows, negated_rows = self._gather(pairs), self._gather(negated.values())
        ideas = [self._voiced.get(value) or self._voice(value) for value in voiced]
        (*logits, polarity, neutrality), shares = self._weighed(
            *(sum(words), sum(pieces), self._sum(pair_rows)),
            *(self._sum(negated_rows), sum([columns for columns, _ in ideas])),
        )
        said_by: dict[str, float] = {}
        second: dict[str, float] = {}
        post = logits[self._post] >= 0
        if runs is not None and not post:
            more_polar, more_neutral, second, said_by = runs()
            if negated:  # letters do not see what "no" does to "thanks"
                second.pop("thanks", None)
            polarity, neutrality = polarity + more_polar, neutrality + more_neutral
        said = {
            name: _probability(
                own * logit + polar * polarity + neutral * neutrality + other * second.get(name, logit) + more
            )
            for name, logit, (own, polar, neutral, other, more) in zip(
                self.names, logits, self._mixes, strict=True
            )
        }
        if post:  # the table of posts shows what moved it
            return Heard(said, Weighed(polarity, neutrality, [0.0] * len(met)))
        of_word, of_piece, of_pair, of_negation, of_idea = shares
        paired, half = self._polarities(pair_rows), of_pair / 2  # a pair is shown as half its two words
        moved = [
            word * of_word + piece * of_piece + (one + two) * half
            for word, piece, one, two in zip(words_p, pieces_p, paired, paired[1:], strict=False)
        ]
        for index, polar in zip(negated, self._polarities(negated_rows), strict=True):
            moved[index] += polar * of_negation
        for index, (_, polar) in zip(places, ideas, strict=False):
            moved[index] += polar * of_idea
        if said_by:
            moved = [own + said_by.get(token.text, 0.0) for own, token in zip(moved, met, strict=True)]
        return Heard(said, Weighed(polarity, neutrality, moved))

    def _polarities(self, joined: bytes) -> list[float]:
        values, width = self._values, self._width
        return [values[byte] for byte in joined[width - 2 :: width]]

    def _weigh(self, token: MetToken) -> Added:
        words, pieces = grams(token.text)
        table, count = self._number(self._gather(words + pieces)), len(words)
        size = count * self._count_at
        rest = table >> size
        of_words, of_pieces = self._fold(table ^ rest << size, count), self._fold(rest, len(pieces))
        token.heard = added = (
            of_words,
            of_pieces,
            self._polarity(of_words, count),
            self._polarity(of_pieces, len(pieces)),
        )
        return added

    def _voice(self, value: int) -> tuple[int, float]:
        joined = self._gather([value])
        self._voiced[value] = voiced = self._sum(joined), self._polarities(joined)[0]
        return voiced

    def _polarity(self, total: int, size: int) -> float:
        """Returns the polarity out of the columns of some features."""
        field = total >> (self._width - 2) * _BITS & (1 << _BITS) - 1
        return (field - size * _ZERO) * self._step

    def _gather(self, hashes: Iterable[int]) -> bytes:
        """Returns the rows of some features one after the other."""
        rows, mask, width = self._rows, self._mask, self._width
        return b"".join([rows[(at := (value & mask) * width) : at + width] for value in hashes])

    def _sum(self, joined: bytes) -> int:
        """Returns every column added up over some rows, as one number with a field a column, and their number."""
        return self._fold(self._number(joined), len(joined) // self._width) if joined else 0

    def _number(self, joined: bytes) -> int:
        """Returns some rows as one number with a field for each column of each."""
        fields = bytearray(_BITS // 8 * len(joined))
        fields[::4], fields[1::4] = joined.translate(self._low), joined.translate(self._high)
        return int.from_bytes(fields, "little")

    def _fold(self, total: int, rows: int) -> int:
        """Returns the sum of so many rows in one number: again and again the later half is added to the first."""
        count = rows
        while count > 1:
            count = (count + 1) // 2
            size = count * self._count_at
            upper = total >> size
            total = (total ^ upper << size) + upper
        return total | rows << self._count_at

    def _weighed(self, *totals: int) -> tuple[list[float], list[float]]:
        """Returns each column: its bias and the blocks of features, each by its share; and the shares."""
        size, unpack = self._columns.size, self._columns.unpack
        blocks = [unpack(total.to_bytes(size, "little")) if total else self._nothing for total in totals]
        shares = [1 / sqrt(block[-1] or 1) for block in blocks]
        one, two, three, four, five = [share * self._step for share in shares]
        zero = (
            _ZERO * self._step * sum([block[-1] * share for block, share in zip(blocks, shares, strict=True)])
        )
        words, pieces, pairs, negated, ideas = blocks
        columns = [
            bias - zero + a * one + b * two + c * three
            for bias, a, b, c in zip(
                self._bias, words, pieces, pairs, strict=False
            )  # the blocks end with their number
        ]
        for share, block in ((four, negated), (five, ideas)):
            if block[-1]:
                columns = [column + value * share for column, value in zip(columns, block, strict=False)]
        return columns, shares


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > -30 else 0.0


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
