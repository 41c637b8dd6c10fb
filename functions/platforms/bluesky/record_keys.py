"""Makes the keys of our own records on Bluesky: https://atproto.com/specs/tid"""

from hashlib import sha256

SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
"""The signs of a TID."""


def make_record_key(made_at: int, key: str) -> str:
    """Returns a record's key, a TID: when the reply was accepted, in microseconds, and 10 bits of the outbox id."""
    clock = int.from_bytes(sha256(key.encode()).digest()[:4])
    number = ((made_at * 1000 + clock % 1000) << 10 | clock >> 22) & (2**63 - 1)
    return "".join(SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))
