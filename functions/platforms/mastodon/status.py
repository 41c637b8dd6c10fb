"""A Mastodon post.

https://docs.joinmastodon.org/entities/Status/
"""

from collections.abc import Iterator

from model.event import Event, Figures, Kind, Media, Mode, Person, ReplyHandle
from platforms.frame import Frame
from platforms.reading.described import describe
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, required, text, whole
from platforms.reading.times import from_iso

HIDDEN = frozenset({"private", "direct"})
QUOTED = '<p class="quote-inline">'
"""A line for programs that show no quotes: https://docs.joinmastodon.org/user/quoting/"""


def read_status(status: Json, frame: Frame) -> Event:
    """Returns a post as what it is to us: a message, a mention, a comment, a share or a post. Raises Malformed."""
    native, answered = required(ident(status.get("id"))), ident(status.get("in_reply_to_id"))
    shared, visibility = obj(status.get("reblog")), text(status.get("visibility"))
    author, mentioned = (
        read_account(obj(status.get("account"))),
        tuple(map(read_account, objects(status.get("mentions")))),
    )
    us = any(frame.is_us(each.id) for each in mentioned) and not frame.is_us(author.id)
    quoted = None if shared or answered else _quoted(status)
    share = Kind.SHARE if shared or quoted else Kind.POST
    open_kind = Kind.MENTION if us else Kind.COMMENT if answered else share
    return frame.event(
        Kind.MESSAGE if visibility == "direct" else open_kind,
        external_id=native,
        dedupe_id=native,
        author=author,
        title=text(status.get("spoiler_text")),
        text=None if shared else _words(status),
        parent_id=first(answered, ident(shared.get("id")), quoted),
        thread_id=first(answered, ident(shared.get("id")), native),
        conversation_id=native if quoted else None,  # with words of its own it is answered by itself
        answered=Person(whom) if (whom := ident(status.get("in_reply_to_account_id"))) else None,
        mentioned=mentioned,
        occurred_at=from_iso(status.get("created_at")),
        changed_at=from_iso(status.get("edited_at")),
        figures=_figures(status),
        mode=Mode.PRIVATE if visibility in HIDDEN else Mode.PUBLIC,
        media=tuple(_media(status)),
        permalink=text(status.get("url")),
        language=text(status.get("language")),
        reply_handle=_handle(author, visibility),
    )


def _figures(status: Json) -> Figures | None:
    told = [whole(status.get(name)) for name in ("favourites_count", "replies_count", "reblogs_count")]
    return Figures(None, *told) if any(each is not None for each in told) else None


def read_account(account: Json) -> Person:
    """Returns the person; without a name of their own the user name is it."""
    handle = first(text(account.get("acct")), text(account.get("username")))
    return Person(
        ident(account.get("id")),
        first(text(account.get("display_name")), text(account.get("username"))),
        handle,
    )


def _handle(author: Person, visibility: str | None) -> ReplyHandle | None:
    """Returns whom an answer has to mention, or they are not told, and who may see it."""
    values = (("acct", author.handle), ("visibility", visibility))
    return ReplyHandle(tuple((name, value) for name, value in values if value)) if author.handle else None


def _words(status: Json) -> str | None:
    html = text(status.get("content")) or ""
    written = read_text(html.partition("</p>")[2] if html.startswith(QUOTED) else html)
    options = [text(each.get("title")) for each in objects(obj(status.get("poll")).get("options"))]
    return "\n".join(filter(None, (written, describe("Poll", *options) if options else None))) or None


def _quoted(status: Json) -> str | None:
    quote = obj(status.get("quote"))
    return first(first_id(obj(quote.get("quoted_status")), "id"), first_id(quote, "quoted_status_id"))


def _media(status: Json) -> Iterator[Media]:
    for each in objects(status.get("media_attachments")):
        url = first(text(each.get("url")), text(each.get("remote_url")))
        yield Media(text(each.get("type")), url, ident(each.get("id")), text(each.get("description")))
    if quoted := _quoted(status):
        yield Media("quote", id=quoted)
