"""What platforms tell of posts and groups: shown instead of our own counts, never added, sealed where it is a name.

Tests of: `ingest.places`, `store.insights.rows`.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from ingest.places import find_tellings
from model.event import Event, Figures, Kind
from model.http import Delivery
from model.messages import Envelope
from platforms.registry import platform
from store.brand.accounts import Account
from store.insights.rows import PlaceRow
from tests.platforms.cases import cases
from tests.respond.world import FACEBOOK, MS, World

LIKE = {
    "kind": "reaction",
    "text": "+",
    "parent_id": "p1",
    "thread_id": "p1",
    "author_id": "u2",
    "occurred_at": MS,
}
JOIN = {"kind": "join", "thread_id": "g1", "author_id": "u3", "occurred_at": MS, "group_name": "Lamp lovers"}


def _told(at: int, **figures: Any) -> dict[str, Any]:
    told = {"kind": "control", "signal": "place", "external_id": "p1", "occurred_at": at}
    return told | {"figures": figures}


def _post(world: World) -> Any:
    return world.get("/posts/{id}", path={"id": world.hid(FACEBOOK, "item", "p1")}).body


def test_the_platform_s_figure_stands_instead_of_our_count_and_the_newest_wins(world: World) -> None:
    world.tell(FACEBOOK, LIKE, _told(MS - 9_000, reactions=40, views=900))
    world.tell(FACEBOOK, _told(MS - 20_000, reactions=3))
    shown = _post(world)["reach"]
    assert (shown["reactions"], shown["views"], shown["comments"]) == (40, 900, 1)
    assert shown["told"] == ["views", "reactions"]
    assert shown["told_at"] == "2026-09-21T14:13:11.000Z"
    world.tell(FACEBOOK, _told(MS - 1_000, reactions=38))
    assert (_post(world)["reach"]["reactions"], _post(world)["reach"]["views"]) == (38, 900)


def test_the_last_figures_of_each_day_are_its_curve(world: World) -> None:
    day = 86_400_000
    for at, views in ((MS - 2 * day, 10), (MS - day, 20), (MS - day + 5, 25), (MS, 70)):
        world.tell(FACEBOOK, _told(at, views=views))
    assert [(each["day"], each["views"]) for each in _post(world)["history"]] == [
        ("2026-09-19", 10), ("2026-09-20", 25), ("2026-09-21", 70)
    ]  # fmt: skip


@pytest.mark.parametrize("number", [-1, 10**15, 10**400])
def test_a_figure_that_cannot_be_true_is_no_figure(world: World, number: int) -> None:
    world.tell(FACEBOOK, LIKE, _told(MS, reactions=number, views=5))
    assert _post(world)["reach"]["reactions"] == 1


def test_a_group_has_a_name_that_lies_sealed_and_is_written_when_it_changes(world: World) -> None:
    world.tell(FACEBOOK, JOIN)
    (group,) = world.get("/groups").body["data"]
    assert (group["name"], group["members"]) == ("Lamp lovers", 1)
    (row,) = (row for row in PlaceRow.scan() if row.pk.endswith(group["id"]))
    assert row.sealed
    assert "Lamp" not in repr(row.serialize())
    world.tell(FACEBOOK, JOIN | {"author_id": "u4"})
    (again,) = (each for each in PlaceRow.scan() if each.pk == row.pk)
    assert (again.sealed, again.members) == (row.sealed, 2)
    renamed = {
        "kind": "control",
        "signal": "place",
        "thread_id": "g1",
        "group_name": "Lamps",
        "occurred_at": MS,
    }
    world.tell(FACEBOOK, renamed)
    assert world.get("/groups").body["data"][0]["name"] == "Lamps"


def _with(name: str, case: str, change: Any) -> Any:
    (found,) = (each for each in cases(name) if each.name == case)
    payload = json.loads(found.body)
    change(payload)
    delivery: Delivery = replace(found.delivery(name, MS), body=json.dumps(payload).encode())
    return platform(name).read_delivery(delivery)


def _find(payload: Any, key: str) -> Any:
    for value in (
        payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ()
    ):
        if isinstance(payload, dict) and isinstance(payload.get(key), dict):
            return payload[key]
        found = _find(value, key)
        if found is not None:
            return found
    return None


GITHUB = {"comments": 4, "reactions": {"total_count": 9}}
MASTODON = {"favourites_count": 7, "replies_count": 2, "reblogs_count": 1}


def test_github_and_mastodon_tell_figures_with_the_post() -> None:
    github = next(each.name for each in cases("github") if [e.kind for e in each.events] == [Kind.POST])
    (event,) = _with(
        "github", github, lambda body: (body.get("discussion") or body.get("issue") or {}).update(GITHUB)
    )
    assert event.figures == Figures(reactions=9, comments=4)
    mastodon = next(each for each in cases("mastodon") if b'"status.created"' in each.body)
    (event,) = _with("mastodon", mastodon.name, lambda body: body["object"].update(MASTODON))
    assert event.figures == Figures(reactions=7, comments=2, shares=1)


def test_reddit_tells_how_often_a_post_was_answered() -> None:
    thing = {"kind": "t3", "data": {"name": "t3_a", "title": "T", "author": "x", "num_comments": 12}}
    body = json.dumps({"kind": "Listing", "data": {"children": [thing]}}).encode()
    events, _ = platform("reddit").parse_poll(Delivery("reddit", body, {}, MS, "poll"))
    assert [event.figures for event in events] == [Figures(comments=12)]


@pytest.mark.parametrize(("source", "at"), [("page", MS), ("webhook", MS - 9_000)])
def test_who_is_asked_tells_of_now_whenever_the_post_was_written(source: str, at: int) -> None:
    event = Event(Kind.POST, external_id="v1", occurred_at=MS - 9_000, figures=Figures(views=7))
    account = Account("a", "acme", "pinterest", "e", "shop")
    envelope = Envelope("pinterest", "e", "acme", MS, source=source)
    (told,) = find_tellings([event], envelope, [account], lambda _realm, _scope, native: native)
    assert (told.at, told.figures) == (at, Figures(views=7))


def test_what_is_told_again_and_again_is_written_once_a_day(world: World) -> None:
    world.tell(FACEBOOK, _told(MS - 9_000, views=900))
    (row,) = (each for each in PlaceRow.scan() if each.told)
    world.tell(FACEBOOK, _told(MS - 1_000, views=900))
    (again,) = (each for each in PlaceRow.scan() if each.told)
    assert (again.told_at, again.history) == (row.told_at, row.history)
    world.tell(FACEBOOK, _told(MS, views=901))
    assert _post(world)["reach"]["views"] == 901


def test_pinterest_tells_how_often_our_own_pins_were_seen() -> None:
    metrics = {"90d": {"impression": 3}, "lifetime_metrics": {"impression": 40, "reaction": 2, "comment": 1}}
    pin = {"id": "1", "title": "T", "pin_metrics": metrics, "created_at": "2026-09-20T10:00:00"}
    body = json.dumps({"items": [pin, {"id": "2", "pin_metrics": None}]}).encode()
    events, _ = platform("pinterest").parse_poll(Delivery("pinterest", body, {}, MS, "page"))
    assert [event.figures for event in events] == [Figures(40, 2, 1), None]
