"""The status map, and what is kept of a delivery (W1, W2, W5, W7, W8, W9).

Tests of: `ingest.custody`, `ingest.clock`, `ingest.refusing`.
"""

import base64
import json
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.webhook import BODY_LIMIT, BUDGET_S
from model import endpoint_id
from model.endpoint import Endpoint
from model.errors import Malformed
from tests.fakes import make_endpoint_id
from tests.ingest.webhook_case import (
    BODY,
    ENDPOINT,
    OTHER_SECRET,
    QUEUE,
    SECRET,
    Case,
    gateway_event,
    lines,
    signature,
)


@pytest.fixture
def case() -> Case:
    return Case()


SIGNED = {"x-bell-signature": signature(BODY, SECRET)}
ABSENT = make_endpoint_id(b"x" * 16)
MISTYPED = ENDPOINT[:-1] + ("a" if ENDPOINT[-1] != "a" else "b")

STATUS_MAP = [
    ("new", {}, 200, 1),
    ("authentic but malformed", {"body": b"{not json"}, 200, 1),
    ("empty", {"body": b""}, 200, 1),
    ("not text", {"body": b"\xff\xfe\x00"}, 200, 1),
    ("as large as may be", {"body": b"a" * BODY_LIMIT}, 200, 2),
    ("too large", {"body": b"a" * (BODY_LIMIT + 1)}, 413, 0),
    ("handshake", {"body": b"ping"}, 200, 0),
    ("authentic, crashes the handshake", {"body": b"boom"}, 200, 1),
    ("forged", {"secret": OTHER_SECRET}, 401, 0),
    ("unsigned, which crashes the check", {"headers": {}}, 401, 0),
    ("signature not ASCII", {"headers": {"x-bell-signature": "sígnature"}}, 401, 0),
    ("one bit flipped", {"body": b'{"text": "helln"}', "headers": SIGNED}, 401, 0),
    ("one space added", {"body": BODY + b" ", "headers": SIGNED}, 401, 0),
    ("signature given twice", {"headers": {"x-bell-signature": f"{signature(BODY, SECRET)},x"}}, 401, 0),
    ("no such platform", {"platform": "gong"}, 404, 0),
    ("no such endpoint", {"endpoint": ABSENT}, 404, 0),
    ("mistyped endpoint", {"endpoint": MISTYPED}, 404, 0),
    ("no endpoint", {"endpoint": ""}, 404, 0),
    ("endpoint in capitals", {"endpoint": ENDPOINT.upper()}, 404, 0),
]


@pytest.mark.parametrize(
    ("request_", "status", "writes"), [row[1:] for row in STATUS_MAP], ids=[row[0] for row in STATUS_MAP]
)
def test_status_map(case: Case, request_: dict[str, object], status: int, writes: int) -> None:
    assert case.post(**request_) == status  # type: ignore[arg-type]  # rows of a table
    assert case.writes == writes


def test_a_duplicate_is_accepted(case: Case) -> None:
    assert [case.post(), case.post()] == [200, 200]
    assert len(case.queued) == 2


@pytest.mark.parametrize("state", ["paused", "closed", ""])
def test_an_endpoint_that_is_not_active_is_as_good_as_absent(case: Case, state: str) -> None:
    case.register(Endpoint("acme", SECRET, state=state))

    assert case.post() == 404
    assert case.get(token=SECRET["signing"], challenge="7").status == 404
    assert case.writes == 0


def test_a_resumed_endpoint_is_found_within_a_minute(case: Case) -> None:
    case.register(Endpoint("acme", SECRET, state="paused"))
    assert case.post() == 404

    case.register(Endpoint("acme", SECRET))
    case.clock.advance(60)

    assert case.post() == 200


def test_a_broken_record_is_our_fault_not_the_sender_s(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    case.register(Malformed("bad_endpoint"))

    assert case.post() == 503
    assert any("endpoint_broken" in line for line in lines(capsys.readouterr().out))


def test_only_the_exact_bytes_and_the_headers_a_platform_asked_for_are_kept(case: Case) -> None:
    case.post(b"\x00\xff not text")

    (envelope,) = case.queued
    assert envelope.body == b"\x00\xff not text"
    assert envelope.headers == {"x-bell-event": "note"}
    assert (envelope.platform, envelope.endpoint, envelope.brand) == ("bell", ENDPOINT, "acme")
    assert envelope.received_at == int(case.clock.wall() * 1000)
    assert case.queues.groups == ["acme"]


def test_one_write_for_any_number_of_updates_in_a_delivery(case: Case) -> None:
    case.post()
    before = case.writes
    case.post(json.dumps({"updates": list(range(1000))}).encode())

    assert case.writes - before == 1


def test_a_get_handshake_is_answered_and_nothing_is_kept(case: Case) -> None:
    answer = case.get(token=SECRET["signing"], challenge="4711")

    assert (answer.status, answer.body) == (200, "4711")
    assert case.writes == 0


def test_a_get_handshake_with_a_wrong_token_gets_the_platform_s_refusal(case: Case) -> None:
    assert case.get(token="wrong", challenge="4711").status == 403


def test_a_get_that_crashes_the_handshake_is_rejected(case: Case) -> None:
    assert case.get(token=SECRET["signing"]).status == 401


def test_a_get_that_is_no_handshake_is_not_allowed(case: Case) -> None:
    assert case.get().status == 405


def test_a_crash_in_verification_is_an_alarm_without_the_data(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    case.post(headers={})

    logged = lines(capsys.readouterr().out)
    assert [line["platform"] for line in logged if "verify_crashed" in line] == ["bell"]
    assert [line["error"] for line in logged if line.get("what") == "verify_crashed"] == ["KeyError"]


def test_a_crash_in_a_handshake_logs_no_text(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    case.post(b"boom")

    out = capsys.readouterr().out
    assert "verify_crashed" in out
    assert "person" not in out


def test_an_accepted_delivery_logs_nothing(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    case.post()

    assert capsys.readouterr().out == ""


@given(
    headers=st.dictionaries(st.sampled_from(["x-bell-signature", "x-bell-event", "content-type"]), st.text()),
    body=st.binary(max_size=200),
)
def test_no_header_or_body_makes_an_error_of_ours(headers: Mapping[str, str], body: bytes) -> None:
    case = Case()

    assert case.post(body, headers=headers) == 401
    assert case.writes == 0


def test_forged_flood_costs_no_write_and_one_read_a_minute(case: Case) -> None:
    """F40."""
    assert case.post() == 200
    reads, writes = case.secrets.faults.calls, case.writes

    for _ in range(600):
        case.clock.advance(0.1)
        assert case.post(secret=OTHER_SECRET) == 401

    assert case.writes == writes
    assert case.secrets.faults.calls - reads == 1
    assert case.post() == 200


def test_a_flood_of_invented_addresses_costs_no_call(case: Case) -> None:
    """Without the installation's key an address is not one, however well-formed."""
    invented = [endpoint_id.new(number.to_bytes(16, "big"), bytes(32)) for number in range(500)]
    for endpoint in (*invented, "", "a" * 32, ENDPOINT.upper(), ENDPOINT[:-1], f"{ENDPOINT}a", "../" * 9):
        assert case.post(endpoint=endpoint) == 404
    assert case.secrets.faults.calls == case.writes == 0


@pytest.mark.parametrize("headers", [{}, {"X-Bell-Signature": "?"}, {"X-Bell-Signature": "f" * 64}])
def test_a_flood_of_unproved_requests_costs_one_read_a_minute(case: Case, headers: dict[str, str]) -> None:
    for _ in range(1800):
        case.clock.advance(0.1)
        assert case.post(headers=headers) == 401
    assert (
        case.secrets.faults.calls <= 1 + 3 + 1
    )  # the first, one for each minute, one that looks for a new secret
    assert case.writes == 0


def test_a_flood_of_unknown_endpoints_stays_within_its_memory(case: Case) -> None:
    for number in range(3000):
        assert case.post(endpoint=make_endpoint_id(number.to_bytes(16, "big"))) == 404
    reads = case.secrets.faults.calls

    assert case.post(endpoint=make_endpoint_id((2999).to_bytes(16, "big"))) == 404
    assert case.secrets.faults.calls == reads
    assert case.post() == 200


class TestThroughTheGateway:
    def test_a_base64_body_is_verified_as_the_bytes_it_stands_for(self, case: Case) -> None:
        body = b"\x00\x9f\xff"
        event = gateway_event(
            base64.b64encode(body).decode(),
            is_base64=True,
            headers={"X-Bell-Signature": signature(body, SECRET)},
        )

        assert case.webhook.answer_delivery(event)["statusCode"] == 200
        assert case.queued[0].body == body

    def test_a_text_body_is_verified_as_utf_8(self, case: Case) -> None:
        body = '{"text": "grüß dich 👋"}'
        event = gateway_event(body, headers={"X-Bell-Signature": signature(body.encode(), SECRET)})

        assert case.webhook.answer_delivery(event)["statusCode"] == 200
        assert case.queued[0].body == body.encode()

    def test_a_body_that_is_not_the_base64_it_says_is_malformed(self, case: Case) -> None:
        assert case.webhook.answer_delivery(gateway_event("###", is_base64=True))["statusCode"] == 400

    def test_no_answer_is_sniffed_cached_or_a_redirect(self, case: Case) -> None:
        events: Iterator[dict[str, object]] = iter(
            [
                gateway_event(BODY.decode(), headers=SIGNED),
                gateway_event(BODY.decode()),
                gateway_event("", method="GET", query="token=first+secret&challenge=%3Cscript%3E"),
                gateway_event("", platform="gong"),
            ]
        )
        for event in events:
            response = case.webhook.answer_delivery(event)
            assert response["headers"]["x-content-type-options"] == "nosniff"
            assert response["headers"]["cache-control"] == "no-store"
            assert not 300 <= response["statusCode"] < 400
            assert response["statusCode"] != 410
            assert "html" not in response["headers"]["content-type"]

    def test_both_stores_down_says_when_to_come_back(self, case: Case) -> None:
        case.queues.faults.down = case.objects.faults.down = True

        response = case.webhook.answer_delivery(gateway_event(BODY.decode(), headers=SIGNED))

        assert response["statusCode"] == 503
        assert int(response["headers"]["retry-after"]) > 0

    def test_a_fault_of_ours_is_a_500_whose_log_has_no_text(
        self, case: Case, capsys: pytest.CaptureFixture[str]
    ) -> None:
        case.register(RuntimeError("the text of a person"))

        assert case.webhook.answer_delivery(gateway_event(BODY.decode(), headers=SIGNED))["statusCode"] == 500
        out = capsys.readouterr().out
        assert "webhook_failed" in out
        assert "person" not in out

    def test_an_event_without_parameters_is_no_platform(self, case: Case) -> None:
        event = gateway_event(BODY.decode(), headers=SIGNED)
        del event["pathParameters"]

        assert case.webhook.answer_delivery(event)["statusCode"] == 404


def test_the_budget_leaves_time_for_the_quickest_sender(case: Case) -> None:
    case.queues.faults.hangs = case.objects.faults.hangs = case.secrets.faults.hangs = True
    started = case.clock.monotonic()

    assert case.post() == 503
    assert case.clock.monotonic() - started <= BUDGET_S < 3
    assert case.queues.bodies.get(QUEUE, []) == []
