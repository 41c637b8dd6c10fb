"""ActivityPub: the inbox of an actor of our own, with both ways in which servers sign.

https://www.w3.org/TR/activitypub/, https://docs.joinmastodon.org/spec/security/
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from model.http import Answer, Call, Delivery, Request
from model.want import Unproven
from platforms.activitypub.proof import InboxProof, check_keys
from platforms.base import Confirm, Platform
from platforms.secret import Secret

if TYPE_CHECKING:
    from model.event import Event


class ActivityPub(Platform):
    """An inbox; one endpoint is one actor of ours. Whoever's key is not known is believed once it was fetched."""

    name = "activitypub"
    title = "ActivityPub"
    docs_url = "https://www.w3.org/TR/activitypub/#server-to-server-interactions"
    secrets = (
        Secret(
            "public_keys",
            "Public keys of servers that we hear, as JSON: {host: publicKeyPem}",
            most=65_536,
            alphabet=r"[\t\n\r -~]",
            check=check_keys,
            optional=True,
            make_up=lambda random: '{"people.example": "' + random.hex() + '"}',
        ),
    )
    needs_secret = False
    proof = InboxProof()
    capabilities = frozenset({"webhook", "edits", "deletes"})
    names_account = False

    def find_public_name(self, native_id: str, base: str) -> str | None:
        """Returns the name of an actor whose address is ours: we show its document."""
        from platforms.activitypub.documents import read_name

        return read_name(native_id, base)

    def find_unproven(self, request: Request, now: int) -> Unproven | None:
        """See `platforms.base.Platform`: digest, date, host and actor are right, and the key is not known."""
        from platforms.activitypub.actor_keys import find_unproven

        return find_unproven(request, now)

    def ask_proof(self, claimed: Mapping[str, str]) -> Call:
        """Returns the request for the actor's key."""
        from platforms.activitypub.actor_keys import ask_key

        return ask_key(claimed)

    def is_proved(self, claimed: Mapping[str, str], url: str, body: bytes) -> bool:
        """Returns whether the actor's key signed what is claimed."""
        from platforms.activitypub import actor_keys

        return actor_keys.is_proved(claimed, url, body)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing to confirm
        """Returns that the activity was taken and is looked at later."""
        return Answer(202)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns what an activity says: posts, answers, messages, edits, deletions, likes, boosts, follows."""
        from platforms.families.activitystreams import read_things
        from platforms.frame import Frame
        from platforms.reading.payload import read_object

        return list(read_things(read_object(delivery.body), Frame(own=delivery.self_ids)))


PLATFORM = ActivityPub()
