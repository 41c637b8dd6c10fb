"""Contacts: profile, segments with their evidence, facts, conversations; and a timeline over all channels.

Tests of: `respond.actions.timeline`, `respond.shapes.contact`, `respond.shapes.facts`, `respond.shapes.people`,
`store.contacts.mapping`, `store.contacts.keys`, `store.contacts.profiles`.
"""

import random
from typing import Any

import pytest

from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from tests.respond.world import ACME, FACEBOOK, MS, TELEGRAM, World

BY_ID = "/contacts/{id}"
TIMELINE = "/contacts/{id}/timeline"


def test_a_contact_is_shown_with_why_they_are_where_they_are(shared: World) -> None:
    answer = shared.get(BY_ID, path={"id": shared.ids()["mara"]})
    assert answer.status == 200
    at = "2026-09-21T14:12:20.000Z"
    assert answer.body == {
        "id": shared.ids()["mara"],
        "name": "Mara Field",
        "handle": "mara",
        "short_id": None,
        "platform": "telegram",
        "stage": "prospect",
        "stage_reason": None,
        "no_contact": False,
        "win_back_offer": None,
        "tags": [],
        "attributes": {},
        "stage_since": None,
        "segments": [
            {
                "id": "unsatisfied",
                "since": "2026-09-21T14:13:20.000Z",
                "evidence": {"rule": {"attribute": "unhappy", "is": True}, "values": {"unhappy": True}},
            },
            {
                "id": "writers",
                "since": "2026-09-21T14:13:20.000Z",
                "evidence": {
                    "rule": {"attribute": "interactions", "at_least": 1},
                    "values": {"interactions": 1},
                },
            },
        ],
        "facts": {
            "interactions": 1, "negative": 1, "positive": 0, "questions": 0, "complaints": 0,
            "cancellations": 0, "first_at": at, "last_at": at,
            "last_kind": "message", "last_mode": "private", "last_sentiment": "negative", "last_intent": [],
            "last_language": "en", "last_urgency": 0.0, "last_offensive": 0.0,
            "unhappy_at": at, "happy_at": None, "csat": None, "csat_at": None, "csat_interaction_id": None,
            "csat_comment": None, "csat_asked_at": None,
        },
        "conversations": [
            {
                "id": shared.ids()["angry"], "platform": "telegram", "mode": "private", "status": "open",
                "priority": 3, "assignee": None, "last_at": at,
            }
        ],
        "identities": [
            {"id": shared.ids()["mara"], "platform": "telegram", "name": "Mara Field", "handle": "mara",
             "short_id": None, "first_at": at, "last_at": at}
        ],
        "wishes": {"restricted": False, "objections": [], "informed_at": None},
        "held": None,
    }  # fmt: skip
    noted = {"agent": "adam", "action": "read contact", "target": shared.ids()["mara"]}
    assert noted in shared.audit()


def test_public_conversations_are_shown_with_a_contact_too(shared: World) -> None:
    body = shared.get(BY_ID, path={"id": shared.ids()["ida"]}).body
    assert [each["id"] for each in body["conversations"]] == [shared.ids()["comment"]]


def test_a_timeline_has_both_sides_of_a_private_thread(shared: World) -> None:
    body = shared.get(TIMELINE, path={"id": shared.ids()["tom"]}).body
    assert [(row["direction"], row["text"]) for row in body["data"]] == [
        ("out", "You are welcome (acme)"),
        ("in", "All good, thanks (acme)"),
    ]
    noted = {"agent": "adam", "action": "read timeline", "target": shared.ids()["tom"]}
    assert noted in shared.audit()


@pytest.fixture(scope="module")
def talkative(shared: World) -> list[str]:
    """Somebody with a dozen private threads and public comments in between; their texts by time."""
    chance = random.Random(11)
    times = sorted(chance.sample(range(MS - 10_000_000, MS, 1000), 60))
    records: list[dict[str, Any]] = []
    for number, at in enumerate(times):
        record: dict[str, Any] = {"author_id": "u9", "text": f"note {number}", "occurred_at": at}
        if chance.random() < 0.7:
            thread = f"thread{chance.randrange(number // 6 + 1)}"
            record |= {"kind": "message", "mode": "private", "external_id": f"x{number}", "thread_id": thread}
        else:
            record |= {"kind": "comment", "external_id": f"x{number}", "conversation_id": f"x{number}"}
        records.append(record)
    chance.shuffle(records)
    for start in range(0, 60, 15):
        shared.tell(FACEBOOK, *records[start : start + 15])
    return [f"note {number}" for number in reversed(range(60))]


def _paged(world: World, person: str, limit: int) -> list[str]:
    """The texts of all pages, one after the other."""
    seen: list[str] = []
    cursor = None
    for _ in range(100):
        query = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        page = world.get(TIMELINE, path={"id": person}, query=query).body
        assert len(page["data"]) <= limit
        seen += [row["text"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return seen
    raise AssertionError("the timeline does not end")


@pytest.mark.parametrize("limit", [2, 7, 60, 100])
def test_a_timeline_merges_all_channels_by_time(shared: World, talkative: list[str], limit: int) -> None:
    assert _paged(shared, shared.hid(FACEBOOK, "person", "u9"), limit) == talkative


def _message(number: int, thread: str, author: str) -> dict[str, Any]:
    return {
        "kind": "message", "mode": "private", "external_id": f"{author}{number}", "thread_id": thread,
        "author_id": author, "text": f"note {number}", "occurred_at": MS - number * 1000,
    }  # fmt: skip


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_kind_of_list_ends_too_early(shared: World, limit: int) -> None:
    threads = [_message(1, "new", "v1"), _message(2, "new", "v1"), _message(3, "old", "v1")]
    one_thread = [_message(number, "only", "v2") for number in (1, 2, 3)]
    comments = [
        {"kind": "comment", "external_id": f"w{number}", "conversation_id": f"w{number}", "author_id": "v3",
         "text": f"note {number}", "occurred_at": MS - number * 1000}
        for number in (1, 2, 3)
    ]  # fmt: skip
    shared.tell(FACEBOOK, *threads, *one_thread, *comments)
    for author in ("v1", "v2", "v3"):
        person = shared.hid(FACEBOOK, "person", author)
        assert _paged(shared, person, limit) == ["note 1", "note 2", "note 3"], author


@pytest.mark.parametrize("gone", [1, 2, 3, 4])
def test_rows_that_are_gone_hide_no_others(shared: World, gone: int) -> None:
    author = f"gone{gone}"
    shared.tell(FACEBOOK, *[_message(number, f"t{author}", author) for number in (1, 2, 3, 4)])
    row = FeedRow(interaction_keys.interaction(ACME, shared.hid(FACEBOOK, "item", f"{author}{gone}")))
    row.update([FeedRow.expires_at.set(1)])
    wanted = [f"note {number}" for number in (1, 2, 3, 4) if number != gone]
    for limit in (1, 2):
        assert _paged(shared, shared.hid(FACEBOOK, "person", author), limit) == wanted


def test_a_page_reads_the_threads_it_shows_and_not_all_of_them(
    shared: World, talkative: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    page = shared.stores.feed.page_listing

    def counted(index_key: str, before: str | None, limit: int) -> Any:
        asked.append(index_key)
        return page(index_key, before, limit)

    monkeypatch.setattr(shared.stores.feed, "page_listing", counted)
    path = {"id": shared.hid(FACEBOOK, "person", "u9")}
    first = shared.get(TIMELINE, path=path, query={"limit": "2"}).body
    assert [row["text"] for row in first["data"]] == talkative[:2]
    assert len([key for key in asked if not key.endswith("#r")]) <= 3


def test_a_person_nobody_has_seen_is_missing(shared: World) -> None:
    for resource in (BY_ID, TIMELINE):
        assert shared.get(resource, path={"id": shared.hid(TELEGRAM, "person", "nobody")}).status == 404
