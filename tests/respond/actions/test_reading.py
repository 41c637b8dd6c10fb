"""What is noted when people are read, and what is shown of what was deleted, edited or erased."""

from typing import Any

import pytest

from store.brand.accounts import Account
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.respond.world import ACME, MS, TELEGRAM, World, authorizer

BY_ID = "/conversations/{id}"
INTERACTIONS = "/conversations/{id}/interactions"


def test_reading_people_is_noted_by_id_only(world: World) -> None:
    ids = world.ids()
    world.get("/conversations", caller=authorizer(agent="ann"))
    world.get(BY_ID, path={"id": ids["angry"]})
    world.get(INTERACTIONS, path={"id": ids["happy"]})
    noted = {entry["action"]: (entry["agent"], set(entry["target"].split())) for entry in world.audit()}
    assert noted == {
        "read conversations": ("ann", {ids["mara"], ids["tom"], ids["ida"]}),
        "read conversation": ("adam", {ids["mara"]}),
        "read interactions": ("adam", {ids["happy"], ids["tom"]}),
    }
    assert len(world.audit()) == 3
    assert "Mara" not in str(world.audit())


def test_an_empty_inbox_reads_nobody(world: World) -> None:
    answer = world.get("/conversations", query={"assignee": "me"})
    assert answer.body == {"data": [], "next_cursor": None, "has_more": False, "looked_at": 0}
    assert world.audit() == []


def test_nothing_is_shown_when_it_cannot_be_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("Mara Field")

    monkeypatch.setattr(world.stores.audit, "note_entry", fail)
    for resource in (BY_ID, INTERACTIONS):
        answer = world.get(resource, path={"id": world.ids()["angry"]})
        assert answer.status == 500
        assert "Mara" not in answer.text


def test_a_deleted_interaction_stays_as_a_mark_without_words(world: World) -> None:
    world.tell(TELEGRAM, {"kind": "delete", "external_id": "m1", "thread_id": "t1", "mode": "private",
                          "occurred_at": MS})  # fmt: skip
    (row,) = world.get(INTERACTIONS, path={"id": world.ids()["angry"]}).body["data"]
    assert (row["deleted"], row["text"], row["sentiment"], row["media"]) == (True, None, None, [])
    shown = world.get(BY_ID, path={"id": world.ids()["angry"]}).body["last_interaction"]
    assert (shown["deleted"], shown["snippet"], shown["sentiment"]) == (True, None, None)


def test_what_was_edited_has_no_label_until_it_is_looked_at_again(world: World) -> None:
    path = world.paths[ACME]
    path.run = lambda: None  # type: ignore[method-assign]  # the queue has not come to it yet
    world.tell(TELEGRAM, {"kind": "edit", "external_id": "m1", "thread_id": "t1", "mode": "private",
                          "text": "good", "occurred_at": MS})  # fmt: skip
    (row,) = world.get(INTERACTIONS, path={"id": world.ids()["angry"]}).body["data"]
    assert (row["text"], row["sentiment"]) == ("good", None)


def test_what_can_be_read_no_more_is_left_out(world: World) -> None:
    SaltRow(vault_keys.person_salt(ACME, world.ids()["mara"]), erased_at=MS).save()
    world.clock.now += 301
    listed = world.get("/conversations").body["data"][0]
    assert listed["id"] == world.ids()["angry"]
    assert listed["customer"] == {"id": world.ids()["mara"], "name": None, "handle": None, "short_id": None}
    assert listed["last_interaction"] is None
    assert world.get(INTERACTIONS, path={"id": world.ids()["angry"]}).body["data"] == []


def test_a_long_text_is_cut_at_a_word_s_end_in_the_list_only(world: World) -> None:
    world.tell(TELEGRAM, {"kind": "message", "mode": "private", "external_id": "m9", "thread_id": "t1",
                          "author_id": "u1", "text": "ab " * 100 + "\ud800", "occurred_at": MS})  # fmt: skip
    shown = world.get(BY_ID, path={"id": world.ids()["angry"]}).body["last_interaction"]["snippet"]
    assert len(shown) <= 160
    assert shown.endswith("ab…")
    full = world.get(INTERACTIONS, path={"id": world.ids()["angry"]}).body["data"][0]["text"]
    assert full == "ab " * 100 + "?"


def test_who_has_no_name_is_shown_by_a_short_form_of_the_id(world: World) -> None:
    """Wherever people are shown, until they are erased."""
    nameless = {
        "kind": "message", "mode": "private", "external_id": "m9", "thread_id": "t9", "occurred_at": MS,
        "author_id": "u9a8b7c6d5e4f3a2b", "text": "Is anybody there?",
    }  # fmt: skip
    world.stores.accounts.connect_account(Account("lineacme", ACME, "line", "line-acme", "shop"))
    world.tell("line", nameless)
    person, talk = world.hid("line", "person", "u9a8b7c6d5e4f3a2b"), world.hid("line", "thread", "t9")
    shown = {"id": person, "name": None, "handle": None, "short_id": "u9a8b7c…3a2b"}
    (row,) = (each for each in world.get("/conversations").body["data"] if each["id"] == talk)
    assert row["customer"] == shown
    (item,) = world.get("/conversations/{id}/interactions", path={"id": talk}).body["data"]
    assert item["author"] == shown
    assert world.get("/contacts/{id}", path={"id": person}).body["short_id"] == shown["short_id"]
    listed = world.get("/contacts", query={"platform": "line"}).body["data"]
    assert [each["short_id"] for each in listed] == [shown["short_id"]]
    world.stores.shredder.destroy_person(ACME, person, MS)
    world.clock.now += 301
    (row,) = (each for each in world.get("/conversations").body["data"] if each["id"] == talk)
    assert row["customer"] in (None, shown | {"short_id": None})
