"""Igloo: what members of a digital workplace write, by its search, which a service member asks.

https://developer.igloosoftware.com/ (the answers' fields after a public client of that search)
"""

from collections.abc import Mapping
from typing import Any

from model.event import Event, Kind, Person
from model.http import Call, Delivery
from platforms.asked import AskedPlatform
from platforms.families.feed import make_absolute
from platforms.frame import Frame
from platforms.paging import ask_page, list_rows, read_offset
from platforms.reading.markup import read_files, read_text
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, read_object, text, whole
from platforms.reading.times import from_iso

PAGE_SIZE = 50
CONTAINERS = frozenset({"space", "folder", "channel", "group", "area", "navigation"})
EVERYTHING = (1, 4, 5, 10)
"""Blogs, forums, pages and microblogs."""


class Igloo(AskedPlatform):
    """Connects one community: `host/key`, its address and its key."""

    name = "igloo"
    title = "Igloo"
    docs_url = "https://www.igloosoftware.com/"
    capabilities = frozenset({"poll", "edits"})

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of what changed last."""
        host, _, key = str(account["native_id"]).removeprefix("https://").partition("/")
        query = {"query": "*", "applications": EVERYTHING, "sortBy": "date", "limit": PAGE_SIZE}
        address = f"https://{host}/.api2/api/v1/communities/{key}/search/contentDetailed"
        return ask_page(address, query | {"offset": cursor or "0"}, {"accept": "application/json"})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the posts in an answer of the search, and how far to go on; containers are none."""
        payload = read_object(delivery.body)
        results, frame = list_rows(payload, "results"), Frame(own=delivery.self_ids)
        found = [_event(each, frame, delivery.url) for each in results if _is_post(each)]
        offset = read_offset(delivery.url) + len(results)
        more = bool(results) and offset < (whole(payload.get("numFound")) or 0)
        return found, str(offset) if more else None


def _is_post(result: Json) -> bool:
    return text(result.get("objectType")) not in CONTAINERS and id_at(result, "id") is not None


def _event(result: Json, frame: Frame, url: str | None) -> Event:
    native, title = id_at(result, "id"), text(result.get("title"))
    # The first of the year 1 stands for no time.
    created, at = (from_iso(result.get(name)) for name in ("createdDate", "modifiedDate"))
    words = (read_text(result.get(name)) for name in ("contentFull", "content", "description"))
    handle = text(result.get("createdByNamespace"))
    name = text_at(result, "createdByFullName", "createdByNamespace")
    return frame.item(
        Kind.POST,
        native,
        dedupe_id=f"{native} {at}",
        author=Person(id_at(result, "createdById"), name, handle),
        title=title,
        text=first(*words, title),
        occurred_at=first(created, at),
        changed_at=at if created is not None and at is not None and at > created else None,
        media=read_files(result.get("contentFull"), url),
        permalink=make_absolute(text(result.get("href")), url),
    )


PLATFORM = Igloo()
