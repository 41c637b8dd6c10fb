"""X: the Activity API and the older Account Activity API on one webhook, and compliance results.

https://docs.x.com/x-api/webhooks/introduction
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from model.errors import Malformed
from model.http import Answer, Call, Delivery, Request
from platforms.base import Platform
from platforms.proof import HmacProof, base64_of
from platforms.reading.payload import Json, ident, obj, objects, read_json, read_object, text
from platforms.renewal import RenewalAnswer, Renewed
from platforms.secret import Secret
from platforms.signing import Records

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction
WEBHOOKS = "https://api.x.com/2/webhooks"


class X(Platform):
    """Connects X accounts; one app serves many."""

    name = "x"
    title = "X"
    docs_url = "https://docs.x.com/x-api/webhooks/introduction"
    secrets = (Secret("consumer_secret", "Developer portal, your app, Keys and tokens: API Key Secret"),)
    proof = HmacProof(
        "x-twitter-webhooks-signature",
        "consumer_secret",
        prefix="sha256=",
        encode=base64_of,
        signs_challenges=True,
    )
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    account_page = "https://x.com/i/user/{id}"
    renew_every_s = 86_400

    def handshake(self, request: Request, secrets: Records) -> Answer | None:
        """Returns the answer to the challenge, about hourly; without a right one X stops delivering."""
        if request.method not in ("GET", "HEAD"):
            return None
        token = request.query.get("crc_token", "")
        return self.proof.answer_challenge(token, secrets, lambda proof: {"response_token": proof})

    def renew(self, told: Renewed, answers: Sequence[RenewalAnswer]) -> Call | None:
        """Returns the question for our webhook, and then the request for a challenge: a failed one stops all events.

        Both take the app's own token. https://docs.x.com/x-api/webhooks/introduction
        """
        token = {"authorization": f"Bearer {told.access.get('app_token', '')}"}
        if "app_token" not in told.access:
            raise Malformed("no_app_token")
        if not answers:
            return Call("GET", WEBHOOKS, token)
        if len(answers) > 1:
            return None
        rows = objects(read_object(answers[0].body).get("data"))
        ours = next((ident(row.get("id")) for row in rows if text(row.get("url")) == told.callback), None)
        if ours is None:
            raise Malformed("no_webhook")
        return Call("PUT", f"{WEBHOOKS}/{quote(ours, safe='')}", token)

    def link_item(self, item: "Interaction") -> str | None:
        """Returns the post; a like and a private message have no page of their own."""
        native = item.natives.external_id
        shown = native is not None and item.mode != "private" and item.kind != "reaction"
        return f"https://x.com/i/web/status/{native}" if shown else None

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns posts, replies, mentions, quotes, reposts, likes, messages, deletions, revocations, compliance."""
        return [event for record in _records(delivery.body) for event in _read(record, delivery)]


def _read(record: Json, delivery: Delivery) -> "list[Event]":
    from platforms.x import account_activity, activity, compliance

    data = obj(record.get("data"))
    if "event_type" in data:
        return activity.read_activity(data, obj(record.get("includes")), delivery)
    if "for_user_id" in record or "user_event" in record:
        return account_activity.read_account_activity(record, delivery)
    return compliance.read_compliance(data or record, delivery.self_ids)


def _records(body: bytes) -> list[Json]:
    """Returns the records: one object, or one a line, as results of compliance jobs come."""
    try:
        value = read_json(body)
    except Malformed:
        lines = body.split(b"\n")
        if len(lines) < 2:
            raise
        value = [read_json(line) for line in lines if line.strip()]
    if not isinstance(value, (dict, list)):
        raise Malformed("wrong_shape")
    return objects(value)


PLATFORM = X()
