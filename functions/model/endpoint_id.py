"""Ids of endpoints: 128 random bits and a checksum, as 32 characters of lower-case base32.

The checksum lets a request to a mistyped or guessed address be turned away without reading any store. It is
no secret: what proves a delivery is its signature.
"""

import base64
import hashlib

RANDOM_BYTES = 16
_CHECK_BYTES = 4
_LENGTH = 32
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")


def new(random_bytes: bytes) -> str:
    """The id made of 16 bytes from a cryptographic random source. Raises ValueError for another number."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"an endpoint id needs {RANDOM_BYTES} random bytes")
    return base64.b32encode(random_bytes + _check(random_bytes)).decode().lower()


def valid(text: str) -> bool:
    """Whether `text` can be an endpoint id at all."""
    if len(text) != _LENGTH or not _ALPHABET.issuperset(text):
        return False
    decoded = base64.b32decode(text.upper())
    return decoded[RANDOM_BYTES:] == _check(decoded[:RANDOM_BYTES])


def _check(random_bytes: bytes) -> bytes:
    return hashlib.sha256(b"rapport endpoint " + random_bytes).digest()[:_CHECK_BYTES]
