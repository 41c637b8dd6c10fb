"""Standard Webhooks signatures: `id.time.body`, HMAC-SHA256 (v1) or Ed25519 (v1a), several in one header.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

from model.http import Request
from platforms.key_proof import is_signed_by
from platforms.proof import JSON_TYPE, HmacProof, Signed, SignedTime, base64_of
from platforms.reading.times import from_iso
from platforms.secret import unbase64
from platforms.signing import Records, digest, epoch, fresh, header, keys, proved

PREFIXES = ("webhook", "svix")
PARTS = ("id", "timestamp", "signature")
HEADERS = tuple(f"{prefix}-{part}" for prefix in PREFIXES for part in PARTS)
"""Any of them says that a request is of this scheme."""

MAX_SIGNATURES = 8_192
"""Bytes of a signature header that are still looked at: an honest one has a few entries."""


class StandardProof:
    """Proves by the signature of the specification, with the secret called `secret`."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`. One good signature is enough (keys are rotated); broken entries are skipped."""
        message_id, stamp, signatures = _told(request)
        if not fresh(epoch(stamp), now) or len(signatures) > MAX_SIGNATURES:
            return False
        if (
            not message_id or b"." in message_id
        ):  # the point parts the signed values and may be in none of them
            return False
        signed = message_id + b"." + stamp + b"." + request.body
        entries = [entry.partition(b",")[::2] for entry in signatures.split()]
        return any(_is_good(version, value, signed, secrets) for version, value in entries)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`; the id is made from body and time. Raises ValueError when the secret is no symmetric one."""
        return sign_as(
            "msg_" + sha256(body + str(now).encode()).hexdigest()[:24], body, secrets["secret"], now
        )


def sign_as(message_id: str, body: bytes, secret: str, now: int) -> Signed:
    """Returns the headers of the message called `message_id`. Raises ValueError for a secret that signs nothing."""
    key = symmetric_key(secret.encode())
    if key is None:
        raise ValueError("not a symmetric secret")
    signature = base64_of(digest(key, f"{message_id}.{now}.".encode(), body)).decode()
    told = {"webhook-id": message_id, "webhook-timestamp": str(now), "webhook-signature": f"v1,{signature}"}
    return Signed({"content-type": JSON_TYPE} | told)


def symmetric_key(secret: bytes) -> bytes | None:
    """Returns the key in `whsec_…` or bare base64, padding optional; None for keys of the other kind."""
    if secret.startswith((b"whpk_", b"whsk_")):
        return None  # a public key is known to everybody: it must never become an HMAC key
    return unbase64(secret.removeprefix(b"whsec_")) or None


def written_key(secret: bytes) -> bytes | None:
    """Returns the secret as it is written, unless it is of the asymmetric kind."""
    return None if secret.startswith((b"whpk_", b"whsk_")) else secret


def _public_key(secret: bytes) -> bytes | None:
    return unbase64(secret.removeprefix(b"whpk_")) if secret.startswith(b"whpk_") else None


def _told(request: Request) -> tuple[bytes, bytes, bytes]:
    """Returns id, time and signatures. Some senders name them twice, in the old way and the new: they must agree."""
    found = {
        tuple(header(request, f"{prefix}-{part}") for part in PARTS)
        for prefix in PREFIXES
        if any(f"{prefix}-{part}" in request.headers for part in PARTS)
    }
    return next(iter(found)) if len(found) == 1 else (b"", b"", b"")  # type: ignore[return-value]  # PARTS are three


def _is_good(version: bytes, value: bytes, signed: bytes, secrets: Records) -> bool:
    if version == b"v1":
        usable = filter(None, map(symmetric_key, keys(secrets, "secret")))
        return proved(value, [base64_of(digest(key, signed)) for key in usable])
    if version == b"v1a":
        public, signature = filter(None, map(_public_key, keys(secrets, "secret"))), unbase64(value)
        return signature is not None and any(is_signed_by(key, signature, signed) for key in public)
    return False


_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
"""Exactly a time with its zone: otherwise a byte could move over the border between time and body."""


def _iso_seconds(stamp: bytes) -> int | None:
    moment = from_iso(stamp.decode()) if _ISO.fullmatch(stamp) else None
    return None if moment is None else moment // 1000


def _as_iso(now: int) -> str:
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


ZENDESK_HEADERS = ("x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp")
ZENDESK = HmacProof(
    ZENDESK_HEADERS[0],
    "secret",
    encode=base64_of,
    key=written_key,
    message=("{time}", "{body}"),
    time=SignedTime(ZENDESK_HEADERS[1], read=_iso_seconds, write=_as_iso),
)
"""Zendesk's cousin of it: https://developer.zendesk.com/documentation/webhooks/verifying/"""
