"""What accounts send with, in Secrets Manager.

Tests of: `model.credentials`.
"""

import pytest

from aws import clients, sending_secrets
from model.credentials import Credentials
from model.errors import Malformed

FIRST = Credentials("acme", {"refresh_token": "one"}, renews=True)


def test_a_record_is_kept_under_its_own_branch_and_replaced() -> None:
    assert sending_secrets.read_credentials("x", "acc") is None
    sending_secrets.keep_credentials("x", "acc", FIRST)
    assert sending_secrets.read_credentials("x", "acc") == FIRST
    after = Credentials("acme", {"refresh_token": "two"}, renews=True)
    sending_secrets.keep_credentials("x", "acc", after)
    assert sending_secrets.read_credentials("x", "acc") == after
    listed = clients.client("secretsmanager").list_secrets()["SecretList"]
    assert [each["Name"] for each in listed] == ["rapport/test/out/x/acc"]


def test_a_dropped_record_is_gone_and_may_come_again() -> None:
    sending_secrets.keep_credentials("x", "acc", FIRST)
    sending_secrets.drop_credentials("x", "acc")
    sending_secrets.drop_credentials("x", "acc")
    assert sending_secrets.read_credentials("x", "acc") is None
    sending_secrets.keep_credentials("x", "acc", FIRST)
    assert sending_secrets.read_credentials("x", "acc") == FIRST


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"brand": "a"}', '{"brand": "a", "values": 7}', "[" * 5000]
)
def test_a_broken_record_tells_nothing_of_itself(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        Credentials.from_credentials_text(text)
    assert caught.value.__cause__ is None
    assert "one" not in repr(FIRST)
