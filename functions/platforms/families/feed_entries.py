"""A feed's entries as events: which id counts, what is a comment, and where it stands."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from model.event import Event, Kind
from model.http import Delivery
from platforms.families.feed import FeedEntry, FeedPage, read_feed
from platforms.frame import Frame
from platforms.reading.addresses import split_address
from platforms.reading.payload import first

_COMMENT = re.compile(r"#comment-\d+\Z")
_OF_SITE = re.compile(r"/comments/feed/?\Z")


def read_events(delivery: Delivery) -> list[Event]:
    """Returns an event for each entry that has an id, a link, a title or a text."""
    feed = read_feed(delivery.body, delivery.url, delivery.headers.get("content-type"))
    frame = Frame(own=delivery.self_ids)
    told = [each for each in feed.entries if each.native or each.link or each.title or each.text]
    ids = [each.native for each in told]
    useless = {native for native, times in Counter(ids).items() if times > 1 and times == len(ids)} | {"N/A"}
    named = [(_name(each, useless), each) for each in told]
    if _is_of_comments(told):
        return [_comment(name, each, feed, delivery.url, frame) for name, each in named]
    roots = {name: each.answers for name, each in named}
    return [_event(name, each, roots, frame) for name, each in named]


def _name(entry: FeedEntry, useless: set[str | None]) -> str:
    if entry.native and entry.native not in useless:
        return entry.native
    written = f"{entry.title or ''}\n{entry.text or ''}"
    return entry.link or f"sha256:{sha256(written.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _event(name: str, entry: FeedEntry, roots: Mapping[str, str | None], frame: Frame) -> Event:
    answers = entry.answers
    thread = _root(answers, roots) if answers else entry.link
    return _made(Kind.COMMENT if answers else Kind.POST, name, entry, answers, thread, frame)


def _root(answered: str, roots: Mapping[str, str | None]) -> str:
    """Returns where a chain of answers begins, as far as this document tells."""
    seen = {answered}
    while (further := roots.get(answered)) is not None and further not in seen:
        seen.add(further)
        answered = further
    return answered


def _is_of_comments(entries: Sequence[FeedEntry]) -> bool:
    """Returns whether it is a feed of comments: WordPress gives each the address of its post, with its own mark."""
    links = [each.link for each in entries]
    return bool(links) and all(link is not None and _COMMENT.search(link) for link in links)


def _comment(name: str, entry: FeedEntry, feed: FeedPage, url: str | None, frame: Frame) -> Event:
    post = (entry.link or "").partition("#")[0]
    place = post if _is_of_site(feed.link, url) else feed.link
    return _made(Kind.COMMENT, name, entry, place, place, frame)


def _is_of_site(link: str | None, url: str | None) -> bool:
    """Returns whether the comments are of a whole site: by the feed's address, or its page is the front page."""
    page, front = (url or "").partition("?")[0], split_address(link)
    return bool(_OF_SITE.search(page)) or (front.path in ("", "/") and not front.query)


def _made(
    kind: Kind, name: str, entry: FeedEntry, parent: str | None, thread: str | None, frame: Frame
) -> Event:
    at = first(entry.published_at, entry.updated_at)
    changed = entry.updated_at if at is not None and (entry.updated_at or 0) > at else None
    return frame.event(
        kind,
        external_id=name,
        dedupe_id=name,
        author=entry.author,
        title=entry.title,
        text=entry.text,
        parent_id=parent,
        thread_id=thread,
        occurred_at=at,
        changed_at=changed,
        media=entry.media,
        language=entry.language,
        permalink=entry.link,
    )
