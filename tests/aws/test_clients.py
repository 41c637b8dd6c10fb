"""Clients give up in time and say why without quoting.

Tests of: `aws.refusals`.
"""

import socket
from collections.abc import Iterator

import pytest

from aws import clients
from model.errors import Unavailable


@pytest.fixture
def black_hole(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        clients.forget()
        yield url
        clients.forget()


def test_one_client_per_service_and_patience() -> None:
    assert clients.client("sqs") is clients.client("sqs", None) is clients.client(service="sqs")
    assert clients.client("sqs") is not clients.client("sqs", 1.0)


def test_without_a_budget_two_attempts_within_seconds() -> None:
    config = clients.client("sqs").meta.config

    assert config.connect_timeout <= 1
    assert config.read_timeout <= 2
    assert config.retries["total_max_attempts"] == 2


@pytest.mark.parametrize("seconds", [1.5, 1.0, 0.75, 0.5])
def test_with_a_budget_one_attempt_that_fits_it(seconds: float) -> None:
    config = clients.client("s3", seconds).meta.config

    assert config.connect_timeout + config.read_timeout <= seconds
    assert config.retries["total_max_attempts"] == 1


def test_an_endpoint_url_is_honoured_and_a_silent_one_given_up(black_hole: str) -> None:
    assert clients.client("sqs", 0.5).meta.endpoint_url == black_hole

    with pytest.raises(clients.CallFailed) as caught:
        clients.call("sqs", "list_queues", seconds=0.5)
    assert caught.value.reason == "ReadTimeoutError"


def test_an_error_keeps_the_service_s_code_and_not_its_words() -> None:
    with pytest.raises(Unavailable) as caught:
        clients.call("secretsmanager", "get_secret_value", SecretId="rapport/test/in/slack/what-a-name")

    assert str(caught.value) == "secretsmanager: ResourceNotFoundException"
