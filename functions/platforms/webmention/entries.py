"""Reads what a page says about one of ours: its microformats, or the bare link.

https://microformats.org/wiki/microformats2-parsing, https://indieweb.org/comments
"""

import re
from dataclasses import replace

from model.event import Event, Kind, Media, Mode, Person
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.described import bracket
from platforms.reading.html_tree import PageElement
from platforms.reading.payload import ident, obj, text, whole
from platforms.reading.shown import read_stars
from platforms.webmention.properties import (
    Property,
    find_property,
    leads_to,
    list_addresses,
    list_properties,
    list_shown,
    read_moment,
    read_value,
)
from platforms.webmention.source_page import SourcePage, build_page, is_told

ANSWERS = {
    "in-reply-to": Kind.COMMENT,
    "like-of": Kind.REACTION,
    "repost-of": Kind.SHARE,
    "bookmark-of": Kind.SHARE,
}
"""What a property makes of a mention, the first that leads to us."""
REVIEW = "h-review"
ENTRIES = frozenset({"h-entry", REVIEW})
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
    # It says nothing of where that stood: what only linked stood in no conversation.
    gone = take_away(frame.event(Kind.BACKLINK, external_id=source, parent_id=target), None)
    if status in GONE:
        return [gone]
    if status is None or not 200 <= status < 300:
        return []
    written = delivery.body.decode("utf-8", "replace")
    if not _MARKED.search(written):  # https://www.w3.org/TR/webmention/#webmention-verification
        kept = frame.event(Kind.BACKLINK, mode=Mode.PUBLIC, permalink=source, **place)
        return [kept if is_told(written, target) else gone]
    page = build_page(written, source)
    links = [node for node in page.root.walk() if target in page.list_links(node)]
    if not links:
        return [gone]
    entry = next((found for node in links if (found := _entry_of(node)) is not None), None)
    if entry is None:
        return [frame.event(Kind.BACKLINK, mode=Mode.PUBLIC, permalink=source, **place)]
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
    return next((each for each in node.above() if not ENTRIES.isdisjoint(each.classes)), None)


def _read(entry: PageElement, page: SourcePage, target: str, frame: Frame, place: dict[str, str]) -> Event:
    said = list(list_properties(entry))
    kind = next((kind for name, kind in ANSWERS.items() if leads_to(target, name, said, page)), None)
    if kind is None:
        cards = [node for _, name, node in said if name == "category" and "h-card" in node.classes]
        tagged = any(target in list_addresses(card, page) for card in cards)
        kind = Kind.MENTION if tagged else Kind.BACKLINK
    kind = Kind.REVIEW if REVIEW in entry.classes and kind is Kind.BACKLINK else kind
    content = find_property(said, "content") or find_property(said, "summary")
    named = find_property(said, "name")
    words = content.collect_words() if content else None
    title = named.collect_words() if named is not None and named is not content else None
    if words is None:
        rsvp = read_value(find_property(said, "rsvp"))
        words, title = (bracket("RSVP", rsvp), title) if rsvp else (title, None)
    if kind is Kind.SHARE and words is None:
        place = {name: value for name, value in place.items() if name != "conversation_id"}
    published, updated = (read_moment(find_property(said, name)) for name in ("published", "updated"))
    return frame.event(
        kind,
        author=_author(said, page),
        title=title if title != words else None,
        text="" if kind is Kind.REACTION and words is None else words,
        occurred_at=published,
        changed_at=updated,
        mode=Mode.PUBLIC,
        media=tuple(Media("image", url) for url in list_shown(said, "photo", page)),
        rating=read_stars(read_value(find_property(said, "rating"))) if kind is Kind.REVIEW else None,
        permalink=next(iter(list_shown(said, "url", page)), place["external_id"]),
        **place,
    )


def _author(said: list[Property], page: SourcePage) -> Person | None:
    node = find_property(said, "author")
    if node is None:
        return None
    urls = list_addresses(node, page) or [
        url for each in node.walk() for url in page.list_links(each) if each.tag == "a"
    ]
    called = next((each for each in node.walk() if "p-name" in each.classes), node)
    name = called.collect_words() or text(called.attributes.get("alt"))
    return Person(urls[0] if urls else None, name) if urls or name else None
