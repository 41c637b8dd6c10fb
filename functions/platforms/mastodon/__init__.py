"""Mastodon: the webhooks of a server's own administrators, and pages of notifications and posts.

https://docs.joinmastodon.org/admin/webhooks/
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame, change
from platforms.mastodon.status import read_account, read_status
from platforms.paging import ask_page, find_server, read_offset
from platforms.proof import HmacProof
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, obj, objects, read_object, read_objects, required
from platforms.reading.times import from_iso
from platforms.secret import Secret

PAGE_SIZE = 40
WEBHOOKS = {"status.created": None, "status.updated": Kind.EDIT}
NOTIFIED = {"mention": Kind.MENTION, "status": None, "update": Kind.EDIT, "quote": Kind.SHARE}
"""What a notification's own post is; None leaves it. Other types are about a post of ours, or nobody's words."""
TOGGLED = {"favourite": (Kind.REACTION, ""), "reblog": (Kind.SHARE, None)}


class Mastodon(Platform):
    """A Mastodon server; one endpoint is one account on it. Ids are the server's own."""

    name = "mastodon"
    title = "Mastodon"
    docs_url = "https://docs.joinmastodon.org/admin/webhooks/"
    secrets = (Secret("secret", "Signing secret (Administration, Webhooks)"),)
    # No time is signed, and a delivery has no id: https://docs.joinmastodon.org/admin/webhooks/
    proof = HmacProof(header="x-hub-signature", secret="secret", prefix="sha256=")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "poll", "edits"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    keeps_cursor = True
    search_every_s = 900

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

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the account's page on its server: `name@server` is what it goes by."""
        parts = (each.removeprefix("@").split("@") for each in native_ids)
        name, host = next((each for each in parts if len(each) == 2), ["", ""])
        return f"https://{host}/@{name}" if name and host else super().link_account(native_ids)

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns posts of the server's people and their edits; of accounts and reports nothing is kept."""
        payload = read_object(delivery.body)
        kind = text_at(payload, "event")
        if kind not in WEBHOOKS:
            return []
        event = read_status(obj(payload.get("object")), Frame(own=delivery.self_ids))
        return [change(event, WEBHOOKS[kind], event.changed_at)]

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


PLATFORM = Mastodon()
