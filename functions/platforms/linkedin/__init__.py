"""LinkedIn organization pages: comments, mentions, shares and likes of the page's posts.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from model.event import Event
from model.http import Answer, Delivery, Request
from platforms.linkedin.events import read_notification
from platforms.linkedin.polled import LinkedInPolled
from platforms.proof import HmacProof, OneOf, header_begins
from platforms.reading.payload import objects, read_object
from platforms.secret import Secret

HEADER, PREFIX = "x-li-signature", "hmacsha256="
# The prefix is part of what is signed; the header mostly goes without:
# https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation
BARE = HmacProof(HEADER, "client_secret", message=(PREFIX, "{body}"), signs_challenges=True)
PREFIXED, IS_PREFIXED = replace(BARE, prefix=PREFIX), header_begins(HEADER, PREFIX)


class LinkedIn(LinkedInPolled):
    """Connects LinkedIn; one account is one organization, an endpoint is one developer app.

    People come without names.
    """

    name = "linkedin"
    title = "LinkedIn"
    docs_url = "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/"
    secrets = (Secret("client_secret", "Primary Client Secret (Auth tab of the app)", least=12),)
    proof = OneOf(((lambda request: not IS_PREFIXED(request), BARE), (IS_PREFIXED, PREFIXED)))
    capabilities = frozenset({"webhook", "handshake", "poll", "edits", "deletes"})
    item_page = "https://www.linkedin.com/feed/update/{thread}"
    account_page = "https://www.linkedin.com/company/{number}"
    ack_seconds = 3.0
    poll_every_s = 3600  # the Development tier takes 100 questions a member and day

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
        """Returns the proof of a challenge; one that would be the signature of a delivery gets none."""
        if request.method != "GET":
            return None
        code = request.query.get("challengeCode", "")
        if code.startswith(PREFIX):
            return Answer(400)
        return BARE.answer_challenge(
            code, secrets, lambda proof: {"challengeCode": code, "challengeResponse": proof}
        )

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what up to ten notifications say; unknown actions say nothing."""
        listed = objects(read_object(delivery.body).get("notifications"))
        return [event for each in listed for event in read_notification(each)]


PLATFORM = LinkedIn()
