"""A delivery while the stores fail: it is durable and acknowledged, or neither (F1 to F9, W6).

Covers `ingest/custody`, `ingest/clock` and what `ingest/ports` asks of queues and buckets.
"""

import re

import pytest

from ingest.webhook import BUDGET_S
from model.messages import QUEUE_LIMIT, Envelope
from tests.ingest.webhook_case import BODY, QUEUE, SECRET, Case, lines

LARGE = b"a" * QUEUE_LIMIT
"""Fits a queue only without its base64."""

HUGE = b"a" * 1_000_000
"""Fits no queue."""


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def case() -> Case:
    warm = Case()
    warm.get(token=SECRET["signing"], challenge="warm")
    return warm


def fallback(case: Case) -> list[Envelope]:
    return [
        Envelope.from_json(content.decode())
        for key, content in case.objects.content.items()
        if key.startswith("fallback/")
    ]


def claims(case: Case) -> dict[str, bytes]:
    return {key: content for key, content in case.objects.content.items() if key.startswith("claims/")}


def test_f1_killed_before_the_queue_has_it_nothing_is_acknowledged(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(case.queues, "send", die)
        with pytest.raises(Killed):
            case.post()
    assert case.queued == []
    assert case.post() == 200  # the sender comes back


def test_f3_killed_before_the_answer_the_delivery_is_there_twice_and_equal(case: Case) -> None:
    case.post()
    case.cold()
    case.clock.advance(5)
    case.post()

    first, second = case.queued
    assert (first.body, first.headers, first.brand) == (second.body, second.headers, second.brand)
    assert first.received_at < second.received_at


def test_f4_f5_reply_lost_is_sent_again_and_acknowledged_within_the_budget(case: Case) -> None:
    case.queues.faults.loses_reply = True
    started = case.clock.monotonic()

    assert case.post() == 200
    assert case.clock.monotonic() - started <= BUDGET_S
    assert {envelope.body for envelope in case.queued + fallback(case)} == {BODY}


def test_f6_refused_once_is_tried_again_in_the_same_request(case: Case) -> None:
    case.queues.faults.refuse_next = 1

    assert case.post() == 200
    assert len(case.queued) == 1
    assert case.objects.content == {}


@pytest.mark.parametrize("how", ["down", "hangs"])
def test_f7_f9_queue_down_the_bucket_takes_the_whole_envelope(case: Case, how: str) -> None:
    setattr(case.queues.faults, how, True)
    started = case.clock.monotonic()

    assert case.post() == 200
    assert case.clock.monotonic() - started <= BUDGET_S
    (kept,) = fallback(case)
    assert (kept.body, kept.brand, kept.headers) == (BODY, "acme", {"x-bell-event": "note"})


def test_fallback_keys_sort_by_time_of_receipt_and_never_collide(case: Case) -> None:
    case.queues.faults.down = True
    for _ in range(20):
        case.post()
    case.clock.advance(1)
    case.post(b"last")

    keys = sorted(case.objects.content)
    assert len(keys) == 21
    assert Envelope.from_json(case.objects.content[keys[-1]].decode()).body == b"last"
    assert all(re.match(r"fallback/2025-11-25/\d\d/[a-z_]+/\d{13}-", key) for key in keys)


@pytest.mark.parametrize("queue_fault", ["down", "hangs"])
@pytest.mark.parametrize("bucket_fault", ["down", "hangs"])
@pytest.mark.parametrize("body", [BODY, LARGE, HUGE], ids=["small", "large", "huge"])
def test_f8_both_stores_down_is_503_and_nothing_half_written(
    case: Case, queue_fault: str, bucket_fault: str, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    setattr(case.queues.faults, queue_fault, True)
    setattr(case.objects.faults, bucket_fault, True)
    started = case.clock.monotonic()

    assert case.post(body) == 503
    assert case.clock.monotonic() - started <= BUDGET_S
    assert case.queued == []
    assert case.objects.content == {}
    assert case.queues.faults.calls <= 2
    assert case.objects.faults.calls <= 2
    assert sum("delivery_refused" in line for line in lines(capsys.readouterr().out)) == 1


@pytest.mark.parametrize("secrets_hang", [False, True])
def test_black_holes_all_around_end_within_the_budget(secrets_hang: bool) -> None:
    """W6, in a cold function."""
    case = Case()
    case.secrets.faults.hangs = secrets_hang
    case.queues.faults.hangs = case.objects.faults.hangs = True

    assert case.post() == 503
    assert case.clock.monotonic() <= BUDGET_S


def test_slow_secrets_still_leave_time_for_queue_and_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case()
    case.queues.faults.hangs = True
    read = case.secrets.read_endpoint

    def slow(platform: str, endpoint: str, seconds: float | None = None) -> object:
        case.clock.advance((seconds or 0) * 0.99)
        return read(platform, endpoint, seconds)

    monkeypatch.setattr(case.secrets, "read_endpoint", slow)

    assert case.post() == 200
    assert len(fallback(case)) == 1
    assert case.clock.monotonic() <= BUDGET_S


class TestBodiesTooLargeForAQueue:
    def test_the_body_goes_to_the_bucket_and_the_queue_carries_its_key(self, case: Case) -> None:
        assert case.post(LARGE) == 200

        (envelope,) = case.queued
        assert envelope.body is None
        assert claims(case) == {envelope.claim: LARGE}

    @pytest.mark.parametrize(("length", "claimed"), [(187_000, 0), (187_500, 1)])
    def test_the_edge(self, case: Case, length: int, claimed: int) -> None:
        assert case.post(b"a" * length) == 200
        assert len(claims(case)) == claimed
        assert all(len(body) <= QUEUE_LIMIT for body in case.queues.bodies[QUEUE])

    def test_queue_down_the_fallback_names_the_claim(self, case: Case) -> None:
        case.queues.faults.down = True

        assert case.post(LARGE) == 200
        (envelope,) = fallback(case)
        assert claims(case) == {envelope.claim: LARGE}

    def test_bucket_down_a_body_that_just_fits_goes_by_the_queue_alone(self, case: Case) -> None:
        case.objects.faults.down = True

        assert case.post(LARGE) == 200
        assert [envelope.body for envelope in case.queued] == [LARGE]

    def test_bucket_down_a_body_that_fits_nowhere_is_not_accepted(self, case: Case) -> None:
        case.objects.faults.down = True

        assert case.post(HUGE) == 503
        assert case.queued == []


@pytest.mark.parametrize("wall", [-600.0, 600.0, 2_334_000_000.0], ids=["behind", "ahead", "2099"])
def test_f23_a_wrong_clock_loses_nothing(wall: float) -> None:
    right = Case()
    case = Case(right.clock.wall() + wall)

    assert case.post() == 200
    assert case.queued[0].received_at == int(case.clock.wall() * 1000)


def test_f23_a_clock_set_back_does_not_keep_a_record_alive(case: Case) -> None:
    case.post()
    reads = case.secrets.faults.calls
    case.clock.wall_s -= 600

    assert case.post() == 200
    assert case.secrets.faults.calls == reads + 1
