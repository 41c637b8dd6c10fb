"""One search finds people, segments and passages of texts, says how far it looked, and goes on from there.

Tests of: `respond.actions.search`, `respond.shapes.search`.
"""

from itertools import count
from typing import Any

import pytest

from aws import clients
from respond.actions import search
from tests.respond.world import ACME, ANGRY, COMMENT, FACEBOOK, MS, OTHER, TELEGRAM, World, authorizer
from tests.template.enforcing import as_function


def ask(world: World, caller: Any = None, **query: str) -> Any:
    answer = world.get("/search", query=query, caller=caller or authorizer())
    assert answer.status == 200, answer.text
    return answer.body


def passages(body: Any) -> list[str]:
    return [each["passage"] for each in body["texts"]]


def write(world: World, number: int, text: str) -> None:
    world.tell(TELEGRAM, ANGRY | {"external_id": f"x{number}", "thread_id": f"x{number}", "author_id": f"x{number}",
                                  "author_name": None, "text": text, "occurred_at": MS + number})  # fmt: skip


def test_a_text_is_found_by_its_words_with_where_they_stand(world: World) -> None:
    with as_function("Api"):
        body = ask(world, q="PARCEL bad")
    (found,) = body["texts"]
    assert found["conversation_id"] == world.ids()["angry"]
    assert found["author"]["name"] == "Mara Field"
    start = found["start"]
    assert found["passage"][start : start + found["length"]] == "parcel"
    assert (body["people"], body["segments"], body["has_more"]) == ([], [], False)
    assert body["looked_at"] >= 5
    assert body["looked_back_to"] is not None
    assert passages(ask(world, q="parcel (other)")) == []
    assert passages(ask(world, q="ship norway"))[0].startswith("Do you ship to Norway?")


def test_people_and_segments_come_with_the_first_page_and_each_kind_alone(world: World) -> None:
    body = ask(world, q="mara")
    assert [each["name"] for each in body["people"]] == ["Mara Field"]
    assert [each["id"] for each in ask(world, q="Writ", kind="segments")["segments"]] == ["writers"]
    only = ask(world, q="mara", kind="texts")
    assert (only["people"], only["segments"]) == ([], [])
    people = ask(world, q="mara", kind="people")
    assert (len(people["people"]), people["texts"], people["looked_at"]) == (1, [], 0)
    assert world.get("/search", query={"kind": "texts"}).status == 400


def test_what_was_found_is_noted_and_not_what_was_looked_for(world: World) -> None:
    ask(world, q="parcel")
    (entry,) = [each for each in world.audit() if each["action"] == "search brand"]
    assert entry["target"] == world.ids()["angry"]
    assert "parcel" not in str(world.audit())


def test_it_goes_on_behind_what_it_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        write(world, number, f"The kettle number {number} leaks")
    monkeypatch.setattr(search, "TOGETHER", 2)
    found, cursor, pages = list[str](), dict[str, str](), 0
    while True:
        body = ask(world, q="kettle", limit="2", **cursor)
        assert len(body["texts"]) <= 2
        found += passages(body)
        pages += 1
        if not body["has_more"]:
            break
        cursor = {"cursor": body["next_cursor"]}
        assert body["people"] == []
    assert sorted(found) == [f"The kettle number {number} leaks" for number in range(6)]
    assert pages > 2


@pytest.mark.parametrize("bound", ["rows", "time"])
def test_rows_and_time_of_a_request_are_bounded(
    world: World, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(search, "TOGETHER", 1)
    if bound == "rows":
        monkeypatch.setattr(search, "MOST", 1)
    else:
        ticks = count(world.clock.now, search.MOST_S)
        monkeypatch.setattr(world.stores, "clock", lambda: next(ticks))
    body = ask(world, q="nowhere at all", kind="texts")
    assert (body["texts"], body["has_more"]) == ([], True)
    assert 0 < body["looked_at"] < 5


def test_of_people_who_are_restricted_nothing_is_found(world: World) -> None:
    world.stores.consents.restrict_person(ACME, world.ids()["mara"], world.stores.now_ms())
    body = ask(world, q="parcel")
    assert body["texts"] == []
    assert ask(world, q="mara")["people"] == []


def test_a_token_without_the_scope_for_contacts_finds_texts_only(world: World) -> None:
    caller = authorizer() | {"scopes": "conversations:read"}
    body = ask(world, caller, q="mara")
    assert (body["people"], body["segments"]) == ([], [])
    assert passages(ask(world, caller, q="parcel"))


def test_a_long_text_is_shown_around_its_word_and_deleted_ones_not_at_all(world: World) -> None:
    write(world, 1, "x " * 200 + "Straße kaputt" + " y" * 200)
    (found,) = ask(world, q="strasse")["texts"]
    assert found["passage"][found["start"] :].startswith("Straße kaputt")
    assert len(found["passage"]) <= 160
    assert found["length"] == len("Straße")
    world.tell(FACEBOOK, COMMENT | {"kind": "delete", "occurred_at": MS})
    assert ask(world, q="norway")["texts"] == []


def test_a_request_costs_a_query_a_conversation_and_few_reads_beside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten conversations are opened together: a Query each, one BatchGet for their rows."""
    for number in range(8):
        write(world, number, "The kettle leaks")
    ask(world, q="warm", kind="texts")
    asked = list[str]()
    client = clients.client("dynamodb")
    client.meta.events.register(
        "provide-client-params.dynamodb", lambda model, **_: asked.append(model.name), unique_id="counted"
    )
    ask(world, q="nothing like it", kind="texts")
    client.meta.events.unregister("provide-client-params.dynamodb", unique_id="counted")
    conversations = 11
    assert asked.count("Query") <= 2 * conversations
    assert asked.count("BatchGetItem") <= 8
    assert not {"PutItem", "BatchWriteItem", "Scan"} & set(asked) - {"PutItem"}


def test_another_brands_words_are_never_found(world: World) -> None:
    assert passages(ask(world, q="(other)")) == []
    assert len(passages(ask(world, authorizer(brand=OTHER), q="(other)"))) >= 4
