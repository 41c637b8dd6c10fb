"""API tokens over the API: made for oneself or a service, shown once, ended for good."""

import time
from typing import Any

import pytest

from model import api_token
from respond.access import grant_scopes
from respond.access_tokens import Refused
from respond.auth import Authorizer
from tests.respond.world import ACME, OTHER, Answer, World, authorizer
from tests.store.world import NOW

BODY = {"agent": "bot", "title": "Reports"}


def _make(world: World, body: Any, **more: Any) -> Answer:
    return world.call("POST", "/api-tokens", body=body, **more)


def _authorize(world: World, text: str, at: float = NOW) -> dict[str, str]:
    return Authorizer(world.stores.agents, lambda _: "", lambda: at).authorize(f"Bearer {text}")


def test_a_token_works_is_listed_without_its_secret_and_tells_when_it_was_used(world: World) -> None:
    made = _make(world, BODY | {"scopes": ["contacts:read"]})
    assert made.status == 201
    shown = made.body
    text = shown.pop("token")
    assert _authorize(world, text) == {
        "brand": ACME, "agent": "bot", "role": "service", "scopes": "contacts:read",
    }  # fmt: skip
    (row,) = world.get("/api-tokens").body["data"]
    assert row.pop("last_used_on") == time.strftime("%Y-%m-%dT00:00:00.000Z", time.gmtime(NOW))
    assert row == {name: value for name, value in shown.items() if name != "last_used_on"}
    parsed = api_token.parse(text)
    assert parsed
    assert parsed.secret not in world.get("/api-tokens").text
    (entry,) = [entry for entry in world.audit() if entry["action"] == "make token"]
    assert (entry["agent"], set(entry["target"].split())) == ("adam", {parsed.id, "bot"})
    assert world.get("/api-tokens", caller=authorizer(OTHER)).body["data"] == []


def test_an_ended_token_is_refused_and_of_one_brand(world: World) -> None:
    made = _make(world, BODY).body
    path = {"id": made["id"]}
    foreign = world.call("DELETE", "/api-tokens/{id}", path=path, caller=authorizer(OTHER))
    assert foreign.status == 404
    assert _authorize(world, made["token"])["agent"] == "bot"
    ended = world.call("DELETE", "/api-tokens/{id}", path=path)
    assert (ended.status, ended.body["state"]) == (200, "left")
    with pytest.raises(Refused):
        _authorize(world, made["token"])


def test_a_token_ends_by_itself(world: World) -> None:
    made = _make(world, BODY | {"expires_at": "2026-09-22T00:00:00Z"}).body
    assert made["expires_at"] == "2026-09-22T00:00:00.000Z"
    _authorize(world, made["token"])
    with pytest.raises(Refused):
        _authorize(world, made["token"], NOW + 2 * 86_400)


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({"agent": "dora"}, 403, "not_yours", None),
        ({"agent": "sue"}, 403, "not_yours", None),
        ({"agent": "nobody"}, 422, "invalid", "/agent"),
        ({"scopes": ["contacts:read", "settings:write"]}, 422, "invalid", "/scopes/1"),
        ({"expires_at": "2026-09-01T00:00:00Z"}, 422, "invalid", "/expires_at"),
        ({"expires_at": "2028-09-01T00:00:00Z"}, 422, "invalid", "/expires_at"),
        ({"title": ""}, 422, "invalid", "/title"),
    ],
)
def test_a_token_for_another_person_or_with_more_rights_is_refused(
    world: World, body: Any, status: int, code: str, pointer: str | None
) -> None:
    answer = _make(world, BODY | body)
    assert (answer.status, answer.body["code"], answer.body.get("pointer")) == (status, code, pointer)


def test_a_token_may_no_more_than_the_one_it_was_made_with(world: World) -> None:
    caller = authorizer() | {"scopes": "tokens:write contacts:read"}
    for agent in ("me", "bot"):
        made = _make(world, BODY | {"agent": agent}, caller=caller).body
        held = set(made["scopes"])
        assert held <= {"tokens:write", "contacts:read"}
    refused = _make(world, BODY | {"scopes": ["conversations:read"]}, caller=caller)
    assert (refused.status, refused.body["pointer"]) == (422, "/scopes/0")
    whole = _make(world, BODY | {"agent": "me"}).body
    assert whole["scopes"] == sorted(grant_scopes("admin"))


def test_tokens_come_in_pages(world: World) -> None:
    made = sorted(_make(world, BODY).body["id"] for _ in range(3))
    first = world.get("/api-tokens", query={"limit": "2"}).body
    second = world.get("/api-tokens", query={"limit": "2", "cursor": first["next_cursor"]}).body
    assert [row["id"] for row in first["data"] + second["data"]] == made
    assert second["has_more"] is False
