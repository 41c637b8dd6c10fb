"""Ids of endpoints: 128 random bits and a checksum, as 32 characters of lower-case base32.

The checksum is made with a key of the installation, so that a request to a mistyped or made-up address is turned away
without reading any store, however many come. It proves nothing else: what proves a delivery is its signature.
"""

import base64
import hmac

RANDOM_BYTES = 16
_CHECK_BYTES = 4
_LENGTH = 32
_ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")


def new(random_bytes: bytes, key: bytes) -> str:
    """Returns the id of 16 bytes from a cryptographic random source. Raises ValueError for another number."""
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"an endpoint id needs {RANDOM_BYTES} random bytes")
    return base64.b32encode(random_bytes + _check(random_bytes, key)).decode().lower()


def valid(text: str, key: bytes) -> bool:
    """Returns whether this installation can have given out `text`."""
    if len(text) != _LENGTH or not _ALPHABET.issuperset(text):
        return False
    decoded = base64.b32decode(text.upper())
    return hmac.compare_digest(decoded[RANDOM_BYTES:], _check(decoded[:RANDOM_BYTES], key))


def _check(random_bytes: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"rapport endpoint " + random_bytes, "sha256")[:_CHECK_BYTES]
