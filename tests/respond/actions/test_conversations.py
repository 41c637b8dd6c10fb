"""One conversation, its interactions, and what an agent is shown of them.

Tests of: `respond.shapes.conversation`, `respond.shapes.conversation_change`.
"""

import pytest

from tests.respond.world import FACEBOOK, TELEGRAM, World

BY_ID = "/conversations/{id}"
INTERACTIONS = "/conversations/{id}/interactions"


def test_the_inbox_shows_who_waits_what_was_said_and_how_it_was_meant(shared: World) -> None:
    answer = shared.get("/conversations")
    ids = shared.ids()
    assert answer.status == 200
    assert [row["id"] for row in answer.body["data"]] == [ids["angry"], ids["comment"], ids["happy"]]
    first = answer.body["data"][0]
    assert first | {"last_interaction": None} == {
        "id": ids["angry"],
        "platform": "telegram",
        "version": first["version"],
        "account_id": "telegramacme",
        "account_title": None,
        "post_id": None,
        "unread": True,
        "stage": "prospect",
        "segments": ["unsatisfied", "writers"],
        "language": "en",
        "window": None,
        "mode": "private",
        "status": "open",
        "priority": 3,
        "priority_name": "high",
        "reasons": ["negative message that wants an answer"],
        "assignee": None,
        "customer": {"id": ids["mara"], "name": "Mara Field", "handle": "mara", "short_id": None},
        "waiting": True,
        "last_interaction": None,
        "first_at": "2026-09-21T14:12:20.000Z",
        "last_at": "2026-09-21T14:12:20.000Z",
        "last_in_at": "2026-09-21T14:12:20.000Z",
        "last_out_at": None,
        "waiting_since": "2026-09-21T14:12:20.000Z",
        "snoozed_until": None,
        "closed_at": None,
        "tags": [],
        "drafts": [],
        "handover": {"state": "bot", "paused_until": None, "reason": None},
        "sla": None,
    }
    assert first["last_interaction"] == {
        "id": shared.hid(TELEGRAM, "item", "m1"),
        "permalink": None,
        "kind": "message",
        "direction": "in",
        "author": {"id": ids["mara"], "name": "Mara Field", "handle": "mara", "short_id": None},
        "occurred_at": "2026-09-21T14:12:20.000Z",
        "snippet": "This is bad. Where is my parcel? (acme)",
        "language": "en",
        "sentiment": {"label": "negative", "score": 0.0, "intent": []},
        "deleted": False,
        "unreadable": False,
    }  # fmt: skip


def test_who_was_answered_does_not_wait_and_our_own_words_have_no_author(shared: World) -> None:
    happy = next(
        row for row in shared.get("/conversations").body["data"] if row["id"] == shared.ids()["happy"]
    )
    assert happy["waiting"] is False
    assert happy["last_interaction"]["direction"] == "out"
    assert happy["last_interaction"]["author"] is None


def test_one_conversation_is_shown_as_in_the_list_with_its_etag(shared: World) -> None:
    answer = shared.get(BY_ID, path={"id": shared.ids()["angry"]})
    assert answer.status == 200
    assert answer.body == shared.get("/conversations").body["data"][0] | {"offers": [], "no_contact": False}
    assert answer.headers["ETag"].strip('"').isdigit()


def test_interactions_come_newest_first_with_the_root_of_a_public_conversation_last(shared: World) -> None:
    answer = shared.get(INTERACTIONS, path={"id": shared.ids()["comment"]})
    reply, root = answer.body["data"]
    assert (reply["text"], reply["author"]["name"]) == ("They do (acme)", "Ben East")
    assert reply["parent_id"] == shared.ids()["comment"]
    assert root == {
        "id": shared.ids()["comment"],
        "conversation_id": shared.ids()["comment"],
        "platform": "facebook",
        "account_id": "facebookacme",
        "native_id": "c1",
        "parent_id": shared.hid("facebook", "item", "p1"),
        "permalink": "https://www.facebook.com/p1?comment_id=c1",
        "kind": "comment",
        "mode": "public",
        "direction": "in",
        "author": {"id": shared.ids()["ida"], "name": "Ida West", "handle": None, "short_id": None},
        "by": None,
        "occurred_at": "2026-09-21T14:12:50.000Z",
        "edited_at": None,
        "title": None,
        "text": "Do you ship to Norway? (acme)",
        "text_complete": True,
            "text_shown": "Do you ship to Norway? (acme)",
        "rating": None,
        "media": [{"type": "image/png", "name": "a.png"}],
        "language": "en",
        "sentiment": {
            "label": "neutral", "score": 0.0, "intent": [], "methods": {}, "urgency": 0.0, "reasons": [],
            "offensive": 0.0, "words": [], "engine": "words-1", "correction": None,
        },
        "deleted": False,
        "hidden": False,
        "unreadable": False,
        "reactions": {}, "shares": 0, "reactions_more": False, "delivery": None, "term_id": None,
    }  # fmt: skip


def test_pages_of_interactions_hold_each_once_and_the_root_at_the_end(shared: World) -> None:
    path, seen, cursor = {"id": shared.ids()["comment"]}, [], None
    for _ in range(5):
        query = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = shared.get(INTERACTIONS, path=path, query=query).body
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        assert page["has_more"] is (cursor is not None)
        if cursor is None:
            break
    assert seen == [shared.hid(FACEBOOK, "item", "c2"), shared.ids()["comment"]]


def test_no_native_id_of_a_person_a_thread_or_a_medium_gets_out(shared: World) -> None:
    for resource, name in ((BY_ID, "angry"), (INTERACTIONS, "angry"), (INTERACTIONS, "comment")):
        text = shared.get(resource, path={"id": shared.ids()[name]}).text
        for native in ('"u1"', '"u3"', '"t1"', '"p1"', '"shop"', "native-media-id"):
            assert native not in text


@pytest.mark.parametrize("bad_id", ["x", "A" * 32, "a" * 31, "a" * 33, "acme#" + "a" * 27, "..%2f", "é" * 32])
def test_what_cannot_be_an_id_is_missing(shared: World, bad_id: str) -> None:
    for resource in (BY_ID, INTERACTIONS, "/contacts/{id}", "/contacts/{id}/timeline"):
        assert shared.get(resource, path={"id": bad_id}).status == 404
