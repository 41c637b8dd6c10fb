"""Reactions and shares are counted with what they are about, as far as an answer goes.

Tests of: `model.reaction_counts`.
"""

from typing import Any

from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.respond.world import ACME, FACEBOOK, MS, World

INTERACTIONS = "/conversations/{id}/interactions"
ONE = "/interactions/{id}"


def _reaction(who: str, value: str | None, target: str = "c1", at: int = MS) -> dict[str, Any]:
    return {"kind": "reaction", "parent_id": target, "author_id": who, "text": value, "occurred_at": at}


def _share(who: str, target: str = "c1") -> dict[str, Any]:
    return {"kind": "share", "parent_id": target, "external_id": f"s-{who}", "author_id": who,
            "text": None, "occurred_at": MS}  # fmt: skip


def _echo(row: Any) -> tuple[dict[str, int], int, bool]:
    return row["reactions"], row["shares"], row["reactions_more"]


def _one(world: World) -> Any:
    return world.get(ONE, path={"id": world.ids()["comment"]}).body


def _page(world: World) -> dict[str, Any]:
    rows = world.get(INTERACTIONS, path={"id": world.ids()["comment"]}).body["data"]
    return {row["id"]: row for row in rows}


def test_reactions_are_counted_by_value_and_shares_beside_them(world: World) -> None:
    likes = [_reaction(f"f{number}", "like") for number in range(3)]
    world.tell(FACEBOOK, _reaction("f8", "angry"), *likes, _share("f9"), _reaction("f7", "love", "c2"))
    expected = ({"like": 3, "angry": 1}, 1, False)
    assert _echo(_one(world)) == expected
    assert list(_one(world)["reactions"]) == ["like", "angry"]
    page = _page(world)
    assert _echo(page[world.ids()["comment"]]) == expected
    assert _echo(page[world.hid(FACEBOOK, "item", "c2")]) == ({"love": 1}, 0, False)
    timeline = world.get("/contacts/{id}/timeline", path={"id": world.ids()["ida"]}).body["data"]
    assert [_echo(row) for row in timeline] == [expected]


def test_what_was_withdrawn_changed_or_erased_does_not_count(world: World) -> None:
    world.tell(FACEBOOK, _reaction("f1", "like"), _reaction("f2", "like"), _reaction("f3", "like"))
    world.tell(FACEBOOK, _reaction("f1", None, at=MS + 1), _reaction("f2", "love", at=MS + 1))
    assert _echo(_one(world)) == ({"like": 1, "love": 1}, 0, False)
    salt = SaltRow(vault_keys.person_salt(ACME, world.hid(FACEBOOK, "person", "f3")))
    salt.update([SaltRow.salt.remove(), SaltRow.erased_at.set(MS)])
    world.stores.vault._cache.clear()
    assert _echo(_one(world)) == ({"love": 1}, 0, False)


def test_the_latest_are_counted_and_it_says_that_there_are_more(world: World) -> None:
    world.tell(FACEBOOK, *(_reaction(f"f{number}", "like", at=MS + number) for number in range(101)))
    assert _echo(_one(world)) == ({"like": 100}, 0, True)
    page = _page(world)
    assert _echo(page[world.ids()["comment"]]) == ({"like": 50}, 0, True)
    assert _echo(page[world.hid(FACEBOOK, "item", "c2")]) == ({}, 0, False)
