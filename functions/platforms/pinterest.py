"""Pinterest: pins of a board, by its feed or by the API; comments on pins are in no API.

https://developers.pinterest.com/docs/api/v5/pins-list
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from model.event import Direction, Event, Kind, Media, Person
from model.http import Call, Delivery
from platforms.asked import AskedPlatform
from platforms.families.feed import FeedEntry, read_feed
from platforms.frame import Frame
from platforms.paging import ask_page, list_rows
from platforms.reading.addresses import split_address
from platforms.reading.markup import read_files, read_text
from platforms.reading.paths import obj_at, text_at
from platforms.reading.payload import Json, first, ident, obj, read_object, text
from platforms.reading.shown import read_figures
from platforms.reading.times import from_iso

API = "https://api.pinterest.com/v5"
PAGE = "https://www.pinterest.com/pin/{}/"
FIGURES = {"views": "impression", "reactions": "reaction", "comments": "comment"}
_PIN = re.compile(r"/pin/(?:[\w-]*--)?(\d{1,24})/?\Z", re.ASCII)


class Pinterest(AskedPlatform):
    """Connects one Pinterest account (its user name), or one board's feed (its address)."""

    name = "pinterest"
    title = "Pinterest"
    docs_url = "https://developers.pinterest.com/docs/api/v5/"
    capabilities = frozenset({"poll"})
    kept_headers = ("content-type",)

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of our own pins, or for a board's feed."""
        native = str(account["native_id"])
        if native.startswith("https://"):
            return Call("GET", native)
        return ask_page(f"{API}/pins", {"page_size": 100, "pin_metrics": "true", "bookmark": cursor})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the pins of a feed, of a page of the API or a single one, and the bookmark to go on."""
        if not delivery.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            return list(_of_feed(delivery)), None
        payload = read_object(delivery.body)
        rows = list_rows(payload, "items", alone="id")
        frame = Frame(own=delivery.self_ids)
        return [_pin(row, frame) for row in rows if ident(row.get("id"))], text(payload.get("bookmark"))


def _pin(pin: Json, frame: Frame) -> Event:
    native, owner = ident(pin.get("id")), text_at(pin, "board_owner.username")
    return frame.item(
        Kind.POST,
        native,
        dedupe_id=native,
        permalink=PAGE.format(native),
        author=Person(owner, owner, owner) if owner else None,
        title=text(pin.get("title")),
        text=first(read_text(pin.get("description")), text(pin.get("note"))),
        occurred_at=from_iso(pin.get("created_at")),
        direction=Direction.OUT if pin.get("is_owner") is True else _direction(owner, frame),
        media=tuple(_media(pin)),
        # https://developers.pinterest.com/docs/api/v5/pins-list
        figures=read_figures(obj_at(pin, "pin_metrics.lifetime_metrics"), **FIGURES),
    )


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
    return frame.item(
        Kind.POST,
        native,
        dedupe_id=native,
        permalink=PAGE.format(native),
        title=entry.title,
        text=entry.text,
        occurred_at=first(entry.published_at, entry.updated_at),
        direction=_direction(owner, frame),
        media=(*read_files(entry.html, entry.link), *entry.media),
    )


def _direction(owner: str | None, frame: Frame) -> Direction:
    """Returns `out` for boards of our own: whose else is connected is somebody's whom we listen to."""
    ours = frame.is_us(owner) or any(f"pinterest.com/{owner}/" in each for each in frame.own)
    return Direction.OUT if ours or not frame.own else Direction.IN


PLATFORM = Pinterest()
