"""Contacts are listed and found by how words of their names begin, and each is written into the list once.

Tests of: `respond.actions.contact_list`, `respond.actions.naming`, `respond.shapes.contact_list`,
`store.contacts.words`, `store.contacts.directory`, `store.forgetting.erasing.words`.
"""

from typing import Any

import pytest

from respond.actions import contact_list, naming
from respond.actions.naming import FRESH_MS, MOST, go_on
from store.contacts.directory import Stand
from store.contacts.keys import word_walk
from store.contacts.profiles import Called
from store.contacts.rows import WordRow, WordWalkRow
from store.contacts.words import WALK, WordWalk
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.words import ListedNames
from tests.respond.world import ACME, ANGRY, MS, OTHER, TELEGRAM, World, authorizer
from tests.template.enforcing import as_function


def ask(world: World, caller: Any = None, **query: str) -> Any:
    answer = world.get("/contacts", query=query, caller=caller or authorizer())
    assert answer.status == 200, answer.text
    return answer.body


def names(body: Any) -> list[str]:
    return [each["name"] for each in body["data"]]


def write(world: World, number: int, name: str, **more: Any) -> None:
    world.tell(TELEGRAM, ANGRY | {"external_id": f"x{number}", "thread_id": f"x{number}", "author_id": f"x{number}",
                                  "author_name": name, "author_handle": None, **more})  # fmt: skip


def words(world: World, brand: str = ACME) -> list[tuple[str, str]]:
    return [(row.pk, row.sk) for row in WordRow.scan() if row.pk.startswith(f"word#{brand}#")]


def test_everybody_is_listed_in_pages_and_narrowed(world: World) -> None:
    with as_function("Api"):
        first = ask(world, limit="3")
    rest = ask(world, limit="3", cursor=first["next_cursor"])
    assert sorted(names(first) + names(rest)) == ["Ben East", "Ida West", "Mara Field", "Tom Hill"]
    assert (rest["complete"], rest["has_more"], rest["next_cursor"]) == (True, False, None)
    assert sorted(names(ask(world, platform=TELEGRAM))) == ["Mara Field", "Tom Hill"]
    assert len(names(ask(world, segment="writers"))) == 4
    assert names(ask(world, stage="customer")) == []
    mara = world.ids()["mara"]
    world.call(
        "PATCH", "/contacts/{id}", path={"id": mara}, body={"tags": ["vip"]}, headers={"If-Match": "*"}
    )
    (found,) = ask(world, tag="vip")["data"]
    assert (found["id"], found["handle"], found["tags"]) == (mara, "mara", ["vip"])
    assert "writers" in found["segments"]
    assert world.get("/contacts", query={"nothing": "x"}).status == 400


@pytest.mark.parametrize("sought", ["mar", "FIELD", "fie ma", "@mara", "Mara Field", "ma", "f"])
def test_somebody_is_found_by_how_the_words_of_their_names_begin(world: World, sought: str) -> None:
    assert names(ask(world, q=sought)) == ["Mara Field"]
    assert names(ask(world, q=f"{sought} x")) == []


def test_reading_is_noted_by_id_and_no_brand_finds_those_of_another(world: World) -> None:
    mara = world.ids()["mara"]
    with as_function("Api"):
        found = ask(world, q="mara")
    assert [each["id"] for each in found["data"]] == [mara]
    assert ("list contacts", mara) in [(each["action"], each["target"]) for each in world.audit()]
    assert words(world, OTHER) == []


def test_names_are_written_once_and_three_rows_a_person_at_most(world: World) -> None:
    write(world, 1, "Anna Maria Luisa von Feld", author_handle="the_countess")
    ask(world, q="nobody")
    before = words(world)
    ida = world.ids()["ida"]
    assert len([each for _, each in before if each == ida]) == 2
    assert max([each for _, each in before].count(person) for _, person in before) == 3
    world.clock.now += FRESH_MS / 1000
    called = {ida: Called("facebook", "Ida West", "", world.clock.now + 9e9)}  # type: ignore[arg-type]
    ask(world, q="nobody")
    assert sorted(words(world)) == sorted(before)
    assert world.stores.words.keep_people(ACME, called) == 2
    assert not any("mar" in key or "ida" in key for key, _ in before)


def test_where_no_trace_is_allowed_nobody_is_listed(world: World) -> None:
    called = Called("reddit", "Rita Red", "", world.stores.now_ms())
    assert world.stores.words.keep_people(ACME, {"r" * 32: called}) == 0


def test_many_are_looked_at_over_several_requests_and_all_are_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "MOST", 2)
    monkeypatch.setattr(naming, "NEWEST", 1)
    for number in range(4):
        write(world, number, f"Nora Number{number}")
    found, cursor, asked = set[str](), dict[str, str](), 0
    while True:
        body = ask(world, q="nora", **cursor)
        found |= set(names(body))
        asked += 1
        if not body["has_more"]:
            break
        cursor = {"cursor": body["next_cursor"]}
    assert found == {f"Nora Number{number}" for number in range(4)}
    assert asked > 2
    assert body["complete"]
    monkeypatch.setattr(naming, "NEWEST", 100)
    write(world, 9, "Nora Later")
    assert "Nora Later" in names(ask(world, q="nora later")), "who is new is found before the next walk"


def test_no_more_are_shown_than_were_asked_for_and_the_cursor_goes_on(world: World) -> None:
    for number in range(5):
        write(world, number, f"Nora Number{number}")
    first = ask(world, q="nora", limit="3")
    second = ask(world, q="nora", limit="3", cursor=first["next_cursor"])
    assert len(first["data"]) == 3
    assert len({*names(first), *names(second)}) == 5


def test_whose_data_are_restricted_is_found_by_the_officer_alone(world: World) -> None:
    mara = world.ids()["mara"]
    world.stores.consents.restrict_person(ACME, mara, world.stores.now_ms())
    assert names(ask(world, q="mara")) == []
    assert ask(world, authorizer(agent="dora"), q="mara")["data"][0]["id"] == mara


def test_no_more_than_five_hundred_are_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_list, "MOST", 2)
    monkeypatch.setattr(contact_list, "CHUNK", 2)
    body = ask(world, tag="nobody")
    assert (body["data"], body["looked_at"], body["complete"], body["has_more"]) == ([], 2, False, True)
    rest = ask(world, tag="nobody", cursor=body["next_cursor"])
    assert rest["looked_at"] == 2


def test_an_erasure_takes_what_leads_to_the_person(world: World) -> None:
    ask(world, q="mara")
    mara = world.ids()["mara"]
    who = Leaver(ACME, mara, TELEGRAM, MS, "", ("Mara Field", "mara", "u1"))
    eraser = ListedNames(world.stores.vault, world.stores.words)
    assert eraser.count_left(who) == 2
    assert sum(eraser.erase_items(who)) == 2
    assert (eraser.count_left(who), [each for _, each in words(world) if each == mara]) == (0, [])
    assert list(eraser.erase_items(who)) == []


def stand(day: str) -> Stand:
    return day, TELEGRAM, "p" * 32


def test_a_walk_ends_where_the_one_before_began() -> None:
    first = go_on(WordWalk(), [stand("20260105")] * MOST, 1)
    assert (first.began, first.floor, first.place, first.done) == ("20260105", "", stand("20260105"), False)
    later = go_on(first, [stand("20260101")], 2)
    assert (later.at, later.began, later.place, later.done) == (1, "20260105", None, True)
    again = go_on(later, [stand("20260109")] * MOST, 3)
    assert (again.began, again.floor, again.done) == ("20260109", "20260105", False)
    ended = go_on(again, [stand("20260104")] * MOST, 4)
    assert (ended.began, ended.done) == ("20260109", True)


def test_after_a_restore_which_knows_no_words_they_are_written_anew(world: World) -> None:
    ask(world, q="mara")
    before = sorted(words(world))
    for key, person in before:
        WordRow(key, person).delete()
    WordWalkRow(word_walk(ACME), WALK).delete()
    assert words(world) == []
    assert names(ask(world, q="field")) == ["Mara Field"]
    assert sorted(words(world)) == before
