"""Asks a Mastodon server for an account's notifications and for posts that hold a term, and reads what it lists.

https://docs.joinmastodon.org/methods/notifications/, https://docs.joinmastodon.org/entities/Notification/
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.base import Platform
from platforms.frame import Frame, change
from platforms.mastodon.status import read_account, read_status
from platforms.paging import ask_page, find_server, read_offset
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, obj, objects, read_objects, required
from platforms.reading.times import from_iso

PAGE_SIZE = 40
NOTIFIED = {"mention": Kind.MENTION, "status": None, "update": Kind.EDIT, "quote": Kind.SHARE}
"""What a notification's own post is; None leaves it. Other types are about a post of ours, or nobody's words."""
TOGGLED = {"favourite": (Kind.REACTION, ""), "reblog": (Kind.SHARE, None)}


class MastodonPolled(Platform):
    """Lists notifications, newest first, and what a search finds."""

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for the notifications that followed the one called `cursor`."""
        return _ask(account, "v1/notifications", {"min_id": cursor})

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:
        """Returns the request for a page of the newest posts with a hashtag; of other words, of those the server finds.

        https://docs.joinmastodon.org/methods/timelines/#tag, https://docs.joinmastodon.org/methods/search/#v2
        """
        if query.startswith("#"):
            return _ask(account, f"v1/timelines/tag/{quote(query[1:], safe='')}", {"max_id": cursor})
        return _ask(account, "v2/search", {"q": query, "type": "statuses", "offset": cursor})

    def parse_search(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the posts that were found, and what the next page is asked for with: an id, or a number."""
        pages, frame = read_objects(delivery.body), Frame(own=delivery.self_ids)
        searched = bool(pages) and "statuses" in pages[0]
        rows = objects(pages[0].get("statuses")) if searched else pages
        found = [read_status(row, frame) for row in rows]
        if len(rows) != PAGE_SIZE:
            return found, None
        return found, str(read_offset(delivery.url) + PAGE_SIZE) if searched else id_at(rows[-1], "id")

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the notifications or posts on a page, newest first, and the id of the newest."""
        rows, frame = read_objects(delivery.body), Frame(own=delivery.self_ids)
        found = [_notified(row, frame) if "type" in row else read_status(row, frame) for row in rows]
        return [event for event in found if event], next((id_at(row, "id") for row in rows), None)


def _ask(account: Mapping[str, Any], method: str, told: Mapping[str, str | None]) -> Call:
    return ask_page(f"{find_server(account)}/api/{method}", {"limit": PAGE_SIZE, **told})


def _notified(row: Json, frame: Frame) -> Event | None:
    kind, native, status = text_at(row, "type") or "", required(id_at(row, "id")), obj(row.get("status"))
    if kind in NOTIFIED:
        event, wanted = replace(read_status(status, frame), dedupe_id=native), NOTIFIED[kind]
        direct = wanted is Kind.MENTION and event.kind is Kind.MESSAGE
        return event if direct else change(event, wanted, event.changed_at)
    who, at = read_account(obj(row.get("account"))), from_iso(row.get("created_at"))
    if kind == "follow":
        return frame.event(Kind.JOIN, dedupe_id=native, author=who, occurred_at=at)
    if kind not in TOGGLED:
        return None
    toggled, words = TOGGLED[kind]
    event = frame.react(words, required(id_at(status, "id")), external_id=native, author=who, occurred_at=at)
    return replace(event, kind=toggled, dedupe_id=native)
