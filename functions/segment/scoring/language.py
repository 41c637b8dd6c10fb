"""Tells which language a short text is in, from its script and the pieces of its words.

Ten scripts belong to one language of those we know and need no model. For the others a linear model adds up
one row of bytes (one byte a language) for every word and every piece of 3 characters. A row is added as one
big integer of 16-bit fields, which adds all languages in one operation.
"""

import re
from collections import Counter
from functools import cache
from itertools import repeat
from math import exp, sqrt
from struct import Struct
from zlib import crc32

from segment.scoring.pieces import cutter
from segment.scoring.remembered import Remembered
from segment.scoring.tables import read_table
from segment.scoring.tokens import MAX_CHARS, MAX_WORD, tokens

MAX_FEATURES = 120  # not more than 256: their bytes must add up to less than a 16-bit field holds
FIRST_WORDS, _SURE = 9, 0.95
_MIN_CONFIDENCE = 0.2

_strip = re.compile(r"https?(?:://\S*|(?!\w))|www\.\S+|[@#]\w+").sub
_SCRIPTS = (
    (0x0041, 0x024F, "latin"), (0x1E00, 0x1EFF, "latin"), (0x0370, 0x03FF, "el"), (0x1F00, 0x1FFF, "el"),
    (0x0400, 0x052F, "cyrillic"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFF, "arabic"), (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0E00, 0x0E7F, "th"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x4DBF, "zh"), (0x4E00, 0x9FFF, "zh"), (0x1100, 0x11FF, "ko"),
    (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
_BLOCKS = {block: name for low, high, name in _SCRIPTS for block in range(low >> 4, (high >> 4) + 1)}
# Letters that Arabic does not have: Persian added some, Urdu more.
_PERSIAN, _URDU = frozenset("\u067e\u0686\u0698\u06af\u06cc\u06a9"), frozenset("\u0679\u0688\u06ba\u06d2")
Sums = tuple[int, int]  # all languages side by side, number of features
SHARED_SCRIPTS = frozenset(("latin", "cyrillic", "arabic"))


@cache
def _beyond_latin() -> re.Pattern[str]:
    """Returns what finds letters of scripts but the Latin one; costly to build."""
    return re.compile(
        "[\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2dff\u3005-\ufaff\ufb13-\ufdff\ufe70-\ufeff\uff66-\uffdc]"
    )


def language_words(found: list[str]) -> list[str]:
    """Returns the tokens that tell a language: words, no links, handles, hashtags, emoji, numbers."""
    return [word for word in found if word[0].isalpha() and word != "http"]


def script(text: str) -> str | None:
    """Returns the script most letters are in: a code of `SHARED_SCRIPTS`, or the one language that is written so.

    Links, handles and hashtags do not count. None where letters are of no known script.
    """
    if text.isascii() or not _beyond_latin().search(text, 0, MAX_CHARS):
        return "latin"
    counts: dict[str, int] = {}
    for letter, times in Counter(_strip(" ", text[:MAX_CHARS])).items():
        name = _BLOCKS.get(ord(letter) >> 4) if letter.isalpha() else None
        if name:
            counts[name] = counts.get(name, 0) + times
    if "ja" in counts:
        counts["ja"] += counts.pop("zh", 0)  # kana among Han letters is Japanese
    return max(counts, key=lambda name: counts[name]) if counts else None


def word_hashes(word: str) -> list[int]:
    """Hashes of a word and its pieces of 3 characters, the ends marked."""
    data = f"<{word[:MAX_WORD]}>".encode("utf-16-le", "surrogatepass")
    return [*map(crc32, cutter(len(data), 3)(data), repeat(6)), crc32(data, 7)]


def language_hashes(words: list[str]) -> list[int]:
    """Hashes of the first words, at most `MAX_FEATURES`: a telling part of a long text is enough."""
    found: list[int] = []
    for word in words:
        more = word_hashes(word)
        if len(found) + len(more) > MAX_FEATURES:
            break
        found += more
    return found


class LanguageModel:
    """Holds the table of languages, loaded once a process."""

    def __init__(self) -> None:
        table = read_table("language")
        self.languages: list[str] = table.head["languages"]
        self._mask: int = table.head["buckets"] - 1  # a power of two
        self._step: float = table.head["step"]
        self._rows, self._known = table.rows, [0] * table.head["buckets"]
        self._seen = Remembered(self._weigh)
        self._width = len(self.languages)
        self._bias: list[float] = table.head["bias"]
        self._fields = Struct(f"<{self._width}H")

    def read(self, words: list[str]) -> tuple[str, float]:
        """Returns the likeliest language of some words (at least one) and its probability.

        Short words tell most, and most of them have been weighed before: a text that is plain from its shortest
        words is not read further.
        """
        words = sorted(words, key=len)
        sums = self._add(words[:FIRST_WORDS], (0, 0))
        found = self._likeliest(sums)
        if found[1] < _SURE and len(words) > FIRST_WORDS:
            found = self._likeliest(self._add(words[FIRST_WORDS:], sums))
        return found

    def _add(self, words: list[str], sums: Sums) -> Sums:
        total, features = sums
        for word in words:
            added, count = self._seen[word]
            if features + count > MAX_FEATURES:  # one word alone has fewer
                break
            total, features = total + added, features + count
        return total, features

    def _likeliest(self, sums: Sums) -> tuple[str, float]:
        total, features = sums
        share = self._step / sqrt(features)
        fields = self._fields.unpack(total.to_bytes(self._fields.size, "little"))
        logits = [value * share + bias for value, bias in zip(fields, self._bias, strict=True)]
        top = max(logits)
        near = [exp(value - top) for value in logits if value > top - 6]
        likelihood = 1 / sum(near) if len(near) > 1 else 1.0
        return self.languages[logits.index(top)], likelihood

    def _weigh(self, word: str) -> Sums:
        known, mask = self._known, self._mask
        places = [value & mask for value in word_hashes(word)]
        return sum([known[place] or self._know(place) for place in places]), len(places)

    def _know(self, place: int) -> int:
        """Returns one row as a number with a field of two bytes for each byte; remembers it."""
        row = self._rows[place * self._width : (place + 1) * self._width]
        self._known[place] = fields = int.from_bytes(row.decode("latin-1").encode("utf-16-le"), "little")
        return fields


@cache
def language_model() -> LanguageModel:
    return LanguageModel()


def identify(text: str) -> str | None:
    """Returns ISO 639-1 code of the language of `text`, None where it has no words or they tell nothing."""
    return identified(text, tokens(text))


def identified(text: str, found: list[str]) -> str | None:
    """Returns what `identify` does, for a caller who has the tokens of the text already."""
    words = language_words(found)
    if not words:
        return None
    written = script(text)
    if written not in SHARED_SCRIPTS:
        return written
    if written == "arabic" and not _PERSIAN.isdisjoint(text):
        return "fa" if _URDU.isdisjoint(text) else "ur"
    language, probability = language_model().read(words)
    return language if probability >= _MIN_CONFIDENCE else None
