"""Finding an endpoint and its secrets: caches, rotation, and a secret store that is down (W4, F25).

Covers `ingest/endpoints`.

Tests of: `ingest.endpoints`.
"""

import pytest

from ingest.endpoints import ASK_AGAIN_S, FRESH_S, STALE_S
from model.endpoint import Endpoint
from tests.ingest.webhook_case import OTHER_SECRET, SECRET, Case, lines

DAY_S = 86_400


@pytest.fixture
def case() -> Case:
    return Case()


def rotate(case: Case) -> None:
    until = int(case.clock.wall()) + DAY_S
    case.register(Endpoint("acme", OTHER_SECRET, previous=SECRET, previous_until=until))


def test_one_read_serves_a_minute(case: Case) -> None:
    for _ in range(FRESH_S - 1):
        assert case.post() == 200
        case.clock.advance(1)
    assert case.secrets.faults.calls == 1

    case.clock.advance(1)
    assert case.post() == 200
    assert case.secrets.faults.calls == 2


def test_an_unknown_endpoint_is_remembered_for_a_minute(case: Case) -> None:
    case.secrets.records.clear()
    assert case.post() == 404
    case.register(Endpoint("acme", SECRET))
    case.clock.advance(59)
    assert case.post() == 404
    assert case.secrets.faults.calls == 1

    case.clock.advance(1)
    assert case.post() == 200


def test_w4_rotation_in_a_stream_of_deliveries_rejects_none(case: Case) -> None:
    answers = []
    for number in range(1000):
        if number == 400:
            rotate(case)
        # The platform changes over a while: some of its machines still sign with the old one.
        secret = OTHER_SECRET if number >= 400 and number % 3 else SECRET
        answers.append(case.post(secret=secret))
        case.clock.advance(0.05)

    assert answers == [200] * 1000
    assert case.secrets.faults.calls == 2


def test_w4_the_old_secret_ends_with_its_overlap(case: Case) -> None:
    rotate(case)
    case.clock.advance(DAY_S - 1)
    assert case.post(secret=SECRET) == 200

    case.clock.advance(1)
    assert case.post(secret=SECRET) == 401
    assert case.post(secret=OTHER_SECRET) == 200


def test_a_previous_secret_without_an_end_proves_nothing(case: Case) -> None:
    case.register(Endpoint("acme", OTHER_SECRET, previous=SECRET))

    assert case.post(secret=SECRET) == 401


def test_a_changed_secret_is_found_at_the_first_failure_once_a_minute(case: Case) -> None:
    assert case.post() == 200
    case.register(Endpoint("acme", OTHER_SECRET))
    assert case.post(secret=OTHER_SECRET) == 200

    case.register(Endpoint("acme", SECRET))
    assert case.post(secret=SECRET) == 401
    case.clock.advance(60)
    assert case.post(secret=SECRET) == 200


def test_a_secret_that_was_taken_away_proves_nothing_after_a_minute(case: Case) -> None:
    """A warm function that no forgery makes look again finds it out all the same."""
    case.register(
        Endpoint("acme", OTHER_SECRET, previous=SECRET, previous_until=int(case.clock.wall()) + DAY_S)
    )
    assert case.post(secret=SECRET) == 200
    case.register(Endpoint("acme", OTHER_SECRET))
    accepted = 0
    for _ in range(120):
        case.clock.advance(1)
        accepted += case.post(secret=SECRET) == 200

    assert accepted < 60
    assert case.post(secret=SECRET) == 401
    assert case.post(secret=OTHER_SECRET) == 200


def test_an_endpoint_that_was_paused_takes_nothing_after_a_minute(case: Case) -> None:
    assert case.post() == 200
    case.register(Endpoint("acme", SECRET, state="paused"))
    case.clock.advance(60)
    assert case.post() == 404


def test_a_new_secret_is_taken_within_a_minute_while_forgeries_come(case: Case) -> None:
    """They may make us ask once a minute and no more often, so that the new one may have to wait for that."""
    assert case.post() == 200
    for _ in range(600):
        assert case.post(secret={"signing": "guessed"}) == 401
        case.clock.advance(1)
    assert case.secrets.faults.calls <= 12
    case.register(Endpoint("acme", OTHER_SECRET))
    answers = []
    for _ in range(60):
        case.clock.advance(1)
        case.post(secret={"signing": "guessed"})
        answers.append(case.post(secret=OTHER_SECRET))
    assert answers[-1] == 200
    assert answers == sorted(answers, reverse=True)


def test_a_handshake_finds_a_changed_token_too(case: Case) -> None:
    assert case.get(token=SECRET["signing"], challenge="1").status == 200
    case.register(Endpoint("acme", OTHER_SECRET))

    assert case.get(token=OTHER_SECRET["signing"], challenge="2").body == "2"


def test_an_endpoint_removed_meanwhile_is_found_out_at_the_first_failure(case: Case) -> None:
    assert case.post() == 200
    case.secrets.records.clear()

    assert case.post(secret=OTHER_SECRET) == 401
    assert case.post(secret=SECRET) == 404


@pytest.mark.parametrize("how", ["down", "hangs"])
class TestSecretStoreDown:
    """F25: a warm function goes on with what it knows, a cold one accepts nothing unverified."""

    def test_cold_answers_503_and_writes_nothing(self, case: Case, how: str) -> None:
        setattr(case.secrets.faults, how, True)

        assert case.post() == 503
        assert case.writes == 0

    def test_warm_goes_on_for_an_hour_and_no_longer(self, case: Case, how: str) -> None:
        assert case.post() == 200
        setattr(case.secrets.faults, how, True)

        case.clock.advance(STALE_S - 10)
        assert case.post() == 200
        assert case.post(secret=OTHER_SECRET) == 401

        case.clock.advance(20)
        assert case.post() == 503

    def test_warm_does_not_ask_for_every_delivery(self, case: Case, how: str) -> None:
        case.post()
        setattr(case.secrets.faults, how, True)
        case.clock.advance(FRESH_S)
        case.post()
        reads = case.secrets.faults.calls

        case.post()
        assert case.secrets.faults.calls == reads
        case.clock.advance(ASK_AGAIN_S)
        case.post()
        assert case.secrets.faults.calls > reads

    def test_a_forgery_stays_a_forgery(self, case: Case, how: str) -> None:
        case.post()
        setattr(case.secrets.faults, how, True)

        assert case.post(secret=OTHER_SECRET) == 401

    def test_a_flood_of_forgeries_does_not_ask_for_each(self, case: Case, how: str) -> None:
        case.post()
        setattr(case.secrets.faults, how, True)
        case.post(secret=OTHER_SECRET)
        reads = case.secrets.faults.calls

        for _ in range(10):
            assert case.post(secret=OTHER_SECRET) == 401
        assert case.secrets.faults.calls == reads

    def test_it_is_an_alarm(self, case: Case, how: str, capsys: pytest.CaptureFixture[str]) -> None:
        setattr(case.secrets.faults, how, True)
        case.post()

        assert any("secrets_unavailable" in line for line in lines(capsys.readouterr().out))


def test_a_read_refused_once_is_tried_again(case: Case) -> None:
    case.secrets.faults.refuse_next = 1

    assert case.post() == 200
