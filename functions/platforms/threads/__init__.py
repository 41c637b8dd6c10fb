"""Threads: replies to our posts, mentions, what we publish, and deletions.

https://developers.facebook.com/docs/threads/webhooks
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from model.event import Event
from model.http import Call, Delivery
from platforms.base import Scope
from platforms.families.meta import MetaPlatform
from platforms.families.signed_request import read_callback
from platforms.reading.payload import ident, obj, objects, read_json, text
from platforms.threads.posts import read_listed, read_notification
from platforms.walking import Walking

API = "https://graph.threads.net/v1.0"
ANSWERED_S = 14 * 86_400
ASKED = (
    "id,text,username,timestamp,media_type,media_url,gif_url,link_attachment_url,alt_text,permalink,"
    "children,poll_attachment,quoted_post,replied_to,root_post,is_reply,has_replies"
)


class Threads(Walking, MetaPlatform):
    """Threads; one account is one profile. It has an envelope of its own and no private messages."""

    name = "threads"
    title = "Threads"
    docs_url = "https://developers.facebook.com/docs/threads/webhooks"
    capabilities = frozenset({"webhook", "handshake", "poll", "deletes"})
    account_page = "https://www.threads.com/@{handle}"
    retention = "threads"
    objects = frozenset()
    person_scope = Scope.PLATFORM
    poll_every_s = 6 * 3600

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:
        """Returns the profile's mentions, and its posts, which lead to their conversations."""
        return (f"{account['native_id']}/mentions", f"{account['native_id']}/threads")

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the request for a page of a list, the newest first; of posts for those of the last two weeks."""
        query = {"fields": ASKED, "limit": "100"} | ({"after": page} if page else {})
        if place.endswith("/threads"):
            query["since"] = str(int(account["now_ms"]) // 1000 - ANSWERED_S)
        return Call("GET", f"{API}/{place}?{urlencode(query)}")

    def find_places(self, place: str, delivery: Delivery) -> Sequence[str]:
        """Returns the conversations of posts that somebody answered."""
        rows = objects(obj(read_json(delivery.body)).get("data")) if place.endswith("/threads") else []
        answered = [ident(each.get("id")) for each in rows if each.get("has_replies") is True]
        return [f"{native}/conversation" for native in answered if native and native.isdecimal()]

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns the events of a notification, whose `values` are one change or a list of them."""
        if delivery.part:
            return [read_callback(delivery)]
        return read_notification(delivery)

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the replies in an answer of the API, a list or a single one, and the cursor to go on."""
        payload = obj(read_json(delivery.body))
        rows = objects(payload.get("data")) if "data" in payload else objects(payload)
        after = text(obj(obj(payload.get("paging")).get("cursors")).get("after"))
        return read_listed(rows, delivery), after


PLATFORM = Threads()
