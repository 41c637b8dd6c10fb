"""Gives a new local stack a demo brand with agents, a token, and one account of every platform."""

import os
import time
from collections.abc import Mapping
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.cli.connecting import Row, connect, row
from infra.cli.errors import CommandError
from infra.local.stack import Stack
from infra.simulate.fresh import secrets_for
from infra.simulate.tellers import NAMES, teller

BRAND = "demo"
ADMIN = "demo-admin"
AGENTS = {
    ADMIN: "admin",
    "demo-agent": "agent",
    "demo-supervisor": "supervisor",
    "demo-dpo": "dpo",
    "demo-service": "service",
}
"""Agent -> role."""

START_S = 60.0
"""How long the first answers of the agent API may take."""


def seed(stack: Stack, before: Mapping[str, Any]) -> dict[str, Any]:
    """Sets up what is missing and returns `brand`, `token`, `tokens` by role and `accounts` of stack.json.

    `before` is the last stack file: what it knows and the stack still holds stays as it is. Works as the
    stack's owner and therefore changes this process's environment.
    """
    os.environ.update(stack.environment())
    from aws import kms
    from infra.founding import found_brand, renew_token
    from store.stores import Stores

    stores = Stores(kms)
    found_brand(stores, BRAND, AGENTS)
    known = {"admin": before.get("token"), **(before.get("tokens") or {})}
    tokens = {
        role: renew_token(stores, BRAND, agent, str(known.get(role) or "")) for agent, role in AGENTS.items()
    }
    token = tokens[AGENTS[ADMIN]]
    accounts = _accounts(AgentApi(stack.api_url, token), before.get("accounts") or [], stack)
    return {"brand": BRAND, "token": token, "tokens": tokens, "accounts": accounts}


def _accounts(api: AgentApi, before: list[Row], stack: Stack) -> list[Row]:
    """Returns one account of every platform, and whatever else was connected meanwhile."""
    secrets = {(each["platform"], each["account"]): each["secrets"] for each in before}
    connected = {(view["platform"], view["native_id"]): view for view in _listed(api)}
    rows = [_again(view, secrets.get(name)) for name, view in connected.items()]
    for platform in NAMES:
        told_by = teller(platform)
        native_id = told_by.name_demo(stack.webhook_url)
        if (platform, native_id) not in connected:
            rows.append(
                connect(
                    api,
                    platform,
                    native_id,
                    secrets=secrets_for(platform),
                    self_ids=told_by.demo_self_ids,
                    title=f"Demo, {name_platform(platform)}",
                )
            )
    return sorted(rows, key=lambda each: (each["platform"], each["account"]))


def name_platform(platform: str) -> str:
    """Returns what people call a platform, without what its title adds in brackets."""
    from platforms import registry

    return registry.platform(platform).title.partition(" (")[0]


def _listed(api: AgentApi) -> list[dict[str, Any]]:
    """Lists accounts.

    The first call starts two functions, and the API may answer only a moment after the deployment.
    """
    deadline = time.monotonic() + START_S
    while True:
        try:
            return list(api.every("accounts", limit=100))
        except CommandError:  # also an answer that took longer than anybody else would wait
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _again(view: Mapping[str, Any], known: Mapping[str, str] | None) -> Row:
    """Returns a connected account; where its secrets are forgotten it is given new ones."""
    if known:
        return row(view, known)
    from aws import secrets
    from model.endpoint import Endpoint

    made = secrets_for(view["platform"])
    secrets.put(view["platform"], view["endpoint"], Endpoint(BRAND, made))
    return row(view, made)
