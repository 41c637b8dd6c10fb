"""Adds up what the tokens of a text hold in the tables of heads and of posts: one number a token.

A token adds the same wherever it stands, so that what its word and its pieces hold in both tables is looked up once and
remembered with the token. It lies in one whole number with a field for each column: adding two such numbers adds every
column of both tables in one step.
"""

from functools import cache
from struct import Struct

from segment.scoring.features import Added, MetToken, grams_of
from segment.scoring.heads import heads_model
from segment.scoring.sentiment import ABOVE, PARTS, sentiment_model


class TokenWeights:
    """Holds how the fields lie in a number: columns of words and their count, columns of pieces and their count, each
    of 32 bits; then polarity and neutrality of words, polarity and neutrality of pieces in posts, of 64 bits."""

    def __init__(self) -> None:
        self._heads, self._posts = heads_model(), sentiment_model()
        self._pieces = self._heads.width + 1
        self._fields = Struct(f"<{2 * self._pieces}I4Q")
        self._felt, self._felt_at = Struct("<4Q"), 2 * self._pieces * 32

    def add(self, met: list[MetToken]) -> Added:
        """Returns what some tokens (at least one) add together."""
        total = sum([token.weight or self._weigh(token) for token in met])
        fields = self._fields.unpack(total.to_bytes(self._fields.size, "little"))
        words, pieces = fields[: self._pieces], fields[self._pieces : -4]
        above, more = words[-1] * ABOVE, pieces[-1] * ABOVE
        *_, words_p, words_n, pieces_p, pieces_n = fields
        felt = (words_p - above, words_n - above, pieces_p - more, pieces_n - more)
        return Added(words, pieces, [value / PARTS for value in felt], met, [token.moves for token in met])

    def _weigh(self, token: MetToken) -> int:
        words, pieces = grams_of(token)
        columns, heard_words, heard_pieces = self._heads.weigh(words, pieces)
        felt = self._posts.weigh(words, pieces)
        words_p, pieces_p = felt[0] - len(words) * ABOVE, felt[2] - len(pieces) * ABOVE
        token.moves = (words_p / PARTS, pieces_p / PARTS, heard_words, heard_pieces)
        token.weight = weight = columns | int.from_bytes(self._felt.pack(*felt), "little") << self._felt_at
        return weight


@cache
def token_weights() -> TokenWeights:
    return TokenWeights()
