"""Comments and posts, in REST's names and in those of the database, which hooks use.

https://developer.wordpress.org/rest-api/reference/comments/ and https://wordpress.com/support/webhooks/
"""

from dataclasses import replace

from model.event import Event, Kind, Mode, Person
from platforms.frame import take_away
from platforms.reading.markup import read_files, read_text
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, text
from platforms.reading.times import from_iso

GONE = frozenset({"trash", "spam", "post-trashed"})
HELD = frozenset({"hold", "0", "unapproved"})
OUTSIDE = frozenset({"pingback", "trackback"})


def read_comment(thing: Json) -> Event | None:
    """Returns a comment or a pingback; a deletion of what is spam or in the bin, None without an id.

    E-mail and IP address, which some lists carry, are left there. What waits for approval is nobody's but the site's.
    """
    number, post = (
        id_at(thing, "comment_ID", "comment_id", "id"),
        _number(thing, "comment_post_ID", "post"),
    )
    if number is None:
        return None
    answered, status = _number(thing, "comment_parent", "parent"), _status(thing)
    thread = f"post:{post}" if post else None
    link = first(text(thing.get("comment_author_url")), text(thing.get("author_url")))
    outside = text(first(thing.get("comment_type"), thing.get("type"))) in OUTSIDE
    name = first(text(thing.get("comment_author")), text(thing.get("author_name")))
    native = link if outside else _number(thing, "user_id", "author")
    html = first(text(thing.get("comment_content")), _rendered(thing, "content"))
    event = Event(
        Kind.BACKLINK if outside else Kind.COMMENT,
        external_id=f"comment:{number}",
        dedupe_id=f"comment:{number}",
        author=Person(native, name) if native or name else None,
        text=read_text(html),
        parent_id=f"comment:{answered}" if answered else thread,
        thread_id=thread,
        occurred_at=first(from_iso(thing.get("comment_date_gmt")), from_iso(thing.get("date_gmt"))),
        mode=Mode.PRIVATE if status in HELD else Mode.PUBLIC,
        media=read_files(html, text(thing.get("link"))),
        permalink=text(thing.get("link")),
    )
    return take_away(event, None) if status in GONE else event


def read_post(thing: Json) -> Event | None:
    """Returns a published post; None for a draft, and for what is no post. Without a number its address is its id."""
    number, link = (
        id_at(thing, "ID", "post_id", "id"),
        first(text(thing.get("post_url")), text(thing.get("link"))),
    )
    title = first(text(thing.get("post_title")), _rendered(thing, "title"))
    native = f"post:{number}" if number else link
    status = first(text(thing.get("post_status")), text(thing.get("status")))
    html = first(text(thing.get("post_content")), _rendered(thing, "content"))
    if native is None or (title is None and html is None and status not in GONE):
        return None
    if status not in (None, "publish", *GONE):
        return None
    who, name = _number(thing, "post_author", "author"), text(thing.get("post_author_name"))
    changed = first(from_iso(thing.get("post_modified_gmt")), from_iso(thing.get("modified_gmt")))
    at = first(from_iso(thing.get("post_date_gmt")), from_iso(thing.get("date_gmt")))
    event = Event(
        Kind.POST,
        external_id=native,
        dedupe_id=native,
        author=Person(who, name) if who or name else None,
        title=read_text(title),
        text=read_text(html),
        thread_id=native,
        occurred_at=at,
        changed_at=changed if changed != at else None,
        media=read_files(html, link),
        permalink=link,
    )
    return take_away(event, None) if status in GONE else replace(event)


def _number(thing: Json, *names: str) -> str | None:
    """Returns an id; 0 stands for none."""
    found = id_at(thing, *names)
    return None if found == "0" else found


def _status(thing: Json) -> str | None:
    return first(ident(thing.get("comment_approved")), text(thing.get("status")))


def _rendered(thing: Json, name: str) -> str | None:
    value = thing.get(name)
    return first(text(value), text(obj(value).get("rendered")), text(obj(value).get("raw")))
