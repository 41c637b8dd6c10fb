"""Looking for words in bytes, whatever they are wrapped in: what the proofs of erasure and purge rest on.

A word is looked for raw, JSON-escaped (once and twice), in URLs, in base64 (at three offsets, both alphabets),
in hex, and in all these forms again inside of gzip and zlib, and of base64 that turns out to be one of those.
"""

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

DEPTH = 3
"""Layers of packing that are opened."""
INFLATE_LIMIT = 64_000_000
"""Bytes one layer may grow to."""
SHORTEST = 5
"""Characters of a word; shorter ones turn up by chance, above all in base64."""

_GZIP, _ZLIB = b"\x1f\x8b\x08", (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


@dataclass(frozen=True, slots=True)
class Hit:
    """Names a word that was found: where, and in which form (`raw`, `hex`, `gzip:raw`)."""

    word: str
    store: str
    place: str
    form: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Holds some bytes of a store: `place` says which (a key, never a content)."""

    store: str
    place: str
    data: bytes


class Scanner:
    """Finds words in pieces of stores."""

    def __init__(self, words: Iterable[str]) -> None:
        self._needles: dict[bytes, tuple[str, str]] = {}
        for word in words:
            if len(word) < SHORTEST:
                raise ValueError(f"a word to look for has at least {SHORTEST} characters")
            for form, needle in forms(word):
                self._needles.setdefault(needle, (word, form))
        if not self._needles:
            raise ValueError("no words to look for")
        self._lengths = sorted({len(needle) for needle in self._needles})
        # One look at the beginning rules out nearly every place, however many words there are.
        self._beginnings = {needle[: self._lengths[0]] for needle in self._needles}

    def scan(self, pieces: Iterable[Piece]) -> Iterator[Hit]:
        """Yields each word once per piece and form."""
        for piece in pieces:
            for word, form in sorted(set(self.found(piece.data))):
                yield Hit(word, piece.store, piece.place, form)

    def found(self, data: bytes) -> Iterator[tuple[str, str]]:
        """Yields (word, form) of everything in these bytes."""
        for wrapping, layer in _layers(data, DEPTH):
            for at in self._places(layer):
                for length in self._lengths:
                    if (known := self._needles.get(layer[at : at + length])) is not None:
                        yield known[0], wrapping + known[1]

    def _places(self, layer: bytes) -> list[int]:
        """Returns where a word may begin; words may overlap."""
        beginnings, short = self._beginnings, self._lengths[0]
        return [at for at in range(len(layer) - short + 1) if layer[at : at + short] in beginnings]


def forms(word: str) -> Iterator[tuple[str, bytes]]:
    """Yields the names and bytes of everything a word may be written as."""
    raw = word.encode()
    yield "raw", raw
    for ascii_only in (True, False):
        escaped = json.dumps(word, ensure_ascii=ascii_only)[1:-1]
        yield "json", escaped.encode()
        yield "json", json.dumps(escaped, ensure_ascii=ascii_only)[1:-1].encode()
    for written in (quote(word, safe=""), quote_plus(word), quote(word), _all_percent(raw)):
        yield "url", written.encode()
        yield "url", _lower_percent(written).encode()
    for offset in range(3):
        yield f"base64+{offset}", _base64_core(raw, offset)
        yield f"base64+{offset}", _base64_core(raw, offset).replace(b"+", b"-").replace(b"/", b"_")
    yield "hex", raw.hex().encode()
    yield "hex", raw.hex().upper().encode()


def count(hits: Iterable[Hit]) -> dict[str, dict[str, int]]:
    """Hits by word and store."""
    counted: dict[str, Counter[str]] = {}
    for hit in hits:
        counted.setdefault(hit.word, Counter())[hit.store] += 1
    return {word: dict(stores) for word, stores in counted.items()}


def verdict(hits: Iterable[Hit], gone: Iterable[str], kept: Iterable[str]) -> dict[str, object]:
    """Tells whether no word of `gone` was found and every word of `kept` was.

    The second half shows that the scan sees what is there: without it an empty answer proves nothing.
    """
    counted: Mapping[str, Mapping[str, int]] = count(hits)
    remaining = {word: dict(counted[word]) for word in gone if word in counted}
    missing = sorted(word for word in kept if word not in counted)
    return {"passed": not remaining and not missing, "remaining": remaining, "missing": missing}


def _layers(data: bytes, depth: int, wrapping: str = "") -> Iterator[tuple[str, bytes]]:
    yield wrapping, data
    if depth == 0:
        return
    for name, inner in _unpacked(data):
        yield from _layers(inner, depth - 1, f"{wrapping}{name}:")


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    for at in _occurrences(data, _GZIP):
        if (inner := _inflated(data[at:], 16 + zlib.MAX_WBITS)) is not None:
            yield "gzip", inner
    for magic in _ZLIB:
        for at in _occurrences(data, magic):
            if (inner := _inflated(data[at:], zlib.MAX_WBITS)) is not None:
                yield "zlib", inner
    for run in _BASE64_RUN.findall(data):
        packed = _decoded(run)
        if packed.startswith((_GZIP, *_ZLIB)):
            yield "base64", packed


def _occurrences(data: bytes, magic: bytes) -> Iterator[int]:
    at = data.find(magic)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1)


def _inflated(data: bytes, window: int) -> bytes | None:
    opener = zlib.decompressobj(window)
    try:
        inner = opener.decompress(data, INFLATE_LIMIT)
    except zlib.error:
        return None
    # Random bytes begin like zlib once in a few thousand; what inflates to next to nothing is one of those.
    return inner if len(inner) >= SHORTEST else None


def _decoded(run: bytes) -> bytes:
    text = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    text = text[: len(text) - (len(text) % 4 == 1)]
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _base64_core(raw: bytes, offset: int) -> bytes:
    """Returns the characters that depend on `raw` alone when it stands `offset` bytes behind a multiple of three."""
    encoded = base64.b64encode(b"\0" * offset + raw)
    start = (0, 2, 3)[offset]
    end = (len(encoded), len(encoded) - 3, len(encoded) - 2)[(offset + len(raw)) % 3]
    return encoded[start:end]


def _all_percent(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in raw)


def _lower_percent(written: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), written)
