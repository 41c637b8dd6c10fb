"""Yammer: pages of messages, and the export's tables.

Tests of: `platforms.yammer`.
"""

import json
from typing import Any

import pytest

from model.errors import Malformed
from model.event import Event, Kind, Mode, Signal
from model.http import Delivery
from platforms.registry import platform

HEAD = (
    "id,replied_to_id,thread_id,in_private_group,in_private_conversation,sender_id,sender_name,"
    "body,created_at,deleted_at"
)
WRITTEN = {
    "id": 7,
    "thread_id": 5,
    "sender_id": 3,
    "created_at": "2013/06/25 18:14:45 +0000",
    "body": {"plain": "Hi"},
}


def page(*messages: dict[str, Any]) -> tuple[list[Event], str | None]:
    people = [{"type": "user", "id": 3, "name": "ann", "full_name": "Ann Lee"}]
    told = {"messages": messages, "references": people, "meta": {"older_available": True}}
    body = json.dumps(told).encode()
    return platform("yammer").parse_poll(Delivery("yammer", body, {}, 0, source="page"))


def test_a_page_says_who_wrote_what_where() -> None:
    answer, direct = WRITTEN | {"replied_to_id": 5}, WRITTEN | {"id": 8, "direct_message": True}
    events, oldest = page(
        answer, direct, WRITTEN | {"system_message": True}, WRITTEN | {"privacy": "private"}
    )
    assert [(each.kind, each.mode) for each in events] == [
        (Kind.COMMENT, Mode.PUBLIC),
        (Kind.MESSAGE, Mode.PRIVATE),
        (Kind.POST, Mode.PRIVATE),
    ]
    assert (events[0].parent_id, events[0].thread_id, events[0].author_name) == ("5", "5", "Ann Lee")
    assert events[0].occurred_at == 1_372_184_085_000
    assert oldest == "7", "where the older ones are asked for"


def export(*lines: str) -> list[Event]:
    body = "\n".join([HEAD, *lines]).encode()
    return platform("yammer").parse(Delivery("yammer", body, {}, 0, source="archive"))


def test_the_export_keeps_no_words_of_what_was_deleted() -> None:
    kept, gone = export(
        '1,,1,FALSE,TRUE,3,Ann,"Hi, you",2013-06-25T18:14:45Z,',
        "2,1,1,TRUE,FALSE,4,Ben,gone,2013-06-25T19:00:00Z,2013-06-26T08:00:00Z",
    )
    assert (kept.kind, kept.mode, kept.text) == (Kind.MESSAGE, Mode.PRIVATE, "Hi, you")
    assert (gone.kind, gone.text, gone.occurred_at, gone.mode) == (
        Kind.DELETE,
        None,
        1_372_233_600_000,
        Mode.PRIVATE,
    )


def test_a_table_of_something_else_is_malformed() -> None:
    with pytest.raises(Malformed):
        platform("yammer").parse(Delivery("yammer", b"a,b\n1,2\n", {}, 0, source="archive"))


def table(name: str, body: bytes) -> list[Event]:
    return platform("yammer").parse(Delivery("yammer", body, {}, 0, source="archive", url=name))


def test_the_tables_of_users_and_groups_tell_names() -> None:
    (ann,) = table("export/Users.csv", b"id,name,email\n3,Ann Lee,ann@shop.example\n")
    assert (ann.signal, ann.author_id, ann.author_name, ann.author_handle) == (
        Signal.DESCRIBED, "3", "Ann Lee", "ann@shop.example",
    )  # fmt: skip
    (group,) = table("Groups.csv", b"id,name,description\n9,Lamps,\n0,All Company,\n")
    assert (group.signal, group.thread_id, group.group_name) == (Signal.PLACE, "9", "Lamps")


def test_messages_tell_what_their_group_is_called_once() -> None:
    rows = b"id,thread_id,group_id,group_name,body\n1,1,9,Lamps,Hi\n2,1,9,Lamps,You\n3,3,0,All Company,All\n"
    group, *said = table("Messages.csv", rows)
    assert (group.thread_id, group.group_name) == ("9", "Lamps")
    assert [each.text for each in said] == ["Hi", "You", "All"]
