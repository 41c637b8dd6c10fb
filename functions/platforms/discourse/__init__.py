"""Discourse forums.

https://meta.discourse.org/t/configure-webhooks-that-trigger-on-discourse-events/49045
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.proof import HmacProof, Signed
from platforms.reading.payload import read_object
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event


class Discourse(Platform):
    """A Discourse forum; its address is the account."""

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
    proof = HmacProof("x-discourse-event-signature", "secret", prefix="sha256=")
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

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """Returns what a forum sends for the creation of the object in the body.

        The body does not say what happened to it and the signature does not cover the headers: a caller may put
        another event there, and has to add the forum's address (`x-discourse-instance`).
        """
        noun = next(iter(read_object(body)), "ping")
        told = {
            "x-discourse-event": {"ping": "ping", "like": "post_liked"}.get(noun, f"{noun}_created"),
            "x-discourse-event-type": noun,
            "x-discourse-event-id": str(int.from_bytes(sha256(body + str(now).encode()).digest()[:4])),
        }
        return Signed(self.proof.sign(body, secrets, now).headers | told)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns topics, posts, likes, chat messages, their edits, removals and returns, and erased users."""
        from platforms.discourse.events import read_webhook

        return read_webhook(read_object(delivery.body), delivery)


PLATFORM = Discourse()
