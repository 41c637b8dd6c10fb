"""From a text to tokens, from a token to hashes: the part that training and scoring share.

A feature is a CRC-32: the fastest stable hash in the standard library (`hash()` changes with every process),
and it continues from a start value, so a pair of words costs one call. Tokens are hashed as UTF-16, where a
slice of bytes is a slice of characters in every script.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

from segment.scoring.concepts import DENSE, ideas, unaccented
from segment.scoring.devanagari import romanised
from segment.scoring.own_words import own_words

MAX_CHARS = 2000
MAX_WORD = 24

# Python's \w leaves out the vowel signs of Indic scripts and Thai and the Arabic harakat: words would be cut.
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0b82-\u0bcd\u0c00-\u0c4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
_WORD = rf"#?{_LETTER}{{1,{MAX_WORD}}}(?:'{_LETTER}{{1,{MAX_WORD}}})*"
_FACE = (
    r"[<>]?[:;=][o'*^-]{0,2}[)\](\[dp/\\|}{@3c*$]+(?![a-z0-9/])|[)\](\[]+[-']?[:;=](?![a-z0-9])"
    r"|<3+|</3|\^[_.-]*\^|[-=>][_.]+[-=<]"
)
_LETTER_FACE = r"\b[to]_+[to]\b"
_EMOJI = "[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
_tokens = re.compile(
    rf"{_LETTER_FACE}|{_WORD}|{_FACE}|@user|\d[\d.,:%]*|{_EMOJI}|[!?]+|\.\.+|\u2026|[.,;]"
).findall
_fold = re.compile(r"https?(?:://\S*|(?!\w))|www\.\S+|@\w+").sub
_repeat = re.compile(r"(.)\1{2,}").sub
_PLAIN = str.maketrans("’؟？！。", "'??!.")
_to_plain = re.compile("[’؟？！。]").search
_devanagari = re.compile("[\u0905-\u0939]").search
_shout = re.compile(r"\b[A-Z]{3,}\b").findall

NEGATIONS = frozenset(
    "not no never none nobody nothing cannot without hardly neither nor dont cant wont isnt wasnt didnt "
    "doesnt aint couldnt shouldnt wouldnt havent hasnt nicht kein keine keinen keiner keinem nie niemals ohne "
    "nichts weder nunca jamás jamas sin ni nada tampoco ne pas jamais sans rien aucun aucune ni non mai "
    "senza niente nessun nessuno né não nao nem sem nahi nahin nahee nhi mat لا ليس لم لن ما مش ليست بدون غير "
    "ไม่".split()
)
_ENDS = frozenset((".", ",", ";", "!", "?", "…"))
_MARKS_ALONE = frozenset((*_ENDS, "!!", "!?", "??", "\x01caps", "\x01CAPS"))
NEGATED_WORDS = 3

_WORD_SEED, _NEGATED_SEED, _CHARACTER_SEED, _IDEA_SEED = 0x1F2E3D4C, 0x2B3C4D5E, 0x3C4D5E6F, 0x4D5E6F70
_START = crc32(b"<s>")
_ADDRESSES = frozenset(("@user", "http"))
_FOLDED = _ADDRESSES | {"0"}
# What an agent is not shown as a reason for a sentiment.
UNSHOWN = _MARKS_ALONE | _FOLDED
_NEGATES, _ENDS_SCOPE = 1, 2
_REMEMBERED = 20_000
met_before: dict[str, tuple[bytes, int, int]] = {}


def _mask(match: re.Match[str]) -> str:
    return " @user " if match[0][0] == "@" else " http "


def own_part(text: str) -> str:
    """Returns what is read of a text: of its beginning, what its writer says."""
    return own_words(text[:MAX_CHARS])


def tokens(text: str) -> list[str]:
    """Returns the tokens of a text, as `tokens_of` those of its writer's own words."""
    return tokens_of(own_part(text))


def tokens_of(text: str) -> list[str]:
    """Lower-cased tokens: words, hashtags, emoji, emoticons, numbers as "0", punctuation runs as one mark.

    Hindi in Devanagari is respelled in Latin letters. Handles become "@user", links "http". A letter said three
    times or more is said twice. Words in capitals add one "\\x01caps" at the end. Words of more than 24 letters
    (and scripts without spaces) come in pieces. Only the first 2,000 characters are read.
    """
    shouted = len(_shout(text))
    text = text.lower()
    if not text.isascii():
        if _devanagari(text):
            text = romanised(text)
        if _to_plain(text):
            text = text.translate(_PLAIN)
    if "&" in text:
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")
    if "@" in text or "http" in text or "www." in text:
        text = _fold(_mask, text)
    found = _tokens(_repeat(r"\1\1", text))
    found = [token if "a" <= token[0] <= "z" else _tidy(token) for token in found]
    if shouted:
        found.append("\x01caps" if shouted < 3 else "\x01CAPS")
    return found


def _tidy(token: str) -> str:
    first = token[0]
    if first in "!?" and len(token) > 1:
        return "!!" if "?" not in token else "!?" if "!" in token else "??"
    if first == ".":
        return "…" if len(token) > 1 else token
    return "0" if first.isdigit() else token


@dataclass(frozen=True, slots=True)
class Hashes:
    """The features of one text, in the blocks that a model weighs: each divided by √ of its size."""

    words: list[int]
    pairs: list[int]
    negated: list[int]
    characters: list[int]
    ideas: list[int]


def hashes(text: str, language: str | None) -> Hashes:
    """All features of a text at once, as training needs them; scoring adds them up token by token."""
    found = tokens(text)
    alone = [grams(token) for token in found]
    pairs, negated = context(found)
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


def is_word(token: str) -> bool:
    return token not in _FOLDED and (token[0].isalpha() or token[0] == "#")


@lru_cache(maxsize=256)  # two models ask for the same tokens one after the other
def grams(token: str) -> tuple[list[int], list[int]]:
    """Hashes of a token alone: (the word, and without "#" for a hashtag; its pieces of 4 characters).

    Pieces are of letters without accents, the ends of the word marked; in scripts without spaces of 1 to 3 letters.
    """
    data = token.encode("utf-16-le", "surrogatepass")
    words = [crc32(data, _WORD_SEED)]
    if not is_word(token):
        return words, []
    if token[0] == "#":
        data = data[2:]
        words.append(crc32(data, _WORD_SEED))
    if DENSE(token):
        size = len(data)
        return words, [
            crc32(data[start : start + width], _CHARACTER_SEED)
            for width in (2, 4, 6)
            for start in range(0, size - width + 1, 2)
        ]
    data = f"<{unaccented(token.lstrip('#'))}>".encode("utf-16-le", "surrogatepass")
    size = len(data)
    pieces = [crc32(data[start : start + 8], _CHARACTER_SEED) for start in range(0, size - 7, 2)]
    return words, pieces


Context = tuple[list[int], dict[int, int]]


def context(found: list[str]) -> Context:
    """Hashes of tokens among others: (each with the one before, plus the end; position of the negated → hash)."""
    met = [met_before.get(token) or _meet(token) for token in found]
    before = [_START, *[alone for _, alone, _ in met]]
    pairs = [crc32(data, start) for (data, _, _), start in zip(met, before, strict=False)]
    pairs.append(crc32(b"</s>", before[-1]))
    negated: dict[int, int] = {}
    if _NEGATES in [effect for _, _, effect in met]:
        scope = 0
        for index, (data, _, effect) in enumerate(met):
            if effect:
                scope = NEGATED_WORDS if effect == _NEGATES else 0
            elif scope:
                scope -= 1
                negated[index] = crc32(data, _NEGATED_SEED)
    return pairs, negated


def _meet(token: str) -> tuple[bytes, int, int]:
    """Bytes, hash, and effect on negation of a token, remembered: most tokens come again."""
    data = token.encode("utf-16-le", "surrogatepass")
    effect = _NEGATES if token in NEGATIONS or token[-3:] == "n't" else _ENDS_SCOPE if token in _ENDS else 0
    if len(met_before) >= _REMEMBERED:
        met_before.clear()
    met_before[token] = data, crc32(data, _WORD_SEED), effect
    return met_before[token]


def counted(found: list[str]) -> int:
    """Returns how many tokens say something: not marks, handles or links.

    Four Thai letters, which are written without spaces, are one.
    """
    said = [token for token in found if token not in _MARKS_ALONE and token not in _ADDRESSES]
    thai = [len(token) // 4 - 1 for token in said if len(token) > 7 and "\u0e00" <= token[0] <= "\u0e7f"]
    return len(said) + sum(thai)
