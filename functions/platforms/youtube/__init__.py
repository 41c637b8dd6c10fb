"""YouTube: new, changed and deleted videos by WebSub, and pages of comments.

https://developers.google.com/youtube/v3/guides/push_notifications
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from model.http import Answer, Call, Delivery, Request
from platforms.base import Platform, Scope
from platforms.families.websub import TOPICS, HubSubscriber, answer_hub, make_hub_proof
from platforms.secret import MadeBy, Secret

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction


class YouTube(HubSubscriber, Platform):
    """YouTube; one account is one channel, at an address of its own."""

    name = "youtube"
    title = "YouTube"
    docs_url = "https://developers.google.com/youtube/v3/guides/push_notifications"
    secrets = (
        Secret("hub_secret", "Secret given to the hub when subscribing (hub.secret)", MadeBy.OWNER, most=199),
        TOPICS,
    )
    proof = make_hub_proof("hub_secret", "application/atom+xml")
    capabilities = frozenset({"webhook", "handshake", "poll", "deletes"})
    account_page = "https://www.youtube.com/channel/{id}"
    retention = "youtube"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    names_account = False
    search_every_s = 10_800
    """A search costs 100 of the 10,000 units of a day: https://developers.google.com/youtube/v3/determine_quota_cost."""
    hub = "https://pubsubhubbub.appspot.com/subscribe"

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the comments on all of a channel's videos, the newest first."""
        query = {
            "part": "snippet,replies",
            "allThreadsRelatedToChannelId": str(account["native_id"]),
            "order": "time",
            "maxResults": "100",
        }
        query |= {"pageToken": cursor} if cursor else {}
        return Call("GET", f"https://www.googleapis.com/youtube/v3/commentThreads?{urlencode(query)}")

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:  # noqa: ARG002 - of all
        """Returns the request for the newest videos that hold it; one page, for each costs as much as a hundred others.

        https://developers.google.com/youtube/v3/docs/search/list
        """
        told = {"part": "snippet", "type": "video", "order": "date", "maxResults": "50", "q": query}
        return Call("GET", f"https://www.googleapis.com/youtube/v3/search?{urlencode(told)}")

    def parse_search(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the videos that were found."""
        from platforms.youtube.found import read_found_videos

        return read_found_videos(delivery.body), None

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
        """Returns the hub's challenge for a channel that we follow, else 404."""
        return answer_hub(request, secrets)

    def link_item(self, item: "Interaction") -> str | None:
        """Returns the video's page, at a comment the same with the comment on top."""
        native, video = item.natives.external_id, item.natives.thread_id
        if not video or not native:
            return None
        page = f"https://www.youtube.com/watch?v={video}"
        return page if native == video else f"{page}&lc={native}"

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns videos, and that one was taken away."""
        from platforms.youtube.videos import read_videos

        return read_videos(delivery.body)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the comments on a page, and the next page's token."""
        from platforms.youtube.comments import read_comments

        return read_comments(delivery.body)


PLATFORM = YouTube()
