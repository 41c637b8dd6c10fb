"""Feeds: blogs, news, forums and whatever else publishes RSS, Atom or JSON Feed.

https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287, https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from model.http import Answer, Call, Delivery, Request
from platforms.base import Platform, Scope
from platforms.families.websub import TOPICS, HubSubscriber, answer_hub, make_hub_proof
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Feeds(HubSubscriber, Platform):
    """Connects one feed; its address is the account.

    Who writes it says who it is, so ids mean something within it only.
    """

    name = "feeds"
    title = "Feeds (RSS, Atom, JSON Feed)"
    docs_url = "https://www.rssboard.org/rss-specification"
    secrets = (
        Secret("hub_secret", "Secret given to the hub when subscribing (hub.secret)", MadeBy.OWNER, most=199),
        replace(TOPICS, optional=True),
    )
    proof = make_hub_proof("hub_secret", "application/atom+xml")
    capabilities = frozenset({"webhook", "handshake", "poll", "archive", "edits"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    polled_openly = True
    check_batch = 1
    check_openly = True
    search_every_s = 900
    searched_here = True
    kept_headers = ("content-type",)

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
        """Returns the hub's challenge for a feed that we subscribed to, else 404."""
        return answer_hub(request, secrets)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns the entries of a feed that a hub delivers or that was saved as a file."""
        return self.parse_poll(delivery)[0]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for the feed, whose address is the account's native id."""
        return Call("GET", cursor or str(account["native_id"]), {"accept": ACCEPT})

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:  # noqa: ARG002 - a feed has no search
        """Returns the request for the feed: all there is of it comes, and we look for the term in it."""
        return self.poll(account, cursor)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the entries of a feed; there is one page of it."""
        from platforms.families.feed_entries import read_events

        return read_events(delivery), None


PLATFORM = Feeds()
