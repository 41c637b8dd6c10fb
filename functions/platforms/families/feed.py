"""Feeds of every kind as entries: RSS 0.9 to 2.0, RDF, Atom and JSON Feed.

feedparser is given bytes and never an address, its sanitiser is off (our own reader makes text of HTML), and it is
loaded when the first XML comes. JSON Feed is read here: https://www.jsonfeed.org/version/1.1/
"""

import html
import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from model.errors import Malformed
from model.event import Media, Person
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, ident, objects, read_object, text
from platforms.reading.times import from_iso, from_ms

MOST_BYTES = 5_000_000
MOST_TAGS = 100_000
_WEB = ("http://", "https://")
_SIGNED = re.compile(r"\s*(?P<mail>[^\s@()<>]{1,64}@[^\s@()<>]{1,255})\s*(?:\((?P<name>[^()]{0,200})\)\s*)?")
_ROOT = re.compile(r"<[a-z_]", re.IGNORECASE)
_ENTITY = re.compile(r"<!entity", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Holds one item of a feed: `link` is absolute, times are epoch ms, `answers` is what it replies to."""

    native: str | None
    link: str | None
    title: str | None
    text: str | None
    author: Person | None
    published_at: int | None
    updated_at: int | None
    media: tuple[Media, ...] = ()
    answers: str | None = None
    language: str | None = None
    html: str | None = None
    """The words as they were written, where they are HTML: pictures stand in them."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Holds a feed's own page (`link`), what made it, and its entries."""

    link: str | None
    generator: str
    entries: tuple[FeedEntry, ...]


def read_feed(body: bytes, url: str | None, content_type: str | None = None) -> FeedPage:
    """Returns the feed in `body`, fetched from `url`. Raises Malformed: `too_large`, `entities`, `too_many`, `no_feed`.

    A feed that is broken gives what can be read of it; only what is no feed at all is refused.
    """
    if len(body) > MOST_BYTES:
        raise Malformed("too_large")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _read_json(read_object(body), url)
    return _read_xml(body, url, content_type)


def _read_json(payload: Json, url: str | None) -> FeedPage:
    version = text(payload.get("version")) or ""
    if "jsonfeed.org" not in version:
        raise Malformed("no_feed")
    home = make_absolute(payload.get("home_page_url"), url)
    base = first(make_absolute(payload.get("feed_url"), url), home, url)
    owner = _json_author(payload)
    return FeedPage(home, "", tuple(_json_entry(each, base, owner) for each in objects(payload.get("items"))))


def _json_entry(item: Json, base: str | None, owner: Person | None) -> FeedEntry:
    files = (
        Media(text(each.get("mime_type")), make_absolute(each.get("url"), base), name=text(each.get("title")))
        for each in objects(item.get("attachments"))
    )
    image = make_absolute(item.get("image"), base)
    shown = (Media("image", image),) if image else ()
    return FeedEntry(
        ident(item.get("id")),
        first(make_absolute(item.get("url"), base), make_absolute(item.get("external_url"), base)),
        text(item.get("title")),
        first(read_text(item.get("content_html")), text(item.get("content_text")), text(item.get("summary"))),
        _json_author(item) or owner,
        from_iso(item.get("date_published")),
        from_iso(item.get("date_modified")),
        (*(file for file in files if file.url), *shown),
        language=text(item.get("language")),
    )


def _json_author(thing: Json) -> Person | None:
    author = next(iter(objects(thing.get("authors")) or objects(thing.get("author"))), {})
    return _person(text(author.get("url")), text(author.get("name")))


def _read_xml(body: bytes, url: str | None, content_type: str | None) -> FeedPage:
    _refuse_bombs(body)
    import feedparser

    try:
        found = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": content_type} if content_type else {},
            sanitize_html=False,
            resolve_relative_uris=True,
        )
    except ValueError as error:  # its own way through names with blanks in them, and addresses that are none
        raise Malformed("bad_feed") from error
    if not found.get("version") and not found.entries:
        raise Malformed("no_feed")
    home = make_absolute(found.feed.get("link"), url)
    is_atom = str(found.get("version")).startswith("atom")
    owner = _xml_author(found.feed) if is_atom else None
    generator = str(found.feed.get("generator") or "")
    return FeedPage(home, generator, tuple(_xml_entry(each, home or url, owner) for each in found.entries))


def _refuse_bombs(body: bytes) -> None:
    """Refuses what declares entities before its first element, and more tags than any feed of that size has."""
    head = body[:20_000].replace(b"\0", b"").decode("latin-1")  # also of two bytes a letter
    root = _ROOT.search(head)
    if _ENTITY.search(head[: root.start()] if root else head):
        raise Malformed("entities")
    if body.count(b"<") > MOST_TAGS:
        raise Malformed("too_many")


def _xml_entry(item: Any, base: str | None, owner: Person | None) -> FeedEntry:
    link = make_absolute(item.get("link"), base)
    native, contents = text(item.get("id")), item.get("content") or ()
    return FeedEntry(
        native,
        link or (native if native and native.startswith(_WEB) and not item.get("link") else None),
        _title(item),
        first(*map(_words, contents), _words(item.get("summary_detail"))),
        first(_xml_author(item), _xml_author(item.get("source") or {}), owner),
        _moment(dict.get(item, "published_parsed")),
        _moment(dict.get(item, "updated_parsed")),  # the library's own `get` takes the other one
        tuple(dict.fromkeys(_files(item, base))),
        _reference(item),
        html=first(*(text(each.get("value")) for each in (*contents, item.get("summary_detail") or {}))),
    )


def _title(item: Any) -> str | None:
    """Returns the title; many feeds escape it twice."""
    written = _words(item.get("title_detail"))
    return html.unescape(written) if written else None


def _words(detail: Any) -> str | None:
    value = detail.get("value") if isinstance(detail, Mapping) else None
    plain = isinstance(detail, Mapping) and detail.get("type") == "text/plain"
    return text(value) if plain else read_text(value)


def _xml_author(thing: Any) -> Person | None:
    """Returns the first author. Where mail and name stand in one text, the library cuts addresses of newer domains."""
    for each in thing.get("authors") or ():
        link = text(each.get("href"))
        signed = _SIGNED.fullmatch(str(thing.get("author") or "")) if link is None else None
        if signed:
            return _person(signed["mail"], text(signed["name"]))
        return _person(first(link, text(each.get("email"))), text(each.get("name")))
    return None


def _person(native: str | None, name: str | None) -> Person | None:
    return Person(native, name) if native or name else None


def _files(item: Any, base: str | None) -> Iterator[Media]:
    for each in item.get("enclosures") or ():
        if url := make_absolute(each.get("href"), base):
            yield Media(text(each.get("type")), url)
    for each in item.get("media_content") or ():
        if url := make_absolute(each.get("url"), base):
            yield Media(first(text(each.get("type")), text(each.get("medium"))), url)


def _reference(item: Any) -> str | None:
    """Returns what an entry answers: https://www.rfc-editor.org/rfc/rfc4685"""
    told = item.get("thr_in-reply-to")
    return first(text(told.get("ref")), text(told.get("href"))) if isinstance(told, Mapping) else None


def _moment(parsed: Any) -> int | None:
    try:
        return from_ms(timegm(parsed) * 1000) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None


def make_absolute(link: object, base: str | None) -> str | None:
    """Returns a link of the web made absolute; a search engine's redirector is looked through."""
    written = text(link)
    if written is None:
        return None
    try:
        url = urljoin(base or "", written.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.path == "/url" and (parts.hostname or "").startswith("www.google."):
        url = (parse_qs(parts.query).get("url") or [url])[0]
    return url if url.startswith(_WEB) else None
