"""LinkedIn organization pages: comments, mentions, shares and likes of the page's posts.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from model.http import Answer, Call, Delivery, Request
from platforms.base import Platform
from platforms.paging import find_link, follow_link
from platforms.proof import HmacProof, OneOf, header_begins
from platforms.reading.paths import value_at
from platforms.reading.payload import objects, read_object
from platforms.secret import Secret

if TYPE_CHECKING:
    from model.event import Event

HEADER, PREFIX = "x-li-signature", "hmacsha256="
# The prefix is part of what is signed; the header mostly goes without:
# https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation
BARE = HmacProof(HEADER, "client_secret", message=(PREFIX, "{body}"), signs_challenges=True)
PREFIXED, IS_PREFIXED = replace(BARE, prefix=PREFIX), header_begins(HEADER, PREFIX)
API = "https://api.linkedin.com"
VERSION = "202610"
"""Versions are switched off about a year after their month."""
KEPT_MS = 48 * 3_600_000
ASKED = ("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT", "COMMENT_DELETE", "LIKE", "SHARE", "SHARE_MENTION")


class LinkedIn(Platform):
    """LinkedIn; one account is one organization, an endpoint is one developer app. People come without names."""

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

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns what up to ten notifications say; unknown actions say nothing."""
        from platforms.linkedin.events import read_notification

        listed = objects(read_object(delivery.body).get("notifications"))
        return [event for each in listed for event in read_notification(each)]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the notifications since the last round.

        What is older than members' words may be kept is not asked for.
        """
        headers = {"linkedin-version": VERSION, "x-restli-protocol-version": "2.0.0"}
        if cursor:
            return Call("GET", follow_link(API, cursor), headers)
        start = max(int(account["since_ms"]), int(account["now_ms"]) - KEPT_MS)
        query = "&".join((
            f"actions=List({','.join(ASKED)})",
            f"organizationalEntity={quote(str(account['native_id']), safe='')}",
            f"timeRange=(start:{start},end:{account['now_ms']})",
        ))  # fmt: skip
        return Call("GET", f"{API}/rest/organizationalEntityNotifications?q=criteria&{query}", headers)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the notifications or comments on a page, and the address of the next one."""
        from platforms.linkedin.events import read_element

        page, account = read_object(delivery.body), next(iter(delivery.self_ids), None)
        found = [event for row in objects(page.get("elements")) for event in read_element(row, account)]
        return found, find_link(value_at(page, "paging.links"), "next")


PLATFORM = LinkedIn()
