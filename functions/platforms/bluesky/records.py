"""Records of a repository (posts, likes, reposts, follows) as events.

https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky
"""

from collections.abc import Iterator

from model.event import Event, Kind, Media, Person, ReplyHandle
from platforms.frame import Frame
from platforms.reading.described import describe
from platforms.reading.payload import Json, first, items, obj, objects, text
from platforms.reading.shown import show_quoted
from platforms.reading.times import from_iso

POST, LIKE, REPOST, FOLLOW = (
    "app.bsky.feed.post",
    "app.bsky.feed.like",
    "app.bsky.feed.repost",
    "app.bsky.graph.follow",
)
PICTURE = "https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"


def read_record(
    uri: str, record: Json, author: Person, frame: Frame, kind: Kind | None = None, seen_at: int | None = None
) -> Event | None:
    """Returns what a record at `uri` says; None for one of another kind. `kind`: what its notification calls it."""
    parts = uri.removeprefix("at://").split("/")
    collection = parts[1:2] if len(parts) == 3 else []
    at = first(from_iso(record.get("createdAt")), seen_at)
    if collection == [POST]:
        return _post(uri, record, author, frame, kind, at)
    if collection == [FOLLOW]:
        subject = text(record.get("subject"))
        return frame.event(Kind.JOIN, external_id=uri, author=author, parent_id=subject, occurred_at=at)
    if collection in ([LIKE], [REPOST]):
        subject = text(obj(record.get("subject")).get("uri"))
        return frame.event(
            Kind.REACTION if collection == [LIKE] else Kind.SHARE,
            external_id=uri,
            author=author,
            # A like has no word of its own: the text is empty, which is not the same as withdrawn.
            text="" if collection == [LIKE] else None,
            parent_id=subject,
            thread_id=subject,
            occurred_at=at,
        )
    return None


def _post(uri: str, record: Json, author: Person, frame: Frame, kind: Kind | None, at: int | None) -> Event:
    reply, embed = obj(record.get("reply")), obj(record.get("embed"))
    parent = text(obj(reply.get("parent")).get("uri"))
    root = text(obj(reply.get("root")).get("uri"))
    tagged = tuple(dict.fromkeys(_tagged(record)))
    quoted = _quoted(embed)
    usual = (
        Kind.COMMENT if parent else Kind.MENTION if any(frame.is_us(each) for each in tagged) else Kind.POST
    )
    said = kind or usual
    is_quote = said is Kind.SHARE
    return frame.event(
        said,
        external_id=uri,
        author=author,
        text=text(record.get("text")),
        parent_id=quoted if is_quote else parent,
        thread_id=quoted if is_quote else first(root, parent, uri),
        conversation_id=uri if is_quote else None,
        answered=_owner(parent),
        mentioned=tuple(Person(each) for each in tagged),
        occurred_at=at,
        media=tuple(_media(embed, author.id)),
        permalink=_page(uri),
        language=first(*map(text, items(record.get("langs")))),
    )


def read_place(told: Json, record: Json) -> ReplyHandle | None:
    """Returns what an answer has to name: the id of the content that `told` is about, and where its thread begins.

    https://docs.bsky.app/docs/tutorials/creating-a-post#replies-quote-posts-and-embeds
    """
    root = obj(obj(record.get("reply")).get("root"))
    cid = text(told.get("cid"))
    values = (("cid", cid), ("root", text(root.get("uri"))), ("root_cid", text(root.get("cid"))))
    return ReplyHandle(tuple((name, value) for name, value in values if value)) if cid else None


def _page(uri: str) -> str:
    did, _, rkey = uri.removeprefix("at://").split("/", 2)
    return f"https://bsky.app/profile/{did}/post/{rkey}"


def _owner(uri: str | None) -> Person | None:
    did = (uri or "").removeprefix("at://").partition("/")[0]
    return Person(did) if did.startswith("did:") else None


def _tagged(record: Json) -> Iterator[str]:
    for facet in objects(record.get("facets")):
        for feature in objects(facet.get("features")):
            did = text(feature.get("did"))
            if did is not None and feature.get("$type") == "app.bsky.richtext.facet#mention":
                yield did


def _quoted(embed: Json) -> str | None:
    record = obj(embed.get("record"))
    return first(text(record.get("uri")), text(obj(record.get("record")).get("uri")))


def _media(embed: Json, did: str | None) -> Iterator[Media]:
    """Yields pictures, films, links and quotes; a picture's address is made of its author and its content's id."""
    inner = obj(embed.get("media")) or embed
    for each in objects(inner.get("images")):
        yield _picture(obj(each.get("image")), did, text(each.get("alt")))
    if video := obj(inner.get("video")):
        found = text(obj(video.get("ref")).get("$link"))
        yield Media(text(video.get("mimeType")) or "video", id=found, name=text(inner.get("alt")))
    external = obj(inner.get("external"))
    if uri := text(external.get("uri")):
        title = first(text(external.get("title")), text(external.get("description")))
        yield Media("link", uri, name=title)
    yield from show_quoted(_quoted(embed))


def _picture(blob: Json, did: str | None, alt: str | None) -> Media:
    cid = text(obj(blob.get("ref")).get("$link"))
    url = PICTURE.format(did=did, cid=cid) if did and cid else None
    return Media(text(blob.get("mimeType")) or "image", url, cid, alt)


def describe_silent(event: Event) -> str | None:
    """Returns what stands for a post without words and files."""
    silent = event.kind in (Kind.POST, Kind.COMMENT, Kind.MENTION) and not event.text and not event.media
    return describe("Post without text") if silent else event.text
