"""Bringing back what no queue took, emptying the dead-letter queue: whatever breaks, nothing is lost."""

import pytest

from ingest.sweep import SPARE_S, Sweep
from model import policy, raw_objects
from model.errors import Unavailable
from model.messages import Envelope
from store.interactions.parked import EXHAUSTED
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.ingest.webhook_case import SECRET, Case, lines

QUEUE = "https://queue.example/deliveries"
DLQ = "https://queue.example/deliveries-dlq"
DAY_S = 86_400


class Parking:
    """Parked rows; `down` refuses all, and the brand `broken` is always refused."""

    def __init__(self) -> None:
        self.rows: list[tuple[Envelope, str, int]] = []
        self.down = False

    def __call__(self, envelope: Envelope, reason: str, now_ms: int) -> None:
        if self.down or envelope.brand == "broken":
            raise Unavailable("fake: down")
        self.rows.append((envelope, reason, now_ms))


class SweepStep:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.queues = FakeQueues(self.clock)
        self.objects = FakeObjects(self.clock)
        self.parking = Parking()

    def run(self, seconds: float = 50) -> None:
        Sweep(
            queues=self.queues,
            objects=self.objects,
            park=self.parking,
            clock=self.clock,
            queue_url=QUEUE,
            dlq_url=DLQ,
        ).sweep_deliveries(seconds)

    def envelope(self, body: bytes = b"{}", *, age_s: float = 0, brand: str = "acme") -> Envelope:
        received_at = int((self.clock.wall() - age_s) * 1000)
        return Envelope("slack", "e", brand, received_at, {"x": "y"}, body)

    def fall_back(self, *envelopes: Envelope) -> None:
        for envelope in envelopes:
            name = f"{len(self.objects.content):016x}"
            key = raw_objects.key("fallback/", envelope.platform, envelope.received_at, name)
            self.objects.content[key] = envelope.to_json().encode()

    def die(self, *envelopes: Envelope) -> None:
        self.queues.bodies.setdefault(DLQ, []).extend(envelope.to_json() for envelope in envelopes)

    @property
    def queued(self) -> list[Envelope]:
        return [Envelope.from_json(body) for body in self.queues.bodies.get(QUEUE, [])]


def die(*_args: object) -> None:
    """The process ends here."""
    raise KeyboardInterrupt


@pytest.fixture
def world() -> SweepStep:
    return SweepStep()


class TestFallback:
    def test_every_object_goes_to_the_queue_unchanged_and_is_then_removed(self, world: SweepStep) -> None:
        envelopes = [world.envelope(f"{number}".encode(), age_s=500 - number) for number in range(250)]
        world.fall_back(*envelopes)

        world.run()

        assert world.queued == envelopes
        assert world.objects.content == {}

    def test_f7_what_the_webhook_put_there_comes_back(self) -> None:
        case = Case()
        case.queues.faults.down = True
        assert [case.post(f"{number}".encode()) for number in range(30)] == [200] * 30
        world = SweepStep()
        world.objects.content = case.objects.content

        world.run()

        assert {envelope.body for envelope in world.queued} == {f"{number}".encode() for number in range(30)}

    def test_queue_still_down_nothing_is_removed(self, world: SweepStep) -> None:
        world.fall_back(world.envelope(), world.envelope())
        world.queues.faults.down = True
        world.run()
        assert len(world.objects.content) == 2

        world.queues.faults.down = False
        world.run()
        assert len(world.queued) == 2
        assert world.objects.content == {}

    def test_two_runs_at_once_lose_nothing(self, world: SweepStep, monkeypatch: pytest.MonkeyPatch) -> None:
        world.fall_back(*(world.envelope(f"{number}".encode()) for number in range(5)))
        other = SweepStep()
        other.objects = world.objects
        queue_all = world.queues.send_many

        def meanwhile(queue_url: str, bodies: list[str]) -> None:
            queue_all(queue_url, bodies)
            other.run()

        monkeypatch.setattr(world.queues, "send_many", meanwhile)
        world.run()

        assert {envelope.body for envelope in world.queued} == {b"0", b"1", b"2", b"3", b"4"}
        assert {envelope.body for envelope in other.queued} == {b"0", b"1", b"2", b"3", b"4"}
        assert world.objects.content == {}

    def test_an_object_another_run_removed_is_passed_over(
        self, world: SweepStep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fall_back(world.envelope(b"here"))
        (here,) = world.objects.content
        monkeypatch.setattr(world.objects, "pages", lambda _prefix: iter([["fallback/gone.json", here]]))

        world.run()

        assert [envelope.body for envelope in world.queued] == [b"here"]

    def test_killed_between_queueing_and_removal_it_is_queued_again(
        self, world: SweepStep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fall_back(world.envelope())
        with monkeypatch.context() as patched:
            patched.setattr(world.objects, "delete", die)
            with pytest.raises(KeyboardInterrupt):
                world.run()
        world.run()

        assert len(world.queued) == 2
        assert world.objects.content == {}

    def test_what_may_not_be_kept_any_longer_is_dropped_and_counted(
        self, world: SweepStep, capsys: pytest.CaptureFixture[str]
    ) -> None:
        oldest_allowed = policy.PARKED_S - 1
        world.fall_back(
            world.envelope(b"old", age_s=policy.PARKED_S), world.envelope(b"new", age_s=oldest_allowed)
        )

        world.run()

        assert [envelope.body for envelope in world.queued] == [b"new"]
        assert world.objects.content == {}
        assert sum("delivery_expired" in line for line in lines(capsys.readouterr().out)) == 1

    def test_with_an_expired_envelope_goes_the_body_it_claims(self, world: SweepStep) -> None:
        received_at = int((world.clock.wall() - 8 * DAY_S) * 1000)
        world.objects.content["claims/a"] = b"large"
        world.fall_back(Envelope("slack", "e", "acme", received_at, claim="claims/a"))

        world.run()

        assert world.objects.content == {}

    def test_a_claim_stays_for_the_envelope_that_names_it(self, world: SweepStep) -> None:
        world.objects.content["claims/a"] = b"large"
        world.fall_back(Envelope("slack", "e", "acme", int(world.clock.wall() * 1000), claim="claims/a"))

        world.run()

        assert world.queued[0].claim == "claims/a"
        assert world.objects.content == {"claims/a": b"large"}

    def test_an_unreadable_object_stays_and_holds_up_no_other(
        self, world: SweepStep, capsys: pytest.CaptureFixture[str]
    ) -> None:
        world.objects.content["fallback/2025-11-24/0-broken.json"] = b"\xff{"
        world.fall_back(world.envelope())

        world.run()

        assert len(world.queued) == 1
        assert list(world.objects.content) == ["fallback/2025-11-24/0-broken.json"]
        assert any(line.get("what") == "fallback_stays" for line in lines(capsys.readouterr().out))

    def test_out_of_time_it_stops_and_the_next_run_goes_on(
        self, world: SweepStep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fall_back(*(world.envelope(f"{number}".encode()) for number in range(1000)))
        get_many = world.objects.get_many

        def slowly(keys: list[str]) -> dict[str, bytes]:
            world.clock.advance(10)
            return get_many(keys)

        monkeypatch.setattr(world.objects, "get_many", slowly)
        world.run(30)
        assert len(world.queued) == 300

        world.run(30)
        world.run(30)
        world.run(30)
        assert len({envelope.body for envelope in world.queued}) == 1000
        assert world.objects.content == {}

    def test_no_time_at_all_does_nothing(self, world: SweepStep) -> None:
        world.fall_back(world.envelope())
        world.run(5 - SPARE_S)

        assert world.queued == []
        assert len(world.objects.content) == 1


class TestDeadLetters:
    def test_each_is_parked_and_removed(self, world: SweepStep) -> None:
        envelopes = [world.envelope(f"{number}".encode()) for number in range(25)]
        world.die(*envelopes)

        world.run()

        now_ms = int(world.clock.wall() * 1000)
        assert world.parking.rows == [(envelope, EXHAUSTED, now_ms) for envelope in envelopes]
        assert world.queues.hidden[DLQ] == []

    def test_nowhere_to_park_they_stay_for_the_next_run(self, world: SweepStep) -> None:
        world.die(world.envelope())
        world.parking.down = True
        world.run()
        assert world.parking.rows == []

        world.parking.down = False
        world.queues.reappear(DLQ)
        world.run()
        assert len(world.parking.rows) == 1
        assert world.queues.hidden[DLQ] == []

    def test_one_that_cannot_be_parked_holds_up_no_other(
        self, world: SweepStep, capsys: pytest.CaptureFixture[str]
    ) -> None:
        world.die(world.envelope(brand="broken"), world.envelope())
        world.queues.bodies[DLQ].append("not ours")

        world.run()

        assert len(world.parking.rows) == 1
        assert len(world.queues.hidden[DLQ]) == 2
        stays = [line for line in lines(capsys.readouterr().out) if line.get("what") == "dead_letter_stays"]
        assert {line["code"] for line in stays} == {"unavailable", "bad_envelope"}

    def test_killed_before_removal_it_is_parked_again_not_lost(
        self, world: SweepStep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.die(world.envelope())
        with monkeypatch.context() as patched:
            patched.setattr(world.queues, "delete", die)
            with pytest.raises(KeyboardInterrupt):
                world.run()
        world.queues.reappear(DLQ)
        world.run()

        assert len(world.parking.rows) == 2
        assert world.queues.hidden[DLQ] == []

    def test_too_old_ones_go_unparked_and_counted(
        self, world: SweepStep, capsys: pytest.CaptureFixture[str]
    ) -> None:
        world.die(world.envelope(age_s=policy.PARKED_S))

        world.run()

        assert world.parking.rows == []
        assert world.queues.hidden[DLQ] == []
        assert any("delivery_expired" in line for line in lines(capsys.readouterr().out))

    def test_a_bucket_that_is_down_does_not_keep_them(self, world: SweepStep) -> None:
        world.die(world.envelope())
        world.objects.faults.down = True

        world.run()

        assert len(world.parking.rows) == 1

    def test_a_dead_letter_queue_that_is_down_does_not_keep_the_fallback(self, world: SweepStep) -> None:
        world.fall_back(world.envelope())
        world.queues.faults.refuse_next = 1

        world.run()

        assert len(world.queued) == 1

    def test_many_leave_half_the_time_for_the_fallback(
        self, world: SweepStep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.die(*(world.envelope() for _ in range(100)))
        world.fall_back(world.envelope(b"fallen back"))
        receive = world.queues.receive

        def slowly(queue_url: str) -> object:
            world.clock.advance(10)
            return receive(queue_url)

        monkeypatch.setattr(world.queues, "receive", slowly)
        world.run(60)

        assert len(world.parking.rows) == 30
        assert [envelope.body for envelope in world.queued] == [b"fallen back"]


def test_nothing_to_do_logs_nothing(world: SweepStep, capsys: pytest.CaptureFixture[str]) -> None:
    world.run()

    assert capsys.readouterr().out == ""


def test_no_line_holds_what_was_parked(world: SweepStep, capsys: pytest.CaptureFixture[str]) -> None:
    world.die(
        world.envelope(b"the text of a person"), world.envelope(SECRET["signing"].encode(), brand="broken")
    )
    world.run()

    out = capsys.readouterr().out
    assert "delivery_parked" in out
    assert "person" not in out
    assert SECRET["signing"] not in out
