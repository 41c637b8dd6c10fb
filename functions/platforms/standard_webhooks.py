"""Standard Webhooks: the generic signed receiver (own community, forum, gateway), and Zendesk, its cousin.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from model.event import Event
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.families.signed_webhooks import HEADERS, ZENDESK, ZENDESK_HEADERS, StandardProof
from platforms.families.written import read_written, split_type
from platforms.frame import Frame
from platforms.proof import OneOf, has_header
from platforms.reading.payload import first, ident, obj, read_object
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret, signing_key, whsec

IDS = ("webhook-id", "svix-id", "x-zendesk-webhook-invocation-id")


class StandardWebhooks(Platform):
    """Connects any sender that follows the specification; the type's last two words say what happened to what."""

    name = "standard_webhooks"
    title = "Standard Webhooks"
    docs_url = "https://www.standardwebhooks.com/"
    secrets = (
        Secret(
            "secret",
            "whsec_… or whpk_… as the sender shows it; for Zendesk the webhook's signing secret",
            MadeBy.OWNER,
            check=signing_key,
            make_up=whsec,
        ),
    )
    proof = OneOf(((has_header(*HEADERS), StandardProof()), (has_header(*ZENDESK_HEADERS), ZENDESK)))
    capabilities = frozenset({"webhook", "edits", "deletes"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    ack_seconds = 15.0
    kept_headers = IDS
    names_account = False

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns messages, comments, posts, topics and reactions; other types (also thin ones) give no event."""
        body = read_object(delivery.body)
        said = split_type(body.get("type"))
        if said is None:
            return []
        data = obj(body.get("data"))
        inner = obj(data.get(said[0])) or data
        frame = Frame(
            account_id=ident(first(inner.get("account"), body.get("account"))),
            # The delivery's id stays the same over all tries.
            dedupe_id=first(*(ident(delivery.headers.get(name)) for name in IDS), ident(body.get("id"))),
            sent_at=from_iso(body.get("timestamp")),
        )
        return [read_written(*said, data, frame)]


PLATFORM = StandardWebhooks()
