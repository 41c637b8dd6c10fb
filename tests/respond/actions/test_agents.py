"""Agents over the API: who asks, who may be added or changed by whom, and that the last admin stays.

Tests of: `respond.shapes.agent`, `store.brand.agents`.
"""

from typing import Any

import pytest

from model.errors import Conflict
from store.brand.agents import LEFT, Agent
from tests.respond.world import ACME, OTHER, Answer, World, authorizer

BY_ID = "/agents/{id}"


def _add(world: World, body: Any, **more: Any) -> Answer:
    return world.call("POST", "/agents", body=body, **more)


def _change(world: World, agent: str, body: Any, seen: str = "*", **more: Any) -> Answer:
    return world.call("PATCH", BY_ID, path={"id": agent}, body=body, headers={"If-Match": seen}, **more)


def test_an_agent_is_added_listed_and_may_sign_in(world: World) -> None:
    body = {"id": "eve", "role": "supervisor", "scopes": ["contacts:read"], "subject": "sub-1"}
    answer = _add(world, body)
    assert (answer.status, answer.body["state"], answer.body["scopes"]) == (201, "active", ["contacts:read"])
    signed_in = world.stores.agents.find_signed_in("sub-1")
    assert (signed_in and signed_in.id, signed_in and signed_in.role) == ("eve", "supervisor")
    listed = world.get("/agents").body["data"]
    assert [row["id"] for row in listed] == ["adam", "ann", "bot", "dora", "eve", "sue"]
    assert {"agent": "adam", "action": "add agent supervisor", "target": "eve"} in world.audit()
    assert world.get("/agents", caller=authorizer(OTHER)).text.count("eve") == 0


def test_an_agent_is_told_to_whom_a_conversation_can_be_handed_over(world: World) -> None:
    assert _add(world, {"id": "eve", "role": "agent"}).status == 201
    assert _add(world, {"id": "reader", "role": "agent", "scopes": ["contacts:read"]}).status == 201
    world.stores.agents.keep_agent(Agent("zoe", ACME, "agent", state=LEFT))
    told = world.get("/colleagues", caller=authorizer(agent="ann", role="agent")).body["data"]
    assert told == [{"id": name} for name in ("adam", "ann", "bot", "eve", "sue")]
    first = world.get("/colleagues", query={"limit": "2"}).body
    assert [each["id"] for each in first["data"]] == ["adam", "ann"]
    rest = world.get("/colleagues", query={"cursor": first["next_cursor"]}).body["data"]
    assert [each["id"] for each in rest] == ["bot", "eve", "sue"]


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({"id": "ann", "role": "agent"}, 409, "exists", None),
        ({"id": "me", "role": "agent"}, 409, "exists", None),
        ({"id": "eve", "role": "owner"}, 422, "invalid", "/role"),
        ({"id": "e#e", "role": "agent"}, 422, "invalid", "/id"),
        ({"id": "eve", "role": "agent", "scopes": ["contacts:read", "settings:write"]}, 422, "invalid", "/scopes/1"),
        ({"id": "eve", "role": "agent", "brand": OTHER}, 422, "invalid", ""),
    ],
)  # fmt: skip
def test_what_makes_no_agent_is_refused(
    world: World, body: Any, status: int, code: str, pointer: str | None
) -> None:
    answer = _add(world, body)
    assert (answer.status, answer.body["code"], answer.body.get("pointer")) == (status, code, pointer)


def test_a_person_who_signs_in_as_one_agent_is_made_no_other_not_even_of_another_brand(world: World) -> None:
    assert _add(world, {"id": "eve", "role": "agent", "subject": "sub-1"}).status == 201
    taken = _add(world, {"id": "eva", "role": "admin", "subject": "sub-1"}, caller=authorizer(OTHER))
    assert (taken.status, taken.body["code"]) == (409, "conflict")
    assert world.stores.agents.find_agent(OTHER, "eva") is None
    signed_in = world.stores.agents.find_signed_in("sub-1")
    assert signed_in
    assert signed_in.brand == ACME
    with pytest.raises(Conflict):
        world.stores.agents.let_sign_in("sub-1", OTHER, "adam")
    world.stores.agents.let_sign_in("sub-1", ACME, "eve")


def test_a_change_takes_what_was_seen_and_works_at_once(world: World) -> None:
    seen = world.get(BY_ID, path={"id": "ann"}).headers["ETag"]
    changed = _change(world, "ann", {"role": "supervisor", "state": "left"}, seen)
    assert (changed.body["role"], changed.body["state"]) == ("supervisor", "left")
    assert _change(world, "ann", {"role": "agent"}, seen).status == 412
    again = _change(world, "ann", {"state": "active"}, changed.headers["ETag"])
    assert (again.status, again.body["role"], again.body["state"]) == (200, "supervisor", "active")
    assert _change(world, "ann", {"scopes": ["settings:write"]}).body["pointer"] == "/scopes/0"
    held = _change(world, "ann", {"role": "admin", "scopes": ["settings:write"]})
    assert _change(world, "ann", {"role": "agent"}).body["pointer"] == "/role"
    assert held.status == 200


def test_nobody_changes_their_own_rights(world: World) -> None:
    bodies: tuple[Any, ...] = ({"role": "dpo"}, {"scopes": []}, {"state": "left"})
    for body in bodies:
        answer = _change(world, "adam", body)
        assert (answer.status, answer.body["code"]) == (403, "own_rights")


def test_the_last_admin_stays_also_when_two_take_each_other_s_rights(world: World) -> None:
    agents = world.stores.agents
    agents.keep_agent(Agent("eve", ACME, "admin"))
    adam, eve = agents.find_agent(ACME, "adam"), agents.find_agent(ACME, "eve")
    assert adam
    assert eve
    assert _change(world, "eve", {"role": "agent"}).status == 200
    late = _change(world, "adam", {"role": "agent"}, caller=authorizer(agent="eve", role="admin"))
    assert (late.status, late.body["code"]) == (409, "conflict")
    still = agents.find_agent(ACME, "adam")
    assert still
    assert still.role == "admin"
