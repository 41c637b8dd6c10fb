"""GET and PATCH /interactions/{id}, and the corrections as training data.

Tests of: `respond.actions.corrections`, `respond.shapes.interaction`, `respond.shapes.sentiment`,
`respond.shapes.correction`, `respond.parents`, `store.interactions.corrections`, `store.interactions.stored`.
"""

import json
from typing import Any

import boto3
import pytest

from model.brand_settings import Settings
from store.dynamo.rows import OpsRow
from store.interactions import keys as interaction_keys
from tests.respond.world import ACME, COMMENT, MS, OTHER, TELEGRAM, Answer, World, authorizer

BY_ID = "/interactions/{id}"
FIELDS = {
    "label",
    "score",
    "intent",
    "methods",
    "urgency",
    "reasons",
    "offensive",
    "words",
    "engine",
    "correction",
}


def _id(world: World) -> str:
    return world.hid(TELEGRAM, "item", "m1")


def _get(world: World) -> Answer:
    return world.get(BY_ID, path={"id": _id(world)})


def _patch(world: World, body: Any, etag: str | None = "*", **more: Any) -> Answer:
    headers = {} if etag is None else {"If-Match": etag}
    return world.call("PATCH", BY_ID, path={"id": _id(world)}, body=body, headers=headers, **more)


def _queued() -> list[str]:
    client = boto3.client("sqs")
    url = client.get_queue_url(QueueName="segments")["QueueUrl"]
    return [
        each["Body"]
        for each in client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    ]


def test_an_interaction_is_shown_with_everything_its_labels_say(world: World) -> None:
    answer = _get(world)
    assert answer.status == 200
    assert answer.headers["ETag"].strip('"').isdigit()
    assert set(answer.body["sentiment"]) == FIELDS
    assert answer.body["text"].startswith("This is bad.")
    noted = {"agent": "adam", "action": "read interaction"}
    (entry,) = [each for each in world.audit() if each | noted == each]
    assert world.ids()["mara"] in entry["target"]


def test_the_words_are_read_from_the_text(world: World) -> None:
    row = world.stores.feed.read_stored(ACME, [_id(world)])[_id(world)].row
    row.update([type(row).labels.set(row.labels | {"spans": [[8, 3, -120], [0, 4, -5]]})])
    assert _get(world).body["sentiment"]["words"] == [
        {"word": "bad", "weight": -1.2, "start": 8, "length": 3},
        {"word": "This", "weight": -0.05, "start": 0, "length": 4},
    ]


def test_a_correction_is_kept_shown_noted_and_handed_on(world: World) -> None:
    seen = _get(world).headers["ETag"]
    answer = _patch(
        world,
        {"sentiment": "neutral", "intent": ["question", "question"]},
        seen,
        caller=authorizer(agent="ann"),
    )
    assert answer.status == 200
    shown = answer.body["sentiment"]
    assert (shown["label"], shown["intent"], shown["methods"]) == (
        "neutral",
        ["question"],
        {"question": "agent"},
    )
    assert shown["correction"] == {
        "by": "ann",
        "at": "2026-09-21T14:13:20.000Z",
        "fields": ["sentiment", "intent"],
        "engine_label": "negative",
        "engine_intent": [],
        "engine_score": 0.0,
    }
    assert shown["score"] == 0
    assert answer.headers["ETag"] != seen
    assert answer.body == _get(world).body
    assert [json.loads(body) for body in _queued()] == [{"brand": ACME, "ids": [_id(world)]}]
    actions = [entry["action"] for entry in world.audit() if entry["agent"] == "ann"]
    assert actions == ["correct interaction intent sentiment"]


def test_the_score_follows_a_corrected_label_and_comes_back_with_it(world: World) -> None:
    engine = -0.8
    row = world.stores.feed.read_stored(ACME, [_id(world)])[_id(world)].row
    row.update([type(row).labels.set(row.labels | {"score": engine})])
    for label, score in (("positive", 1), ("neutral", 0), ("negative", engine), ("unknown", 0)):
        assert _patch(world, {"sentiment": label}).body["sentiment"]["score"] == score
    assert _patch(world, {"intent": ["question"]}).body["sentiment"]["score"] == 0


def test_who_saw_an_older_state_has_to_look_again(world: World) -> None:
    seen = _get(world).headers["ETag"]
    assert _patch(world, {"sentiment": "neutral"}, seen).status == 200
    late = _patch(world, {"sentiment": "positive"}, seen)
    assert (late.status, late.body["code"]) == (412, "precondition_failed")
    missing = _patch(world, {"sentiment": "positive"}, None)
    assert (missing.status, missing.body["code"]) == (428, "precondition_required")
    assert _get(world).body["sentiment"]["label"] == "neutral"


@pytest.mark.parametrize(
    "body",
    [{}, {"sentiment": "angry"}, {"sentiment": None}, {"intent": "question"}, {"intent": ["faith"]},
     {"intent": ["question"] * 9}, {"text": "x"}, {"sentiment": "neutral", "brand": OTHER}],
)  # fmt: skip
def test_a_body_that_makes_no_sense_changes_nothing(world: World, body: Any) -> None:
    before = _get(world).headers["ETag"]
    assert _patch(world, body).status == 422
    assert _get(world).headers["ETag"] == before
    assert _queued() == []


def test_what_waits_to_be_analysed_or_was_deleted_cannot_be_corrected(world: World) -> None:
    path = world.paths[ACME]
    path.run = lambda: None  # type: ignore[method-assign]  # the queue has not come to it yet
    edit = {"kind": "edit", "external_id": "m1", "thread_id": "t1", "mode": "private", "occurred_at": MS}
    assert _get(world).body["edited_at"] is None
    world.tell(TELEGRAM, edit | {"text": "good"})
    assert _get(world).body["edited_at"] == "2026-09-21T14:13:20.000Z"
    waiting = _patch(world, {"sentiment": "neutral"})
    assert (waiting.status, waiting.body["code"], waiting.body["retryable"]) == (409, "not_analysed", True)
    world.tell(TELEGRAM, edit | {"kind": "delete", "occurred_at": MS + 1})
    gone = _patch(world, {"sentiment": "neutral"})
    assert (gone.status, gone.body["code"]) == (409, "deleted")


def test_a_count_that_moves_at_the_same_time_is_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.errors import Conflict

    corrections = world.stores.corrections
    kept, tries = corrections.keep_correction, []

    def busy(*arguments: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise Conflict("somebody else")
        return kept(*arguments)

    monkeypatch.setattr(corrections, "keep_correction", busy)
    assert _patch(world, {"sentiment": "neutral"}).status == 200
    monkeypatch.setattr(corrections, "keep_correction", lambda *_: (_ for _ in ()).throw(Conflict("always")))
    assert _patch(world, {"sentiment": "positive"}).status == 409


def test_corrections_are_listed_without_a_text_unless_the_brand_allows_it(world: World) -> None:
    _patch(world, {"sentiment": "neutral"})
    (row,) = world.get("/corrections").body["data"]
    assert row == {
        "id": _id(world),
        "at": "2026-09-21T14:13:20.000Z",
        "platform": "telegram",
        "language": "en",
        "engine": "words-1",
        "engine_label": {"sentiment": "negative", "intent": []},
        "corrected_label": {"sentiment": "neutral", "intent": []},
        "text": None,
        "urgency": None,
        "offensive": None,
    }
    world.stores.settings.keep_settings(ACME, Settings(corrections_with_text=True), "adam", MS)
    (row,) = world.get("/corrections").body["data"]
    assert row["text"].startswith("This is bad.")
    noted = [entry for entry in world.audit() if entry["action"] == "export corrections"]
    assert [_id(world) in entry["target"] for entry in noted].count(True) == 1


def test_texts_go_without_the_names_of_who_wrote_them_and_of_who_is_named(world: World) -> None:
    edit = {"kind": "edit", "external_id": "m1", "thread_id": "t1", "mode": "private", "occurred_at": MS}
    world.tell(TELEGRAM, edit | {"text": "This is bad, regards, Mara Field (@mara)"})
    _patch(world, {"sentiment": "neutral"})
    world.stores.settings.keep_settings(ACME, Settings(corrections_with_text=True), "adam", MS)
    (row,) = world.get("/corrections").body["data"]
    assert row["text"] == "This is bad, regards, [removed] ([removed])"
    assert (row["urgency"], row["offensive"]) == (0.0, 0.0)


def test_texts_of_platforms_that_forbid_training_stay_here(world: World) -> None:
    _patch(world, {"sentiment": "neutral"})
    world.stores.settings.keep_settings(ACME, Settings(corrections_with_text=True), "adam", MS)
    (row,) = OpsRow.query(interaction_keys.corrections(ACME))
    for platform in ("slack", "reddit", "linkedin"):
        row.update([OpsRow.platform.set(platform)])
        assert world.get("/corrections").body["data"][0]["text"] is None


def test_corrections_come_in_pages_and_of_one_brand(world: World) -> None:
    for number, native in enumerate(("m1", "m2")):
        (found,) = world.stores.feed.read_stored(ACME, [world.hid(TELEGRAM, "item", native)]).values()
        world.stores.corrections.keep_correction(ACME, found, "ann", MS + number, "unknown", None)
    first = world.get("/corrections", query={"limit": "1"}).body
    second = world.get("/corrections", query={"limit": "1", "cursor": first["next_cursor"]}).body
    assert [first["data"][0]["id"], second["data"][0]["id"]] == [
        world.hid(TELEGRAM, "item", "m2"),
        world.hid(TELEGRAM, "item", "m1"),
    ]
    assert second["has_more"] is False
    assert world.get("/corrections", caller=authorizer(OTHER)).body["data"] == []


def test_settings_are_what_was_put_and_the_rest_as_unless_told(world: World) -> None:
    assert world.get("/settings").body == {
        "engine": "embedded", "comprehend_units": 30_000, "corrections_with_text": False,
        "erase_name_parts": False, "page_languages": ["en"], "privacy_contact": "", "public_name": "",
        "requests_per_minute": 600, "tasks_per_minute": 60, "brand_requests_per_minute": 3000,
        "zone": "UTC", "quiet_from": 0, "quiet_to": 0, "broadcast_days": 7,
        "brake_severity": 7, "privacy_notice_url": "", "csat": "", "csat_days": 30, "csat_text": "",
        "translation_characters": 0,
    }  # fmt: skip
    put = world.call("PUT", "/settings", body={"engine": "comprehend"})
    assert (put.status, put.body["engine"]) == (200, "comprehend")
    assert world.get("/settings").body == put.body
    assert world.get("/settings", caller=authorizer(OTHER)).body["engine"] == "embedded"
    for body in (
        {"engine": "other"},
        {"comprehend_units": -1},
        {"corrections_with_text": "yes"},
        {"x": 1},
        {"requests_per_minute": 9},
        {"tasks_per_minute": None},
    ):
        assert world.call("PUT", "/settings", body=body).status == 422


def test_an_item_has_its_platforms_id_and_page_unless_it_is_restricted(world: World) -> None:
    page = "https://t.me/acme_talk/4"
    world.tell(TELEGRAM, {**COMMENT, "external_id": "c9", "permalink": page})
    path = {"id": world.hid(TELEGRAM, "item", "c9")}
    shown = world.get(BY_ID, path=path).body
    assert (shown["native_id"], shown["permalink"]) == ("c9", page)
    assert _get(world).body["permalink"] is None  # a chat of two has no page
    assert world.stores.consents.restrict_person(ACME, shown["author"]["id"], MS)
    world.clock.now += 301
    shown = world.get(BY_ID, path=path).body
    assert (shown["native_id"], shown["permalink"], shown["text"]) == (None, None, None)
