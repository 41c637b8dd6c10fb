"""The HTTP API's events and responses."""

import base64
from typing import Any

import pytest

from aws import gateway
from model.http import Answer


def event(**changed: Any) -> dict[str, Any]:
    return {
        "rawQueryString": "",
        "headers": {"Content-Type": "application/json"},
        "requestContext": {"http": {"method": "POST"}},
        "pathParameters": {"platform": "slack", "endpoint": "e"},
        "body": "{}",
        "isBase64Encoded": False,
        **changed,
    }


def test_a_request() -> None:
    request = gateway.request(event())

    assert (request.method, request.headers, request.query, request.body) == (
        "POST",
        {"content-type": "application/json"},
        {},
        b"{}",
    )


@pytest.mark.parametrize(
    ("raw", "query"),
    [
        ("a=1&b=2", {"a": "1", "b": "2"}),
        (
            "hub.mode=subscribe&hub.challenge=a%20b%2Bc+d",
            {"hub.mode": "subscribe", "hub.challenge": "a b+c d"},
        ),
        ("a=first&a=second", {"a": "first"}),
        ("empty=&also", {"empty": "", "also": ""}),
        ("a=%C3%BC", {"a": "ü"}),
        ("a=%ff", {"a": "\ufffd"}),
        ("", {}),
    ],
)
def test_query(raw: str, query: dict[str, str]) -> None:
    assert gateway.request(event(rawQueryString=raw)).query == query


def test_too_many_parameters_are_refused() -> None:
    assert len(gateway.request(event(rawQueryString="&".join(f"{n}=" for n in range(100)))).query) == 100
    with pytest.raises(gateway.BadRequest):
        gateway.request(event(rawQueryString="&".join(f"{n}=" for n in range(101))))


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"{}\r\n", "ü👋".encode()])
def test_a_base64_body_becomes_its_bytes(body: bytes) -> None:
    encoded = base64.b64encode(body).decode()

    assert gateway.request(event(body=encoded, isBase64Encoded=True)).body == body


@pytest.mark.parametrize("body", ["###", "YQ", "YQ=\n=", "ü"])
def test_a_body_that_is_no_base64_is_refused(body: str) -> None:
    with pytest.raises(gateway.BadRequest):
        gateway.request(event(body=body, isBase64Encoded=True))


@pytest.mark.parametrize(
    ("body", "expected"), [("ü", "ü".encode()), ("\ud800", b"\xed\xa0\x80"), (None, b"")]
)
def test_a_text_body_becomes_utf_8(body: str | None, expected: bytes) -> None:
    assert gateway.request(event(body=body)).body == expected


def test_path_parameters() -> None:
    assert gateway.path_parameter(event(), "platform") == "slack"
    assert gateway.path_parameter(event(pathParameters=None), "platform") == ""
    assert gateway.path_parameter({}, "platform") == ""


def test_a_response() -> None:
    assert gateway.response(Answer(200, "hi")) == {
        "statusCode": 200,
        "headers": {
            "content-type": "text/plain; charset=utf-8",
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        },
        "body": "hi",
        "isBase64Encoded": False,
    }


def test_only_a_503_says_when_to_come_back() -> None:
    assert gateway.response(Answer(503))["headers"]["retry-after"] == "30"
    asked = Answer(200, headers={"webhook-allowed-rate": "*"})
    assert gateway.response(asked)["headers"]["webhook-allowed-rate"] == "*"
    assert "retry-after" not in gateway.response(Answer(500))["headers"]
