"""Mentions on Instagram, completed with the account's token.

Tests of: `platforms.families.meta_mentions`.
"""

import json
from typing import Any

from model.event import Event, Kind
from model.http import Delivery
from platforms.families.meta_mentions import list_mentions
from platforms.registry import platform

LEAF = platform("instagram")


def _told(what: dict[str, str], body: Any, status: int = 200) -> list[Event]:
    return LEAF.complete(
        Delivery("instagram", json.dumps(body).encode(), {}, 1, "page", fetched={**what, "status": status})
    )


def _want(**event: Any) -> dict[str, str]:
    (want,) = list_mentions([Event(Kind.MENTION, account_id="77", occurred_at=5_000, **event)])
    assert want.account_id == "77"
    return dict(want.what)


def test_a_caption_is_asked_for_and_read() -> None:
    what = _want(external_id="183", thread_id="183")
    assert "mentioned_media.media_id%28183%29" in LEAF.fetch(what, {"access_token": "t"}).url
    media = {"id": "183", "caption": "With @acme", "username": "mara.w", "media_type": "IMAGE",
             "permalink": "https://www.instagram.com/p/C1/", "timestamp": "1970-01-01T00:00:09+0000"}  # fmt: skip
    (event,) = _told(what, {"mentioned_media": media})
    assert (event.text, event.author_id, event.external_id, event.parent_id) == (
        "With @acme",
        "mara.w",
        "183",
        None,
    )
    assert (event.occurred_at, event.changed_at) == (9_000, 9_001)
    assert event.permalink == "https://www.instagram.com/p/C1/"


def test_a_comment_is_newer_than_the_bare_mention_whatever_its_time() -> None:
    what = _want(external_id="177", parent_id="183")
    comment = {
        "id": "177",
        "text": "See @acme",
        "username": "mara.w",
        "timestamp": "1970-01-01T00:00:01+0000",
    }
    (event,) = _told(what, {"mentioned_comment": comment})
    assert (event.occurred_at, event.changed_at) == (1_000, 5_001)


def test_what_is_gone_or_kept_from_us_says_nothing() -> None:
    what = _want(external_id="177", parent_id="183")
    assert _told(what, {}, 404) == []
    assert _told(what, {"id": "77"}) == []


def test_a_mention_with_words_wants_nothing() -> None:
    assert not list(list_mentions([Event(Kind.MENTION, account_id="7", external_id="1", text="@acme")]))
    assert not list(list_mentions([Event(Kind.COMMENT, account_id="7", external_id="1")]))
