"""What stands in Yammer's export: a table of messages, one of users and one of groups.

https://learn.microsoft.com/rest/api/yammer/network-data-export names the tables and not their columns: what is read are
those that the API's objects of that name have. Who is in a group is not in it.
"""

from collections.abc import Iterator

from model.event import Event, Kind, Mode, Person, Signal
from model.filed import Filed
from platforms.frame import Frame, take_away
from platforms.reading.payload import Json, first, ident, text
from platforms.reading.table import read_rows
from platforms.yammer.messages import make_message, read_time

MESSAGES = frozenset({"replied_to_id", "thread_id"})
PEOPLE, GROUPS = frozenset({"email", "name"}), frozenset({"name"})
EVERYBODY = "0"
"""The id of the group that messages to the whole network are in."""


def read_table(name: str, body: bytes) -> Iterator[Event]:
    """Yields what a table tells, which its file's name says. Raises Malformed."""
    named = name.lower()
    if named.endswith("users.csv"):
        yield from map(_user, read_rows(body, PEOPLE))
    elif named.endswith("groups.csv"):
        for row in read_rows(body, GROUPS):
            yield from _group(row, "id", "name")
    else:
        rows = [row for row in read_rows(body, MESSAGES) if ident(row.get("id"))]
        for row in {row.get("group_id"): row for row in rows}.values():
            yield from _group(row, "group_id", "group_name")
        yield from map(_message, rows)


def _user(row: Json) -> Event:
    name = first(text(row.get("full_name")), text(row.get("name")))
    who = Person(ident(row.get("id")), name, text(row.get("email")))
    return Frame().event(Kind.CONTROL, author=who, signal=Signal.DESCRIBED, filed=Filed())


def _group(row: Json, column: str, named: str) -> Iterator[Event]:
    native, called = ident(row.get(column)), text(row.get(named))
    if called and native not in (None, EVERYBODY):
        yield Frame().event(Kind.CONTROL, thread_id=native, group_name=called, signal=Signal.PLACE)


def _message(row: Json) -> Event:
    """Returns a row; what was deleted comes without its words."""
    direct = str(row.get("in_private_conversation")).upper() == "TRUE"
    mode = Mode.PRIVATE if direct or str(row.get("in_private_group")).upper() == "TRUE" else Mode.PUBLIC
    frame = Frame()
    who = frame.person(ident(row.get("sender_id")), text(row.get("sender_name")))
    event = make_message(row, frame, mode, direct, text(row.get("body")), who, (), None)
    gone = read_time(row.get("deleted_at"))
    return event if gone is None else take_away(event, gone)
