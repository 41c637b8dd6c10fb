"""Discourse forums.

https://meta.discourse.org/t/configure-webhooks-that-trigger-on-discourse-events/49045
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.proof import HmacProof, Signed
from platforms.reading.payload import read_object
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction

PAGES = {"post": "p", "topic": "t"}


class Discourse(Platform):
    """Connects a Discourse forum; its address is the account."""

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

    def link_item(self, item: "Interaction") -> str | None:
        """Returns where the forum shows a post, a topic or a chat message."""
        natives = item.natives
        noun, _, number = (natives.external_id or "").partition(":")
        if natives.account_id is None or not number.isdecimal():
            return None  # a like has no page
        if noun == "chat_message":
            channel = (natives.thread_id or "").rpartition(":")[2]
            return f"{natives.account_id}/chat/c/-/{channel}/{number}" if channel else None
        return f"{natives.account_id}/{PAGES[noun]}/{number}" if noun in PAGES else None

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the forum's own address."""
        return native_ids[0] if "://" in native_ids[0] else None

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns topics, posts, likes, chat messages, their edits, removals and returns, and erased users."""
        from platforms.discourse.events import read_webhook

        return read_webhook(read_object(delivery.body), delivery)


PLATFORM = Discourse()
