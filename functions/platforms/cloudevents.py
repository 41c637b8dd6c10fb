"""CloudEvents 1.0: gateways and buses that carry messages, comments and posts in the common envelope.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from model.errors import Malformed
from model.event import Event, Kind
from model.http import Answer, Delivery, Request
from platforms.base import Platform, Scope
from platforms.families.signed_webhooks import HEADERS, StandardProof
from platforms.families.written import read_written, split_type
from platforms.frame import Frame
from platforms.proof import OneOf, SharedToken, has_header
from platforms.reading.payload import Json, ident, obj, objects, read_json, required, text
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret, unbase64, whsec

ATTRIBUTES = ("specversion", "id", "source", "type", "time", "subject")
ORIGIN = re.compile(r"[A-Za-z0-9.-]{1,253}")


class CloudEvents(Platform):
    """Connects a sender of CloudEvents; one endpoint is one sender, whose data name things as Standard Webhooks do
    here.
    """

    name = "cloudevents"
    title = "CloudEvents"
    docs_url = "https://cloudevents.io/"
    secrets = (
        Secret(
            "secret",
            "sent as `Authorization: Bearer …` or ?access_token=…, or the key of a Standard Webhooks signature",
            MadeBy.OWNER,
            make_up=whsec,
        ),
    )
    # The envelope has no signature: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md
    proof = OneOf(
        (
            (has_header("authorization"), SharedToken("secret", header="authorization", prefix="Bearer ")),
            (has_header(*HEADERS), StandardProof()),
            (
                lambda request: "access_token" in request.query and "authorization" not in request.headers,
                SharedToken("secret", parameter="access_token"),
            ),
        )
    )
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    kept_headers = tuple(f"ce-{name}" for name in ATTRIBUTES)
    names_account = False

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:  # noqa: ARG002 - none
        """Returns to whoever asks that it may send, which it still has to prove; other methods deliver.

        https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
        """
        if request.method != "OPTIONS":
            return None
        origin = request.headers.get("webhook-request-origin", "")
        if not ORIGIN.fullmatch(origin):
            return Answer(400)
        return Answer(200, headers={"webhook-allowed-origin": origin, "webhook-allowed-rate": "*"})

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what one event, or each of a batch, says; types of anything else say nothing."""
        value, told = read_json(delivery.body), delivery.headers
        if isinstance(value, list):
            return [event for each in objects(value) for event in _read(each)]
        if not isinstance(value, dict):
            raise Malformed("wrong_shape")
        if "specversion" in value or "ce-id" not in told:
            return _read(value)
        # The attributes stand in headers, which no signature covers: what they destroy waits for a person.
        outside = {name: unquote(told.get(f"ce-{name}", "")) for name in ATTRIBUTES}
        events = _read({**outside, "data": value})
        return [replace(each, uncovered=each.kind is Kind.DELETE) for each in events]


def _read(event: Json) -> list[Event]:
    native, source = required(ident(event.get("id"))), required(text(event.get("source")))
    said, data = split_type(event.get("type")), event.get("data")
    if said is None:
        return []
    packed = text(event.get("data_base64"))
    if packed is not None:
        data = read_json(required(unbase64(packed.encode("utf-8", "replace"))))
    subject = (text(event.get("subject")) or "").rpartition("/")[2]
    frame = Frame(dedupe_id=f"{source} {native}", sent_at=from_iso(event.get("time")))
    return [read_written(*said, obj(data), frame, subject or None)]


PLATFORM = CloudEvents()
