"""Mastodon: the webhooks of a server's own administrators, and pages of notifications and posts.

https://docs.joinmastodon.org/admin/webhooks/
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from model.errors import Malformed
from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame
from platforms.mastodon.status import read_account, read_status
from platforms.proof import HmacProof
from platforms.reading.payload import Json, first, ident, obj, objects, read_json, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import Secret

PAGE_SIZE = 40
WEBHOOKS = {"status.created": None, "status.updated": Kind.EDIT}
NOTIFIED = {"mention": Kind.MENTION, "status": None, "update": Kind.EDIT, "quote": Kind.SHARE}
"""What a notification's own post is; None leaves it. Other types are about a post of ours, or nobody's words."""
TOGGLED = {"favourite": Kind.REACTION, "reblog": Kind.SHARE}


class Mastodon(Platform):
    """A Mastodon server; one endpoint is one account on it. Ids are the server's own."""

    name = "mastodon"
    title = "Mastodon"
    docs_url = "https://docs.joinmastodon.org/admin/webhooks/"
    secrets = (Secret("secret", "Signing secret (Administration, Webhooks)"),)
    # No time is signed, and a delivery has no id: https://docs.joinmastodon.org/admin/webhooks/
    proof = HmacProof(header="x-hub-signature", secret="secret", prefix="sha256=")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "poll", "edits"})
    retention = "mastodon"
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    keeps_cursor = True
    search_every_s = 900

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for the notifications that followed the one called `cursor`."""
        return _ask(account, "v1/notifications", {"min_id": cursor} if cursor else {})

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:
        """Returns the request for a page of the newest posts with a hashtag; of other words, of those the server finds.

        https://docs.joinmastodon.org/methods/timelines/#tag, https://docs.joinmastodon.org/methods/search/#v2
        """
        if query.startswith("#"):
            return _ask(
                account, f"v1/timelines/tag/{quote(query[1:], safe='')}", {"max_id": cursor} if cursor else {}
            )
        return _ask(
            account, "v2/search", {"q": query, "type": "statuses"} | ({"offset": cursor} if cursor else {})
        )

    def parse_search(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the posts that were found, and what the next page is asked for with: an id, or a number."""
        page, frame = read_json(delivery.body), Frame(own=delivery.self_ids)
        rows = objects(obj(page).get("statuses") if isinstance(page, dict) else page)
        found = [read_status(row, frame) for row in rows]
        if isinstance(page, dict):
            before = int("0" + "".join(parse_qs(urlsplit(delivery.url or "").query).get("offset", [])))
            return found, str(before + len(rows)) if len(rows) == PAGE_SIZE else None
        return found, ident(rows[-1].get("id")) if len(rows) == PAGE_SIZE else None

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns posts of the server's people and their edits; of accounts and reports nothing is kept."""
        payload = read_object(delivery.body)
        kind = text(payload.get("event"))
        if kind not in WEBHOOKS:
            return []
        event = read_status(obj(payload.get("object")), Frame(own=delivery.self_ids))
        return [_changed(event, WEBHOOKS[kind])]

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the notifications or posts on a page, newest first, and the id of the newest."""
        page, frame = read_json(delivery.body), Frame(own=delivery.self_ids)
        if not isinstance(page, list | dict):
            raise Malformed("wrong_shape")
        rows = objects(page)
        found = [
            event
            for row in rows
            for event in (_notified(row, frame) if "type" in row else [read_status(row, frame)])
        ]
        return found, next((ident(row.get("id")) for row in rows), None)


def _ask(account: Mapping[str, Any], method: str, told: Mapping[str, str]) -> Call:
    host = str(account.get("settings", {}).get("host") or account["native_id"]).rpartition("@")[2]
    server = host if host.startswith("https://") else f"https://{host}"
    return Call("GET", f"{server.rstrip('/')}/api/{method}?{urlencode({'limit': str(PAGE_SIZE), **told})}")


def _notified(row: Json, frame: Frame) -> Iterator[Event]:
    kind, native = text(row.get("type")) or "", required(ident(row.get("id")))
    who, at, status = (
        read_account(obj(row.get("account"))),
        from_iso(row.get("created_at")),
        obj(row.get("status")),
    )
    if kind in NOTIFIED:
        event = replace(read_status(status, frame), dedupe_id=native)
        wanted = NOTIFIED[kind]
        yield event if wanted is Kind.MENTION and event.kind is Kind.MESSAGE else _changed(event, wanted)
    elif kind in TOGGLED:
        target, text_of = required(ident(status.get("id"))), "" if kind == "favourite" else None
        common = {"external_id": native, "dedupe_id": native, "author": who, "occurred_at": at}
        yield frame.event(TOGGLED[kind], **common, text=text_of, parent_id=target, thread_id=target)
    elif kind == "follow":
        yield frame.event(Kind.JOIN, dedupe_id=native, author=who, occurred_at=at)


def _changed(event: Event, kind: Kind | None) -> Event:
    if kind is Kind.EDIT:
        return replace(event, kind=kind, occurred_at=first(event.changed_at, event.occurred_at))
    return replace(event, kind=kind or event.kind)


PLATFORM = Mastodon()
