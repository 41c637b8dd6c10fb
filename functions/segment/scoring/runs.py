"""Runs of letters: how a customer message is meant and what it wants, told from its pieces of 1 to 5 characters.

A second opinion beside words and ideas. It sees what these fold away: accents, endings, marks at the end of a word,
letters said again and again, spellings of a dialect.
"""

import re
from array import array
from functools import cache
from itertools import repeat
from math import sqrt
from operator import itemgetter
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from segment.scoring.pieces import cutter
from segment.scoring.tables import read_table

WIDEST = 5
_SEED, _REMEMBERED = 0x5E6F7081, 20_000
_repeat = re.compile(r"(.)\1\1+").sub
_LANE, _COUNT_AT, _MOST = 0x0000FFFF0000FFFF, 256, 256
"""Eight sums of 32 bits and behind them the number of pieces; so many bytes never fill 16 bits."""
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

    A row has eight bytes, each so many equal steps above the zero of its column. They lie in two numbers, a byte in
    each field of 16 bits, so that four columns are added up at once.
    """

    def __init__(self) -> None:
        table = read_table("runs")
        self._names: list[str] = table.head["heads"]
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._bias: list[float] = table.head["bias"]
        self._steps: list[float] = table.head["steps"]
        self._zeros: list[int] = table.head["zeros"]
        self._first, self._last = _spread(table.rows, 0), _spread(table.rows, 4)
        self._fields, self._polar = Struct("<9I"), len(self._names)
        self._seen: dict[str, Run] = {}

    def weigh_runs(self, own: str) -> SecondOpinion:
        """Returns what the runs of a text say together."""
        runs = runs_of(own)
        weights = [self._seen.get(run) or self._weigh(run) for run in runs]
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
        mask = self._mask
        places = [value & mask for value in pieces_of(run)]
        total = self._sum(places)
        field = (total >> self._polar * 32) & 0xFFFFFFFF
        polar = (field - len(places) * self._zeros[self._polar]) * self._steps[self._polar]
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[run] = added = total | len(places) << _COUNT_AT, polar
        return added

    def _sum(self, places: list[int]) -> int:
        """Returns the eight columns of some rows (at least two) in one number."""
        if len(places) > _MOST:
            half = len(places) // 2
            return self._sum(places[:half]) + self._sum(places[half:])
        pick = itemgetter(*places)
        one: int = sum(pick(self._first))
        two: int = sum(pick(self._last))
        return one & _LANE | (one >> 16 & _LANE) << 64 | (two & _LANE) << 128 | (two >> 16 & _LANE) << 192


def _spread(rows: bytes, start: int) -> "array[int]":
    """Returns four columns of a table as numbers with 16 bits for each, in the order in which `_sum` takes them."""
    spread = bytearray(len(rows))
    for lane, column in enumerate((0, 2, 1, 3)):
        spread[2 * lane :: 8] = rows[start + column :: 8]
    return array("Q", bytes(spread))  # Lambda's processors are little-endian


@cache
def runs_model() -> RunsModel:
    return RunsModel()
