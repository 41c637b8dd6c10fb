"""Zendesk's webhook signature: base64 HMAC-SHA256 over time and body, with nothing in between.

https://developer.zendesk.com/documentation/webhooks/verifying/
"""

import base64
import re

from model.http import Request
from platforms.signing import Records, digest, fresh, header, keys, proved
from platforms.times import from_iso

SIGNATURE = "x-zendesk-webhook-signature"
TIMESTAMP = "x-zendesk-webhook-signature-timestamp"
INVOCATION = "x-zendesk-webhook-invocation-id"

_ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
"""Exactly a time with its zone: otherwise a byte could move over the border between time and body."""


def speaks(request: Request) -> bool:
    """Whether any header of this scheme is there."""
    return SIGNATURE in request.headers or TIMESTAMP in request.headers


def verify(request: Request, secrets: Records, now: int) -> bool:
    """The secret is taken as it is written, but never a key of the other scheme's public half."""
    stamp = header(request, TIMESTAMP)
    signed_at = from_iso(stamp.decode()) if _ISO.fullmatch(stamp) else None
    usable = [key for key in keys(secrets, "secret") if not key.startswith((b"whpk_", b"whsk_"))]
    wanted = [base64.b64encode(digest(key, stamp, request.body)) for key in usable]
    known = proved(header(request, SIGNATURE), wanted)
    return known and fresh(None if signed_at is None else signed_at // 1000, now)
