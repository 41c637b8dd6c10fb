"""A brand promises answers: conversations show what is due, and insights whether it was kept.

Tests of: `respond.actions.sla`, `respond.shapes.sla`, `store.brand.sla_settings`, `respond.closing`.
"""

from typing import Any

import pytest

from respond.shapes.scalars import format_time
from tests.respond.actions.test_csat import say
from tests.respond.desk import Desk, ask, echo
from tests.respond.world import ANGRY, ANSWER, MS, TELEGRAM, World
from tests.template.enforcing import as_function

ALWAYS = [{"from": "00:00", "to": "24:00"}]
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = {"zone": "Europe/Berlin", **dict.fromkeys(WEEK, ALWAYS)}


def test_what_is_promised_is_shown_and_counted(world: World) -> None:
    assert ask(world, "GET", "/sla", caller="adam").body == dict.fromkeys(("low", "normal", "high", "urgent"))
    assert ask(world, "GET", "/business-hours", caller="adam").body["monday"] == ALWAYS
    wanted = {"high": {"first_answer": 30, "next_answer": 60}}
    kept = ask(world, "PUT", "/sla", caller="adam", body=wanted)
    assert kept.body["high"] == {"first_answer": 30, "next_answer": 60, "solution": None}
    assert ask(world, "GET", "/sla", caller="adam").body == kept.body
    hours = ask(
        world, "PUT", "/business-hours", caller="adam", body={**EVERY_DAY, "holidays": ["2030-01-01"]}
    )
    assert (hours.status, hours.body["holidays"]) == (200, ["2030-01-01"])
    assert ask(world, "GET", "/business-hours", caller="adam").body == hours.body

    angry = world.ids()["angry"]
    ask(world, "PATCH", "/conversations/{id}", angry, {"priority": "high"})
    shown = ask(world, "GET", "/conversations/{id}", angry).body
    due = format_time(MS + 29 * 60_000)
    assert shown["sla"] == {"kind": "first_answer", "due_at": due, "state": "running"}
    listed = {each["id"]: each["sla"] for each in ask(world, "GET", "/conversations").body["data"]}
    assert listed[angry] == shown["sla"]
    assert None in listed.values()

    def tell(record: dict[str, Any], native: str, minutes_ago: int) -> None:
        told = {"external_id": native, "thread_id": "t9", "occurred_at": MS - minutes_ago * 60_000}
        world.tell(TELEGRAM, record | told)

    tell(ANGRY, "m70", 180)
    ask(world, "PATCH", "/conversations/{id}", world.hid(TELEGRAM, "thread", "t9"), {"priority": "high"})
    tell(ANSWER, "m71", 160)
    tell(ANGRY, "m72", 130)
    tell(ANSWER, "m73", 60)
    total = ask(world, "GET", "/insights/sla", caller="sue").body["total"]
    assert total == {
        "first_answer": {"promised": 1, "kept": 1, "kept_share": 1.0},
        "next_answer": {"promised": 1, "kept": 0, "kept_share": 0.0},
        "solution": {"promised": 0, "kept": 0, "kept_share": None},
    }


@pytest.mark.parametrize("told_again", [False, True])
def test_an_answer_sent_from_here_is_counted_once(desk: Desk, told_again: bool) -> None:
    def count() -> tuple[int, int]:
        times = ask(desk.world, "GET", "/insights/response-times", caller="sue").body["total"]
        kept = ask(desk.world, "GET", "/insights/sla", caller="sue").body["total"]
        return times["response"]["count"], sum(each["promised"] for each in kept.values())

    targets = {"first_answer": 30, "next_answer": 30}
    ask(desk.world, "PUT", "/sla", caller="adam", body=dict.fromkeys(("normal", "high"), targets))
    desk.world.clock.now += 60
    asked_at = {"external_id": f"q{desk.number}", "occurred_at": desk.world.stores.now_ms() - 1000}
    desk.world.tell(TELEGRAM, ANGRY | asked_at)
    before = count()
    desk.send()
    if told_again:
        echo(desk)
    assert count() == (before[0] + 1, before[1] + 1)


def test_what_is_done_in_time_is_counted_when_it_is_closed(desk: Desk) -> None:
    world, angry = desk.world, desk.world.ids()["angry"]

    def count() -> tuple[int, int]:
        found = ask(world, "GET", "/insights/sla", caller="sue").body["total"]["solution"]
        return found["promised"], found["kept"]

    def say_and_wait(minutes: int) -> None:
        say(desk, "And now?")
        world.clock.now += minutes * 60

    def close() -> None:
        body = [{"id": angry}]
        closed = ask(world, "POST", "/bulk-actions", body={"items": body, "change": {"status": "closed"}})
        assert closed.body["failed"] == []

    close()  # what was open before this test
    ask(world, "PUT", "/sla", caller="adam", body={"high": {"solution": 30}, "normal": {"solution": 30}})
    before = count()
    say_and_wait(10)
    with as_function("Api"):
        close()
    close()
    assert count() == (before[0] + 1, before[1] + 1), "once a closing"
    world.clock.now += 20
    ask(world, "PATCH", "/conversations/{id}", angry, {"status": "open"}, headers={"If-Match": "*"})
    with as_function("Api"):
        close()
    assert count() == (before[0] + 1, before[1] + 1), "once, where it was taken back and done again"
    say_and_wait(31)
    desk.post(then="closed")
    with as_function("Send"):
        desk.run()
    assert count() == (before[0] + 2, before[1] + 1), "they waited longer than was promised"
    ask(world, "PATCH", "/conversations/{id}", angry, {"status": "open"}, headers={"If-Match": "*"})
    world.clock.now += 3600
    close()
    assert count() == (before[0] + 2, before[1] + 1), "nobody wanted anything"


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/sla", {"high": {"first_answer": 0}}, "/high/first_answer"),
        ("/business-hours", {"zone": "Europe/Nowhere", "monday": ALWAYS}, "/zone"),
        ("/business-hours", {"zone": "UTC"}, "/monday"),
        ("/business-hours", {"zone": "UTC", "friday": [{"from": "17:00", "to": "09:00"}]}, "/friday"),
        (
            "/business-hours",
            {"zone": "UTC", "friday": [*ALWAYS, {"from": "09:00", "to": "10:00"}]},
            "/friday",
        ),
        ("/business-hours", {"zone": "UTC", "friday": [{"from": "9", "to": "10:00"}]}, "/friday/0/from"),
    ],
)
def test_what_makes_no_sense_is_refused(shared: World, path: str, body: Any, pointer: str) -> None:
    answer = ask(shared, "PUT", path, caller="adam", body=body)
    assert (answer.status, answer.body["pointer"]) == (422, pointer)
