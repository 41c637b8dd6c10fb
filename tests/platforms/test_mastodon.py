"""Mastodon: pages of notifications and posts."""

import json
from typing import Any

import pytest

from model.errors import Malformed
from model.event import Event, Kind, Mode
from model.http import Delivery
from platforms.registry import platform

STATUS = {
    "id": "5",
    "created_at": "2026-01-02T03:04:05Z",
    "content": "<p>Hi</p>",
    "account": {"id": "1", "acct": "ann"},
}


def page(body: Any) -> tuple[list[Event], str | None]:
    told = Delivery("mastodon", json.dumps(body).encode(), {}, 0, source="page", self_ids=("s", "9"))
    return platform("mastodon").parse_poll(told)


def notified(kind: str, **status: Any) -> Event | None:
    row = {
        "id": "77",
        "type": kind,
        "created_at": "2026-01-03T00:00:00Z",
        "account": {"id": "2", "username": "ben"},
    }
    found, newest = page([row | {"status": {**STATUS, **status}}])
    assert newest == "77"
    return next(iter(found), None)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("mention", Kind.MENTION), ("status", Kind.POST), ("update", Kind.EDIT), ("quote", Kind.SHARE)],
)
def test_a_notification_about_a_post_tells_the_post(kind: str, wanted: Kind) -> None:
    event = notified(kind)
    assert event is not None
    assert (event.kind, event.external_id, event.author_id, event.text) == (wanted, "5", "1", "Hi")
    assert event.dedupe_id == "77"


def test_a_mention_to_us_alone_is_a_private_message() -> None:
    event = notified("mention", visibility="direct")
    assert event is not None
    assert (event.kind, event.mode) == (Kind.MESSAGE, Mode.PRIVATE)


def test_what_is_done_to_our_post_does_not_repeat_its_words() -> None:
    liked, boosted, followed = notified("favourite"), notified("reblog"), notified("follow")
    assert liked is not None
    assert boosted is not None
    assert followed is not None
    assert [each.kind for each in (liked, boosted, followed)] == [Kind.REACTION, Kind.SHARE, Kind.JOIN]
    assert (liked.external_id, liked.parent_id, liked.author_id, liked.text) == ("77", "5", "2", "")
    assert (boosted.parent_id, boosted.text) == ("5", None)
    assert not liked.withdrawn


def test_other_notifications_say_nothing() -> None:
    assert notified("admin.report") is None
    assert notified("poll") is None


def test_a_page_that_is_no_list_is_malformed() -> None:
    with pytest.raises(Malformed):
        page("word")
