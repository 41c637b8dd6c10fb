"""ActivityPub: posting to an inbox. Any 2xx is taken; servers repeat 401, 408, 429 and 5xx but 501.

https://www.w3.org/TR/activitypub/#delivery
"""

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate

OPERATIONS = "reply private_reply message publish edit delete hide react share broadcast"
"""Every call carries the id of our activity."""


class ActivitypubSender(PlatformSender):
    """Answers of others' inboxes, which follow no form: the status is all there is."""

    name = "activitypub"
    sources = (
        "https://www.w3.org/TR/activitypub/#delivery",
        "https://github.com/mastodon/mastodon/blob/main/app/helpers/jsonld_helper.rb",
        "https://github.com/mastodon/mastodon/blob/main/app/workers/activitypub/delivery_worker.rb",
    )
    keyed = frozenset(OPERATIONS.split())
    codes = tabulate(retry="401 408 429", gone="404 410", refused="501")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the status of whatever is no success; a redirect is none, and is not followed."""
        if answer.ok:
            return None
        return SendFault((str(answer.status),), text(answer.object.get("error")))

    def read_proof(self, answer: SendAnswer) -> Sent | None:  # noqa: ARG002 - the status was enough
        """Returns the proof that every 2xx is; the id is our own."""
        return Sent()


SENDER = ActivitypubSender()
