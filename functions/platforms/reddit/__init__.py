"""Reddit: mentions, answers, private messages and listings of a community, which have to be asked for.

https://www.reddit.com/dev/api
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from model.http import Call, Delivery
from platforms.asked import AskedPlatform
from platforms.checking import Known
from platforms.paging import ask_page

if TYPE_CHECKING:
    from model.event import Event

ORIGIN = "https://oauth.reddit.com"
PAGE_SIZE = 100


class Reddit(AskedPlatform):
    """Connects one Reddit user, or (`r/name`) one community whose posts and comments are listened to."""

    name = "reddit"
    title = "Reddit"
    docs_url = "https://www.reddit.com/dev/api"
    capabilities = frozenset({"poll", "edits", "deletes"})
    check_batch = 100
    search_every_s = 900

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the inbox, or of a community's newest comments."""
        native = str(account["native_id"]).strip("/")
        place = f"/{native}/comments" if native.startswith("r/") else "/message/inbox"
        return ask_page(f"{ORIGIN}{place}", {"limit": PAGE_SIZE, "raw_json": 1, "after": cursor})

    def is_checked(self, event: "Event") -> bool:
        """Returns whether it is a comment or a post: a private message cannot be asked for by its id."""
        return (event.external_id or "").startswith(("t1_", "t3_"))

    def check(self, account: Mapping[str, Any], items: Sequence[Known]) -> Call:  # noqa: ARG002 - ids say it all
        """Returns the request for comments and posts by their ids."""
        return ask_page(
            f"{ORIGIN}/api/info", {"id": ",".join(native for native, _, _ in items), "raw_json": 1}
        )

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:  # noqa: ARG002 - of all
        """Returns the request for a page of the newest posts that hold it
        (https://www.reddit.com/dev/api#GET_search).
        """
        told = {"q": query, "sort": "new", "type": "link", "limit": PAGE_SIZE, "raw_json": 1, "after": cursor}
        return ask_page(f"{ORIGIN}/search", told)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns what a listing holds, and where it goes on."""
        from platforms.reddit.things import read_listing

        return read_listing(delivery)


PLATFORM = Reddit()
