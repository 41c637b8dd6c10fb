"""Teams: a bot's token belongs to its delivery, and an outgoing webhook is answered at once."""

import json

import pytest

from model.http import Request
from platforms.registry import platform
from respond.actions.endpoint_secrets import complete_secrets
from respond.denied import Denied
from tests.platforms.proofs import NOW, PROOFS

TEAMS, GOLDEN = platform("teams"), PROOFS["teams"].golden
WEBHOOK = PROOFS["teams"].others[0]


def test_a_token_is_good_for_its_own_address_only() -> None:
    for body in (
        GOLDEN.body.replace(b"emea", b"amer"),
        GOLDEN.body.replace(b"serviceUrl", b"serviceurl"),
        b"{}",
        b"no json",
    ):
        assert not TEAMS.verify(GOLDEN.request(body), [GOLDEN.secrets], NOW)


def test_a_key_must_be_endorsed_for_teams() -> None:
    keys = json.loads(GOLDEN.secrets["jwks"])
    for endorsements in (None, [], ["webchat"], "msteams", [7]):
        keys["keys"][0]["endorsements"] = endorsements
        secrets = GOLDEN.secrets | {"jwks": json.dumps(keys)}
        assert not TEAMS.verify(GOLDEN.request(), [secrets], NOW)


def test_an_outgoing_webhook_covers_its_body_and_is_answered_with_a_message() -> None:
    assert not TEAMS.verify(WEBHOOK.request(WEBHOOK.body + b" "), [WEBHOOK.secrets], NOW)
    answer = TEAMS.receipt(WEBHOOK.request(), lambda: ("", ""))
    assert answer is not None
    assert json.loads(answer.body)["type"] == "message"
    assert TEAMS.receipt(Request.of("POST", {}, {}, b"{}"), lambda: ("", "")) is None


def test_one_way_to_prove_is_enough_and_none_is_not() -> None:
    token = GOLDEN.secrets["security_token"]
    assert complete_secrets(TEAMS, {"security_token": token}) == ({"security_token": token}, {})
    with pytest.raises(Denied):
        complete_secrets(TEAMS, {})
