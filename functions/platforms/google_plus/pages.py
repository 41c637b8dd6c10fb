"""Posts as HTML pages, as an archive has them where its owner chose HTML.

https://github.com/chicks-net/google-plus-posts-dumper shows such pages. Comments have no id there: one is made of
post, author, time and words.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from model.event import Direction, Event, Kind, Media, Mode, Person
from platforms.frame import Frame
from platforms.reading.html_tree import PageElement, TreeBounds, read_tree
from platforms.reading.times import from_iso

_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}")
BOUNDS = TreeBounds(deep=100, elements=200_000)
NO_WORDS = frozenset({"location", "link-embed", "album", "media-link", "reshare-attribution"})


def read_page(html: str, self_ids: tuple[str, ...]) -> list[Event]:
    """Returns the post that a page shows and its comments; nothing for another page. Raises Malformed: `too_deep`."""
    root = read_tree(html, BOUNDS)
    heading = next(root.find_class("author"), None)
    post = next((each for each in root.find_links() if _TIME.search(each.collect_words() or "")), None)
    if heading is None or post is None or not post.link:
        return []
    author, url = _person(heading), post.link
    own: set[str | None] = {*self_ids} or {author.id if author else None}
    seen_by = " ".join(each.collect_words() or "" for each in root.find_class("visibility"))
    mode = Mode.PUBLIC if seen_by.strip().endswith("Public") else Mode.PRIVATE
    body = next(root.find_class("main-content"), None)
    words = body.collect_words(NO_WORDS) if body else None
    shared = next((each.link for each in root.find_class("reshare-attribution")), None)
    told = {"mode": mode, "rooted": mode is Mode.PRIVATE, "thread_id": url, "permalink": url}
    event = Frame().event(
        Kind.SHARE if shared else Kind.POST,
        external_id=url,
        dedupe_id=url,
        author=author,
        text=words,
        parent_id=shared,
        conversation_id=url if shared and words else None,
        occurred_at=_time(post),
        direction=_direction(author, own),
        media=tuple(dict.fromkeys(_media(root))),
        **told,
    )
    return [event, *(_comment(each, url, own, told) for each in root.find_class("comment"))]


def _comment(node: PageElement, url: str, own: set[str | None], told: dict[str, Any]) -> Event:
    author = next((_person(each) for each in node.find_class("author")), None)
    at = next((_time(each) for each in node.find_class("time")), None)
    content = next(node.find_class("comment-content"), None)
    words = content.collect_words(frozenset({"link-embed"})) if content else None
    seed = f"{url} {author.id if author else ''} {at} {words or ''}"
    return Frame().event(
        Kind.COMMENT,
        dedupe_id=f"{url}#{sha256(seed.encode('utf-8', 'replace')).hexdigest()[:16]}",
        author=author,
        text=words,
        parent_id=url,
        occurred_at=at,
        direction=_direction(author, own),
        media=tuple(dict.fromkeys(_media(content))) if content else (),
        **told,
    )


def _person(link: PageElement) -> Person | None:
    native = (link.link or "").rstrip("/").rpartition("/")[2] or None
    name = link.collect_words()
    return Person(native, name) if native or name else None


def _direction(author: Person | None, own: set[str | None]) -> Direction:
    return Direction.OUT if author is not None and author.id in own else Direction.IN


def _time(node: PageElement) -> int | None:
    found = _TIME.search(node.collect_words() or "")
    return from_iso(found[0]) if found else None


def _media(root: PageElement) -> Iterator[Media]:
    for each in root.find_class("link-embed"):
        if each.link:
            yield Media("link", each.link, name=each.collect_words())
    for each in root.find_class("media-link"):
        if each.link:
            yield Media("image", each.link, name=each.collect_words())
