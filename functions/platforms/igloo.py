"""Igloo: what members of a digital workplace write, by its search, which a service member asks.

https://developer.igloosoftware.com/ (the answers' fields after a public client of that search)
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from model.errors import Malformed
from model.event import Event, Kind, Person
from model.http import Call, Delivery
from platforms.base import Platform, Scope
from platforms.families.feed import make_absolute
from platforms.frame import Frame
from platforms.proof import NoDeliveries
from platforms.reading.markup import read_files, read_text
from platforms.reading.payload import Json, first, first_id, objects, read_object, text, whole
from platforms.reading.times import from_iso

PAGE_SIZE = 50
CONTAINERS = frozenset({"space", "folder", "channel", "group", "area", "navigation"})
EVERYTHING = (1, 4, 5, 10)
"""Blogs, forums, pages and microblogs."""


class Igloo(Platform):
    """One community: `host/key`, its address and its key."""

    name = "igloo"
    title = "Igloo"
    docs_url = "https://www.igloosoftware.com/"
    secrets = ()
    proof = NoDeliveries()
    capabilities = frozenset({"poll", "edits"})
    retention = "igloo"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    names_account = False

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of what changed last."""
        host, _, key = str(account["native_id"]).removeprefix("https://").partition("/")
        query = [
            ("query", "*"),
            *(("applications", str(each)) for each in EVERYTHING),
            ("sortBy", "date"),
            ("limit", str(PAGE_SIZE)),
            ("offset", cursor or "0"),
        ]
        address = f"https://{host}/.api2/api/v1/communities/{key}/search/contentDetailed"
        return Call("GET", f"{address}?{urlencode(query)}", {"accept": "application/json"})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the posts in an answer of the search, and how far to go on; containers are none."""
        payload = read_object(delivery.body)
        if "results" not in payload:
            raise Malformed("wrong_shape")
        results, frame = objects(payload.get("results")), Frame(own=delivery.self_ids)
        found = [_event(each, frame, delivery.url) for each in results if _is_post(each)]
        offset = _offset(delivery.url) + len(results)
        more = bool(results) and offset < (whole(payload.get("numFound")) or 0)
        return found, str(offset) if more else None


def _offset(url: str | None) -> int:
    told = (url or "").partition("&offset=")[2].partition("&")[0]
    return whole(told) or 0


def _is_post(result: Json) -> bool:
    return text(result.get("objectType")) not in CONTAINERS and first_id(result, "id") is not None


def _event(result: Json, frame: Frame, url: str | None) -> Event:
    native, at = first_id(result, "id"), _time(result, "modifiedDate")
    created = _time(result, "createdDate")
    words = [read_text(result.get(name)) for name in ("contentFull", "content", "description")]
    title, handle = text(result.get("title")), text(result.get("createdByNamespace"))
    link = text(result.get("href"))
    event = frame.event(
        Kind.POST,
        external_id=native,
        dedupe_id=f"{native} {at}",
        author=Person(
            first_id(result, "createdById"), text(result.get("createdByFullName")) or handle, handle
        ),
        title=title,
        text=first(*words, title),
        thread_id=native,
        occurred_at=first(created, at),
        media=read_files(result.get("contentFull"), url),
    )
    event = replace(event, permalink=make_absolute(link, url))
    return replace(event, changed_at=at) if created is not None and at is not None and at > created else event


def _time(result: Json, name: str) -> int | None:
    """Returns a time; the first of the year 1 stands for none."""
    return from_iso(result.get(name))


PLATFORM = Igloo()
