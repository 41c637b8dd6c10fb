"""Who wrote privately is asked once how content they are, and their answer is theirs: no work, no mood, but counted.

Tests of: `respond.actions.csat`, `respond.shapes.csat`, `respond.surveying`, `store.insights.ratings`.
"""

import json
from typing import Any

import pytest

from model.conversation import Status
from model.messages import Envelope
from respond.surveying import ask_rating
from store.contacts.segments import Segment
from tests.respond.desk import Desk, ask
from tests.respond.world import ACME, ANGRY, HAPPY, TELEGRAM, World

SETTINGS = {"csat": "stars", "csat_days": 30, "csat_text": "How was it, 1 to 5?"}


def change(world: World, conversation: str, **wanted: Any) -> None:
    path = "/conversations/{id}"
    found = ask(world, "PATCH", path, conversation, wanted, headers={"If-Match": "*"})
    assert found.status == 200, found.text


def say(desk: Desk, text: str, record: dict[str, Any] = ANGRY, label: bool = True) -> str:
    """The customer writes; the interaction's id."""
    native = f"r{next(desk.keys)}-{desk.number}"
    desk.world.clock.now += 60
    told = {"external_id": native, "text": text, "occurred_at": desk.world.stores.now_ms()}
    path, now_ms = desk.world.paths[ACME], desk.world.stores.now_ms()
    body = json.dumps([record | told]).encode()
    read = path.intake.deliveries.read_delivery(
        Envelope(TELEGRAM, f"{TELEGRAM}-{ACME}", ACME, now_ms, body=body)
    )
    assert read is not None
    path.intake.keeping.keep_deliveries([read])
    if label:
        path.run()
    return desk.world.hid(TELEGRAM, "item", native)


def test_a_lone_answer_makes_no_work_and_is_counted(desk: Desk) -> None:
    world, ids, stores = desk.world, desk.world.ids(), desk.world.stores
    fans = Segment("fans", ACME, "Fans", {"attribute": "csat", "at_least": 4})
    stores.segments.add_segment(fans)
    angry = {"id": ids["angry"]}
    change(world, ids["angry"], status="closed")
    desk.sweep(300)
    assert desk.platform.posts == [], "nobody is asked unless the brand wants it"
    change(world, ids["angry"], status="open")

    assert ask(world, "PUT", "/settings", body=SETTINGS, caller="adam").status == 200
    change(world, ids["angry"], status="closed")
    change(world, ids["angry"], status="open")
    desk.sweep(300)
    assert desk.platform.posts == [], "it was open again before the question went out"
    (early,) = world.get("/conversations/{id}/replies", path=angry).body["data"]
    assert (early["state"], early["code"]) == ("skipped", "open_again")

    happy = ids["happy"]
    change(world, happy, status="closed")
    desk.sweep(300)
    assert [each["text"] for each in desk.platform.posts] == [SETTINGS["csat_text"]]
    change(world, happy, status="open")
    change(world, happy, status="closed")
    desk.sweep(300)
    assert len(desk.platform.posts) == 1, "nobody said anything since"
    found = stores.conversations.read_conversations(ACME, [happy])[happy]
    assert (found.status, found.surveyed_at > 0, found.waiting_since) == (Status.CLOSED, True, 0)

    item = say(desk, "4", HAPPY)
    found = stores.conversations.read_conversations(ACME, [happy])[happy]
    assert (found.status, found.waiting_since) == (Status.CLOSED, 0)
    labels = stores.feed.read_headers(ACME, [item])[item].labels
    assert labels is not None
    assert (labels.rating, labels.sentiment, labels.engine) == (4, "unknown", "")
    shown = ask(world, "GET", "/contacts/{id}", ids["tom"]).body
    assert (shown["facts"]["csat"], shown["facts"]["csat_interaction_id"]) == (4, item)
    assert (shown["facts"]["csat_comment"], "fans" in [each["id"] for each in shown["segments"]]) == (
        None,
        True,
    )

    say(desk, "2 - took ages", HAPPY)
    found = stores.conversations.read_conversations(ACME, [happy])[happy]
    assert found.status is Status.OPEN, "who says more wants an answer"
    shown = ask(world, "GET", "/contacts/{id}", ids["tom"]).body
    assert (shown["facts"]["csat"], shown["facts"]["csat_comment"]) == (2, "took ages")
    assert "fans" not in [each["id"] for each in shown["segments"]]
    facts = stores.contacts.read_contacts(ACME, [ids["tom"]])[ids["tom"]].facts
    assert facts.to_record()["csat"] == 2, "it is in the copy of their data"

    counted = ask(world, "GET", "/insights/csat", caller="sue").body
    assert counted["total"] == {
        "asked": 1, "answered": 2, "mean": 3.0, "content_share": 0.5, "by_value": [0, 1, 0, 1, 0],
    }  # fmt: skip
    by_segment = {each["key"]: each["by_value"] for each in counted["segments"]}
    assert (by_segment["fans"], by_segment["writers"]) == ([0, 0, 0, 1, 0], [0, 1, 0, 1, 0])
    assert [each["key"] for each in counted["platforms"]] == [TELEGRAM]


@pytest.mark.parametrize("against", ["objection", "lately", "public", "window"])
def test_what_speaks_against_it_keeps_the_question_back(desk: Desk, against: str) -> None:
    world, stores = desk.world, desk.world.stores
    ask(world, "PUT", "/settings", body=SETTINGS, caller="adam")
    record = ANGRY | {"thread_id": f"c-{against}", "author_id": f"c-{against}"}
    say(desk, "Hello", record)
    person = world.hid(TELEGRAM, "person", f"c-{against}")
    conversation = world.hid(TELEGRAM, "thread", f"c-{against}")
    if against == "objection":
        stores.consents.object_to(ACME, person, ["marketing"], stores.now_ms())
    if against == "lately":
        stores.contacts.change_contact(ACME, person, lambda who: who.note_survey(stores.now_ms()))
    if against == "public":
        conversation = world.ids()["comment"]
    if against == "window":
        ask(world, "PUT", "/settings", body=SETTINGS | {"csat": ""}, caller="adam")
    change(world, conversation, status="closed")
    head = stores.conversations.read_conversations(ACME, [conversation])[conversation]
    assert ask_rating(stores, head) is None
    desk.sweep(300)
    assert desk.platform.posts == []


def write(desk: Desk, name: str, text: str, **more: Any) -> tuple[str, str]:
    """Somebody of this name writes in a thread of their own; the ids of conversation and person."""
    say(desk, text, ANGRY | {"thread_id": name, "author_id": name} | more)
    return desk.world.hid(TELEGRAM, "thread", name), desk.world.hid(TELEGRAM, "person", name)


def test_closed_by_mistake_they_are_asked_once_when_it_is_closed_for_good(desk: Desk) -> None:
    ask(desk.world, "PUT", "/settings", body=SETTINGS, caller="adam")
    conversation, _ = write(desk, "mistaken", "Where is it?")
    change(desk.world, conversation, status="closed")
    change(desk.world, conversation, status="open")
    desk.world.clock.now += 60
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    assert len(desk.platform.posts) == 1
    change(desk.world, conversation, status="open")
    desk.sweep(300)
    desk.world.clock.now += 31 * 86_400
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    assert len(desk.platform.posts) == 1, "they said nothing since they were asked"


def test_who_writes_again_is_asked_again_when_that_is_closed_unless_it_was_lately(desk: Desk) -> None:
    ask(desk.world, "PUT", "/settings", body=SETTINGS, caller="adam")
    conversation, _ = write(desk, "again", "Where is it?")
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    write(desk, "again", "5")
    assert len(desk.platform.posts) == 1
    desk.world.clock.now += 3 * 86_400
    write(desk, "again", "It came broken")
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    assert len(desk.platform.posts) == 1, "they were asked three days ago"
    desk.world.clock.now += 31 * 86_400
    write(desk, "again", "Another thing")
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    assert len(desk.platform.posts) == 2


@pytest.mark.parametrize(
    ("name", "language", "style", "begins"),
    [("german", "de-AT", "stars", "Wie waren wir?"), ("greek", "el", "emoji", "Πώς τα πήγαμε;"),
     ("klingon", "tlh", "stars", "How did we do?")],
)  # fmt: skip
def test_the_question_is_in_the_language_of_the_conversation(
    desk: Desk, name: str, language: str, style: str, begins: str
) -> None:
    ask(desk.world, "PUT", "/settings", body={"csat": style}, caller="adam")
    conversation, _ = write(desk, name, "…", language=language)
    change(desk.world, conversation, status="closed")
    desk.sweep(300)
    (post,) = desk.platform.posts
    assert post["text"].startswith(begins)
