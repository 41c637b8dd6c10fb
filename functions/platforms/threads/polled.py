"""Asks for a profile's mentions and posts on Threads, and for the conversations below those that were answered.

https://developers.facebook.com/docs/threads/reply-management
"""

from collections.abc import Mapping, Sequence
from typing import Any

from model.http import Call, Delivery
from platforms.paging import ask_page
from platforms.reading.paths import id_at
from platforms.reading.payload import objects, read_objects
from platforms.walking import Walking

API = "https://graph.threads.net/v1.0"
ANSWERED_S = 14 * 86_400
ASKED = (
    "id,text,username,timestamp,media_type,media_url,gif_url,link_attachment_url,alt_text,permalink,"
    "children,poll_attachment,quoted_post,replied_to,root_post,is_reply,has_replies"
)


class ThreadsPolled(Walking):
    """Walks from a profile's lists to the conversations of the last two weeks."""

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:
        """Returns the profile's mentions, and its posts, which lead to their conversations."""
        return (f"{account['native_id']}/mentions", f"{account['native_id']}/threads")

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the request for a page of a list, the newest first; of posts for those of the last two weeks."""
        since = int(account["now_ms"]) // 1000 - ANSWERED_S if place.endswith("/threads") else None
        return ask_page(f"{API}/{place}", {"fields": ASKED, "limit": 100, "after": page, "since": since})

    def find_places(self, place: str, delivery: Delivery) -> Sequence[str]:
        """Returns the conversations of posts that somebody answered."""
        pages = read_objects(delivery.body) if place.endswith("/threads") else []
        rows = [row for page in pages for row in objects(page.get("data"))]
        answered = [id_at(each, "id") for each in rows if each.get("has_replies") is True]
        return [f"{native}/conversation" for native in answered if native and native.isdecimal()]
