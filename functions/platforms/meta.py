"""The Meta family: one handshake, one signature, one envelope, one signed request.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from model.errors import Malformed
from model.event import Direction, Event, Kind, Signal
from model.http import Answer, Delivery, Request
from platforms.base import Confirm, Platform, Scope
from platforms.challenge import echo
from platforms.payload import Json, ident, objects, read_json, read_object, text, whole
from platforms.secret import MadeBy, Secret
from platforms.signing import Records, digest, header, hex_digest, keys, proved
from platforms.times import from_any

SIGNATURE = "x-hub-signature-256"

DELETION, DEAUTHORIZATION = "data-deletion", "deauthorization"
"""Both callbacks carry the same signed shape, so that each is registered at an address of its own."""

SIGNED_FOR_S = 24 * 3600
"""How long after it was issued a callback's signed request is taken."""

FUTURE_S = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry of the envelope says about all of its changes; `time` is when it was sent."""

    account_id: str | None
    time: int | None
    self_ids: tuple[str, ...]

    def direction(self, author_id: str | None) -> Direction:
        """Out when the connected account itself wrote it."""
        return Direction.OUT if author_id is not None and author_id in self.self_ids else Direction.IN


class MetaPlatform(Platform):
    """A product of Meta: a leaf names its objects and maps one change, or one messaging item, to events."""

    secrets = (
        Secret(
            "app_secret", "App dashboard, Settings, Basic: App secret", never=(("EAA", "an access token"),)
        ),
        Secret(
            "verify_token",
            "A random text of your own; paste it into the webhook's field Verify token too",
            MadeBy.OWNER,
            least=8,
        ),
    )
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    ack_seconds = 5.0
    parts = (DELETION, DEAUTHORIZATION)
    objects: ClassVar[frozenset[str]]

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """`sha256=` and the hex HMAC of the body as sent, escapes and all. The SHA-1 header is ignored.

        A callback (a person's deletion request, or the app's removal) proves itself by its signed request, which
        every user of the app can come by for themselves: it is good for a day and at the callback's address only.
        """
        if request.part:
            payload = signed_request(request.body, secrets)
            return payload is not None and _is_recent(whole(payload.get("issued_at")), now)
        wanted = [b"sha256=" + hex_digest(key, request.body) for key in keys(secrets, "app_secret")]
        return proved(header(request, SIGNATURE), wanted)

    def handshake(self, request: Request, secrets: Records) -> Answer | None:
        """The bare challenge to whoever knows the verify token; a GET is never a delivery."""
        if request.method not in ("GET", "HEAD") or request.part:
            return None
        token = request.query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
        challenge = request.query.get("hub.challenge", "")
        if request.query.get("hub.mode") != "subscribe" or not proved(token, keys(secrets, "verify_token")):
            return Answer(403)
        return echo(challenge)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:
        """A deletion request is answered with a code, and a page that shows its state."""
        if request.part != DELETION:
            return None
        code, url = confirm()
        return Answer.json({"url": url, "confirmation_code": code})

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:  # noqa: ARG002 - no time is signed
        """As Meta sends it."""
        signature = hex_digest(secrets["app_secret"].encode(), body).decode()
        return {"content-type": "application/json", SIGNATURE: f"sha256={signature}"}

    def signed_request(self, form_body: bytes, secrets: Records) -> Json | None:
        """See `signed_request` of this module."""
        return signed_request(form_body, secrets)

    def parse(self, delivery: Delivery) -> list[Event]:
        """Every change of every entry; other objects (permissions, user) hold nothing of a conversation."""
        if delivery.part:
            return [_called_back(delivery)]
        return [
            event
            for envelope in _envelopes(delivery.body)
            if text(envelope.get("object")) in self.objects
            for raw in objects(envelope.get("entry"))
            for event in self._entry(raw, delivery)
        ]

    def change(self, field: Any, value: Json, entry: Entry) -> list[Event]:  # noqa: ARG002 - for leaves
        """The events of one change; none where the product has no changes."""
        return []

    def messaging(self, item: Json, entry: Entry) -> list[Event]:  # noqa: ARG002 - for leaves
        """The events of one messaging item; none where the product has no messages."""
        return []

    def _entry(self, raw: Json, delivery: Delivery) -> Iterator[Event]:
        account = ident(raw.get("id"))
        own = (*delivery.self_ids, *([account] if account else []))
        entry = Entry(account, from_any(raw.get("time")), own)
        # Instagram's own documentation shows field and value directly on the entry as well.
        changes = [*objects(raw.get("changes")), *([raw] if "field" in raw else [])]
        for change in changes:
            if isinstance(change.get("value"), dict):
                yield from self.change(change.get("field"), change["value"], entry)
        for item in (*objects(raw.get("messaging")), *objects(raw.get("standby"))):
            yield from self.messaging(item, entry)


def signed_request(form_body: bytes, secrets: Records) -> Json | None:
    """The payload of a deauthorise or data deletion callback, `user_id` as a string; None when not proved.

    The signature covers the payload's text as encoded, padding included where it was sent.
    https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
    """
    sent = _form_value(form_body, "signed_request")
    signature, dot, payload = sent.partition(b".")
    given = _base64url(signature)
    if not dot or given is None:
        return None
    if not proved(given, [digest(key, payload) for key in keys(secrets, "app_secret")]):
        return None
    return _person(_base64url(payload))


def _is_recent(issued_at: int | None, now: int) -> bool:
    return issued_at is not None and now - SIGNED_FOR_S <= issued_at <= now + FUTURE_S


def _called_back(delivery: Delivery) -> Event:
    """Returns what a callback, verified when it came, says of `user_id`: the person as the app knows them.

    The removal of the app names no Page: ingest compares who removed it with who connected the accounts.
    """
    payload = _person(_base64url(_form_value(delivery.body, "signed_request").partition(b".")[2]))
    if payload is None:
        raise Malformed("bad_signed_request")
    moment = from_any(payload.get("issued_at"))
    asked = Signal.ERASE_PERSON if delivery.part == DELETION else Signal.APP_REMOVED
    return Event(Kind.CONTROL, author_id=payload["user_id"], occurred_at=moment, signal=asked)


def _person(payload: bytes | None) -> Json | None:
    try:
        found = read_object(payload or b"")
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


def _base64url(encoded: bytes) -> bytes | None:
    try:
        padded = encoded.rstrip(b"=") + b"=" * (-len(encoded.rstrip(b"=")) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None


def _envelopes(body: bytes) -> list[Json]:
    envelopes = read_json(body)
    if not isinstance(envelopes, (dict, list)):
        raise Malformed("wrong_shape")
    return objects(envelopes)
