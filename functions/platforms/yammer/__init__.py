"""Yammer (Viva Engage), which pushes nothing: signed webhooks of one's own, pages of messages, and its export.

https://learn.microsoft.com/en-us/rest/api/yammer/messagesjson
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from model.event import Event, Person
from model.http import Call, Delivery
from platforms.frame import Frame
from platforms.reading.payload import ident, obj, objects, read_object, text
from platforms.standard_webhooks import StandardWebhooks
from platforms.yammer.export import read_table
from platforms.yammer.messages import is_system, read_message

API = "https://www.yammer.com/api/v1"
PAGE_SIZE = 20


class Yammer(StandardWebhooks):
    """A Yammer network; one endpoint is one network, one account the user whose token reads it."""

    name = "yammer"
    title = "Yammer"
    docs_url = "https://learn.microsoft.com/en-us/rest/api/yammer/"
    capabilities = frozenset({"webhook", "poll", "archive", "edits", "deletes"})
    retention = "yammer"

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what a webhook says, or what a table of the export does."""
        if delivery.source != "archive":
            return super().parse(delivery)
        return list(read_table(delivery.url or "", delivery.body))

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:  # noqa: ARG002 - the token tells whose
        """Returns the request for a page of the messages that the token's user sees, the newest first."""
        query = {"limit": str(PAGE_SIZE)} | ({"older_than": cursor} if cursor else {})
        return Call("GET", f"{API}/messages.json?{urlencode(query)}", {"accept": "application/json"})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the messages on a page, newest first, and the id of the oldest where there are older ones.

        References only tell names.
        """
        page = read_object(delivery.body)
        people = {
            native: Person(native, text(each.get("full_name")), text(each.get("name")))
            for each in objects(page.get("references"))
            if each.get("type") == "user" and (native := ident(each.get("id")))
        }
        rows, frame = objects(page.get("messages")), Frame(people=people, own=delivery.self_ids)
        more = obj(page.get("meta")).get("older_available") is True
        last = next((ident(row.get("id")) for row in reversed(rows)), None) if more else None
        return [read_message(row, frame) for row in rows if not is_system(row)], last


PLATFORM = Yammer()
