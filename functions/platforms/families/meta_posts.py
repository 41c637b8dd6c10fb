"""Completes posts on Facebook: of pictures, albums and mentions a webhook leaves out the words or who wrote them.

https://developers.facebook.com/docs/graph-api/reference/post
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from model.event import Event, Kind, Media
from model.http import Call, Delivery
from model.want import Want
from platforms.fetching import ask_with_token, read_told
from platforms.frame import Frame
from platforms.naming import GRAPH
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, items, obj, read_object, text
from platforms.reading.times import from_any

FIELDS = "id,message,from,permalink_url,created_time"
LINKED = {"photo": "image", "video": "video"}
"""What `link` leads to; a link's own page otherwise."""

KINDS = {"post": Kind.POST, "mention": Kind.MENTION}


class PostCompleter:
    """Asks for what a webhook leaves out of a post, with the Page's token."""

    def list_wants(self, events: Sequence[Event]) -> Iterable[Want]:
        """Returns posts without words, and mentions that nobody is said to have written."""
        return _list_posts(events)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for a post."""
        url = f"{GRAPH}/{quote(what['post'], safe='')}?fields={FIELDS}"
        return ask_with_token(url, credentials)

    def read_fetched(self, delivery: Delivery) -> list[Event]:
        """Returns the post with its words; nothing when it has none, is gone, or is kept from us."""
        told = read_told(delivery)
        found = read_object(delivery.body) if told.get("status") == "200" else {}
        who, words = obj(found.get("from")), text(found.get("message"))
        author = Frame().person(ident(who.get("id")), text(who.get("name")))
        if "post" not in told or (words is None and author is None):
            return []
        known, native = int(told.get("at", "0")), told["post"]
        return [
            Frame(told.get("page")).event(
                KINDS.get(told.get("what", ""), Kind.POST),
                external_id=native,
                dedupe_id=f"{native} fetched",
                author=author,
                text=words,
                thread_id=native,
                conversation_id=native,
                occurred_at=first(from_any(found.get("created_time")), known),
                # What it takes the place of was told a moment later.
                changed_at=max(from_any(found.get("created_time")) or 0, known) + 1,
                permalink=text(found.get("permalink_url")),
            )
        ]


def _list_posts(events: Sequence[Event]) -> Iterator[Want]:
    for event in events:
        wordless = event.kind is Kind.POST and event.text is None
        nobody_s = (
            event.kind is Kind.MENTION and event.author is None and event.thread_id == event.external_id
        )
        if (wordless or nobody_s) and event.external_id and event.account_id:
            what = next(name for name, kind in KINDS.items() if kind is event.kind)
            told = {"kind": "post", "what": what, "post": event.external_id, "page": event.account_id}
            yield Want({**told, "at": str(event.occurred_at or 0)}, event.account_id)


def read_post_media(item: str, value: Json) -> tuple[Media, ...]:
    """Returns what is shown with a post, or what its link leads to."""
    pictures = [text(url) for url in (value.get("photo"), *items(value.get("photos")))]
    found = [Media("image", url) for url in dict.fromkeys(pictures) if url]
    found += [Media("video", url) for url in (text(value.get("video")),) if url]
    link, native = text(value.get("link")), id_at(value, "video_id", "photo_id")
    if link:
        found.append(Media(LINKED.get(item, "link"), link, native))
    elif native:
        found.append(Media("video" if "video_id" in value else "image", id=native))
    return tuple(found)
