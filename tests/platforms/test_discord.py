"""Discord: what its two addresses are answered, and pages of the API."""

import json

import pytest

from model.event import Kind
from model.http import Delivery, Request
from platforms.registry import platform

DISCORD = platform("discord")


def asked(payload: object) -> Request:
    return Request.of("POST", {}, {}, json.dumps(payload).encode())


def told(payload: object) -> tuple[int, str]:
    answer = DISCORD.receipt(asked(payload), lambda: ("", ""))
    return (answer.status, answer.body) if answer else (200, "")


def test_both_pings_are_answered_each_in_its_way() -> None:
    ping = DISCORD.handshake(asked({"type": 1, "id": "9"}), [])
    event_ping = DISCORD.handshake(asked({"type": 0, "version": 1}), [])
    assert ping is not None
    assert (ping.status, json.loads(ping.body)) == (200, {"type": 1})
    assert event_ping is not None
    assert (event_ping.status, event_ping.body) == (204, "")


@pytest.mark.parametrize(("kind", "answer"), [(2, 4), (3, 6), (4, 8), (5, 4)])
def test_an_interaction_is_answered_at_once(kind: int, answer: int) -> None:
    status, body = told({"type": kind, "id": "9"})
    assert status == 200
    assert json.loads(body)["type"] == answer


def test_an_event_is_answered_with_no_words() -> None:
    assert told({"type": 1, "event": {"type": "LOBBY_MESSAGE_CREATE", "data": {}}}) == (204, "")
    assert told({"type": 77}) == (200, "")


def test_a_page_is_read_and_its_newest_message_is_where_to_go_on() -> None:
    author = {"id": "7", "username": "ann"}
    rows = [
        {"id": "1425760000000000005", "channel_id": "3", "content": "b", "author": author, "type": 19}
        | {"message_reference": {"message_id": "1425760000000000001"}},
        {"id": "1425760000000000001", "channel_id": "3", "content": "a", "author": author, "type": 0},
        {"id": "1425760000000000002", "channel_id": "3", "content": "", "author": author, "type": 6},
    ]
    body = json.dumps(rows).encode()
    events, cursor = DISCORD.parse_poll(Delivery("discord", body, {}, 0, "page", self_ids=("77",)))
    assert cursor == "1425760000000000005"
    assert [(each.text, each.conversation_id) for each in events] == [
        ("b", "1425760000000000001"),
        ("a", "1425760000000000001"),
    ]
    assert {each.kind for each in events} == {Kind.MESSAGE}
