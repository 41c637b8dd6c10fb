"""X: the Activity API and the older Account Activity API on one webhook, and compliance results.

https://docs.x.com/x-api/webhooks/introduction
"""

import base64
from collections.abc import Mapping

from model.errors import Malformed
from model.event import Event
from model.http import Answer, Delivery, Request
from platforms import x_account_activity, x_activity, x_compliance
from platforms.base import Platform, Scope
from platforms.challenge import CHALLENGE, may_be_challenge
from platforms.payload import Json, obj, objects, read_json
from platforms.secret import Secret
from platforms.signing import Records, digest, header, keys, proved

SIGNATURE = "x-twitter-webhooks-signature"


class X(Platform):
    """X accounts; one app serves many."""

    name = "x"
    title = "X"
    docs_url = "https://docs.x.com/x-api/webhooks/introduction"
    secrets = (Secret("consumer_secret", "Developer portal, your app, Keys and tokens: API Key Secret"),)
    capabilities = frozenset({"webhook", "handshake", "edits", "deletes"})
    retention = "x"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - no time is signed
        """Returns whether the header holds `sha256=` and the base64 HMAC of the body.

        The same key proves the answer to a handshake: what a handshake signs is never a delivery.
        """
        if may_be_challenge(request.body):
            return False
        wanted = [_proof(key, request.body) for key in keys(secrets, "consumer_secret")]
        return proved(header(request, SIGNATURE), wanted)

    def handshake(self, request: Request, secrets: Records) -> Answer | None:
        """The challenge-response check, about hourly; without a right answer X stops delivering."""
        if request.method not in ("GET", "HEAD"):
            return None
        token, known = request.query.get("crc_token", ""), keys(secrets, "consumer_secret")
        if not CHALLENGE.fullmatch(token):
            return Answer(400)
        if not known:
            return Answer(403)
        proof = _proof(known[0], token.encode())
        return Answer.json({"response_token": proof.decode()})

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:  # noqa: ARG002 - no time is signed
        """As X sends it."""
        proof = _proof(secrets["consumer_secret"].encode(), body).decode()
        return {"content-type": "application/json", SIGNATURE: proof}

    def parse(self, delivery: Delivery) -> list[Event]:
        """Posts, replies, mentions, quotes, reposts, likes, private messages, deletions, revocations, compliance."""
        return [event for record in _records(delivery.body) for event in _events(record, delivery)]


def _events(record: Json, delivery: Delivery) -> list[Event]:
    data = obj(record.get("data"))
    if "event_type" in data:
        return x_activity.events(data, obj(record.get("includes")), delivery)
    if "for_user_id" in record or "user_event" in record:
        return x_account_activity.events(record, delivery)
    return x_compliance.events(data or record, delivery.self_ids)


def _records(body: bytes) -> list[Json]:
    """One object, or one a line: results of compliance jobs come as files of lines."""
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


def _proof(key: bytes, content: bytes) -> bytes:
    return b"sha256=" + base64.b64encode(digest(key, content))


PLATFORM = X()
