"""Endpoint records in Secrets Manager."""

import time
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from aws import clients, secrets
from model.endpoint import Endpoint
from model.errors import Conflict, Malformed, Unavailable

RECORD = Endpoint("acme", {"signing": "s"}, "active", {"signing": "old"}, 1_764_072_000)


def test_a_record_is_read_as_it_was_created() -> None:
    secrets.create("slack", "e1", RECORD)

    assert secrets.read_endpoint("slack", "e1", 1.0) == RECORD
    assert (
        clients.client("secretsmanager").list_secrets()["SecretList"][0]["Name"] == "rapport/test/in/slack/e1"
    )


def test_an_endpoint_that_is_not_there_is_none() -> None:
    assert secrets.read_endpoint("slack", "e1") is None


def test_one_marked_for_deletion_is_none() -> None:
    secrets.create("slack", "e1", RECORD)
    clients.client("secretsmanager").delete_secret(SecretId="rapport/test/in/slack/e1")

    assert secrets.read_endpoint("slack", "e1") is None


def test_creating_twice_is_a_conflict_and_changes_nothing() -> None:
    secrets.create("slack", "e1", RECORD)

    with pytest.raises(Conflict):
        secrets.create("slack", "e1", Endpoint("other", {}))
    assert secrets.read_endpoint("slack", "e1") == RECORD


def test_putting_replaces_the_record() -> None:
    secrets.create("slack", "e1", RECORD)
    secrets.put("slack", "e1", Endpoint("acme", {"signing": "new"}, "paused"))

    assert secrets.read_endpoint("slack", "e1") == Endpoint("acme", {"signing": "new"}, "paused")


def test_while_they_overlap_the_former_secrets_are_those_of_the_version_before() -> None:
    soon = int(time.time()) + 60
    secrets.create("slack", "e1", Endpoint("acme", {"signing": "old"}))
    secrets.put("slack", "e1", Endpoint("acme", {"signing": "new"}, previous_until=soon))
    assert secrets.read_endpoint("slack", "e1") == Endpoint(
        "acme", {"signing": "new"}, previous={"signing": "old"}, previous_until=soon
    )
    secrets.put("slack", "e1", Endpoint("acme", {"signing": "newest"}, previous_until=soon))
    read = secrets.read_endpoint("slack", "e1")
    assert read is not None
    assert read.secrets(soon - 1) == ({"signing": "newest"}, {"signing": "new"})
    assert read.secrets(soon) == ({"signing": "newest"},)
    secrets.put("slack", "e1", Endpoint("acme", {"signing": "last"}, previous_until=soon - 120))
    last = secrets.read_endpoint("slack", "e1")
    assert last is not None
    assert last.previous is None


def test_putting_needs_the_endpoint() -> None:
    with pytest.raises(Unavailable):
        secrets.put("slack", "e1", RECORD)


def test_addresses_of_all_and_of_one_platform() -> None:
    for number in range(120):
        secrets.create("slack", f"e{number}", RECORD)
    secrets.create("x", "e1", RECORD)
    clients.client("secretsmanager").create_secret(Name="rapport/test/out/slack/e1", SecretString="{}")

    assert set(secrets.addresses("x")) == {("x", "e1")}
    assert len(set(secrets.addresses())) == 121


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"brand": "a"}', '{"brand": "a", "current": {"k": 1}}']
)
def test_a_broken_record_is_malformed_and_not_quoted(text: str) -> None:
    clients.client("secretsmanager").create_secret(Name="rapport/test/in/slack/e1", SecretString=text or " ")

    with pytest.raises(Malformed) as caught:
        secrets.read_endpoint("slack", "e1")
    assert str(caught.value) == "bad_endpoint"
    assert caught.value.__cause__ is None


class _Raw:
    """What `AWSResponse` reads its body from."""

    def stream(self) -> list[bytes]:
        return [b'{"__type": "ThrottlingException"}']


def test_a_store_that_refuses_is_not_an_endpoint_that_is_not_there() -> None:
    secrets.create("slack", "e1", RECORD)

    def throttle(request: Any, **_more: object) -> AWSResponse:
        return AWSResponse(request.url, 400, {}, _Raw())

    events = clients.client("secretsmanager", 1.0).meta.events
    events.register_first("before-send.secretsmanager.GetSecretValue", throttle)
    try:
        with pytest.raises(Unavailable, match="ThrottlingException"):
            secrets.read_endpoint("slack", "e1", 1.0)
    finally:
        events.unregister("before-send.secretsmanager.GetSecretValue", throttle)
