"""Bluesky: notifications and searches, which have to be asked for, and Jetstream's events as a format.

https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications, https://github.com/bluesky-social/jetstream
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from model.http import Call, Delivery
from platforms.asked import AskedPlatform
from platforms.checking import Known
from platforms.paging import ask_page, find_server

if TYPE_CHECKING:
    from model.event import Event

PAGE_SIZE = 100
USUAL = "https://bsky.social"


class Bluesky(AskedPlatform):
    """Connects one Bluesky account; its DID is its id. Its own server (`host` in its settings) is asked."""

    name = "bluesky"
    title = "Bluesky"
    docs_url = "https://docs.bsky.app/"
    account_page = "https://bsky.app/profile/{id}"
    capabilities = frozenset({"poll", "archive", "edits", "deletes"})
    check_batch = 25
    search_every_s = 900

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns the events of Jetstream, one JSON object or one a line."""
        return self.parse_poll(delivery)[0]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of notifications, the newest first."""
        return _ask(account, "app.bsky.notification.listNotifications", {}, cursor)

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:
        """Returns the request for a page of the latest posts that hold it.

        https://docs.bsky.app/docs/api/app-bsky-feed-search-posts
        """
        return _ask(account, "app.bsky.feed.searchPosts", {"q": query, "sort": "latest"}, cursor)

    def is_checked(self, event: "Event") -> bool:
        """Returns whether it is a post: likes, reposts and follows have no words."""
        return "/app.bsky.feed.post/" in (event.external_id or "")

    def check(self, account: Mapping[str, Any], items: Sequence[Known]) -> Call:
        """Returns the request for posts by their addresses."""
        uris = [native for native, _, _ in items]
        return ask_page(f"{find_server(account, USUAL)}/xrpc/app.bsky.feed.getPosts", {"uris": uris})

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the events in an answer of the API or of Jetstream, and the cursor to go on."""
        from platforms.bluesky.answers import read_answer

        return read_answer(delivery)


def _ask(account: Mapping[str, Any], method: str, told: Mapping[str, str], cursor: str | None) -> Call:
    query = {**told, "limit": PAGE_SIZE, "cursor": cursor}
    return ask_page(f"{find_server(account, USUAL)}/xrpc/{method}", query)


PLATFORM = Bluesky()
