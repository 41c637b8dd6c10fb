"""From a text to its tokens, as training and scoring read them: words, hashtags, emoji, emoticons, numbers, marks."""

import re
from collections.abc import Callable
from functools import cache

from segment.scoring.devanagari import romanised
from segment.scoring.own_words import own_words

MAX_CHARS = 2000
MAX_WORD = 24

# Python's \w leaves out the vowel signs of Indic scripts and Thai and the Arabic harakat: words would be cut.
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0b82-\u0bcd\u0c00-\u0c4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_LETTER = r"[^\W\d_]"
_FACE = (
    r"[<>]?[:;=][o'*^-]{0,2}[)\](\[dp/\\|}{@3c*$]+(?![a-z0-9/])|[)\](\[]+[-']?[:;=](?![a-z0-9])"
    r"|<3+|</3|\^[_.-]*\^|[-=>][_.]+[-=<]"
)
_LETTER_FACE = r"[to](?<!\w.)_+[to]\b"
_EMOJI = "[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"

_fold = re.compile(r"https?(?:://\S*|(?!\w))|www\.\S+|@\w+").sub
_repeat = re.compile(r"(.)\1\1+").sub
_PLAIN = tuple(zip("’؟？！。", "'??!.", strict=True))
_devanagari = re.compile("[\u0905-\u0939]").search
_shouts = re.compile("[A-Z][A-Z][A-Z]").search  # much cheaper, and mostly there is nothing to count
_shout = re.compile(r"\b[A-Z]{3,}\b").findall
ENDS = frozenset((".", ",", ";", "!", "?", "…"))
_MARKS_ALONE = frozenset((*ENDS, "!!", "!?", "??", "\x01caps", "\x01CAPS"))
_ADDRESSES = frozenset(("@user", "http"))
_SILENT = _MARKS_ALONE | _ADDRESSES
_FOLDED = _ADDRESSES | {"0"}
# What an agent is not shown as a reason for a sentiment.
UNSHOWN = _MARKS_ALONE | _FOLDED


def _finder(letter: str, emoji: str, flags: int = 0) -> Callable[[str], list[str]]:
    """Returns what finds the tokens of texts whose words are of such letters.

    "++", "*+" and "}+" take all they can and never try with less, which finds the same here and costs less. Most
    choices begin with one character, by which they are passed over at once.
    """
    word = rf"{letter}{{1,{MAX_WORD}}}+(?:'{letter}{{1,{MAX_WORD}}}+)*+"
    return re.compile(
        rf"{_LETTER_FACE}|{word}|#{word}|{_FACE}|@user|\d[\d.,:%]*+{emoji}|[!?]++|\.\.++|[.,;]", flags
    ).findall


_plain_tokens = _finder(_LETTER, "", re.ASCII)


@cache
def _finders() -> tuple[Callable[[str], object], Callable[[str], list[str]], Callable[[str], list[str]]]:
    """Returns whether a text has marks that are no letters, and what finds tokens without and with these; costly."""
    emoji = f"|{_EMOJI}|\u2026"
    return (
        re.compile(f"[{_MARKS}]").search,
        _finder(_LETTER, emoji),
        _finder(rf"(?:{_LETTER}|[{_MARKS}])", emoji),
    )


def _found(text: str) -> list[str]:
    """Returns the tokens of a text, by the cheapest pattern that finds them all."""
    if text.isascii():
        return _plain_tokens(text)
    marked, unmarked_tokens, all_tokens = _finders()
    return all_tokens(text) if marked(text) else unmarked_tokens(text)


def _mask(match: re.Match[str]) -> str:
    return " @user " if match[0][0] == "@" else " http "


def own_part(text: str) -> str:
    """Returns what is read of a text: of its beginning, what its writer says."""
    return own_words(text[:MAX_CHARS])


def tokens(text: str) -> list[str]:
    """Returns the tokens of a text, as `tokens_of` those of its writer's own words."""
    return tokens_of(own_part(text))


def tokens_of(text: str) -> list[str]:
    """Returns lower-cased tokens: words, hashtags, emoji, emoticons, numbers as "0", punctuation runs as one mark.

    Hindi in Devanagari is respelled in Latin letters. Handles become "@user", links "http". A letter said three
    times or more is said twice. Words in capitals add one "\\x01caps" at the end. Words of more than 24 letters
    (and scripts without spaces) come in pieces. Only the first 2,000 characters are read.
    """
    shouted = len(_shout(text)) if _shouts(text) else 0
    text = text.lower()
    if not text.isascii():
        if _devanagari(text):
            text = romanised(text)
        for mark, plain in _PLAIN:
            if mark in text:
                text = text.replace(mark, plain)
    if "&" in text:
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")
    if "@" in text or "http" in text or "www." in text:
        text = _fold(_mask, text)
    found = _found(_repeat(r"\1\1", text))
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


def is_word(token: str) -> bool:
    return token not in _FOLDED and (token[0].isalpha() or token[0] == "#")


def says_something(found: list[str]) -> bool:
    """Returns whether any of some tokens is `counted`."""
    return not _SILENT.issuperset(found)


def counted(found: list[str]) -> int:
    """Returns how many tokens say something: not marks, handles or links.

    Four Thai letters, which are written without spaces, are one.
    """
    said = [token for token in found if token not in _MARKS_ALONE and token not in _ADDRESSES]
    thai = [len(token) // 4 - 1 for token in said if len(token) > 7 and "\u0e00" <= token[0] <= "\u0e7f"]
    return len(said) + sum(thai)
