"""A Mastodon post.

https://docs.joinmastodon.org/entities/Status/
"""

from model.event import Event, Kind, Mode, Person
from platforms.frame import Frame, keep_handle
from platforms.reading.described import describe
from platforms.reading.markup import read_text
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, text
from platforms.reading.shown import read_figures, read_media, show_quoted
from platforms.reading.times import from_iso

HIDDEN = frozenset({"private", "direct"})
QUOTED = '<p class="quote-inline">'
"""A line for programs that show no quotes: https://docs.joinmastodon.org/user/quoting/"""
FILES = {"urls": "url remote_url", "names": "description"}
FIGURES = {"reactions": "favourites_count", "comments": "replies_count", "shares": "reblogs_count"}


def read_status(status: Json, frame: Frame) -> Event:
    """Returns a post as what it is to us: a message, a mention, a comment, a share or a post. Raises Malformed."""
    native, answered = required(ident(status.get("id"))), ident(status.get("in_reply_to_id"))
    shared, visibility = obj(status.get("reblog")), text(status.get("visibility"))
    author = read_account(obj(status.get("account")))
    mentioned = tuple(map(read_account, objects(status.get("mentions"))))
    us = any(frame.is_us(each.id) for each in mentioned) and not frame.is_us(author.id)
    quote = id_at(status, "quote.quoted_status.id", "quote.quoted_status_id")
    quoted = None if shared or answered else quote
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
        figures=read_figures(status, **FIGURES),
        mode=Mode.PRIVATE if visibility in HIDDEN else Mode.PUBLIC,
        media=(*read_media(status.get("media_attachments"), **FILES), *show_quoted(quote)),
        permalink=text(status.get("url")),
        language=text(status.get("language")),
        # Whom an answer has to mention, or they are not told, and who may see it.
        reply_handle=keep_handle(acct=author.handle, visibility=visibility) if author.handle else None,
    )


def read_account(account: Json) -> Person:
    """Returns the person; without a name of their own the user name is it."""
    name, handle = (text_at(account, own, "username") for own in ("display_name", "acct"))
    return Person(id_at(account, "id"), name, handle)


def _words(status: Json) -> str | None:
    html = text(status.get("content")) or ""
    written = read_text(html.partition("</p>")[2] if html.startswith(QUOTED) else html)
    options = [text_at(each, "title") for each in objects(value_at(status, "poll.options"))]
    return "\n".join(filter(None, (written, describe("Poll", *options) if options else None))) or None
