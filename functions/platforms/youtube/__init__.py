"""YouTube: new, changed and deleted videos by WebSub, and pages of comments.

https://developers.google.com/youtube/v3/guides/push_notifications
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from model.http import Answer, Call, Delivery, Request
from platforms.families.websub import TOPICS, HubSubscriber, answer_hub, make_hub_proof
from platforms.reading.payload import read_object, text
from platforms.secret import MadeBy, Secret
from platforms.walking import Walking
from platforms.youtube.figures import list_uploads, read_figures

if TYPE_CHECKING:
    from model.event import Event
    from model.interaction import Interaction


class YouTube(HubSubscriber, Walking):
    """Connects YouTube; one account is one channel, at an address of its own."""

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
    names_account = False
    search_every_s = 10_800
    """A search costs 100 of the 10,000 units of a day: https://developers.google.com/youtube/v3/determine_quota_cost.
    """
    hub = "https://pubsubhubbub.appspot.com/subscribe"

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:
        """Returns the comments on all of a channel's videos, and its uploads, which lead to their figures."""
        channel = str(account["native_id"])
        return ("comments", f"uploads/UU{channel[2:]}") if channel.startswith("UC") else ("comments",)

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the request for a page of the comments or of the uploads, or for the figures of videos."""
        kind, _, which = place.partition("/")
        further = {"maxResults": "100", **({"pageToken": page} if page else {})}
        if kind == "videos":
            return _ask("videos", {"part": "statistics", "id": which})
        if kind == "uploads":
            return _ask("playlistItems", {"part": "contentDetails", "playlistId": which, "maxResults": "50"})
        channel = str(account["native_id"])
        query = {"part": "snippet,replies", "allThreadsRelatedToChannelId": channel, "order": "time"}
        return _ask("commentThreads", query | further)

    def find_places(self, place: str, delivery: Delivery) -> Sequence[str]:
        """Returns the videos on a page of uploads."""
        return list_uploads(read_object(delivery.body)) if place.startswith("uploads/") else ()

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:  # noqa: ARG002 - of all
        """Returns the request for the newest videos that hold it; one page, for each costs as much as a hundred others.

        https://developers.google.com/youtube/v3/docs/search/list
        """
        told = {"part": "snippet", "type": "video", "order": "date", "maxResults": "50", "q": query}
        return _ask("search", told)

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
        """Returns the comments on a page and the next page's token, or the figures of videos."""
        from platforms.youtube.comments import read_comments

        page = read_object(delivery.body)
        kind = text(page.get("kind")) or ""
        if kind.startswith("youtube#playlistItem"):
            return [], None
        return (
            (read_figures(page), None) if kind.startswith("youtube#video") else read_comments(delivery.body)
        )


def _ask(what: str, query: Mapping[str, str]) -> Call:
    return Call("GET", f"https://www.googleapis.com/youtube/v3/{what}?{urlencode(query)}")


PLATFORM = YouTube()
