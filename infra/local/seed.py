"""What a new local stack is given: a demo brand with agents, a token, and one account of every platform."""

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.cli.agent_api import AgentApi, Refused
from infra.cli.connecting import Row, connect, row
from infra.local.stack import Stack
from infra.simulate.fresh import secrets_for
from infra.simulate.tellers import NAMES, teller

if TYPE_CHECKING:
    from store.stores import Stores

BRAND = "demo"
ADMIN = "demo-admin"
AGENTS = {ADMIN: "admin", "demo-agent": "agent", "demo-supervisor": "supervisor", "demo-dpo": "dpo"}
"""Agent -> role."""

DAY_S = 86_400
TOKEN_DAYS = 365
START_S = 60.0
"""How long the first answers of the agent API may take."""


def seed(stack: Stack, before: Mapping[str, Any]) -> dict[str, Any]:
    """Set up what is missing; `brand`, `token` and `accounts` of stack.json.

    `before` is the last stack file: what it knows and the stack still holds stays as it is. Works as the
    stack's owner and therefore changes this process's environment.
    """
    os.environ.update(stack.environment())
    from aws import kms
    from store.brand.agents import Agent
    from store.stores import Stores

    stores = Stores(kms)
    stores.create_brand(BRAND)
    for agent, role in AGENTS.items():
        stores.agents.keep_agent(Agent(agent, BRAND, role))
    token = _token(stores, str(before.get("token") or ""))
    api = AgentApi(stack.api_url, token)
    return {"brand": BRAND, "token": token, "accounts": _accounts(api, before.get("accounts") or [])}


def _token(stores: "Stores", known: str) -> str:
    """The token of before while it is good for another day, else a new one."""
    from model import api_token
    from store.brand.agents import Token

    now = int(stores.clock())
    parsed = api_token.parse(known)
    kept = stores.agents.find_token(parsed.id) if parsed else None
    if parsed and kept and kept.secret_hash == parsed.secret_hash and kept.expires_at > now + DAY_S:
        return known
    made = api_token.new(os.urandom(api_token.ID_BYTES), os.urandom(api_token.SECRET_BYTES))
    stores.agents.keep_token(
        Token(made.id, BRAND, ADMIN, made.secret_hash, expires_at=now + TOKEN_DAYS * DAY_S)
    )
    return made.text


def _accounts(api: AgentApi, before: list[Row]) -> list[Row]:
    """One of every platform, and whatever else was connected meanwhile."""
    secrets = {(each["platform"], each["account"]): each["secrets"] for each in before}
    connected = {(view["platform"], view["native_id"]): view for view in _listed(api)}
    rows = [_again(view, secrets.get(name)) for name, view in connected.items()]
    for platform in NAMES:
        told_by = teller(platform)
        if (platform, told_by.demo_account) not in connected:
            rows.append(
                connect(
                    api,
                    platform,
                    told_by.demo_account,
                    secrets=secrets_for(platform),
                    self_ids=told_by.demo_self_ids,
                    title=f"Demo, {platform}",
                )
            )
    return sorted(rows, key=lambda each: (each["platform"], each["account"]))


def _listed(api: AgentApi) -> list[dict[str, Any]]:
    """The first call starts two functions, and the API may answer a moment after the deployment only."""
    deadline = time.monotonic() + START_S
    while True:
        try:
            return list(api.every("accounts", limit=100))
        except Refused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _again(view: Mapping[str, Any], known: Mapping[str, str] | None) -> Row:
    """A connected account; where its secrets are forgotten it is given new ones."""
    if known:
        return row(view, known)
    from aws import secrets
    from model.endpoint import Endpoint

    made = secrets_for(view["platform"])
    secrets.put(view["platform"], view["endpoint"], Endpoint(BRAND, made))
    return row(view, made)
