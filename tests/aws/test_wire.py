"""The direct way to AWS: signed as botocore signs, nothing done twice, and botocore where it is not plain.

Tests of: `aws.places`.
"""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, HTTPClientError

from aws.places import Place, place
from aws.wire import Wire

LAMBDA = {
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "made up",
    "AWS_SESSION_TOKEN": "a token",
}


class Service(ThreadingHTTPServer):
    """Answers what it is told to, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[bytes] = []
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.connections = 0

    def get_request(self) -> tuple[socket.socket, Any]:
        self.connections += 1
        return super().get_request()

    def tell(self, value: Any, status: int = 200, more: str = "") -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        self.answers.append(head.encode() + body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
        answer = self.server.answers.pop(0)
        self.wfile.write(answer)
        self.close_connection = not answer.startswith(b"HTTP/1.1") or b"Connection: close" in answer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


class Careful:
    """In botocore's place: remembers what it was asked again."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def _make_api_call(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, params))
        return {"by": "botocore"}


def where(service: Service, name: str = "dynamodb") -> Place:
    found = place(name, LAMBDA | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{service.server_address[1]}"})
    assert found is not None
    return found


def wired(service: Service, careful: Careful, *, once: bool = False, name: str = "dynamodb") -> Wire:
    return Wire(where(service, name), lambda: careful, connect_s=1, read_s=0.5, once=once)


def test_a_request_is_signed_as_botocore_signs_it(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.tell({"MessageId": "m"})

    wired(service, Careful(), name="sqs").send_message(QueueUrl="q", MessageBody="Grüße")

    headers, body = service.asked[0]
    assert headers["x-amz-target"] == "AmazonSQS.SendMessage"
    signed = ("content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target")
    url = f"http://{headers['host']}/"
    same = AWSRequest(
        "POST", url, data=body, headers={name: headers[name] for name in signed if name != "host"}
    )
    at = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_: at)
    keys = Credentials(
        LAMBDA["AWS_ACCESS_KEY_ID"], LAMBDA["AWS_SECRET_ACCESS_KEY"], LAMBDA["AWS_SESSION_TOKEN"]
    )
    SigV4Auth(keys, "sqs", "eu-central-1").add_auth(same)
    assert same.headers["Authorization"] == headers["authorization"]


def test_binary_values_are_base64_on_the_way_and_bytes_in_between(service: Service) -> None:
    service.tell(
        {"Item": {"sealed": {"B": "AP8="}, "B": {"S": "an attribute of that name"}, "n": {"N": "1"}}}
    )

    answer = wired(service, Careful())._make_api_call("PutItem", {"Item": {"sealed": {"B": b"\x00\xff"}}})

    assert json.loads(service.asked[0][1]) == {"Item": {"sealed": {"B": "AP8="}}}
    assert answer["Item"]["sealed"] == {"B": b"\x00\xff"}
    assert answer["Item"]["B"] == {"S": "an attribute of that name"}


def test_a_connection_is_kept_unless_the_other_side_closes_it(service: Service) -> None:
    wire = wired(service, Careful())
    for more in ("", "", "Connection: close\r\n", ""):
        service.tell({}, more=more)
        wire._make_api_call("GetItem", {})

    assert service.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nno!",
        b"HTTP/1.0 200 OK\r\n\r\n{}",
        b"HTTP/1.1 500 Fault\r\nContent-Length: 2\r\n\r\n{}",
        b"not http at all\r\n\r\n",
        b"",
    ],
    ids=["cut", "chunked", "no json", "old", "fault", "noise", "hung up"],
)
def test_whatever_is_no_plain_answer_is_asked_again_of_botocore(service: Service, answer: bytes) -> None:
    service.answers.append(answer)
    careful = Careful()
    wire = wired(service, careful)

    assert wire._make_api_call("PutItem", {"TableName": "t"}) == {"by": "botocore"}
    assert careful.asked == [("PutItem", {"TableName": "t"})]

    service.tell({"next": "answer"})  # and what was left of that answer is not taken for the next one's
    assert wire._make_api_call("GetItem", {}) == {"next": "answer"}


def test_with_a_budget_nothing_is_asked_again(service: Service) -> None:
    careful = Careful()
    wire = wired(service, careful, once=True)
    service.answers.append(b"")
    with pytest.raises(HTTPClientError):
        wire._make_api_call("SendMessage", {})
    service.tell({"__type": "com.amazonaws#ThrottlingException"}, status=400)
    with pytest.raises(ClientError, match="ThrottlingException"):
        wire._make_api_call("SendMessage", {})
    assert careful.asked == []


def test_a_throttle_is_botocore_s_and_a_refused_condition_an_answer(service: Service) -> None:
    careful = Careful()
    wire = wired(service, careful)
    service.tell({"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"}, status=400)
    assert wire._make_api_call("PutItem", {}) == {"by": "botocore"}

    service.tell({"__type": "com.amazonaws#ConditionalCheckFailedException", "message": "no"}, status=400)
    with pytest.raises(ClientError) as refused:
        wire._make_api_call("PutItem", {})
    assert refused.value.response["Error"] == {"Code": "ConditionalCheckFailedException", "Message": "no"}

    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}]
    service.tell({"__type": "a#TransactionCanceledException", "CancellationReasons": reasons}, status=400)
    with pytest.raises(ClientError) as cancelled:
        wire._make_api_call("TransactWriteItems", {})
    assert cancelled.value.response["CancellationReasons"] == reasons
    assert len(careful.asked) == 1


def test_a_transaction_that_is_asked_again_happens_once(service: Service) -> None:
    careful = Careful()
    service.answers.append(b"")

    wired(service, careful)._make_api_call("TransactWriteItems", {"TransactItems": []})

    (asked,) = service.asked
    token = json.loads(asked[1])["ClientRequestToken"]
    assert len(token) == 36
    assert careful.asked == [("TransactWriteItems", {"TransactItems": [], "ClientRequestToken": token})]


@pytest.mark.parametrize(
    "changed",
    [
        {"AWS_ACCESS_KEY_ID": ""},
        {"AWS_REGION": "us-gov-west-1"},
        {"AWS_REGION": "cn-north-1"},
        {"AWS_REGION": ""},
        {"AWS_USE_FIPS_ENDPOINT": "true"},
    ],
    ids=lambda changed: " ".join(f"{name}={value}" for name, value in changed.items()),
)
def test_what_is_not_plain_is_left_to_botocore(changed: dict[str, str]) -> None:
    assert place("dynamodb", LAMBDA) is not None
    assert place("dynamodb", LAMBDA | changed) is None
    assert place("s3", LAMBDA) is None


def test_a_proxy_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert place("sqs", LAMBDA) is None


@pytest.mark.parametrize("service", ["dynamodb", "sqs", "secretsmanager"])
def test_the_address_and_protocol_are_those_botocore_knows(service: str) -> None:
    import botocore.session

    client = botocore.session.get_session().create_client(service, region_name="eu-central-1")
    found = place(service, LAMBDA)
    assert found is not None
    model = client.meta.service_model
    assert found.url == client.meta.endpoint_url
    assert found.service == model.signing_name
    assert found.target == model.metadata["targetPrefix"]
    assert found.content_type == f"application/x-amz-json-{model.metadata['jsonVersion']}"


def test_secrets_do_not_show(service: Service) -> None:
    assert "made up" not in repr(where(service))
    assert "a token" not in repr(where(service))
