"""The heads: how a customer message is meant, what it wants, how soon, whether it insults; learned in all languages."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import exp, sqrt
from struct import Struct
from typing import NamedTuple

from segment.scoring.features import Added, Context
from segment.scoring.runs import SecondOpinion
from segment.scoring.sentiment import Weighed
from segment.scoring.tables import read_table, values_of

_ZERO, _BITS, _FIELD = 1 << 15, 32, (1 << 32) - 1


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
        self.width, self._post = len(self.names) + 2, self.names.index("post")
        self._polar_at = len(self.names) * _BITS
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._mixes: list[tuple[float, ...]] = [tuple(mix) for mix in table.head["mixes"]]
        self._values = values_of(table.head["top"])
        # A value as a number of two bytes in a field of four: columns are then added up without Python's loops.
        self._step: float = max(self._values[-1], -self._values[0]) / (_ZERO - 1)
        whole = [round(value / self._step) + _ZERO for value in self._values]
        self._high, self._low = bytes([one >> 8 for one in whole]), bytes([one & 255 for one in whole])
        self._rows = table.rows
        self._columns, self._count_at = Struct(f"<{self.width + 1}I"), self.width * _BITS
        self._nothing = (0,) * (self.width + 1)
        self._voiced: dict[int, tuple[int, float]] = {}

    def read(
        self,
        added: Added,
        around: Context,
        voiced: list[int],
        places: Sequence[int] = (),
        runs: Callable[[], SecondOpinion] | None = None,
    ) -> Heard:
        """Returns what is said in what tokens add (at least one), their context and the ideas they voice.

        `places` tells which token voices each idea. `runs` asks the runs of letters; it is given for a message to a
        company only, because they say little of a post: where they are not asked, or do not know a head, they are taken
        to agree. Each head trusts them, polarity and neutrality as it learned to; it says yes from 0.5 on.
        """
        pairs, negated = around
        pair_rows, negated_rows = self._gather(pairs), self._gather(negated.values())
        ideas = [self._voiced.get(value) or self._voice(value) for value in voiced]
        (*logits, polarity, neutrality), shares = self._weighed(
            *(added.words, added.pieces, self._block(self._sum(pair_rows))),
            *(self._block(self._sum(negated_rows)), self._block(sum([columns for columns, _ in ideas]))),
        )
        said_by: dict[str, float] = {}
        others = logits
        post = logits[self._post] >= 0
        if runs is not None and not post:
            more_polar, more_neutral, second, said_by = runs()
            if negated:  # letters do not see what "no" does to "thanks"
                second.pop("thanks", None)
            polarity, neutrality = polarity + more_polar, neutrality + more_neutral
            others = [second.get(name, logit) for name, logit in zip(self.names, logits, strict=True)]
        said = self._mixed(logits, polarity, neutrality, others)
        if post:  # the table of posts shows what moved it
            return Heard(said, Weighed(polarity, neutrality, [0.0] * len(added.moves)))
        of_word, of_piece, of_pair, of_negation, of_idea = shares
        paired, half = self._polarities(pair_rows), of_pair / 2  # a pair is shown as half its two words
        moved = [
            word * of_word + piece * of_piece + (one + two) * half
            for (_, _, word, piece), one, two in zip(added.moves, paired, paired[1:], strict=False)
        ]
        for index, polar in zip(negated, self._polarities(negated_rows), strict=True):
            moved[index] += polar * of_negation
        for index, (_, polar) in zip(places, ideas, strict=False):
            moved[index] += polar * of_idea
        if said_by:
            moved = [own + said_by.get(token.text, 0.0) for own, token in zip(moved, added.met, strict=True)]
        return Heard(said, Weighed(polarity, neutrality, moved))

    def _mixed(
        self, logits: list[float], polarity: float, neutrality: float, others: list[float]
    ) -> dict[str, float]:
        """Returns the probability of each head from what it trusts; `others` are the logits of the second opinion."""
        mixed = [
            own * logit + polar * polarity + neutral * neutrality + other * second + more
            for logit, second, (own, polar, neutral, other, more) in zip(
                logits, others, self._mixes, strict=True
            )
        ]
        likely = [1 / (1 + exp(-logit)) if logit > -30 else 0.0 for logit in mixed]
        return dict(zip(self.names, likely, strict=True))

    def _polarities(self, joined: bytes) -> list[float]:
        values, width = self._values, self.width
        return [values[byte] for byte in joined[width - 2 :: width]]

    def weigh(self, words: list[int], pieces: list[int]) -> tuple[int, float, float]:
        """Returns what the features of one token add: the columns of its words and their number, behind them those of
        its pieces, in one number; and the polarity of both."""
        count, more = len(words), len(pieces)
        fields, size = self._number(self._gather(words + pieces)), count * self._count_at
        rest = fields >> size
        of_words, of_pieces = self._fold(fields ^ rest << size, count), self._fold(rest, more)
        polar, step = self._polar_at, self._step
        return (
            of_words | of_pieces << self._count_at + _BITS,
            ((of_words >> polar & _FIELD) - count * _ZERO) * step,
            ((of_pieces >> polar & _FIELD) - more * _ZERO) * step,
        )

    def _voice(self, value: int) -> tuple[int, float]:
        joined = self._gather([value])
        self._voiced[value] = voiced = self._sum(joined), self._polarities(joined)[0]
        return voiced

    def _gather(self, hashes: Iterable[int]) -> bytes:
        """Returns the rows of some features one after the other."""
        rows, mask, width = self._rows, self._mask, self.width
        return b"".join([rows[(at := (value & mask) * width) : at + width] for value in hashes])

    def _sum(self, joined: bytes) -> int:
        """Returns every column added up over some rows, as one number with a field a column, and their number."""
        return self._fold(self._number(joined), len(joined) // self.width) if joined else 0

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

    def _block(self, total: int) -> tuple[int, ...]:
        """Returns the columns of a number, and behind them how many features were added up."""
        return self._columns.unpack(total.to_bytes(self._columns.size, "little")) if total else self._nothing

    def _weighed(self, *blocks: tuple[int, ...]) -> tuple[list[float], list[float]]:
        """Returns each column: its bias and the blocks of features, each by its share; and the shares."""
        roots = [sqrt(block[-1]) for block in blocks]
        shares = [1 / (root or 1) for root in roots]
        one, two, three, four, five = [share * self._step for share in shares]
        zero = _ZERO * self._step * sum(roots)  # so many zeros by their share
        words, pieces, pairs, negated, ideas = blocks
        columns = [
            bias - zero + a * one + b * two + c * three
            for bias, a, b, c in zip(self._bias, words, pieces, pairs, strict=False)
        ]  # the blocks end with their number
        for share, block in ((four, negated), (five, ideas)):
            if block[-1]:
                columns = [column + value * share for column, value in zip(columns, block, strict=False)]
        return columns, shares


@cache
def heads_model() -> HeadsModel:
    return HeadsModel()
