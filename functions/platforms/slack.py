"""Slack: Events API and slash commands.

https://docs.slack.dev/apis/events-api
"""

from collections.abc import Mapping

from model.errors import Malformed
from model.event import Event
from model.http import Answer, Delivery, Request
from platforms.base import Platform, Scope
from platforms.challenge import echo
from platforms.payload import Json, ident, read_object, text
from platforms.secret import Secret
from platforms.signing import Records, epoch, fresh, header, hex_digest, keys, proved
from platforms.slack_events import events
from platforms.slack_forms import read_command

SIGNATURE = "x-slack-signature"
TIMESTAMP = "x-slack-request-timestamp"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FORM = "application/x-www-form-urlencoded"


class Slack(Platform):
    """Slack workspaces; one app serves many."""

    name = "slack"
    title = "Slack"
    docs_url = "https://docs.slack.dev/apis/events-api"
    secrets = (
        Secret(
            "signing_secret",
            "App settings, Basic Information: Signing Secret",
            never=(("xox", "a token"), ("xapp-", "an app-level token")),
        ),
    )
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    retention = "slack"
    item_scope = Scope.PLACE
    person_scope = Scope.PLACE
    ack_seconds = 3.0
    kept_headers = (TIMESTAMP,)

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """`v0=` and the hex HMAC of `v0:time:body`, the body as received; the token in the body is ignored.

        https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        stamp = header(request, TIMESTAMP)
        signed = b"v0:" + stamp + b":" + request.body
        wanted = [b"v0=" + hex_digest(key, signed) for key in keys(secrets, "signing_secret")]
        return proved(header(request, SIGNATURE), wanted) and fresh(epoch(stamp), now)

    def handshake(self, request: Request, secrets: Records) -> Answer | None:  # noqa: ARG002 - verified before
        """Saving the request URL posts a challenge, signed like any delivery."""
        if request.method != "POST" or b'"url_verification"' not in request.body:
            return None
        try:
            payload = read_object(request.body)
        except Malformed:
            return None  # a delivery that only holds the word; it will be parked
        if payload.get("type") != "url_verification":
            return None
        return echo(text(payload.get("challenge")) or "")

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:
        """As Slack sends it: JSON for events, a form for commands."""
        signed = f"v0:{now}:".encode() + body
        signature = hex_digest(secrets["signing_secret"].encode(), signed).decode()
        content_type = "application/json" if body.lstrip()[:1] == b"{" else FORM
        return {"content-type": content_type, TIMESTAMP: str(now), SIGNATURE: f"v0={signature}"}

    def parse(self, delivery: Delivery) -> list[Event]:
        """Messages, edits, deletions, reactions, mentions, joins, commands, buttons and revocations."""
        if delivery.body.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] != b"{":
            return read_command(_form(delivery.body), delivery)
        envelope = read_object(delivery.body)
        return events(envelope, delivery) if envelope.get("type") == "event_callback" else []


def _form(body: bytes) -> Json:
    """A form's fields. Raises Malformed when it is none of Slack's forms."""
    from urllib.parse import parse_qsl

    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError as error:
        raise Malformed("bad_form") from error
    if not any(ident(fields.get(name)) for name in ("command", "payload", "ssl_check")):
        raise Malformed("bad_form")
    return fields


PLATFORM = Slack()
