"""Standard Webhooks signatures: `id.time.body`, HMAC-SHA256 (v1) or Ed25519 (v1a), several in one header.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64

from model.http import Request
from platforms.secret import unbase64
from platforms.signing import Records, digest, epoch, fresh, header, keys, proved

PREFIXES = ("webhook", "svix")
PARTS = ("id", "timestamp", "signature")
MAX_SIGNATURES = 8_192
"""Bytes of a signature header that are still looked at: an honest one has a few entries."""


def speaks(request: Request) -> bool:
    """Whether any header of this scheme is there."""
    return any(f"{prefix}-{part}" in request.headers for prefix in PREFIXES for part in PARTS)


def verify(request: Request, secrets: Records, now: int) -> bool:
    """One good signature is enough (keys are rotated); unknown versions and malformed entries are skipped."""
    message_id, stamp, signatures = _signed_headers(request)
    if not fresh(epoch(stamp), now) or len(signatures) > MAX_SIGNATURES:
        return False
    if not message_id or b"." in message_id:  # the point parts the signed values and may be in none of them
        return False
    signed = message_id + b"." + stamp + b"." + request.body
    entries = [entry.partition(b",")[::2] for entry in signatures.split()]
    return any(_good(version, value, signed, secrets) for version, value in entries)


def sign(message_id: str, now: int, body: bytes, secret: str) -> dict[str, str]:
    """The three headers. Raises ValueError when `secret` is no symmetric one."""
    key = symmetric_key(secret.encode())
    if key is None:
        raise ValueError("not a symmetric secret")
    signature = base64.b64encode(digest(key, f"{message_id}.{now}.".encode(), body)).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(now), "webhook-signature": f"v1,{signature}"}


def symmetric_key(secret: bytes) -> bytes | None:
    """The key in `whsec_…` or bare base64, padding optional; None for keys of the other kind."""
    if secret.startswith((b"whpk_", b"whsk_")):
        return None  # a public key is known to everybody: it must never become an HMAC key
    return unbase64(secret.removeprefix(b"whsec_")) or None


def _public_key(secret: bytes) -> bytes | None:
    key = unbase64(secret.removeprefix(b"whpk_")) if secret.startswith(b"whpk_") else None
    return key if key is not None and len(key) == 32 else None


def _signed_headers(request: Request) -> tuple[bytes, bytes, bytes]:
    """Id, time and signatures. Some senders name them twice, in the old way and the new: they must agree."""
    found = {
        tuple(header(request, f"{prefix}-{part}") for part in PARTS)
        for prefix in PREFIXES
        if any(f"{prefix}-{part}" in request.headers for part in PARTS)
    }
    return next(iter(found)) if len(found) == 1 else (b"", b"", b"")  # type: ignore[return-value]  # PARTS are three


def _good(version: bytes, value: bytes, signed: bytes, secrets: Records) -> bool:
    if version == b"v1":
        usable = filter(None, map(symmetric_key, keys(secrets, "secret")))
        return proved(value, [base64.b64encode(digest(key, signed)) for key in usable])
    if version == b"v1a":
        public = filter(None, map(_public_key, keys(secrets, "secret")))
        signature = unbase64(value)
        return signature is not None and any(_ed25519(key, signature, signed) for key in public)
    return False


def _ed25519(key: bytes, signature: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except InvalidSignature:
        return False
    return True
