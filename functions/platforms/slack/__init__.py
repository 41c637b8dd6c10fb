"""Slack: Events API and slash commands.

https://docs.slack.dev/apis/events-api
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from model.errors import Malformed
from model.http import Answer, Delivery, Request
from platforms.base import ARCHIVE, Platform, Scope
from platforms.challenge import echo
from platforms.proof import FORM_TYPE, JSON_TYPE, HmacProof, SignedTime
from platforms.reading.payload import Json, ident, obj, read_object, text
from platforms.secret import Secret
from platforms.signing import Records

TIMESTAMP = "x-slack-request-timestamp"
CLIENT = "https://app.slack.com/client"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction
    from model.progress import SentProgress


def _content_type(body: bytes) -> str:
    """Returns the type of events (JSON) or commands (a form)."""
    return JSON_TYPE if body.lstrip()[:1] == b"{" else FORM_TYPE


class Slack(Platform):
    """Connects Slack workspaces; one app serves many."""

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
    # The token in the body is ignored. https://docs.slack.dev/authentication/verifying-requests-from-slack
    proof = HmacProof(
        "x-slack-signature",
        "signing_secret",
        prefix="v0=",
        message=("v0:", "{time}", ":", "{body}"),
        time=SignedTime(TIMESTAMP),
        content_type=_content_type,
    )
    capabilities = frozenset({"webhook", "handshake", "archive", "edits", "deletes"})
    item_scope = Scope.PLACE
    person_scope = Scope.PLACE
    ack_seconds = 3.0
    kept_headers = (TIMESTAMP,)
    progress_marks = (b'"rapport_reply"',)

    def handshake(self, request: Request, secrets: Records) -> Answer | None:  # noqa: ARG002 - verified before
        """Returns the challenge that is posted, signed like any delivery, when the request URL is saved."""
        if request.method != "POST" or b'"url_verification"' not in request.body:
            return None
        try:
            payload = read_object(request.body)
        except Malformed:
            return None  # a delivery that only holds the word; it will be parked
        if payload.get("type") != "url_verification":
            return None
        return echo(text(payload.get("challenge")) or "")

    def list_tagged(self, text: str) -> frozenset[str]:
        """Returns the ids of users in a text."""
        from platforms.slack.shown import list_tagged

        return list_tagged(text)

    def show_text(self, text: str, names: Mapping[str, str]) -> str:
        """Returns a text with its tokens as Slack shows them."""
        from platforms.slack.shown import show_tokens

        return show_tokens(text, names)

    def link_item(self, item: "Interaction") -> str | None:
        """Returns where the app shows the thread that a message stands in."""
        natives = item.natives
        if natives.account_id is None or natives.external_id is None or ":" not in natives.external_id:
            return None
        channel, ts = natives.external_id.split(":", 1)
        thread = (natives.parent_id or natives.external_id).partition(":")[2] or ts
        return f"{CLIENT}/{natives.account_id}/{channel}/thread/{channel}-{thread}"

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the workspace."""
        return f"{CLIENT}/{native_ids[0]}"

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns messages, edits, deletions, reactions, mentions, joins, commands, buttons and revocations.

        Of an archive's part: its messages with their reactions, and who was in a channel.
        """
        from platforms.slack.events import read_callback
        from platforms.slack.forms import read_command

        if delivery.body.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] != b"{":
            return read_command(_form(delivery.body), delivery)
        envelope = read_object(delivery.body)
        if delivery.source == ARCHIVE:
            from platforms.slack.export import read_export

            return read_export(envelope, delivery)
        return read_callback(envelope, delivery) if envelope.get("type") == "event_callback" else []

    def read_progress(self, delivery: Delivery) -> "Iterable[SentProgress]":
        """Returns that a message of ours is there: its metadata bring our own id back."""
        from model.progress import SentProgress, read_our_id
        from model.reply import ReplyState

        event = obj(read_object(delivery.body).get("event"))
        channel, ts = ident(event.get("channel")), ident(event.get("ts"))
        told = obj(event.get("metadata"))
        ours = read_our_id(obj(told.get("event_payload")).get("id"))
        if told.get("event_type") != "rapport_reply" or not ours or not channel or not ts:
            return []
        return [SentProgress(ReplyState.SENT, reply=ours, native_id=f"{channel}:{ts}")]


def _form(body: bytes) -> Json:
    """Returns a form's fields. Raises Malformed when it is none of Slack's forms."""
    from urllib.parse import parse_qsl

    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError as error:
        raise Malformed("bad_form") from error
    if not any(ident(fields.get(name)) for name in ("command", "payload", "ssl_check")):
        raise Malformed("bad_form")
    return fields


PLATFORM = Slack()
