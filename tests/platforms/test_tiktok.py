"""TikTok: pages of comments, content that is no JSON, and what webhooks leave out.

Tests of: `platforms.tiktok.contents`, `platforms.tiktok.left_out`.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from model.errors import Malformed
from model.event import Direction, Event, Mode
from model.http import Delivery
from platforms.registry import platform

TIKTOK = platform("tiktok")


def test_a_page_of_comments_brings_their_answers_too() -> None:
    answer = {"comment_id": "3", "video_id": "1", "parent_comment_id": "2", "owner": True, "text": "Here"}
    row = {
        "comment_id": "2",
        "video_id": "1",
        "unique_identifier": "uid",
        "username": "ann",
        "display_name": "Ann Lee",
        "create_time": "1760000000",
        "text": "Where?",
        "reply_list": [answer],
    }
    body = json.dumps({"code": 0, "data": {"comments": [row], "cursor": 20, "has_more": True}}).encode()
    events, cursor = platform("tiktok").parse_poll(
        Delivery("tiktok", body, {}, 0, source="page", self_ids=("me",))
    )
    told = [(each.external_id, each.author_name, each.parent_id, each.direction) for each in events]
    assert told == [("2", "Ann Lee", "1", None), ("3", None, "2", Direction.OUT)]
    assert events[0].occurred_at == 1_760_000_000_000
    assert cursor == "20"


@pytest.mark.parametrize("content", ["no json", "[]", "\ud800", 7, None])
def test_content_that_is_no_object_is_malformed(content: object) -> None:
    body = json.dumps({"event": "comment.update", "content": content}).encode()
    with pytest.raises(Malformed):
        platform("tiktok").parse(Delivery("tiktok", body, {}, 0))


def test_a_message_from_europe_is_found_in_the_conversations_that_changed() -> None:
    notice = {"event": "im_receive_msg_eu", "user_openid": "open-1", "create_time": 1_760_000_000,
              "content": json.dumps({"timestamp": 1_760_000_000_123, "to_user": {"id": "open-1"}})}  # fmt: skip
    events = TIKTOK.parse(Delivery("tiktok", json.dumps(notice).encode(), {}, 0))
    wants = list(TIKTOK.list_wants(events))
    assert [want.what["which"] for want in wants] == ["STRANGER", "SINGLE"]
    call = TIKTOK.make_fetch(wants[0].what, {"access_token": "ours"})
    assert "/business/message/conversation/list/?business_id=open-1&conversation_type=STRANGER" in call.url
    assert call.headers == {"Access-Token": "ours"}

    listed = {"conversations": [{"conversation_id": "c+1", "update_time": 1_760_000_000_100},
                                {"conversation_id": "c2", "update_time": 1_750_000_000_000}]}  # fmt: skip
    found = _fetched(listed, wants[0].what)
    (further,) = TIKTOK.list_further(found)
    assert (further.what["talk"], further.account_id) == ("c+1", "open-1")
    assert "conversation_id=c%2B1" in TIKTOK.make_fetch(further.what, {}).url

    ours = {"id": "open-1", "role": "BUSINESS_ACCOUNT"}
    theirs = {"id": "u-1", "role": "PERSONAL_ACCOUNT"}
    rows = [
        {"message_id": "m-1", "message_type": "TEXT", "text": {"body": "Hallo"}, "timestamp": 1_760_000_000_100,
         "conversation_id": "c+1", "from_user": theirs, "to_user": ours},
        {"message_id": "m-0", "message_type": "TEXT", "text": {"body": "Old"}, "timestamp": 1_750_000_000_000,
         "conversation_id": "c+1", "from_user": theirs, "to_user": ours},
        {"message_id": "m-2", "message_type": "TEXT", "text": {"body": "Ours"}, "timestamp": 1_760_000_000_200,
         "conversation_id": "c+1", "from_user": ours, "to_user": theirs},
    ]  # fmt: skip
    said = {"messages": rows, "participants": [{**theirs, "display_name": "Mara W"}]}
    (message,) = _fetched(said, further.what)
    assert (message.external_id, message.text, message.author_name) == ("m-1", "Hallo", "Mara W")
    assert (message.thread_id, message.customer_id, message.mode) == ("c+1", "u-1", Mode.PRIVATE)
    assert list(TIKTOK.list_further([message])) == [], "there is no end of it otherwise"


def test_a_comment_without_words_gets_them() -> None:
    content = {"comment_id": "9", "video_id": "v", "comment_action": "insert", "timestamp": 1_760_000_000}
    notice = {"event": "comment.update", "user_openid": "open-1", "content": content}
    (want,) = TIKTOK.list_wants(TIKTOK.parse(Delivery("tiktok", json.dumps(notice).encode(), {}, 0)))
    assert "video_id=v&comment_ids=%5B%229%22%5D" in TIKTOK.make_fetch(want.what, {}).url
    row = {
        "comment_id": "9",
        "video_id": "v",
        "text": "Nice",
        "username": "mara",
        "create_time": 1_760_000_000,
    }
    (event,) = _fetched({"comments": [row]}, want.what)
    assert (event.external_id, event.text, event.author_handle) == ("9", "Nice", "mara")
    assert list(TIKTOK.list_wants([event])) == []


@pytest.mark.parametrize("status", [403, 404, 500])
def test_what_is_not_told_gives_nothing(status: int) -> None:
    told = {"kind": "said", "business": "b", "talk": "c", "since": "1", "status": status}
    assert TIKTOK.read_fetched(Delivery("tiktok", b"{}", {}, 0, "page", fetched=told)) == []


def _fetched(data: Any, what: Mapping[str, str]) -> list[Event]:
    body = json.dumps({"code": 0, "data": data}).encode()
    return TIKTOK.read_delivery(Delivery("tiktok", body, {}, 0, "page", fetched={**what, "status": 200}))
