"""Founding a brand is repeated safely, and takes nobody's rights or tokens away."""

from dataclasses import replace

import pytest

from infra.founding import DAY_S, found_brand, renew_token
from model import api_token
from store.brand.agents import Agent
from store.stores import Stores
from tests.store.world import Clock, FakeWrapping

pytestmark = pytest.mark.usefixtures("tables")
AGENTS = {"admin": "admin", "dpo": "dpo"}


def _stores() -> tuple[Stores, Clock]:
    clock = Clock()
    return Stores(FakeWrapping(), clock), clock


def test_whoever_is_there_already_keeps_what_they_may() -> None:
    stores, _ = _stores()
    found_brand(stores, "acme", {"admin": "admin"})
    key = stores.vault.index_key("acme")
    stores.agents.keep_agent(Agent("admin", "acme", "admin", state="left"))
    found_brand(stores, "acme", AGENTS)
    assert {each.id: (each.role, each.state) for each in stores.agents.list_agents("acme")} == {
        "admin": ("admin", "left"), "dpo": ("dpo", "active"),
    }  # fmt: skip
    assert stores.vault.index_key("acme") == key


def test_a_token_is_kept_while_it_is_good_and_its_agent_s() -> None:
    stores, clock = _stores()
    found_brand(stores, "acme", AGENTS)
    first = renew_token(stores, "acme", "admin")
    assert renew_token(stores, "acme", "admin", first) == first
    assert renew_token(stores, "acme", "dpo", first) != first, "another agent's"
    assert renew_token(stores, "acme", "admin", first[:-1] + ("_" if first[-1] != "_" else "-")) != first, (
        "not its secret"
    )
    parsed = api_token.parse(first)
    assert parsed is not None
    kept = stores.agents.find_token(parsed.id)
    assert kept is not None
    stores.agents.revoke_token(kept)
    assert renew_token(stores, "acme", "admin", first) != first
    stores.agents.keep_token(replace(kept, state="active"))
    assert renew_token(stores, "acme", "admin", first) == first
    clock.now = kept.expires_at - DAY_S
    assert renew_token(stores, "acme", "admin", first) != first
