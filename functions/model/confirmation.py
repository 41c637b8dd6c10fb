"""Confirmation codes: what a person or platform asks after a request with.

A code is made of the delivery alone, so that whoever answers the sender and whoever keeps the request find the
same one without storing anything in between. It cannot be guessed: the endpoint's id holds 128 random bits.
"""

import base64
from hashlib import sha256

SHAPE = r"[a-z2-7]{32}"
_BYTES = 20


def code(endpoint: str, body: bytes, number: int = 0) -> str:
    """Returns 32 base32 letters for the `number`th request in one delivery to `endpoint`."""
    parts = (endpoint.encode(), body, str(number).encode())
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return base64.b32encode(sha256(message).digest()[:_BYTES]).decode().lower()
