"""Holds over the API: two roles, two people; agents neither see nor set them.

Tests of: `respond.shapes.hold`.
"""

from typing import Any

from tests.respond.world import ACME, World, authorizer

UNTIL = "2027-09-21T00:00:00Z"


def _as(agent: str, role: str) -> dict[str, str]:
    return authorizer(agent=agent, role=role)


def _ask(world: World, **more: Any) -> Any:
    body = {"contact": world.ids()["mara"], "reason": "a case at court", "until": UNTIL} | more
    return world.call("POST", "/holds", body=body, caller=_as("sue", "supervisor"))


def test_a_supervisor_asks_and_the_data_protection_officer_agrees(world: World) -> None:
    asked = _ask(world)
    assert (asked.status, asked.body["state"], asked.body["asked_by"]) == (201, "asked", "sue")
    contact = world.ids()["mara"]
    path = {"id": contact}
    same = world.call("POST", "/holds/{id}/consent", path=path, caller=_as("sam", "supervisor"))
    assert (same.status, same.body["code"]) == (403, "forbidden")
    agreed = world.call("POST", "/holds/{id}/consent", path=path, caller=_as("dan", "dpo"))
    assert (agreed.status, agreed.body["state"], agreed.body["agreed_by"]) == (200, "pending", "dan")
    listed = world.get("/holds", caller=_as("dan", "dpo")).body["data"]
    assert [(each["contact"], each["reason"]) for each in listed] == [(contact, "a case at court")]
    noted = sorted(each["action"] for each in world.audit())
    assert noted == ["agree hold", "agree hold", "ask hold", "read holds"]


def test_one_is_taken_back_before_anybody_agreed(world: World) -> None:
    _ask(world)
    path = {"id": world.ids()["mara"]}
    ended = world.call("DELETE", "/holds/{id}", path=path, caller=_as("dan", "dpo"))
    assert (ended.status, ended.body["state"]) == (200, "ended")
    assert world.call("DELETE", "/holds/{id}", path=path, caller=_as("dan", "dpo")).status == 404


def test_what_makes_no_hold_is_refused(world: World) -> None:
    assert _ask(world, until="2020-01-01T00:00:00Z").status in (400, 422)
    assert _ask(world, contact="a" * 32).status == 404
    assert _ask(world).status == 201
    assert _ask(world).status == 409


def test_agents_have_no_business_with_holds(world: World) -> None:
    assert world.get("/holds", caller=_as("ann", "agent")).status == 403
    assert world.get("/holds", caller=_as("adam", "admin")).status == 403


def test_a_hold_is_told_to_those_who_may_know_of_holds(world: World) -> None:
    mara, sue, dan = world.ids()["mara"], _as("sue", "supervisor"), _as("dan", "dpo")

    def told() -> list[bool | None]:
        callers = (_as("ann", "agent"), _as("adam", "admin"), sue, dan)
        return [world.get("/contacts/{id}", path={"id": mara}, caller=each).body["held"] for each in callers]

    _ask(world)
    assert told() == [None, None, False, False], "asked for by one keeps nothing"
    world.call("POST", "/holds/{id}/consent", path={"id": mara}, caller=dan)
    assert told() == [None, None, True, True]


def test_a_hold_says_what_it_waits_for_and_why_it_cannot_end_yet(world: World) -> None:
    assert "has to agree" in _ask(world).body["waits_for"]
    path = {"id": world.ids()["mara"]}
    agreed = world.call("POST", "/holds/{id}/consent", path=path, caller=_as("dan", "dpo")).body
    assert agreed["waits_for"].startswith("From the consent on nothing of the person is destroyed.")
    refused = world.call("DELETE", "/holds/{id}", path=path, caller=_as("dan", "dpo"))
    assert (refused.status, refused.body["code"], refused.body["retryable"]) == (409, "hold_pending", True)
    (pending,) = world.stores.holds.of_brand(ACME)
    world.stores.holds.settled(pending)
    assert world.get("/holds", caller=_as("dan", "dpo")).body["data"][0]["waits_for"] is None
    for _ in range(2):
        ended = world.call("DELETE", "/holds/{id}", path=path, caller=_as("dan", "dpo"))
        assert (ended.status, ended.body["state"]) == (200, "ending")
