"""Meta's signed request: what a person's deletion of their data, and an app's removal, come as.

https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

import base64
import binascii

from model.errors import Malformed
from model.event import Event, Kind, Person, Signal
from model.http import Delivery
from platforms.reading.payload import Json, ident, read_object
from platforms.reading.times import from_any
from platforms.signing import Records, digest, keys, proved

DELETION, DEAUTHORIZATION = "data-deletion", "deauthorization"
"""Both callbacks carry the same signed shape, so that each is registered at an address of its own."""

SIGNED_FOR_S = 24 * 3600
"""How long after it was issued a callback's signed request is taken."""

FUTURE_S = 300


def read_signed_request(form_body: bytes, secrets: Records) -> Json | None:
    """Returns the payload of a callback, `user_id` as a string; None when it is not proved.

    The signature covers the payload's text as encoded, padding included where it was sent.
    """
    sent = _form_value(form_body, "signed_request")
    signature, dot, payload = sent.partition(b".")
    given = _unbase64url(signature)
    if not dot or given is None:
        return None
    if not proved(given, [digest(key, payload) for key in keys(secrets, "app_secret")]):
        return None
    return _payload(_unbase64url(payload))


def is_recent(payload: Json, now: int) -> bool:
    """Returns whether a signed request was issued within the last day."""
    issued_at = from_any(payload.get("issued_at"))
    return issued_at is not None and now - SIGNED_FOR_S <= issued_at // 1000 <= now + FUTURE_S


def read_callback(delivery: Delivery) -> Event:
    """Returns what a callback, verified when it came, says of `user_id`: the person as the app knows them.

    The removal of the app names no Page: ingest compares who removed it with who connected the accounts. Raises
    Malformed.
    """
    payload = _payload(_unbase64url(_form_value(delivery.body, "signed_request").partition(b".")[2]))
    if payload is None:
        raise Malformed("bad_signed_request")
    return Event(
        Kind.CONTROL,
        author=Person(payload["user_id"]),
        occurred_at=from_any(payload.get("issued_at")),
        signal=Signal.ERASE_PERSON if delivery.part == DELETION else Signal.APP_REMOVED,
    )


def _payload(encoded: bytes | None) -> Json | None:
    try:
        found = read_object(encoded or b"")
    except Malformed:
        return None
    user_id = ident(found.get("user_id"))
    if found.get("algorithm") != "HMAC-SHA256" or user_id is None:
        return None
    return {**found, "user_id": user_id}


def _form_value(form_body: bytes, name: str) -> bytes:
    from urllib.parse import parse_qsl

    try:
        pairs = parse_qsl(form_body.decode("latin-1"), encoding="latin-1", max_num_fields=50)
    except ValueError:  # too many fields
        return b""
    values = [value for key, value in pairs if key == name]
    return values[0].encode("latin-1") if len(values) == 1 else b""


def _unbase64url(encoded: bytes) -> bytes | None:
    try:
        padded = encoded.rstrip(b"=") + b"=" * (-len(encoded.rstrip(b"=")) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
