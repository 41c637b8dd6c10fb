"""Messages of Yammer, on pages and in its export.

https://learn.microsoft.com/en-us/rest/api/yammer/messagesjson
"""

from collections.abc import Iterator

from model.event import Event, Kind, Media, Mode, Person
from platforms.frame import Frame
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, required, text
from platforms.reading.times import from_iso


def is_system(row: Json) -> bool:
    """Returns whether nobody wrote a message."""
    return row.get("system_message") is True or row.get("message_type") == "system"


def read_message(row: Json, frame: Frame) -> Event:
    """Returns a message on a page."""
    body, direct = obj(row.get("body")), row.get("direct_message") is True
    return make_message(
        row,
        frame,
        Mode.PRIVATE if direct or row.get("privacy") == "private" else Mode.PUBLIC,
        direct,
        first(text(body.get("plain")), text(body.get("parsed"))),
        frame.person(ident(row.get("sender_id"))),
        tuple(_media(row)),
        text(row.get("web_url")),
    )


def make_message(
    row: Json,
    frame: Frame,
    mode: Mode,
    direct: bool,
    words: str | None,
    who: Person | None,
    media: tuple[Media, ...],
    link: str | None,
) -> Event:
    """Returns a message, wherever it was told."""
    native, answered = required(ident(row.get("id"))), ident(row.get("replied_to_id"))
    return frame.event(
        Kind.MESSAGE if direct else Kind.COMMENT if answered else Kind.POST,
        external_id=native,
        dedupe_id=native,
        author=who,
        title=text(row.get("title")),
        text=words,
        parent_id=answered,
        thread_id=first(ident(row.get("thread_id")), native),
        occurred_at=read_time(row.get("created_at")),
        mode=mode,
        media=media,
        permalink=link,
    )


def _media(row: Json) -> Iterator[Media]:
    for each in objects(row.get("attachments")):
        url = first(text(each.get("url")), text(obj(each.get("image")).get("url")), text(each.get("web_url")))
        kind = first(text(each.get("content_type")), text(each.get("type")))
        yield Media(kind, url, first_id(each, "id"), text(each.get("name")))


def read_time(written: object) -> int | None:
    """Reads `2013/06/25 18:14:45 +0000`, and ISO as the export has it."""
    return (
        from_iso(written.replace("/", "-").replace(" +", "+").replace(" -", "-"))
        if isinstance(written, str)
        else None
    )
