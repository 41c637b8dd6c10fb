"""Agents say who looks after an alert, and whether it stops broadcasts.

Tests of: `respond.actions.alerts`, `respond.shapes.alert`, `store.insights.alerts`, `store.insights.rows`.
"""

from dataclasses import replace

import pytest

from model.broadcast import Broadcast, BroadcastLimits
from model.interaction import account_owner
from model.trends import Alert, AlertSignal, Tally
from respond.audience import is_braked
from store.insights import keys as insight_keys
from store.insights.rows import AlertRow
from tests.respond.desk import ask
from tests.respond.world import ACME, FACEBOOK, MS, OTHER, TELEGRAM, World, authorizer

BRAKE, ACKNOWLEDGEMENT = "/alerts/{id}/brake", "/alerts/{id}/acknowledgement"
NEWS = Broadcast("b" * 32, ACME, TELEGRAM, "telegramacme", "writers", "News", "Hi", MS, "sue", cleared_at=MS)


def raise_one(world: World, value: float) -> str:
    """Something that is seen twice; its id."""
    alert = Alert(
        "telegramacme",
        TELEGRAM,
        "2026092114",
        None,
        Tally(300, 290, 250),
        (AlertSignal("volume", value, 5.0),),
    )
    for at in (MS, MS + 300_000):
        world.stores.alerts.raise_when_it_lasts(ACME, alert, at)
    (shown,) = world.get("/alerts").body["data"]
    return str(shown["id"])


def stops(world: World, news: Broadcast = NEWS, severity: int = 7) -> bool:
    """Whether the brand's alerts stop a broadcast."""
    return is_braked(world.stores, news, BroadcastLimits(brake_severity=severity))


def test_a_brake_that_a_person_lifted_stops_nothing_any_more(world: World) -> None:
    severe = raise_one(world, 300)
    assert stops(world)
    lifted = ask(world, "PUT", BRAKE, severe, {"on": False}, caller="sue")
    assert (lifted.status, lifted.body["brake"], lifted.body["brake_by"]) == (200, False, "sue")
    assert not stops(world)
    assert world.get("/alerts").body["data"] == [lifted.body]
    assert [each["action"] for each in world.audit()] == ["brake alert off"]


@pytest.mark.parametrize("severity", [10, 0])
def test_a_brake_set_by_hand_stops_however_mild_the_alert_is(world: World, severity: int) -> None:
    mild = raise_one(world, 16)
    assert not stops(world, severity=severity)
    world.clock.now += 600
    shown = ask(world, "PUT", BRAKE, mild, {"on": True}, caller="adam").body
    assert shown["brake"] is True
    assert shown["severity"] < 10
    assert stops(world, severity=severity)
    assert not stops(world, replace(NEWS, platform=FACEBOOK), severity)
    assert not stops(world, replace(NEWS, cleared_at=world.stores.now_ms()), severity), "let go on since"
    world.clock.now += 1
    ask(world, "PUT", BRAKE, mild, {"on": True}, caller="adam")
    assert stops(world, replace(NEWS, cleared_at=world.stores.now_ms() - 500), severity), "set again since"


def test_the_first_who_says_so_looks_after_it(world: World) -> None:
    alert = raise_one(world, 300)
    first = ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": True}, caller="ann").body
    assert first["acknowledged_by"] == "ann"
    assert first["acknowledged_at"] is not None
    world.clock.now += 60
    assert ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": True}, caller="sue").body == first
    ended = ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": False}, caller="sue").body
    assert (ended["acknowledged_by"], ended["acknowledged_at"]) == (None, None)
    assert ended["interactions"] == 300
    again = ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": True}, caller="sue").body
    assert again["acknowledged_by"] == "sue"
    assert again["brake"] is None, "and broadcasts are another matter"
    assert stops(world)


def test_what_is_noted_stands_with_the_alert_sealed_until_it_is_taken_away(world: World) -> None:
    alert = raise_one(world, 300)
    body = {"note": "A parcel van burnt"}
    noted = ask(world, "PUT", ACKNOWLEDGEMENT, alert, body, caller="ann").body
    assert (noted["note"], noted["noted_by"], noted["acknowledged_by"]) == (body["note"], "ann", None)
    world.clock.now += 60
    seen = ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": True}, caller="sue").body
    assert [seen[name] for name in ("note", "noted_by", "noted_at")] == [
        body["note"],
        "ann",
        noted["noted_at"],
    ]
    assert world.get("/alerts").body["data"] == [seen]
    (row,) = AlertRow.query(insight_keys.alerts(ACME))
    assert "van" not in str(row.attribute_values)
    told = [each["action"] for each in world.audit()]
    assert told == ["acknowledge alert note", "acknowledge alert"], "who noted something, and no word of it"
    ended = ask(world, "PUT", ACKNOWLEDGEMENT, alert, {"acknowledged": True, "note": None}, caller="sue").body
    assert (ended["note"], ended["noted_by"], ended["noted_at"]) == (None, None, None)
    assert ended["acknowledged_by"] == "sue"


def test_a_note_ends_with_its_account_and_none_is_made_about_one_that_is_gone(world: World) -> None:
    alert = raise_one(world, 300)
    body = {"acknowledged": True, "note": "A parcel van burnt"}
    ask(world, "PUT", ACKNOWLEDGEMENT, alert, body)
    world.stores.shredder.destroy_person(ACME, account_owner("telegramacme"), MS)
    world.stores.vault.forget_salt(ACME, account_owner("telegramacme"))
    (left,) = world.get("/alerts").body["data"]
    assert (left["note"], left["noted_by"], left["acknowledged_by"]) == (None, None, "ann")
    again = ask(world, "PUT", ACKNOWLEDGEMENT, alert, body)
    assert (again.status, again.body["code"]) == (409, "revoked")


@pytest.mark.parametrize("path", [BRAKE, ACKNOWLEDGEMENT])
def test_an_alert_that_is_not_there_is_missing_and_none_comes_of_it(world: World, path: str) -> None:
    alert = raise_one(world, 300)
    body = {"on": True} if path == BRAKE else {"acknowledged": True}
    for some_id, caller in (
        ("2026092113-telegramacme", authorizer()),
        (alert, authorizer(OTHER)),
        ("x", None),
    ):
        answer = world.call("PUT", path, path={"id": some_id}, body=body, caller=caller)
        assert answer.status == 404
    assert len(world.get("/alerts").body["data"]) == 1
    assert world.get("/alerts", caller=authorizer(OTHER)).body["data"] == []
    assert world.audit() == world.audit(OTHER) == []
