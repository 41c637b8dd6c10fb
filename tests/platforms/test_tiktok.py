"""TikTok: pages of comments, and content that is no JSON."""

import json

import pytest

from model.errors import Malformed
from model.event import Direction
from model.http import Delivery
from platforms.registry import platform


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
