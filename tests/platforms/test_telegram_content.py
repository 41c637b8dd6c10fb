"""What an agent sees of a Telegram message is in its text or in described media, and private places stay private."""

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Direction, Event, Kind, Mode
from model.http import Delivery
from platforms.registry import platform
from platforms.telegram.content import CONTENT
from platforms.telegram.described import DESCRIBED

Json = dict[str, Any]
ANNA = {"id": 6001, "is_bot": False, "first_name": "Anna", "last_name": "Beispiel", "username": "anna_b"}
BOT = {"id": 8001, "is_bot": True, "first_name": "Lamp bot"}
PRIVATE = {"id": 6001, "type": "private", "first_name": "Anna"}
GROUP = {"id": -1002, "type": "supergroup", "title": "Lamps"}


def parse(kind: str, change: Json, own: tuple[str, ...] = ("8001",)) -> list[Event]:
    body = json.dumps({"update_id": 9, kind: change}).encode()
    found = platform("telegram").parse(Delivery("telegram", body, {}, 0, self_ids=own))
    return [event.settled(own) for event in found]


def only(message: Json, kind: str = "message") -> Event:
    (found,) = parse(kind, {"message_id": 7, "date": 1760000000, "from": ANNA, "chat": PRIVATE, **message})
    return found


def shown(message: Json) -> list[tuple[str | None, ...]]:
    return [(media.type, media.url, media.id, media.name) for media in only(message).media]


CONTENTS: dict[str, tuple[Json, str]] = {
    "place on a map": ({"location": {"latitude": 48.1, "longitude": 11.5}}, "Location: 48.1, 11.5"),
    "moving place": (
        {"location": {"latitude": 48.1, "longitude": 11.5, "live_period": 60}},
        "Live location: 48.1, 11.5",
    ),
    "venue": (
        {
            "venue": {"title": "Shop", "address": "Market 1", "location": {"latitude": 1, "longitude": 2}},
            "location": {"latitude": 1, "longitude": 2},
        },
        "Place: Shop, Market 1, 1, 2",
    ),
    "contact": ({"contact": {"phone_number": "+49301", "first_name": "Bo"}}, "Contact: Bo"),
    "quiz": (
        {
            "poll": {
                "question": "Which lamp?",
                "description": "be honest",
                "options": [{"text": "Red"}, {"text": "Blue"}],
            }
        },
        "Poll: Which lamp?\nbe honest\n- Red\n- Blue",
    ),
    "checklist": (
        {
            "checklist": {
                "title": "Missing",
                "tasks": [{"text": "Screws", "completion_date": 1760000000}, {"text": "Plug"}],
            }
        },
        "Checklist: Missing\n[x] Screws\n[ ] Plug",
    ),
    "dice": ({"dice": {"emoji": "🎯", "value": 6}}, "🎯 6"),
    "invoice": (
        {"invoice": {"title": "Shade", "description": "green", "currency": "USD", "total_amount": 1205}},
        "Invoice: Shade, green, 12.05 USD",
    ),
    "invoice in whole money": (
        {"invoice": {"title": "Shade", "currency": "JPY", "total_amount": 500}},
        "Invoice: Shade, 500 JPY",
    ),
    "invoice in stars": (
        {"invoice": {"title": "Shade", "currency": "XTR", "total_amount": 50}},
        "Invoice: Shade, 50 stars",
    ),
    "game": (
        {"game": {"title": "Lamp run", "description": "run", "text": "score 5"}},
        "Game: Lamp run, run, score 5",
    ),
    "story": (
        {"story": {"chat": {"id": -5, "title": "Lamp News", "username": "lampnews"}, "id": 3}},
        "Story: Lamp News",
    ),
    "sticker": ({"sticker": {"file_id": "S", "emoji": "😡"}}, "Sticker 😡"),
    "paid media": (
        {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview", "width": 1}]}},
        "Paid media: 5 stars",
    ),
    "gift": (
        {"gift": {"gift": {"id": "1", "star_count": 15}, "text": "thank you"}},
        "Gift: 15 stars, thank you",
    ),
    "numbered gift": ({"unique_gift": {"gift": {"base_name": "Lamp", "number": 12}}}, "Gift: Lamp #12"),
    "giveaway": (
        {"giveaway": {"winner_count": 3, "prize_description": "a lamp"}},
        "Giveaway: a lamp, 3 winners",
    ),
    "winners": (
        {"giveaway_winners": {"winner_count": 1, "winners": [ANNA]}},
        "Giveaway: 1 winners\n- Anna Beispiel",
    ),
    "shared people": (
        {"users_shared": {"users": [{"user_id": 1, "first_name": "Bo"}, {"user_id": 2}]}},
        "Contacts: Bo, 2",
    ),
    "shared chat": ({"chat_shared": {"chat_id": -4, "title": "Fans"}}, "Chat: Fans"),
    "form": ({"web_app_data": {"button_text": "Send the form", "data": "{secret}"}}, "Send the form"),
    "rich": (
        {
            "rich_message": {
                "blocks": [
                    {"type": "heading", "text": "Return", "size": 1},
                    {
                        "type": "paragraph",
                        "text": [
                            "It is ",
                            {"type": "bold", "text": {"type": "italic", "text": "broken"}},
                            ".",
                        ],
                    },
                    {
                        "type": "list",
                        "items": [{"label": "1.", "blocks": [{"type": "paragraph", "text": "bulb"}]}],
                    },
                    {"type": "table", "cells": [[{"text": "a"}, {"text": "b"}]], "caption": "prices"},
                    {
                        "type": "details",
                        "summary": "more",
                        "blocks": [
                            {"type": "blockquote", "credit": "Bo", "blocks": [{"type": "pre", "text": "E1"}]}
                        ],
                    },
                    {"type": "photo", "photo": [{"file_id": "P"}], "caption": {"text": "see"}},
                ]
            }
        },
        "Return\nIt is broken.\n1.\nbulb\na\nb\nprices\nmore\nE1\nBo\nsee",
    ),
    "words beside it": (
        {"caption": "this one", "paid_media": {"star_count": 1, "paid_media": []}},
        "this one",
    ),
    "forwarded words": (
        {
            "text": "We are closed",
            "forward_origin": {"type": "channel", "chat": {"id": -5, "title": "Lamp News"}},
        },
        "We are closed",
    ),
    "signs of their own": (
        {
            "text": "so 🔥",
            "entities": [{"type": "custom_emoji", "offset": 3, "length": 2, "custom_emoji_id": "5"}],
        },
        "so 🔥",
    ),
}


@pytest.mark.parametrize(("message", "words"), CONTENTS.values(), ids=CONTENTS.keys())
def test_every_content_is_readable(message: Json, words: str) -> None:
    assert only(message).text == words
    edited = only({**message, "edit_date": 1760000100}, "edited_message")
    assert (edited.kind, edited.text, edited.occurred_at) == (Kind.EDIT, words, 1760000100000)


@pytest.mark.parametrize("kind", sorted(CONTENT))
def test_no_content_is_empty(kind: str) -> None:
    """Even where the platform tells next to nothing of it."""
    least: Json = {"photo": [{}], "text": "a", "caption": "a"}
    poor = {"web_app_data": {"button_text": "a"}, "rich_message": {"blocks": [{"text": "a"}]}}
    found = only({kind: least.get(kind, poor.get(kind, {"x": 1}))})
    assert found.text or found.media


MEDIA: dict[str, tuple[Json, list[tuple[str | None, ...]]]] = {
    "quotation": ({"text": "why?", "quote": {"text": "two weeks"}}, [("quote", None, None, "two weeks")]),
    "answer to another chat": (
        {
            "text": "is this so?",
            "external_reply": {
                "origin": {"type": "user", "sender_user": {"id": 5, "first_name": "Bo"}},
                "dice": {"emoji": "🎲", "value": 2},
            },
        },
        [("reply", None, None, "Bo: 🎲 2")],
    ),
    "answer to a story": (
        {
            "text": "nice",
            "reply_to_story": {"chat": {"id": 1, "first_name": "Bo", "username": "bo_l"}, "id": 4},
        },
        [("story", "https://t.me/bo_l/s/4", "4", "Bo")],
    ),
    "forward": (
        {"text": "a", "forward_origin": {"type": "hidden_user", "sender_user_name": "Somebody"}},
        [("forward", None, None, "Somebody")],
    ),
    "forward as it was told before": (
        {"text": "a", "forward_from_chat": {"id": -5, "title": "Lamp News"}},
        [("forward", None, None, "Lamp News")],
    ),
    "address behind words": (
        {
            "text": "🔥 see here",
            "entities": [{"type": "text_link", "offset": 7, "length": 4, "url": "https://e.example"}],
        },
        [("link", "https://e.example", None, "here")],
    ),
    "paid pictures": (
        {
            "paid_media": {
                "star_count": 1,
                "paid_media": [
                    {"type": "photo", "photo": [{"file_id": "a"}, {"file_id": "b"}]},
                    {"type": "video", "video": {"file_id": "v"}},
                    {"type": "preview"},
                ],
            }
        },
        [("image", None, "b", None), ("video", None, "v", None), ("paid_media", None, None, "not paid yet")],
    ),
    "moving photo": (
        {"live_photo": {"photo": [{"file_id": "p"}], "video": {"file_id": "v"}}},
        [("image", None, "p", None), ("video", None, "v", None)],
    ),
    "picture in a rich message": (
        {
            "rich_message": {
                "blocks": [{"type": "collage", "blocks": [{"type": "photo", "photo": [{"file_id": "p"}]}]}]
            }
        },
        [("image", None, "p", None)],
    ),
}


@pytest.mark.parametrize(("message", "media"), MEDIA.values(), ids=MEDIA.keys())
def test_what_stands_beside_the_words_is_described(
    message: Json, media: list[tuple[str | None, ...]]
) -> None:
    assert shown(message) == media


INBOX = {"id": -1003, "type": "supergroup", "title": "Lamp News", "is_direct_messages": True}
TOPIC = {"topic_id": 6001, "user": ANNA}


def test_messages_to_a_channel_are_a_private_conversation_of_each_customer() -> None:
    place = {"chat": INBOX, "direct_messages_topic": TOPIC, "text": "my address is"}
    asked = only(place)
    assert (asked.mode, asked.thread_id, asked.direction) == (Mode.PRIVATE, "-1003:6001", Direction.IN)
    assert asked.customer_id is None
    answer = only({**place, "sender_chat": {"id": -1001, "type": "channel", "title": "Lamp News"}})
    assert (answer.mode, answer.thread_id, answer.direction) == (Mode.PRIVATE, "-1003:6001", Direction.OUT)
    assert answer.customer_id == "6001"


def test_an_inbox_is_private_also_where_its_topic_is_not_told() -> None:
    assert only({"chat": INBOX, "text": "hi"}).mode is Mode.PRIVATE
    assert only({"chat": GROUP, "direct_messages_topic": TOPIC, "text": "hi"}).mode is Mode.PRIVATE
    reaction = {
        "chat": INBOX,
        "message_id": 7,
        "date": 1,
        "user": ANNA,
        "old_reaction": [],
        "new_reaction": [],
    }
    assert parse("message_reaction", reaction)[0].mode is Mode.PRIVATE


def test_only_a_channel_is_signed() -> None:
    channel = {"id": -1001, "type": "channel", "title": "Lamp News"}
    signed = {
        "chat": channel,
        "sender_chat": channel,
        "from": None,
        "author_signature": "Ines",
        "text": "open",
    }
    for kind in ("channel_post", "edited_channel_post"):
        found = only(signed, kind)
        assert (found.author_id, found.author_name) == ("-1001", "Ines")
    admin = {"chat": GROUP, "sender_chat": GROUP, "author_signature": "Owner", "text": "hi"}
    assert only(admin).author_name == "Lamps"


def test_two_business_connections_number_their_messages_apart() -> None:
    found = [
        only({"text": "hi", "business_connection_id": name}, "business_message") for name in ("c1", "c2")
    ]
    assert [each.scope for each in found] == ["c1", "c2"]
    deleted = {"business_connection_id": "c1", "chat": PRIVATE, "message_ids": [7]}
    assert [each.scope for each in parse("deleted_business_messages", deleted)] == ["c1"]


def test_a_button_is_shown_by_its_label() -> None:
    keys = {
        "inline_keyboard": [
            [{"text": "Open shop", "url": "https://e.example"}],
            [{"text": "Refund", "callback_data": "r"}],
        ]
    }
    message = {"message_id": 5, "date": 1, "from": BOT, "chat": PRIVATE, "text": "?", "reply_markup": keys}
    (found,) = parse("callback_query", {"id": "1", "from": ANNA, "message": message, "data": "r"})
    assert (found.kind, found.text, found.direction, found.mode, found.parent_id) == (
        Kind.MESSAGE,
        "Refund",
        Direction.IN,
        Mode.PRIVATE,
        "6001:5",
    )
    assert parse("callback_query", {"id": "1", "from": ANNA, "message": message, "data": "gone"}) == []


@pytest.mark.parametrize(
    "notice", ["pinned_message", "new_chat_title", "migrate_to_chat_id", "boost_added", "forum_topic_edited"]
)
def test_a_notice_is_no_message(notice: str) -> None:
    assert parse("message", {"message_id": 7, "date": 1, "from": ANNA, "chat": GROUP, notice: {"x": 1}}) == []


WORDS = st.text(min_size=1, max_size=12).filter(lambda words: bool(words.strip()))
SCALAR = WORDS | st.integers() | st.booleans() | st.none()
PART = st.recursive(
    st.dictionaries(
        st.sampled_from(["text", "title", "emoji", "question", "first_name", "currency"]), SCALAR, min_size=1
    ),
    lambda inner: st.dictionaries(
        st.sampled_from(["gift", "location", "chat", "options", "tasks"]), inner, min_size=1
    ),
    max_leaves=4,
)
MESSAGE = st.one_of(
    st.dictionaries(st.sampled_from(["text", "caption"]), WORDS, min_size=1),
    st.builds(
        lambda kind, part: {kind: part},
        st.sampled_from(sorted(set(DESCRIBED) - {"rich_message", "web_app_data"})),
        PART,
    ),
    st.builds(lambda words: {"rich_message": {"blocks": [{"type": "paragraph", "text": words}]}}, WORDS),
    st.builds(lambda words: {"web_app_data": {"button_text": words}}, WORDS),
)


@settings(max_examples=300, deadline=None)
@given(message=MESSAGE)
def test_no_message_with_a_visible_word_is_empty(message: Json) -> None:
    found = only(message)
    assert found.text or found.media


GROWING = {
    "tags": lambda n: {
        "text": "a" * 4 * n,
        "entities": [{"type": "text_mention", "offset": 0, "length": 4 * n, "user": ANNA}] * n,
    },
    "links": lambda n: {
        "text": "ab" * n,
        "entities": [{"type": "text_link", "url": "u", "offset": 2, "length": n}] * n,
    },
    "rich": lambda n: {"rich_message": {"blocks": [{"type": "paragraph", "text": ["a"] * 5}] * n}},
    "options": lambda n: {"poll": {"question": "q", "options": [{"text": "a"}] * n}},
}


def seconds(message: Json) -> float:
    spent = []
    for _ in range(3):
        begun = process_time()
        only(message)
        spent.append(process_time() - begun)
    return min(spent)


@pytest.mark.parametrize("grow", GROWING.values(), ids=GROWING.keys())
def test_time_grows_with_the_size(grow: Any) -> None:
    """Eight times the size: about eight times the time; sixty-four times where something is read again and again."""
    assert seconds(grow(8_000)) < 30 * seconds(grow(1_000)) + 0.05
