"""The authorizer: API tokens and people, and that the rows decide whatever the token says."""

from typing import Any

import pytest

from aws import jwks
from model import api_token
from model.errors import Unavailable
from respond import auth
from respond.access import grant_scopes
from respond.access_tokens import Refused
from respond.auth import Authorizer, Unauthorized
from store.brand.agents import Agent, Agents, Token
from tests.respond.test_access_tokens import SUB
from tests.store.world import NOW, Clock

pytestmark = pytest.mark.usefixtures("tables")
ARN = "arn:aws:execute-api:eu-central-1:123456789012:abc123/dev/GET/conversations/x/y"
MADE = api_token.new(bytes(range(10)), bytes(range(32)))
OTHER = api_token.new(bytes(range(1, 11)), bytes(range(1, 33)))


@pytest.fixture
def agents() -> Agents:
    """Two brands with an agent each, and a token."""
    made = Agents()
    made.keep_agent(Agent("bot", "acme", "service"))
    made.keep_agent(Agent("bot", "other", "admin"))
    made.keep_agent(Agent("ann", "acme", "agent"))
    made.let_sign_in(SUB, "acme", "ann")
    made.keep_token(_token())
    return made


def _token(**more: Any) -> Token:
    values: dict[str, Any] = {"brand": "acme", "agent": "bot", "expires_at": NOW + 60} | more
    return Token(MADE.id, secret_hash=MADE.secret_hash, **values)


def _authorizer(agents: Agents, clock: Clock | None = None) -> Authorizer:
    def subject(token: str) -> str:
        if token != "a.good.jwt":
            raise Refused
        return SUB

    return Authorizer(agents, subject, clock or Clock())


def test_an_api_token_is_its_agent(agents: Agents) -> None:
    assert _authorizer(agents).authorize(f"Bearer {MADE.text}") == {
        "brand": "acme",
        "agent": "bot",
        "role": "service",
        "scopes": " ".join(sorted(grant_scopes("service"))),
    }


def test_a_person_is_the_agent_their_row_names(agents: Agents) -> None:
    found = _authorizer(agents).authorize("Bearer a.good.jwt")
    assert (found["brand"], found["agent"], found["role"]) == ("acme", "ann", "agent")


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", MADE.text, f"Basic {MADE.text}", f"Bearer  {MADE.text}",
        f"Bearer {MADE.text} ", f"Bearer {MADE.text}\n", f"Bearer {MADE.text}A", f"Bearer {MADE.text[:-1]}",
        f"Bearer {MADE.text.upper()}", f"Bearer rpt_{MADE.id}_{OTHER.secret}", f"Bearer {OTHER.text}",
        f"Bearer rpt_{MADE.id}_", f"Bearer rpt_{MADE.id}", f"Bearer rpt_sub.{SUB}_{MADE.secret}",
        f"Bearer rpt_{MADE.id}_{MADE.secret_hash.hex()}", f"Bearer {'x' * 9000}", "Bearer another.bad.jwt",
        f"Bearer {MADE.text},{MADE.text}",
    ],
)  # fmt: skip
def test_anything_else_is_refused(agents: Agents, header: str) -> None:
    with pytest.raises(Refused):
        _authorizer(agents).authorize(header)


def test_the_scheme_has_no_case(agents: Agents) -> None:
    assert _authorizer(agents).authorize(f"bearer {MADE.text}")["agent"] == "bot"


def test_a_token_ends_at_its_time_to_the_second(agents: Agents) -> None:
    clock = Clock(NOW + 59)
    assert _authorizer(agents, clock).authorize(f"Bearer {MADE.text}")["agent"] == "bot"
    clock.now += 1
    with pytest.raises(Refused):
        _authorizer(agents, clock).authorize(f"Bearer {MADE.text}")


def test_a_revoked_token_is_refused(agents: Agents) -> None:
    agents.keep_token(_token(state="revoked"))
    with pytest.raises(Refused):
        _authorizer(agents).authorize(f"Bearer {MADE.text}")


@pytest.mark.parametrize("header", [f"Bearer {MADE.text}", "Bearer a.good.jwt"])
def test_an_agent_who_left_is_refused_however_they_come(agents: Agents, header: str) -> None:
    for agent, role in (("bot", "service"), ("ann", "agent")):
        agents.keep_agent(Agent(agent, "acme", role, state="left"))
    with pytest.raises(Refused):
        _authorizer(agents).authorize(header)


def test_a_token_of_an_agent_nobody_knows_is_refused(agents: Agents) -> None:
    agents.keep_token(_token(agent="ghost"))
    with pytest.raises(Refused):
        _authorizer(agents).authorize(f"Bearer {MADE.text}")


def test_an_unknown_role_is_refused(agents: Agents) -> None:
    agents.keep_agent(Agent("bot", "acme", "owner"))
    with pytest.raises(Refused):
        _authorizer(agents).authorize(f"Bearer {MADE.text}")


def test_who_signs_in_without_being_an_agent_is_refused(agents: Agents) -> None:
    door = Authorizer(agents, lambda _: "somebody-else", Clock())
    with pytest.raises(Refused):
        door.authorize("Bearer a.good.jwt")


def test_a_changed_role_counts_at_once(agents: Agents) -> None:
    agents.keep_agent(Agent("bot", "acme", "supervisor"))
    assert _authorizer(agents).authorize(f"Bearer {MADE.text}")["role"] == "supervisor"


@pytest.mark.parametrize(
    ("of_agent", "of_token", "wanted"),
    [
        ({"contacts:read", "segments:read"}, set(), {"contacts:read", "segments:read"}),
        (set(), {"contacts:read"}, {"contacts:read"}),
        ({"contacts:read", "segments:read"}, {"contacts:read"}, {"contacts:read"}),
        ({"segments:read"}, {"contacts:read"}, set()),
        (set(), {"accounts:write"}, set()),
        (set(), {"accounts:write", "contacts:read", "made:up"}, {"contacts:read"}),
    ],
)
def test_scopes_only_ever_take_away(
    agents: Agents, of_agent: set[str], of_token: set[str], wanted: set[str]
) -> None:
    agents.keep_agent(Agent("bot", "acme", "service", scopes=frozenset(of_agent)))
    agents.keep_token(_token(scopes=frozenset(of_token)))
    assert set(_authorizer(agents).authorize(f"Bearer {MADE.text}")["scopes"].split()) == wanted


def test_the_policy_is_for_the_whole_stage_and_no_other(agents: Agents) -> None:
    context = _authorizer(agents).authorize(f"Bearer {MADE.text}")
    answer = auth.make_policy(context, ARN)
    assert answer["principalId"] == "bot"
    assert answer["context"] == context
    assert all(isinstance(value, str) for value in answer["context"].values())
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Action": "execute-api:Invoke",
        "Resource": "arn:aws:execute-api:eu-central-1:123456789012:abc123/dev/*/*",
    }


def test_the_entry_says_unauthorized_in_the_gateway_s_word(
    agents: Agents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "_authorizer", lambda: _authorizer(agents))
    good = {"type": "TOKEN", "authorizationToken": f"Bearer {MADE.text}", "methodArn": ARN}
    assert auth.handler(good, None)["context"]["brand"] == "acme"
    for bad in (good | {"authorizationToken": "Bearer x"}, good | {"authorizationToken": None}):
        with pytest.raises(Unauthorized, match=r"^Unauthorized$") as refused:
            auth.handler(bad, None)
        assert refused.value.__cause__ is None


def test_what_cannot_be_checked_is_neither_let_in_nor_called_unauthorized(
    agents: Agents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(token: str) -> str:
        raise Unavailable("cognito-idp: down")

    monkeypatch.setattr(auth, "_authorizer", lambda: Authorizer(agents, silent, Clock()))
    with pytest.raises(Unavailable):
        auth.handler({"authorizationToken": "Bearer a.good.jwt", "methodArn": ARN}, None)


def test_the_entry_is_wired_with_the_pool_s_issuer_and_keys(
    agents: Agents, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from tests.respond import test_access_tokens

    monkeypatch.setattr(jwks, "fetch", lambda: [test_access_tokens.key_record()])
    auth._authorizer.cache_clear()
    auth._keys.cache_clear()
    now = int(time.time())
    claims = test_access_tokens.CLAIMS | {"iat": now, "exp": now + 60}
    header = f"Bearer {test_access_tokens.token(claims)}"
    try:
        answer = auth.handler({"authorizationToken": header, "methodArn": ARN}, None)
    finally:
        auth._authorizer.cache_clear()
        auth._keys.cache_clear()
    assert answer["context"]["agent"] == "ann"


@pytest.mark.parametrize("broken", [False, True])
def test_the_pool_s_keys_are_read_before_the_first_caller(
    tables: dict[str, str], monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    asked = []

    def fetch() -> list[dict[str, object]]:
        asked.append(True)
        if broken:
            raise Unavailable("no answer")
        return []

    monkeypatch.setattr(jwks, "fetch", fetch)
    for made in (auth._keys, auth._authorizer):
        made.cache_clear()
    auth.warm_up()
    assert asked == [True]
    for made in (auth._keys, auth._authorizer):
        made.cache_clear()
