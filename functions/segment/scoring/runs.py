"""Runs of letters: how a customer message is meant, told from pieces of 1 to 5 characters of it as it was written.

A second opinion beside words and ideas. It sees what these fold away: accents, endings, marks at the end of a word,
letters said again and again, spellings of a dialect.
"""

import re
from functools import cache
from itertools import repeat
from math import sqrt
from operator import itemgetter
from zlib import crc32

from segment.scoring.pieces import cutter
from segment.scoring.tables import read_table

WIDEST = 5
_SEED, _REMEMBERED = 0x5E6F7081, 20_000
_repeat = re.compile(r"(.)\1\1+").sub
Run = tuple[float, float, int]
"""What one run between two spaces adds: polarity, neutrality, number of its pieces."""


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


class RunsModel:
    """Holds the table of polarity and neutrality of pieces, loaded once a process."""

    def __init__(self) -> None:
        table = read_table("runs")
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._polarities, self._neutralities = table.rows[::2], table.rows[1::2]
        self._values: list[float] = table.head["values"]
        self._bias: tuple[float, float] = tuple(table.head["bias"])
        self._seen: dict[str, Run] = {}

    def weigh_runs(self, own: str) -> tuple[float, float, dict[str, float]]:
        """Returns polarity, neutrality, and what each run adds to the polarity."""
        runs = runs_of(own)
        weights = [self._seen.get(run) or self._weigh(run) for run in runs]
        share = 1 / sqrt(sum([count for _, _, count in weights]) or 1)
        polarity = self._bias[0] + sum([one for one, _, _ in weights]) * share
        neutrality = self._bias[1] + sum([one for _, one, _ in weights]) * share
        return (
            polarity,
            neutrality,
            {run: one * share for run, (one, _, _) in zip(runs, weights, strict=True)},
        )

    def _weigh(self, run: str) -> Run:
        mask, values = self._mask, self._values
        places = [value & mask for value in pieces_of(run)]
        pick = itemgetter(*places)  # a run has several pieces, be it one letter
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[run] = added = (
            sum(itemgetter(*pick(self._polarities))(values)),
            sum(itemgetter(*pick(self._neutralities))(values)),
            len(places),
        )
        return added


@cache
def runs_model() -> RunsModel:
    return RunsModel()
