"""Authorizes callers of the agent API: who is calling, as the agent's own row says.

A token proves an id, and nothing else: brand, role, scopes and state are read from the rows it leads to. The
answer covers the whole stage, because API Gateway keeps it for up to a minute for any route; what a role may
do is decided by the routes.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
"""

import hmac
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from aws import jwks, settings
from model import api_token
from model.errors import Unavailable
from respond.access import ROLES, grant_scopes
from respond.access_tokens import Pool, PoolKeys, Refused, prove_subject
from store.brand.agents import Agent, Agents

ACTIVE = "active"
LONGEST = 8192
_NO_HASH = bytes(32)


class Unauthorized(Exception):
    """Makes API Gateway answer 401, which it does when the message is exactly this word."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class Authorizer:
    """Lets callers in. `subject` turns an access token into a Cognito user's id or raises Refused."""

    def __init__(self, agents: Agents, subject: Callable[[str], str], clock: Callable[[], float]) -> None:
        self._agents = agents
        self._subject = subject
        self._clock = clock

    def authorize(self, header: str) -> dict[str, str]:
        """Returns `{brand, agent, role, scopes}` of the bearer. Raises Refused, or Unavailable."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or len(token) > LONGEST:
            raise Refused
        if token.startswith(api_token.PREFIX):
            return self._by_api_token(token)
        return _context(self._agents.find_signed_in(self._subject(token)), frozenset())

    def _by_api_token(self, text: str) -> dict[str, str]:
        sent = api_token.parse(text)
        if sent is None:
            raise Refused
        known = self._agents.find_token(sent.id)
        proved = hmac.compare_digest(sent.secret_hash, known.secret_hash if known else _NO_HASH)
        if known is None or not proved or known.state != ACTIVE or known.expires_at <= self._clock():
            raise Refused
        context = _context(self._agents.find_agent(known.brand, known.agent), known.scopes)
        self._agents.mark_used(known, int(self._clock()))
        return context


def _context(agent: Agent | None, limit: frozenset[str]) -> dict[str, str]:
    if agent is None or agent.state != ACTIVE or agent.role not in ROLES:
        raise Refused
    scopes = grant_scopes(agent.role, agent.scopes, limit)
    return {
        "brand": agent.brand,
        "agent": agent.id,
        "role": agent.role,
        "scopes": " ".join(sorted(scopes)),
    }


def make_policy(context: Mapping[str, str], method_arn: str) -> dict[str, Any]:
    """Returns the answer to API Gateway: any route of the stage in `arn:…:api/stage/METHOD/path`."""
    api, stage = method_arn.split("/", 2)[:2]
    return {
        "principalId": context["agent"],
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{api}/{stage}/*/*"}
            ],
        },
        "context": dict(context),
    }


@cache
def _keys() -> PoolKeys:
    return PoolKeys(jwks.fetch, time.time)


def warm_up() -> None:
    """Reads the pool's keys, with the libraries and the connection for it; what fails now is tried again later."""
    _authorizer()
    with suppress(Refused, Unavailable):
        _keys().find_key("")


@cache
def _authorizer() -> Authorizer:
    keys = _keys()
    pool = Pool(jwks.issuer(), settings.user_pool_client_id())
    return Authorizer(Agents(), lambda token: prove_subject(token, pool, keys, time.time()), time.time)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's shape
    """Answers a TOKEN request of API Gateway. Raises Unauthorized."""
    try:
        context_of_caller = _authorizer().authorize(str(event.get("authorizationToken") or ""))
    except Refused:
        raise Unauthorized from None
    return make_policy(context_of_caller, event["methodArn"])


if settings.on_lambda():  # before the first request the function has more CPU, and nobody waits
    warm_up()
