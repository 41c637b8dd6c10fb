"""Founds a brand: its keys, its first agents, and tokens with which they work. Whatever is there already stays."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.stores import Stores

DAY_S = 86_400
TOKEN_DAYS = 365


def found_brand(stores: "Stores", brand: str, agents: Mapping[str, str]) -> None:
    """Creates a brand with agents (id and role); an agent that is there keeps the rights they have."""
    from store.brand.agents import Agent

    stores.create_brand(brand)
    for agent, role in agents.items():
        if stores.agents.find_agent(brand, agent) is None:
            stores.agents.keep_agent(Agent(agent, brand, role, created_at=stores.now_ms()))


def renew_token(stores: "Stores", brand: str, agent: str, known: str = "") -> str:
    """Returns the token of before while it is this agent's and good for another day, else a new one."""
    from model import api_token
    from store.brand.agents import ACTIVE, Token

    now = int(stores.clock())
    parsed = api_token.parse(known)
    kept = stores.agents.find_token(parsed.id) if parsed else None
    mine = kept is not None and (kept.brand, kept.agent, kept.state) == (brand, agent, ACTIVE)
    proved = kept is not None and parsed is not None and kept.secret_hash == parsed.secret_hash
    if kept is not None and mine and proved and kept.expires_at > now + DAY_S:
        return known
    made = api_token.new(os.urandom(api_token.ID_BYTES), os.urandom(api_token.SECRET_BYTES))
    expires_at = now + TOKEN_DAYS * DAY_S
    stores.agents.keep_token(
        Token(made.id, brand, agent, made.secret_hash, expires_at, title="set-up", created_at=now * 1000)
    )
    return made.text
