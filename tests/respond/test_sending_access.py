"""What replies are sent with is renewed as they are sent, and an account whose token died is red.

Tests of: `respond.send`.
"""

import json
from typing import Any

import pytest

from model.credentials import Credentials
from model.http import Call
from store.brand.accounts import Account
from store.brand.leases import Leases
from store.brand.tokens import TokenDead, Tokens
from tests.fakes import SendingSecrets
from tests.respond.world import ACME, World
from web.client import Limits, WebAnswer
from web.renewing import RenewedAccess

TEAM = ("slack", "slackacme")
GIVEN = Credentials(ACME, {"client_id": "i", "client_secret": "s", "refresh_token": "r0"}, renews=True)


class Asker:
    """Slack's token address: each refresh token is good once."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.revoked = False

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        self.calls.append(call)
        number = len(self.calls)
        if self.revoked:
            return _answer({"ok": False, "error": "invalid_refresh_token"})
        pair = {"access_token": f"a{number}", "refresh_token": f"r{number}", "expires_in": 43_200}
        return _answer({"ok": True, **pair})


def _answer(body: dict[str, Any]) -> WebAnswer:
    return WebAnswer(200, {}, json.dumps(body).encode(), "https://slack.com/api/oauth.v2.access")


def test_what_a_reply_is_sent_with_is_renewed_once_and_a_revoked_one_is_dead(shared: World) -> None:
    shared.stores.accounts.connect_account(Account(TEAM[1], ACME, TEAM[0], "slack-acme", "T1"))
    secrets, asker = SendingSecrets({TEAM: GIVEN}), Asker()
    tokens = Tokens(shared.stores.vault, secrets, Leases(shared.clock), shared.clock)
    access = RenewedAccess(tokens, asker, shared.clock)
    tokens.keep_consent(ACME, *TEAM, GIVEN)
    first = access.find_access(ACME, *TEAM)
    assert (first["access_token"], access.find_access(ACME, *TEAM)) == ("a1", first)
    assert secrets.records[TEAM].values["refresh_token"] == "r1"
    shared.clock.now += 43_200
    second = access.find_access(ACME, *TEAM)
    assert (second["access_token"], b"r1" in asker.calls[1].body) == ("a2", True)
    access.note_refusal(ACME, *TEAM, second, "token_expired")
    asker.revoked = True
    with pytest.raises(TokenDead):
        access.find_access(ACME, *TEAM)
    assert tokens.list_sending(ACME)[TEAM[1]].dead
    with pytest.raises(TokenDead):
        access.find_access(ACME, *TEAM)
    assert len(asker.calls) == 3


def test_what_was_pasted_is_sent_with_as_it_is(shared: World) -> None:
    secrets, asker = SendingSecrets({TEAM: GIVEN}), Asker()
    secrets.records[TEAM] = Credentials(ACME, {"access_token": "pasted"})
    tokens = Tokens(shared.stores.vault, secrets, Leases(shared.clock), shared.clock)
    tokens.keep_consent(ACME, *TEAM, secrets.records[TEAM])
    found = RenewedAccess(tokens, asker, shared.clock).find_access(ACME, *TEAM)
    assert (dict(found), asker.calls) == ({"access_token": "pasted"}, [])
