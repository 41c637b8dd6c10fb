"""YouTube: the hub's question, comments as the API lists them, and hostile feeds.

Tests of: `platforms.families.websub`, `platforms.youtube.videos`, `platforms.youtube.comments`,
`platforms.youtube.figures`.
"""

import json
from typing import Any

import pytest

from ingest.poll_pages import read_poll_page
from model.errors import Malformed
from model.event import Figures, Mode
from model.http import Delivery, Request
from platforms.registry import platform

YOUTUBE = platform("youtube")
TOPIC = "https://www.youtube.com/xml/feeds/videos.xml?channel_id=UCann"
RECORD = {"hub_secret": "s", "expected_topics": f"https://www.youtube.com/other {TOPIC}"}


def answered(record: dict[str, str] | None = None, **query: Any) -> tuple[int, str]:
    asked = {f"hub.{name}": value for name, value in query.items()}
    answer = YOUTUBE.handshake(Request.of("GET", {}, asked), [RECORD if record is None else record])
    assert answer is not None
    return answer.status, answer.body


def test_the_hub_is_answered_for_what_we_asked_only() -> None:
    asked: dict[str, Any] = {"topic": TOPIC, "challenge": "4711", "lease_seconds": "432000"}
    assert answered(mode="subscribe", **asked) == (200, "4711")
    assert answered(mode="unsubscribe", **asked)[0] == 404
    assert answered(mode="subscribe", **asked | {"topic": TOPIC + "x"})[0] == 404
    assert answered(mode="subscribe", challenge="4711")[0] == 404
    assert answered({"expected_topics": "[broken"}, mode="subscribe", **asked)[0] == 404
    assert answered(RECORD | {"pending": "unsubscribe"}, mode="unsubscribe", **asked) == (200, "4711")
    assert answered(mode="denied", topic=TOPIC, reason="gone") == (200, "")


def test_entities_of_a_feed_are_refused() -> None:
    bomb = b'<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'
    with pytest.raises(Malformed, match="document_type"):
        YOUTUBE.parse(Delivery("youtube", bomb, {}, 0))


def comment(native: str, **said: object) -> dict[str, object]:
    who = {"authorDisplayName": "Ann Berg", "authorChannelId": {"value": "UCann"}, "videoId": "v"}
    return {"id": native, "snippet": who | {"publishedAt": "2025-10-09T08:00:00Z"} | said}


def test_a_thread_is_read_with_its_answers() -> None:
    top = comment("c1", textDisplay="Tom &amp; Jerry<br>live", updatedAt="2025-10-09T09:00:00Z")
    answer = comment("c1.a1", textOriginal="1 < 2", parentId="c1", moderationStatus="heldForReview")
    row = {"id": "c1", "snippet": {"topLevelComment": top, "videoId": "v"}, "replies": {"comments": [answer]}}
    body = json.dumps({"items": [row], "nextPageToken": "n"}).encode()
    (first, second), cursor = YOUTUBE.parse_poll(Delivery("youtube", body, {}, 0, "page"))
    assert cursor == "n"
    assert (first.text, first.parent_id, first.conversation_id) == ("Tom & Jerry live", "v", "c1")
    assert first.changed_at == (first.occurred_at or 0) + 3_600_000
    assert (second.text, second.parent_id, second.thread_id) == ("1 < 2", "c1", "v")
    assert second.mode is Mode.PRIVATE, "held for review: nobody else sees it"
    assert second.conversation_id == "c1"


def test_the_newest_uploads_lead_to_how_often_they_were_seen() -> None:
    account = {"native_id": "UCann", "since_ms": 0, "now_ms": 1}
    assert YOUTUBE.list_places(account) == ("comments", "uploads/UUann")  # type: ignore[attr-defined]  # it walks
    call = YOUTUBE.ask_place(account, "uploads/UUann", None)  # type: ignore[attr-defined]  # as above
    assert "/playlistItems?part=contentDetails&playlistId=UUann" in call.url
    listed = {"kind": "youtube#playlistItemListResponse",
              "items": [{"contentDetails": {"videoId": "v-1"}}, {"contentDetails": {"videoId": "v_2"}}]}  # fmt: skip
    page = Delivery("youtube", json.dumps(listed).encode(), {}, 5, "page")
    assert YOUTUBE.parse_poll(page) == ([], None)
    (place,) = YOUTUBE.find_places("uploads/UUann", page)  # type: ignore[attr-defined]  # as above
    assert "/videos?part=statistics&id=v-1%2Cv_2" in YOUTUBE.ask_place(account, place, None).url  # type: ignore[attr-defined]  # as above
    row = {"kind": "youtube#video", "id": "v-1", "statistics": {"viewCount": "1200", "likeCount": "7"}}
    told = {"kind": "youtube#videoListResponse", "items": [row, {"kind": "youtube#video", "id": "v_2"}]}
    events, *_ = read_poll_page(YOUTUBE, Delivery("youtube", json.dumps(told).encode(), {}, 5, "page"))
    assert [(each.external_id, each.figures) for each in events] == [
        ("v-1", Figures(1200, 7)), ("v_2", Figures())]  # fmt: skip
