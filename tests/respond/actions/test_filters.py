"""Conversations are found by what a row says of them, in any order.

Tests of: `respond.actions.conversation_list`, `respond.shapes.conversation_filters`.
"""

from typing import Any

import pytest

from tests.respond.world import World

BY_ID = "/conversations/{id}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"account": "telegramacme"}, ["angry", "happy"]),
        ({"account": ["telegramacme", "facebookacme"]}, ["angry", "comment", "happy"]),
        ({"account": "none"}, []),
        ({"stage": "prospect"}, ["angry", "comment", "happy"]),
        ({"stage": "former"}, []),
        ({"stage": ["former", "prospect"], "platform": ["facebook", "x"]}, ["comment"]),
        ({"segment": "unsatisfied"}, ["angry"]),
        ({"segment": ["unsatisfied", "writers"]}, ["angry", "comment", "happy"]),
        ({"sentiment": "negative"}, ["angry"]),
        ({"language": "en", "sentiment": "negative"}, ["angry"]),
        ({"language": "fr"}, []),
        ({"unread": "true"}, ["angry", "comment"]),
        ({"unread": "false"}, ["happy"]),
        ({"waiting": "true"}, ["angry", "comment"]),
        ({"q": "parcel MARA"}, ["angry"]),
        ({"unread": ["true", "false"]}, ["angry", "comment", "happy"]),
        ({"waiting": ["false"]}, ["happy"]),
        ({"q": "parcel tom"}, []),
        ({"q": ["parcel mara", "tom"]}, ["angry", "happy"]),
        ({"updated_after": ["2026-09-21T14:12:25Z", "2026-09-21T00:00:00Z"]}, ["angry", "comment", "happy"]),
        ({"priority": ["urgent", "high"]}, ["angry"]),
        ({"status": ["open", "closed"], "sort": "newest"}, ["comment", "happy", "angry"]),
        ({"view": "public", "mode": ["private", "public"]}, ["angry", "comment", "happy"]),
        ({"tag": "vip"}, []),
        ({"window": "4"}, []),
        ({"sla": "missed"}, []),
        ({"updated_after": "2026-09-21T14:12:25Z"}, ["comment", "happy"]),
        ({"platform": "telegram", "q": "parcel"}, ["angry"]),
        ({"status": "closed"}, []),
        ({"sort": "newest"}, ["comment", "happy", "angry"]),
        ({"sort": "waiting"}, ["angry", "comment", "happy"]),
        ({"sort": "sla"}, None),
        ({"sort": "window"}, None),
        ({"view": "waiting"}, ["angry", "comment"]),
        ({"view": "unassigned"}, ["angry", "comment", "happy"]),
        ({"view": "my_open"}, []),
        ({"view": "public"}, ["comment"]),
        ({"view": "public", "mode": "private"}, ["angry", "happy"]),
    ],
)
def test_a_filter_finds_what_the_row_says(shared: World, query: Any, found: list[str] | None) -> None:
    names = shared.list_names(**query)
    assert names == found if found is not None else sorted(names) == ["angry", "comment", "happy"]


@pytest.mark.parametrize(
    "query",
    [
        {"stage": "friend"},
        {"sort": "random"},
        {"unread": "yes"},
        {"q": "a"},
        {"window": "0"},
        {"tag": ["a"] * 21},
    ],
)
def test_what_is_no_filter_is_refused(shared: World, query: Any) -> None:
    assert shared.get("/conversations", query=query).status == 400


@pytest.mark.parametrize("view", ["a" * 32, "nothing_like_it"])
def test_a_view_that_is_not_there_is_no_filter(shared: World, view: str) -> None:
    assert shared.get("/conversations", query={"view": view}).status == 400
