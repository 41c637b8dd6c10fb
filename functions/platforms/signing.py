"""Proofs over exact bytes: keyed hashes, constant-time comparison, replay windows."""

import hmac
from collections.abc import Iterable, Mapping, Sequence

from model.http import Request

WINDOW_S = 300
"""How far a signed time may lie from our clock, to both sides."""

Records = Sequence[Mapping[str, str]]
"""An endpoint's secrets by name: the current record first, then the previous one while it is still good."""

EPOCH_DIGITS = 12


def keys(records: Records, name: str) -> list[bytes]:
    """Returns the values of the secret `name`, the current one first. A blank one proves nothing and is left out."""
    return [
        value.encode()
        for record in records
        if isinstance(value := record.get(name), str) and value and not value.isspace()
    ]


def header(request: Request, name: str) -> bytes:
    """Returns a header as bytes, empty when it is missing: `compare_digest` raises on text that is not ASCII."""
    value = request.headers.get(name, "")
    return value.encode() if value.isascii() else value.encode("utf-8", "surrogatepass")


def digest(key: bytes, *parts: bytes) -> bytes:
    """Returns HMAC-SHA256 over the parts, one after the other."""
    return hmac.digest(key, b"".join(parts), "sha256")


def hex_digest(key: bytes, *parts: bytes) -> bytes:
    """Returns the same as `digest`, in lower-case hexadecimal digits."""
    return hmac.digest(key, b"".join(parts), "sha256").hex().encode()


def proved(given: bytes, wanted: Iterable[bytes]) -> bool:
    """Returns whether `given` is one of `wanted`, in a time that does not tell which or how far it agreed."""
    found = False
    for value in wanted:
        found |= hmac.compare_digest(given, value)
    return found


def epoch(stamp: bytes) -> int | None:
    """Reads epoch seconds; nothing but digits is taken, so that no byte can move into the body."""
    return int(stamp) if stamp.isdigit() and len(stamp) <= EPOCH_DIGITS else None


def fresh(signed_at: int | None, now: int, window: int = WINDOW_S) -> bool:
    """Returns whether a signed time (epoch seconds) lies within the replay window."""
    return signed_at is not None and abs(now - signed_at) <= window
