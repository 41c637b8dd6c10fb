"""Runs of letters: how a customer message is meant and what it wants, told from its pieces of 1 to 5 characters.

A second opinion beside words and ideas. It sees what these fold away: accents, endings, marks at the end of a word,
letters said again and again, spellings of a dialect.
"""

import re
from array import array
from functools import cache
from itertools import repeat
from math import sqrt
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from segment.scoring.pieces import cutter
from segment.scoring.remembered import Remembered
from segment.scoring.tables import read_table

WIDEST = 5
_SEED = 0x5E6F7081
_repeat = re.compile(r"(.)\1\1+").sub
_pointing = re.compile(r"[\d/@]|.{25}").search
"""Numbers, addresses and very long runs may point at somebody, and hardly come again: they are not remembered."""
Run = tuple[int, float]
"""What one run between two spaces adds: its columns, and of these the polarity."""


def runs_of(own: str) -> list[str]:
    """Returns what stands between the spaces of a text, in lower case; a letter said three times is said twice."""
    return _repeat(r"\1\1", own.lower()).split()


def pieces_of(run: str) -> list[int]:
    """Returns the hashes of every piece of a run, its ends marked by a space: the shorter ones first.

    A hash continues from another: each piece is the one that begins alike, and one character more.
    """
    data = f" {run} ".encode("utf-16-le", "surrogatepass")
    letters = cutter(len(data), 1)(data)
    shorter = list(map(crc32, letters, repeat(_SEED)))
    found = shorter
    for width in range(1, WIDEST):
        shorter = list(map(crc32, letters[width:], shorter))
        found = found + shorter
    return found


class SecondOpinion(NamedTuple):
    """Holds what runs say: how a text is meant, the logits of heads, and what each run adds to the polarity."""

    polarity: float
    neutrality: float
    logits: dict[str, float]
    moved: dict[str, float]


class RunsModel:
    """Holds the table of six heads, polarity and neutrality of pieces, loaded once a process.

    A row has eight bytes, each so many equal steps above the zero of its column.
    """

    def __init__(self) -> None:
        table = read_table("runs")
        self._names: list[str] = table.head["heads"]
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._steps: list[float] = table.head["steps"]
        self._zeros: list[int] = table.head["zeros"]
        self._rows = array("Q", table.rows)
        self._fields = Struct("<9I")  # eight sums and the number of pieces
        self.seen = Remembered(self._weigh, passing=_pointing)

    def weigh_runs(self, own: str) -> SecondOpinion:
        """Returns what the runs of a text say together."""
        runs = runs_of(own)
        weights = [self.seen[run] for run in runs]
        total = sum([columns for columns, _ in weights])
        *sums, count = self._fields.unpack(total.to_bytes(self._fields.size, "little"))
        share = 1 / sqrt(count or 1)
        *logits, polarity, neutrality = [
            bias + (one - count * zero) * step * share
            for bias, one, zero, step in zip(self._bias, sums, self._zeros, self._steps, strict=True)
        ]
        moved = {run: polar * share for run, (_, polar) in zip(runs, weights, strict=True)}
        return SecondOpinion(polarity, neutrality, dict(zip(self._names, logits, strict=True)), moved)

    def _weigh(self, run: str) -> Run:
        rows, mask = self._rows, self._mask
        found = array("Q", [rows[value & mask] for value in pieces_of(run)]).tobytes()
        sums, count = [sum(found[column::8]) for column in range(8)], len(found) // 8
        polar = (sums[-2] - count * self._zeros[-2]) * self._steps[-2]
        return int.from_bytes(self._fields.pack(*sums, count), "little"), polar


@cache
def runs_model() -> RunsModel:
    return RunsModel()
