"""The pool's key set, from a server that answers well, badly, or not at all."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from aws import clients, jwks
from model.errors import Unavailable

PATH = "/eu-central-1_test/.well-known/jwks.json"
KEY = {"kid": "k", "kty": "RSA"}


class Server:
    """Answers every GET with what it is told to."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, json.dumps({"keys": [KEY]}), []  # type: tuple[int, str, list[str]]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(outer.body.encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", made.url)
    clients.forget()
    yield made
    clients.forget()
    made.http.shutdown()
    made.http.server_close()


def test_the_key_set_is_read_where_botocore_finds_the_service(server: Server) -> None:
    assert jwks.fetch() == [KEY]
    assert server.asked == [PATH]


def test_without_another_address_it_is_the_issuer_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    asked: list[str] = []
    monkeypatch.setattr(jwks, "_read", asked.append)
    jwks.fetch()
    assert asked == [f"https://cognito-idp.eu-central-1.amazonaws.com{PATH}"]


def test_no_client_of_botocore_is_made_for_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would read the whole description of Cognito first."""
    monkeypatch.setattr(clients, "session", lambda: pytest.fail("a session was asked for"))
    assert jwks.fetch() == [KEY]
    assert server.asked == [PATH]


def test_the_issuer_is_the_pool_s_whatever_the_endpoint(server: Server) -> None:
    assert jwks.issuer() == "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_test"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "{}"), (404, json.dumps({"keys": [KEY]})), (302, ""), (200, ""), (200, "{}"), (200, "[]"),
        (200, '{"keys": [7]}'), (200, '{"keys": null}'), (200, json.dumps({"keys": [KEY], "x": "y" * 70_000})),
    ],
)  # fmt: skip
def test_anything_but_a_key_set_is_unavailable(server: Server, status: int, body: str) -> None:
    server.status, server.body = status, body
    with pytest.raises(Unavailable):
        jwks.fetch()


def test_a_server_that_is_not_there_is_unavailable(server: Server) -> None:
    server.http.shutdown()
    server.http.server_close()
    with pytest.raises(Unavailable):
        jwks.fetch()


def test_on_aws_the_address_is_the_issuer_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    clients.forget()
    asked: list[str] = []

    def read(url: str) -> list[dict[str, Any]]:
        asked.append(url)
        return []

    monkeypatch.setattr(jwks, "_read", read)
    jwks.fetch()
    clients.forget()
    assert asked == [jwks.issuer() + "/.well-known/jwks.json"]
