"""Threads by poll: the address says what a page lists."""

import json
from typing import Any

import pytest

from model.event import Kind
from model.http import Delivery
from platforms.registry import platform

ROW = {
    "id": "1802",
    "username": "anna.b",
    "text": "Wie hell ist die?",
    "timestamp": "2025-10-09T08:53:20+0000",
}
ANSWER = ROW | {"replied_to": {"id": "1801"}, "root_post": {"id": "1801"}}


@pytest.mark.parametrize(
    ("path", "row", "kind"),
    [
        ("77/mentions?fields=id", ANSWER, Kind.MENTION),
        ("1801/replies", ROW, Kind.COMMENT),
        ("1801/conversation?fields=id", ROW, Kind.COMMENT),
        ("77/threads", ROW, Kind.POST),
        ("77/threads", ANSWER, Kind.COMMENT),
    ],
)
def test_a_page_is_read_as_what_it_lists(path: str, row: dict[str, Any], kind: Kind) -> None:
    body = json.dumps({"data": [row], "paging": {"cursors": {"after": "next"}}}).encode()
    url = f"https://graph.threads.net/v1.0/{path}"
    events, after = platform("threads").parse_poll(Delivery("threads", body, {}, 0, source="page", url=url))
    assert ([event.kind for event in events], after) == ([kind], "next")
    assert events[0].text == "Wie hell ist die?"
