"""Reads what a page says about one of ours: its microformats, or the bare link.

https://microformats.org/wiki/microformats2-parsing, https://indieweb.org/comments
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from model.event import Event, Kind, Media, Mode, Person
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.html_tree import PageElement
from platforms.reading.payload import ident, obj, text, whole
from platforms.reading.times import from_iso
from platforms.webmention.source_page import SourcePage, build_page, is_told

ANSWERS = {
    "in-reply-to": Kind.COMMENT,
    "like-of": Kind.REACTION,
    "repost-of": Kind.SHARE,
    "bookmark-of": Kind.SHARE,
}
"""What a property makes of a mention, the first that leads to us."""
_MARKED = re.compile(r"<[a-zA-Z!/]")
GONE = frozenset({404, 410})


def read_source(delivery: Delivery) -> list[Event]:
    """Returns what a fetched page says of its target; a page that is gone or links no more takes it away."""
    told = obj(dict(delivery.fetched or {}))
    source, target, status = ident(told.get("source")), ident(told.get("target")), whole(told.get("status"))
    if source is None or target is None:
        return []  # any other page, such as one that was looked through for an address to send to
    frame = Frame(dedupe_id=f"{source} {target}")
    place = {"external_id": source, "parent_id": target, "thread_id": target, "conversation_id": source}
    if status in GONE:
        return [take_away(frame.event(Kind.BACKLINK, **place), None)]
    if status is None or not 200 <= status < 300:
        return []
    written = delivery.body.decode("utf-8", "replace")
    if not _MARKED.search(written):  # https://www.w3.org/TR/webmention/#webmention-verification
        kept = frame.event(Kind.BACKLINK, mode=Mode.PUBLIC, **place)
        return [kept if is_told(written, target) else take_away(kept, None)]
    page = build_page(written, source)
    links = [node for node in page.root.walk() if target in page.list_links(node)]
    if not links:
        return [take_away(frame.event(Kind.BACKLINK, **place), None)]
    entry = next((found for node in links if (found := _entry_of(node)) is not None), None)
    if entry is None:
        return [frame.event(Kind.BACKLINK, mode=Mode.PUBLIC, **place)]
    return [_read(entry, page, target, frame, place)]


def read_seen(delivery: Delivery) -> list[Event]:
    """Returns what a page says that was just looked at: what it says now goes before whatever it said or lacked."""
    at = delivery.received_at
    return [
        each
        if each.kind is Kind.DELETE
        else replace(each, restores=True, changed_at=max(each.changed_at or 0, at))
        for each in read_source(delivery)
    ]


def _entry_of(node: PageElement) -> PageElement | None:
    return next((each for each in node.above() if "h-entry" in each.classes), None)


def _read(entry: PageElement, page: SourcePage, target: str, frame: Frame, place: dict[str, str]) -> Event:
    said = list(_properties(entry))
    kind = next((kind for name, kind in ANSWERS.items() if _leads_to(target, name, said, page)), None)
    if kind is None:
        cards = [node for _, name, node in said if name == "category" and "h-card" in node.classes]
        tagged = any(target in _addresses(card, page) for card in cards)
        kind = Kind.MENTION if tagged else Kind.BACKLINK
    content = _first(said, "content") or _first(said, "summary")
    named = _first(said, "name")
    words = content.collect_words() if content else None
    title = named.collect_words() if named is not None and named is not content else None
    if words is None:
        words, title = title, None
    if kind is Kind.SHARE and words is None:
        place = {name: value for name, value in place.items() if name != "conversation_id"}
    published, updated = (_moment(_first(said, name)) for name in ("published", "updated"))
    return frame.event(
        kind,
        author=_author(said, page),
        title=title if title != words else None,
        text="" if kind is Kind.REACTION and words is None else words,
        occurred_at=published,
        changed_at=updated,
        mode=Mode.PUBLIC,
        media=tuple(Media("image", url) for url in _shown(said, "photo", page)),
        permalink=next(iter(_shown(said, "url", page)), None),
        **place,
    )


def _properties(entry: PageElement) -> Iterator[tuple[str, str, PageElement]]:
    """Yields an entry's own properties: prefix, name and element. What stands in another object is that object's."""
    level = [each for each in reversed(entry.parts) if isinstance(each, PageElement)]
    while level:
        node = level.pop()
        for each in node.classes:
            prefix, dash, name = each.partition("-")
            if dash and name and prefix in ("p", "u", "dt", "e"):
                yield prefix, name, node
        if not any(each.startswith("h-") for each in node.classes):
            level += [each for each in reversed(node.parts) if isinstance(each, PageElement)]


def _first(said: list[tuple[str, str, PageElement]], name: str) -> PageElement | None:
    return next((node for _, each, node in said if each == name), None)


def _shown(said: list[tuple[str, str, PageElement]], name: str, page: SourcePage) -> list[str]:
    return [
        url for prefix, each, node in said if (prefix, each) == ("u", name) for url in page.list_links(node)
    ]


def _leads_to(target: str, name: str, said: list[tuple[str, str, PageElement]], page: SourcePage) -> bool:
    return any(each == name and target in _addresses(node, page) for _, each, node in said)


def _addresses(node: PageElement, page: SourcePage) -> list[str]:
    """Returns where a property leads: by itself, or by the addresses of the object that it is."""
    inner = [url for each in node.walk() if "u-url" in each.classes for url in page.list_links(each)]
    return page.list_links(node) + inner


def _author(said: list[tuple[str, str, PageElement]], page: SourcePage) -> Person | None:
    node = _first(said, "author")
    if node is None:
        return None
    urls = _addresses(node, page) or [
        url for each in node.walk() for url in page.list_links(each) if each.tag == "a"
    ]
    called = next((each for each in node.walk() if "p-name" in each.classes), node)
    name = called.collect_words() or text(called.attributes.get("alt"))
    return Person(urls[0] if urls else None, name) if urls or name else None


def _moment(node: PageElement | None) -> int | None:
    if node is None:
        return None
    told = node.attributes.get("datetime") or node.attributes.get("title") or node.attributes.get("value")
    return from_iso(told or node.collect_words())
