"""Which language a short text is in, from its script and the pieces of its words.

Ten scripts belong to one language of those we know and need no model. For the others a linear model adds up
one row of bytes (one byte a language) for every word and every piece of 3 characters. A row is added as two
big integers of 16-bit fields, which adds all languages in one operation.
"""

import re
from functools import cache
from math import exp, sqrt
from zlib import crc32

from segment.scoring.tables import read_table

MAX_FEATURES = 120  # not more than 256: their bytes must add up to less than a 16-bit field holds
_MAX_CHARS, _MAX_WORD = 400, 24
_MIN_CONFIDENCE = 0.2
_REMEMBERED = 20_000
_integer = int.from_bytes

_words = re.compile(r"[^\W\d_]+").findall
_strip = re.compile(r"https?(?:://\S*|(?!\w))|www\.\S+|[@#]\w+").sub
_beyond_latin = re.compile("[^\u0000-\u024f\u1e00-\u1eff]").search
_SCRIPTS = (
    (0x0041, 0x024F, "latin"), (0x1E00, 0x1EFF, "latin"), (0x0370, 0x03FF, "el"), (0x1F00, 0x1FFF, "el"),
    (0x0400, 0x052F, "cyrillic"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFF, "arabic"), (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0E00, 0x0E7F, "th"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x4DBF, "zh"), (0x4E00, 0x9FFF, "zh"), (0x1100, 0x11FF, "ko"),
    (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
_BLOCKS = {block: name for low, high, name in _SCRIPTS for block in range(low >> 4, (high >> 4) + 1)}
SHARED_SCRIPTS = frozenset(("latin", "cyrillic", "arabic"))


def language_words(text: str) -> list[str]:
    """The lower-cased words that tell a language: no links, handles, hashtags, numbers."""
    return [word[:_MAX_WORD] for word in _words(_strip(" ", text[:_MAX_CHARS]).lower())]


def script(words: list[str]) -> str | None:
    """The script most letters are in: a code of `SHARED_SCRIPTS`, or the one language that is written so."""
    letters = "".join(words)
    if not _beyond_latin(letters):
        return "latin" if letters else None
    counts: dict[str, int] = {}
    for letter in letters:
        name = _BLOCKS.get(ord(letter) >> 4)
        if name:
            counts[name] = counts.get(name, 0) + 1
    if "ja" in counts:
        counts["ja"] += counts.pop("zh", 0)  # kana among Han letters is Japanese
    return max(counts, key=lambda name: counts[name]) if counts else None


def word_hashes(word: str) -> list[int]:
    """Hashes of a word and its pieces of 3 characters, the ends marked."""
    data = f"<{word}>".encode("utf-16-le", "surrogatepass")
    return [crc32(data, 7), *[crc32(data[at : at + 6], 6) for at in range(0, len(data) - 5, 2)]]


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
    """The table of languages, loaded once a process."""

    def __init__(self) -> None:
        table = read_table("language")
        self.languages: list[str] = table.head["languages"]
        self._buckets: int = table.head["buckets"]
        self._bias: list[float] = table.head["bias"]
        self._step: float = table.head["step"]
        self._rows = table.rows
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._width = len(self.languages)
        self._mask = int.from_bytes(b"\xff\x00" * ((self._width + 1) // 2), "little")

    def read(self, words: list[str]) -> tuple[str, float]:
        """The likeliest language of some words (at least one) and its probability."""
        even = odd = features = 0
        for word in words:
            weight = self._seen.get(word) or self._weigh(word)
            if features + weight[2] > MAX_FEATURES:  # one word alone has fewer
                break
            even, odd, features = even + weight[0], odd + weight[1], features + weight[2]
        size = (self._width + 1) // 2 * 2
        share = self._step / sqrt(features)
        logits = [0.0] * self._width
        for start, total in ((0, even), (1, odd)):
            fields = memoryview(total.to_bytes(size, "little")).cast("H")
            part = self._bias[start::2]
            logits[start::2] = [value * share + bias for value, bias in zip(fields, part, strict=False)]
        top = max(logits)
        best = logits.index(top)
        return self.languages[best], 1 / sum([exp(value - top) for value in logits if value > top - 6])

    def _weigh(self, word: str) -> tuple[int, int, int]:
        rows, width, mask, count = self._rows, self._width, self._mask, self._buckets
        hashes = word_hashes(word)
        starts = [value % count * width for value in hashes]
        found = [_integer(rows[at : at + width], "little") for at in starts]
        even, odd = sum([row & mask for row in found]), sum([row >> 8 & mask for row in found])
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[word] = even, odd, len(hashes)
        return self._seen[word]


@cache
def language_model() -> LanguageModel:
    return LanguageModel()


def identify(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None where it has no words or they tell nothing."""
    words = language_words(text)
    written = script(words)
    if written is None or written not in SHARED_SCRIPTS:
        return written
    language, probability = language_model().read(words)
    return language if probability >= _MIN_CONFIDENCE else None
