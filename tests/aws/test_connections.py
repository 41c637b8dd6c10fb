"""Connections that are opened before they are needed: over TLS, they stand until the first call."""

import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from aws import clients, connections, settings
from aws.connections import Connections
from tests.certificate import make_certificate

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
REQUEST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n"


class Service:
    """Takes TLS connections, and answers the requests of each."""

    def __init__(self, certificate: Path) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listening.getsockname()[1]}"
        self.connections: list[ssl.SSLSocket] = []
        self.accepted = 0
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.listening.accept()
            except OSError:
                return
            self.accepted += 1  # before the handshake that the caller waits for
            made = self.context.wrap_socket(plain, server_side=True)
            self.connections.append(made)
            Thread(target=self._answer, args=(made,), daemon=True).start()

    def _answer(self, made: ssl.SSLSocket) -> None:
        try:
            while made.recv(65_536):
                made.sendall(ANSWER)
        except OSError:
            return


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    connections._trust.cache_clear()
    made = Service(certificate)
    yield made
    made.listening.close()
    connections._trust.cache_clear()


def test_the_first_call_takes_the_connection_that_was_opened_before(service: Service) -> None:
    kept = Connections(service.url, 5, 5)
    opened = kept.take()
    kept.give_back(opened)
    # Tickets for later sessions may have come meanwhile: they are no answer, and end nothing.
    taken = kept.take()
    assert taken is opened
    assert taken.exchange(REQUEST) == (200, b"{}")
    kept.give_back(taken)
    assert kept.take() is opened
    assert service.accepted == 1


def test_a_connection_that_the_other_side_ended_is_not_used(service: Service) -> None:
    kept = Connections(service.url, 5, 5)
    opened = kept.take()
    assert opened.exchange(REQUEST) == (200, b"{}")
    kept.give_back(opened)
    service.connections[0].shutdown(socket.SHUT_RDWR)
    service.connections[0].close()
    taken = kept.take()
    assert taken is not opened
    assert taken.exchange(REQUEST)[0] == 200


def test_a_client_is_warm_before_its_first_call(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made up")
    monkeypatch.setattr(settings, "plain_requests", lambda: True)
    clients.forget()
    try:
        clients.warm_client("sqs", 5.0)
        assert service.accepted == 1
        answer = clients.client("sqs", 5.0).send_message(QueueUrl="q", MessageBody="m")
        assert json.dumps(answer) == "{}"
        assert service.accepted == 1
    finally:
        clients.forget()


def test_a_service_that_is_away_keeps_no_function_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setattr(settings, "plain_requests", lambda: True)
    clients.forget()
    try:
        clients.warm_client("sqs", 5.0)
    finally:
        clients.forget()
