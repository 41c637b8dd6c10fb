"""Yammer (Viva Engage), which pushes nothing: signed webhooks of one's own, pages of messages, and its export.

https://learn.microsoft.com/en-us/rest/api/yammer/messagesjson
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from model.event import Event, Kind, Media, Mode, Person
from model.http import Call, Delivery
from platforms.frame import Frame, take_away
from platforms.reading.payload import Json, first, first_id, ident, obj, objects, read_object, required, text
from platforms.reading.table import read_rows
from platforms.reading.times import from_iso
from platforms.standard_webhooks import StandardWebhooks

API = "https://www.yammer.com/api/v1"
PAGE_SIZE = 20
COLUMNS = frozenset({"replied_to_id", "thread_id"})


class Yammer(StandardWebhooks):
    """A Yammer network; one endpoint is one network, one account the user whose token reads it."""

    name = "yammer"
    title = "Yammer"
    docs_url = "https://learn.microsoft.com/en-us/rest/api/yammer/"
    capabilities = frozenset({"webhook", "poll", "archive", "edits", "deletes"})
    retention = "yammer"

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what a webhook says, or the messages in the export's Messages.csv."""
        if delivery.source != "archive":
            return super().parse(delivery)
        return [_exported(row) for row in read_rows(delivery.body, COLUMNS) if ident(row.get("id"))]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:  # noqa: ARG002 - the token tells whose
        """Returns the request for a page of the messages that the token's user sees, the newest first."""
        query = {"limit": str(PAGE_SIZE)} | ({"older_than": cursor} if cursor else {})
        return Call("GET", f"{API}/messages.json?{urlencode(query)}", {"accept": "application/json"})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the messages on a page, newest first, and the id of the oldest where there are older ones.

        References only tell names.
        """
        page = read_object(delivery.body)
        people = {
            native: Person(native, text(each.get("full_name")), text(each.get("name")))
            for each in objects(page.get("references"))
            if each.get("type") == "user" and (native := ident(each.get("id")))
        }
        rows, frame = objects(page.get("messages")), Frame(people=people, own=delivery.self_ids)
        more = obj(page.get("meta")).get("older_available") is True
        last = next((ident(row.get("id")) for row in reversed(rows)), None) if more else None
        return [_posted(row, frame) for row in rows if not _is_system(row)], last


def _is_system(row: Json) -> bool:
    return row.get("system_message") is True or row.get("message_type") == "system"


def _posted(row: Json, frame: Frame) -> Event:
    body, direct = obj(row.get("body")), row.get("direct_message") is True
    return _message(
        row,
        frame,
        Mode.PRIVATE if direct or row.get("privacy") == "private" else Mode.PUBLIC,
        direct,
        first(text(body.get("plain")), text(body.get("parsed"))),
        frame.person(ident(row.get("sender_id"))),
        tuple(_media(row)),
        text(row.get("web_url")),
    )


def _exported(row: Json) -> Event:
    """Returns a row of the export; what was deleted comes without its words."""
    direct = str(row.get("in_private_conversation")).upper() == "TRUE"
    mode = Mode.PRIVATE if direct or str(row.get("in_private_group")).upper() == "TRUE" else Mode.PUBLIC
    frame = Frame()
    who = frame.person(ident(row.get("sender_id")), text(row.get("sender_name")))
    event = _message(row, frame, mode, direct, text(row.get("body")), who, (), None)
    gone = _time(row.get("deleted_at"))
    return event if gone is None else take_away(event, gone)


def _message(
    row: Json,
    frame: Frame,
    mode: Mode,
    direct: bool,
    words: str | None,
    who: Person | None,
    media: tuple[Media, ...],
    link: str | None,
) -> Event:
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
        occurred_at=_time(row.get("created_at")),
        mode=mode,
        media=media,
        permalink=link,
    )


def _media(row: Json) -> Iterator[Media]:
    for each in objects(row.get("attachments")):
        url = first(text(each.get("url")), text(obj(each.get("image")).get("url")), text(each.get("web_url")))
        kind = first(text(each.get("content_type")), text(each.get("type")))
        yield Media(kind, url, first_id(each, "id"), text(each.get("name")))


def _time(written: object) -> int | None:
    """Reads `2013/06/25 18:14:45 +0000`, and ISO as the export has it."""
    return (
        from_iso(written.replace("/", "-").replace(" +", "+").replace(" -", "-"))
        if isinstance(written, str)
        else None
    )


PLATFORM = Yammer()
