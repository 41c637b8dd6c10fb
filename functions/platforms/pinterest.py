"""Pinterest: pins of a board, by its feed or by the API; comments on pins are in no API.

https://developers.pinterest.com/docs/api/v5/pins-list
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from model.errors import Malformed
from model.event import Direction, Event, Figures, Kind, Media, Person
from model.http import Call, Delivery
from platforms.base import Platform, Scope
from platforms.families.feed import FeedEntry, read_feed
from platforms.frame import Frame
from platforms.proof import NoDeliveries
from platforms.reading.addresses import split_address
from platforms.reading.markup import read_files, read_text
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, text, whole
from platforms.reading.times import from_iso

API = "https://api.pinterest.com/v5"
PAGE_SIZE = 100
_PIN = re.compile(r"/pin/(?:[\w-]*--)?(\d{1,24})/?\Z", re.ASCII)


class Pinterest(Platform):
    """One Pinterest account (its user name), or one board's feed (its address)."""

    name = "pinterest"
    title = "Pinterest"
    docs_url = "https://developers.pinterest.com/docs/api/v5/"
    secrets = ()
    proof = NoDeliveries()
    capabilities = frozenset({"poll"})
    retention = "pinterest"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    names_account = False
    kept_headers = ("content-type",)

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of our own pins, or for a board's feed."""
        native = str(account["native_id"])
        if native.startswith("https://"):
            return Call("GET", native)
        query = {"page_size": str(PAGE_SIZE), "pin_metrics": "true"} | (
            {"bookmark": cursor} if cursor else {}
        )
        return Call("GET", f"{API}/pins?{urlencode(query)}")

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the pins of a feed, of a page of the API or a single one, and the bookmark to go on."""
        if not delivery.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            return list(_of_feed(delivery)), None
        payload = read_object(delivery.body)
        if not payload.keys() & {"items", "id"}:
            raise Malformed("wrong_shape")
        rows = objects(payload.get("items")) if "items" in payload else [payload]
        frame = Frame(own=delivery.self_ids)
        return [_pin(row, frame) for row in rows if ident(row.get("id"))], text(payload.get("bookmark"))


def _pin(pin: Json, frame: Frame) -> Event:
    native, owner = ident(pin.get("id")), text(obj(pin.get("board_owner")).get("username"))
    return frame.event(
        Kind.POST,
        external_id=native,
        dedupe_id=native,
        permalink=f"https://www.pinterest.com/pin/{native}/",
        author=Person(owner, owner, owner) if owner else None,
        title=text(pin.get("title")),
        text=first(read_text(pin.get("description")), text(pin.get("note"))),
        thread_id=native,
        occurred_at=from_iso(pin.get("created_at")),
        direction=Direction.OUT if pin.get("is_owner") is True else _direction(owner, frame),
        media=tuple(_media(pin)),
        figures=_figures(pin),
    )


def _figures(pin: Json) -> Figures | None:
    """Returns how often our own pin was seen: https://developers.pinterest.com/docs/api/v5/pins-list"""
    told = obj(obj(pin.get("pin_metrics")).get("lifetime_metrics"))
    numbers = [whole(told.get(name)) for name in ("impression", "reaction", "comment")]
    return Figures(*numbers) if any(each is not None for each in numbers) else None


def _media(pin: Json) -> Iterator[Media]:
    media = obj(pin.get("media"))
    sizes = [each for each in obj(media.get("images")).values() if isinstance(each, dict)]
    for each in sizes[-1:]:  # from the smallest to the largest
        yield Media(
            text(media.get("media_type")) or "image", text(each.get("url")), name=text(pin.get("alt_text"))
        )
    if link := text(pin.get("link")):
        yield Media("link", link)


def _of_feed(delivery: Delivery) -> Iterator[Event]:
    feed = read_feed(delivery.body, delivery.url, delivery.headers.get("content-type"))
    owner = next(iter(split_address(feed.link).path.strip("/").split("/")), "") or None
    frame = Frame(own=delivery.self_ids)
    for entry in feed.entries:
        link = first(entry.link, entry.native) or ""
        pin = _PIN.search(split_address(link).path)
        if pin is not None:
            yield _listed(pin[1], entry, owner, frame)


def _listed(native: str, entry: FeedEntry, owner: str | None, frame: Frame) -> Event:
    """Returns a pin of a feed, which names nobody: the board's owner stands in its address."""
    return frame.event(
        Kind.POST,
        external_id=native,
        dedupe_id=native,
        permalink=f"https://www.pinterest.com/pin/{native}/",
        title=entry.title,
        text=entry.text,
        thread_id=native,
        occurred_at=first(entry.published_at, entry.updated_at),
        direction=_direction(owner, frame),
        media=(*read_files(entry.html, entry.link), *entry.media),
    )


def _direction(owner: str | None, frame: Frame) -> Direction:
    """Returns `out` for boards of our own: whose else is connected is somebody's whom we listen to."""
    return Direction.OUT if not frame.own or frame.is_us(owner) or _is_board(owner, frame) else Direction.IN


def _is_board(owner: str | None, frame: Frame) -> bool:
    return any(f"pinterest.com/{owner}/" in each for each in frame.own)


PLATFORM = Pinterest()
