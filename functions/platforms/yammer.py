"""Yammer (Viva Engage), which pushes nothing: signed webhooks of one's own, pages of messages, and its export.

https://learn.microsoft.com/en-us/rest/api/yammer/messagesjson

https://learn.microsoft.com/rest/api/yammer/network-data-export names the tables and not their columns: what is read are
those that the API's objects of that name have. Who is in a group is not in it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model.event import Event, Kind, Mode, Person, Signal
from model.filed import Filed
from model.http import Call, Delivery
from platforms.frame import Frame, take_away
from platforms.paging import ask_page
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, obj, objects, read_object, required
from platforms.reading.shown import read_media
from platforms.reading.table import read_rows
from platforms.reading.times import from_iso
from platforms.standard_webhooks import StandardWebhooks

API = "https://www.yammer.com/api/v1"
MESSAGES = frozenset({"replied_to_id", "thread_id"})
PEOPLE, GROUPS = frozenset({"email", "name"}), frozenset({"name"})
EVERYBODY = "0"
"""The id of the group that messages to the whole network are in."""
FILES = {"kinds": "content_type type", "urls": "url image.url web_url"}


class Yammer(StandardWebhooks):
    """Connects a Yammer network; one endpoint is one network, one account the user whose token reads it."""

    name = "yammer"
    title = "Yammer"
    docs_url = "https://learn.microsoft.com/en-us/rest/api/yammer/"
    capabilities = frozenset({"webhook", "poll", "archive", "edits", "deletes"})

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what a webhook says, or what a table of the export does."""
        if delivery.source != "archive":
            return super().parse(delivery)
        return list(_read_table(delivery.url or "", delivery.body))

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:  # noqa: ARG002 - the token tells whose
        """Returns the request for a page of the messages that the token's user sees, the newest first."""
        query = {"limit": 20, "older_than": cursor}
        return ask_page(f"{API}/messages.json", query, {"accept": "application/json"})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the messages on a page, newest first, and the id of the oldest where there are older ones.

        References only tell names.
        """
        page = read_object(delivery.body)
        people = {
            native: Person(native, text_at(each, "full_name"), text_at(each, "name"))
            for each in objects(page.get("references"))
            if each.get("type") == "user" and (native := id_at(each, "id"))
        }
        rows, frame = objects(page.get("messages")), Frame(people=people, own=delivery.self_ids)
        more = obj(page.get("meta")).get("older_available") is True
        last = next((id_at(row, "id") for row in reversed(rows)), None) if more else None
        return [_read_message(row, frame) for row in rows if not _is_system(row)], last


def _is_system(row: Json) -> bool:
    """Returns whether nobody wrote a message."""
    return row.get("system_message") is True or row.get("message_type") == "system"


def _read_message(row: Json, frame: Frame) -> Event:
    """Returns a message on a page."""
    return _make(
        row,
        frame,
        direct=row.get("direct_message") is True,
        closed=row.get("privacy") == "private",
        author=frame.person(id_at(row, "sender_id")),
        text=text_at(row, "body.plain", "body.parsed"),
        media=read_media(row.get("attachments"), **FILES),
        permalink=text_at(row, "web_url"),
    )


def _make(row: Json, frame: Frame, direct: bool, closed: bool, **said: Any) -> Event:
    """Returns a message, wherever it was told."""
    native, answered = required(id_at(row, "id")), id_at(row, "replied_to_id")
    return frame.item(
        Kind.MESSAGE if direct else Kind.COMMENT if answered else Kind.POST,
        native,
        dedupe_id=native,
        title=text_at(row, "title"),
        parent_id=answered,
        thread_id=id_at(row, "thread_id", "id"),
        occurred_at=_read_time(row.get("created_at")),
        mode=Mode.PRIVATE if direct or closed else Mode.PUBLIC,
        **said,
    )


def _read_time(written: object) -> int | None:
    """Reads `2013/06/25 18:14:45 +0000`, and ISO as the export has it."""
    told = written if isinstance(written, str) else ""
    return from_iso(told.replace("/", "-").replace(" +", "+").replace(" -", "-"))


def _read_table(name: str, body: bytes) -> Iterator[Event]:
    """Yields what a table tells, which its file's name says. Raises Malformed."""
    named = name.lower()
    if named.endswith("users.csv"):
        yield from map(_user, read_rows(body, PEOPLE))
    elif named.endswith("groups.csv"):
        for row in read_rows(body, GROUPS):
            yield from _group(row, "id", "name")
    else:
        rows = [row for row in read_rows(body, MESSAGES) if id_at(row, "id")]
        for row in {row.get("group_id"): row for row in rows}.values():
            yield from _group(row, "group_id", "group_name")
        yield from map(_exported, rows)


def _user(row: Json) -> Event:
    who = Person(id_at(row, "id"), text_at(row, "full_name", "name"), text_at(row, "email"))
    return Frame().event(Kind.CONTROL, author=who, signal=Signal.DESCRIBED, filed=Filed())


def _group(row: Json, column: str, named: str) -> Iterator[Event]:
    native, called = id_at(row, column), text_at(row, named)
    if called and native not in (None, EVERYBODY):
        yield Frame().event(Kind.CONTROL, thread_id=native, group_name=called, signal=Signal.PLACE)


def _exported(row: Json) -> Event:
    """Returns a row; what was deleted comes without its words."""
    direct = str(row.get("in_private_conversation")).upper() == "TRUE"
    closed = str(row.get("in_private_group")).upper() == "TRUE"
    who = Frame().person(id_at(row, "sender_id"), text_at(row, "sender_name"))
    event = _make(row, Frame(), direct, closed, author=who, text=text_at(row, "body"))
    gone = _read_time(row.get("deleted_at"))
    return event if gone is None else take_away(event, gone)


PLATFORM = Yammer()
