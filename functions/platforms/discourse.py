"""Discourse forums.

https://meta.discourse.org/t/configure-webhooks-that-trigger-on-discourse-events/49045
"""

from collections.abc import Mapping
from hashlib import sha256

from model.event import Event
from model.http import Delivery, Request
from platforms import discourse_events
from platforms.base import Platform, Scope
from platforms.payload import read_object
from platforms.secret import MadeBy, Secret
from platforms.signing import Records, header, hex_digest, keys, proved

SIGNATURE = "x-discourse-event-signature"


class Discourse(Platform):
    """A Discourse forum; `X-Discourse-Instance`, its address, is the account."""

    name = "discourse"
    title = "Discourse"
    docs_url = "https://docs.discourse.org/"
    secrets = (
        Secret(
            "secret",
            "Admin, API, Webhooks: a random text of your own in the field Secret",
            MadeBy.OWNER,
            least=12,  # https://github.com/discourse/discourse/blob/main/app/models/web_hook.rb
        ),
    )
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "discourse"
    item_scope = Scope.PLACE
    person_scope = Scope.PLACE
    names_account = False  # the header that does is not signed: an endpoint serves one forum
    ack_seconds = 20.0
    kept_headers = (
        "x-discourse-event",
        "x-discourse-event-type",
        "x-discourse-event-id",
        "x-discourse-instance",
    )

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - no time is signed
        """`sha256=` and the hex HMAC of the body; forums without a secret send none and are refused."""
        wanted = [b"sha256=" + hex_digest(key, request.body) for key in keys(secrets, "secret")]
        return proved(header(request, SIGNATURE), wanted)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:
        """As a forum sends it, for the creation of the object in the body.

        The body does not say what happened to it and the signature does not cover the headers: a caller may
        put another event there, and has to add the forum's address (`x-discourse-instance`).
        """
        noun = next(iter(read_object(body)), "ping")
        event = {"ping": "ping", "like": "post_liked"}.get(noun, f"{noun}_created")
        signature = hex_digest(secrets["secret"].encode(), body).decode()
        return {
            "content-type": "application/json",
            "x-discourse-event": event,
            "x-discourse-event-type": noun,
            "x-discourse-event-id": str(int.from_bytes(sha256(body + str(now).encode()).digest()[:4])),
            SIGNATURE: f"sha256={signature}",
        }

    def parse(self, delivery: Delivery) -> list[Event]:
        """Topics, posts, likes, chat messages, their edits, removals and restorations, and erased users."""
        return discourse_events.events(read_object(delivery.body), delivery)


PLATFORM = Discourse()
