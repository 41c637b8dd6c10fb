"""Whoever asks is told who they are, and keeps how they want the console to be.

Tests of: `respond.shapes.preferences`, `store.brand.preferences`.
"""

from typing import Any

import pytest

from model.brand_settings import Settings
from respond.access import grant_scopes
from tests.respond.world import ACME, MS, OTHER, World, authorizer

UNTOLD: dict[str, Any] = {
    "locale": None, "zone": None, "hour_cycle": None, "theme": "system", "density": "comfortable", "sound": False,
    "notices": False, "shortcuts": True, "keys": {},
}  # fmt: skip


@pytest.mark.parametrize("agent", ["ann", "dora", "bot"])
def test_whoever_asks_is_told_who_they_are(world: World, agent: str) -> None:
    caller = authorizer(agent=agent)
    answer = world.get("/me", caller=caller)
    assert answer.body == {
        "id": agent, "name": agent, "role": caller["role"], "scopes": sorted(grant_scopes(caller["role"])),
        "brand": {"id": ACME, "title": ACME, "zone": "UTC", "locale": "en", "translates": []}, "preferences": UNTOLD,
    }  # fmt: skip
    less = world.get("/me", caller=caller | {"scopes": "contacts:read"})
    assert less.body["scopes"] == ["contacts:read"]


def test_the_brand_is_shown_with_its_own_name_clock_and_language(world: World) -> None:
    wanted = Settings(public_name="Acme Shop", zone="Asia/Kathmandu", page_languages=("de", "en"))
    world.stores.settings.keep_settings(ACME, wanted, "adam", MS)
    brand = world.get("/me").body["brand"]
    assert brand == {
        "id": ACME,
        "title": "Acme Shop",
        "zone": "Asia/Kathmandu",
        "locale": "de",
        "translates": [],
    }


def test_preferences_are_replaced_and_are_nobody_elses(world: World) -> None:
    wanted = {"locale": "ar", "zone": "Europe/Berlin", "theme": "dark", "keys": {"close": "q"}}
    answer = _put(world, wanted)
    assert (answer.status, answer.body) == (200, UNTOLD | wanted)
    assert world.get("/me").body["preferences"] == UNTOLD | wanted
    assert world.get("/me", caller=authorizer(agent="ann")).body["preferences"] == UNTOLD
    assert world.get("/me", caller=authorizer(OTHER)).body["preferences"] == UNTOLD
    _put(world, {"density": "compact"})
    assert world.get("/me").body["preferences"] == UNTOLD | {"density": "compact"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"zone": "Europe/Nowhere"}, "/zone"),
        ({"theme": "pink"}, "/theme"),
        ({"keys": {"Close!": "q"}}, "/keys"),
        ({"keys": {f"command{n}": "q" for n in range(81)}}, "/keys"),
        ({"draft": "secret"}, ""),
    ],
)
def test_what_is_no_preference_is_refused(world: World, body: Any, pointer: str) -> None:
    answer = _put(world, body)
    assert (answer.status, answer.body["code"], answer.body["pointer"]) == (422, "invalid", pointer)
    assert world.get("/me").body["preferences"] == UNTOLD


def test_what_a_newer_version_kept_is_passed_over(world: World) -> None:
    world.stores.preferences.keep_preferences(ACME, "adam", {"theme": "dark", "holograms": True}, MS)
    assert world.get("/me").body["preferences"] == UNTOLD | {"theme": "dark"}


def _put(world: World, body: Any) -> Any:
    return world.call("PUT", "/me/preferences", body=body)
