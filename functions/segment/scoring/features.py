"""From tokens to hashes: the part that training and scoring share.

A feature is a CRC-32: the fastest stable hash in the standard library (`hash()` changes with every process),
and it continues from a start value, so a pair of words costs one call. Tokens are hashed as UTF-16, where a
slice of bytes is a slice of characters in every script.
"""

from functools import cache
from itertools import repeat
from typing import NamedTuple
from zlib import crc32

from segment.scoring.concepts import ideas, is_dense, unaccented
from segment.scoring.pieces import cutter
from segment.scoring.remembered import Remembered
from segment.scoring.tokens import ENDS, is_word, tokens

NEGATIONS = frozenset(
    "not no never none nobody nothing cannot without hardly neither nor dont cant wont isnt wasnt didnt "
    "doesnt aint couldnt shouldnt wouldnt havent hasnt nicht kein keine keinen keiner keinem nie niemals ohne "
    "nichts weder nunca jamás jamas sin ni nada tampoco ne pas jamais sans rien aucun aucune ni non mai "
    "senza niente nessun nessuno né não nao nem sem nahi nahin nahee nhi mat لا ليس لم لن ما مش ليست بدون غير "
    "ไม่".split()
)
NEGATED_WORDS = 3

_WORD_SEED, _NEGATED_SEED, _CHARACTER_SEED, _IDEA_SEED = 0x1F2E3D4C, 0x2B3C4D5E, 0x3C4D5E6F, 0x4D5E6F70
_START = crc32(b"<s>")
_NEGATES, _ENDS_SCOPE = 1, 2


class MetToken:
    """Holds what is known of a token: its bytes, its hash, what it does to negation; and what it adds in the models.

    `weight` is its number in `weights.py`, 0 until it is weighed; `moves` are the polarity of its words and of its
    pieces in the model of posts, then in that of messages.
    """

    __slots__ = ("alone", "data", "effect", "moves", "text", "weight")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-16-le", "surrogatepass")
        self.alone = crc32(self.data, _WORD_SEED)
        negates = text in NEGATIONS or text[-3:] == "n't"
        self.effect = _NEGATES if negates else _ENDS_SCOPE if text in ENDS else 0
        self.weight = 0
        self.moves = (0.0, 0.0, 0.0, 0.0)


class Added(NamedTuple):
    """Holds what the tokens of a text add: columns of the heads for words and for pieces, each with their number behind
    them; polarity and neutrality of words, then of pieces in posts; the tokens themselves and the `moves` of each."""

    words: tuple[int, ...]
    pieces: tuple[int, ...]
    felt: list[float]
    met: list[MetToken]
    moves: list[tuple[float, float, float, float]]


met_before = Remembered(MetToken)
"""Remembered for all models: most tokens come again."""


class Hashes(NamedTuple):
    """Holds the features of one text, in the blocks that a model weighs: each divided by √ of its size."""

    words: list[int]
    pairs: list[int]
    negated: list[int]
    characters: list[int]
    ideas: list[int]


def hashes(text: str, language: str | None) -> Hashes:
    """Returns all features of a text at once, as training needs them; scoring adds them up token by token."""
    found = tokens(text)
    alone = [grams(token) for token in found]
    pairs, negated = context(meet_tokens(found))
    return Hashes(
        [value for words, _ in alone for value in words],
        pairs,
        list(negated.values()),
        [value for _, characters in alone for value in characters],
        hashes_of_ideas(ideas(found, language)),
    )


def hashes_of_ideas(voiced: list[str]) -> list[int]:
    """Hashes of the ideas that a text voices."""
    return [_idea_hash(name) for name in voiced]


@cache
def _idea_hash(name: str) -> int:
    return crc32(name.encode(), _IDEA_SEED)


def grams(token: str) -> tuple[list[int], list[int]]:
    """Hashes of a token alone, as `grams_of`."""
    return grams_of(MetToken(token))


def grams_of(met: MetToken) -> tuple[list[int], list[int]]:
    """Hashes of a token alone: (the word, and without "#" for a hashtag; its pieces of 4 characters).

    Pieces are of letters without accents, the ends of the word marked; in scripts without spaces of 1 to 3 letters.
    """
    token, data, words = met.text, met.data, [met.alone]
    if not is_word(token):
        return words, []
    if token[0] == "#":
        data = data[2:]
        words.append(crc32(data, _WORD_SEED))
    if is_dense(token):
        return words, [piece for width in (1, 2, 3) for piece in _pieces(data, width)]
    plain = unaccented(token.lstrip("#"))
    return words, _pieces(f"<{plain}>".encode("utf-16-le", "surrogatepass"), 4)


def _pieces(data: bytes, characters: int) -> list[int]:
    return list(map(crc32, cutter(len(data), characters)(data), repeat(_CHARACTER_SEED)))


Context = tuple[list[int], dict[int, int]]


def meet_tokens(found: list[str]) -> list[MetToken]:
    """Returns what is known of some tokens."""
    return [met_before[token] for token in found]


def context(met: list[MetToken]) -> Context:
    """Hashes of tokens among others: (each with the one before, plus the end; position of the negated → hash)."""
    before = [_START, *[token.alone for token in met]]
    pairs = list(map(crc32, [token.data for token in met], before))
    pairs.append(crc32(b"</s>", before[-1]))
    negated: dict[int, int] = {}
    if _NEGATES in [token.effect for token in met]:
        scope = 0
        for index, token in enumerate(met):
            if token.effect:
                scope = NEGATED_WORDS if token.effect == _NEGATES else 0
            elif scope:
                scope -= 1
                negated[index] = crc32(token.data, _NEGATED_SEED)
    return pairs, negated
