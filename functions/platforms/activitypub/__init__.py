"""ActivityPub: the inbox of an actor of our own, with both ways in which servers sign.

https://www.w3.org/TR/activitypub/, https://docs.joinmastodon.org/spec/security/
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from model.http import Answer, Call, Delivery, Request
from model.want import Unproven, Want
from platforms.activitypub.proof import InboxProof, check_keys
from platforms.base import Confirm, Platform
from platforms.reading.addresses import read_acct
from platforms.secret import Secret

if TYPE_CHECKING:
    from model.event import Event
    from platforms.naming import NameQuestion


class ActivityPub(Platform):
    """Connects an ActivityPub inbox; one endpoint is one actor of ours.

    An unknown sender's key is fetched, then believed.
    """

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

    def list_wants(self, events: "Sequence[Event]") -> "Iterator[Want]":
        """Returns posts that are only pointed to, and who follows us."""
        from platforms.activitypub.asking import list_asked

        return list_asked(events)

    def list_further(self, events: "Sequence[Event]") -> "Iterator[Want]":
        """Returns the acceptance of a follow whose follower is known."""
        from platforms.activitypub.asking import list_answers

        return list_answers(events)

    def find_name_question(self) -> "NameQuestion":
        """Returns the question for an actor's document: activities name people by its address."""
        from platforms.activitypub.asking import QUESTION

        return QUESTION

    def shorten_id(self, native_id: str) -> str:
        """Returns the handle that an actor's address tells, until its document was read."""
        return read_acct(native_id) or super().shorten_id(native_id)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - see `fetch`
        """Returns the request for a document, or with our acceptance."""
        from platforms.activitypub.asking import make_request

        return make_request(what)

    def fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns a request, signed with our actor's key where it is made in its name."""
        from platforms.activitypub.asking import sign_call

        return sign_call(super().fetch(what, credentials), what, credentials)

    def read_fetched(self, delivery: Delivery) -> "list[Event]":
        """Returns what a document says."""
        from platforms.activitypub.asking import read_asked

        return read_asked(delivery)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns what an activity says: posts, answers, messages, edits, deletions, likes, boosts, who follows us."""
        from model.event import Kind
        from platforms.families.activitystreams import read_things
        from platforms.frame import Frame
        from platforms.reading.payload import read_object

        own = delivery.self_ids
        found = read_things(read_object(delivery.body), Frame(own=own))
        followed = (Kind.JOIN, Kind.LEAVE)
        return [each for each in found if each.kind not in followed or not own or each.thread_id in own]


PLATFORM = ActivityPub()
