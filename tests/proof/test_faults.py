"""What dies, is refused or goes unheard at any call to AWS loses nothing and doubles nothing.

Each step is run once undisturbed, which tells at how many points it calls AWS. Then it is run again for every one
of them: killed there; refused or unheard there; and with another run of the same work squeezed in there. After
that the work comes again, as queues and senders have it come again, and what is kept must be what it is without
the fault. The numbers of points are pinned: they may grow, and whoever makes them shrink says so here.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from aws import objects, queues, settings
from tests.proof import hooks
from tests.proof.hooks import Killed, at, fault_at, hooked
from tests.proof.plant import DAY, Outcome, Plant, envelope, plant, taken
from tests.store.path import sqs_event
from tests.store.world import NOW

MS = NOW * 1000
COMMENT = {
    "kind": "comment", "external_id": "c1", "author_id": "u1", "author_name": "Mara Field", "text": "this is bad",
    "thread_id": "p1", "parent_id": "p1", "conversation_id": "c1", "occurred_at": MS - 5000, "mentioned_ids": ["u7"],
}  # fmt: skip
EDIT = COMMENT | {"kind": "edit", "text": "this is good", "occurred_at": MS - 4000}
MESSAGE = {
    "kind": "message", "mode": "private", "external_id": "m1", "thread_id": "t1", "author_id": "u2",
    "author_name": "Tom Hill", "text": "bad, answer now", "occurred_at": MS - 3000,
}  # fmt: skip
LIKE = {"kind": "reaction", "parent_id": "c1", "author_id": "u3", "text": "👍", "occurred_at": MS - 2000}
GONE = {"kind": "delete", "external_id": "m2", "mode": "private", "occurred_at": MS - 1000}
CLAIM = "claims/2026-09-21/1.json"


@dataclass(frozen=True)
class Step:
    """One piece of work: what is there before, what is done, and that which is done once more after a fault."""

    prepare: Callable[[Plant], object]
    work: Callable[[Plant, object], bool]
    """Whether it says that it is done."""
    points: int
    """How many points it must have at least."""


def _prepare_post(_: Plant) -> bytes:
    return json.dumps([COMMENT, MESSAGE]).encode()


def _prepare_large_post(_: Plant) -> bytes:
    return json.dumps([COMMENT | {"title": "x" * 200_000}, MESSAGE]).encode()


def _post(made: Plant, body: object) -> bool:
    assert isinstance(body, bytes)
    return made.post(body) == 200


def _prepare_intake(_: Plant) -> object:
    objects.put(CLAIM, json.dumps([LIKE, GONE]).encode())
    return sqs_event(
        [
            envelope(COMMENT),
            envelope(EDIT, MESSAGE),
            envelope(body=None, claim=CLAIM),
            envelope(body=b"{unreadable"),
        ]
    )


def _intake(made: Plant, event: object) -> bool:
    return not made.stored(event)  # type: ignore[arg-type]  # as `_prepare_intake` made it


def _prepare_sentiment(made: Plant) -> object:
    assert _intake(made, _prepare_intake(made))
    (event,) = taken(settings.queue_sentiment())
    return event


def _sentiment(made: Plant, event: object) -> bool:
    return not made.labelled(event)  # type: ignore[arg-type]  # as above


def _prepare_assign(made: Plant) -> object:
    assert _sentiment(made, _prepare_sentiment(made))
    (event,) = taken(settings.queue_segments())
    return event


def _assign(made: Plant, event: object) -> bool:
    return not made.assigned(event)  # type: ignore[arg-type]  # as above


def _prepare_sweep(_: Plant) -> None:
    for number, record in enumerate((COMMENT, MESSAGE)):
        objects.put(f"fallback/{DAY}/{number}.json", envelope(record).encode())
    objects.put(f"fallback/{DAY}/2.json", envelope(EDIT, received_at=MS - 8 * 86_400_000).encode())
    for native in ("dead1", "dead2"):
        queues.send(settings.queue_deliveries_dlq(), envelope(COMMENT | {"external_id": native}))


def _sweep(made: Plant, _: object) -> bool:
    made.swept()
    return True


STEPS = {
    "webhook": Step(_prepare_post, _post, 4),
    "webhook with a large body": Step(_prepare_large_post, _post, 6),
    "intake": Step(_prepare_intake, _intake, 55),
    "sentiment": Step(_prepare_sentiment, _sentiment, 17),
    "assign": Step(_prepare_assign, _assign, 13),
    "sweep": Step(_prepare_sweep, _sweep, 30),
}
every_step = pytest.mark.parametrize("name", STEPS)


def _undisturbed(made: Plant, step: Step) -> tuple[Outcome, list[str]]:
    given = _ready(made, step)
    with hooked(hooks.nothing) as points:
        assert step.work(made, given)
    made.drain()
    return made.outcome(), list(points)


def _ready(made: Plant, step: Step) -> object:
    """What the step works on, before a function that remembers nothing."""
    made.reset()
    given = step.prepare(made)
    made.cold()
    return given


@pytest.fixture(scope="module")
def made() -> Iterator[Plant]:
    """One plant for all of them."""
    with plant() as built:
        yield built


def _same(made: Plant, expected: Outcome) -> None:
    made.drain()
    outcome = made.outcome()
    assert outcome.state == expected.state
    assert _told(outcome) == _told(expected)
    assert _known(outcome.objects) == _known(expected.objects)
    assert outcome.messages == []


def _told(outcome: Outcome) -> list[tuple[str, str]]:
    """What is parked, but for deliveries whose claim is gone because they were stored: they tell of nothing lost."""
    return [each for each in outcome.parked if each[0] != "claim_missing"]


def _known(names: list[str]) -> list[str]:
    """Objects but for claims without an owner: the bucket's lifecycle takes those that no envelope names."""
    return [name for name in names if not name.startswith("claims/")]


def _again(made: Plant, step: Step, given: object) -> None:
    """It comes again, to a function that remembers nothing."""
    made.cold()
    assert step.work(made, given)


def _pinned(step: Step, points: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {len(points)} points")
    assert len(points) >= step.points


@every_step
def test_f1_f2_f3_f14_f15_killed_at_any_point_it_is_made_up_for(
    made: Plant, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    step = STEPS[name]
    expected, points = _undisturbed(made, step)
    _pinned(step, points, name, capsys)
    for point in range(1, len(points) + 1):
        given = _ready(made, step)
        with pytest.raises(Killed), hooked(at(point, hooks.kill)):
            step.work(made, given)
        _again(made, step, given)
        _same(made, expected)


@every_step
def test_f4_f5_f6_f20_refused_or_unheard_at_any_point_it_is_made_up_for(made: Plant, name: str) -> None:
    step = STEPS[name]
    expected, points = _undisturbed(made, step)
    for point in range(1, len(points) + 1):
        given = _ready(made, step)
        with hooked(fault_at(point)):
            done = step.work(made, given)
        if not done or name == "sweep":
            _again(made, step, given)
        _same(made, expected)


@every_step
def test_f13_f16_the_same_work_done_by_another_at_any_point_has_one_effect(made: Plant, name: str) -> None:
    """Two workers with one message, two sweepers, a second run while the first still goes on."""
    step = STEPS[name]
    expected, points = _undisturbed(made, step)
    for point in range(1, len(points) + 1):
        given = _ready(made, step)
        other = Plant(made.clock, made.fake)

        def meanwhile(other: Plant = other, given: object = given) -> None:
            assert step.work(other, given)

        with hooked(at(point, meanwhile)):
            done = step.work(made, given)
        if not done:
            _again(made, step, given)
        _same(made, expected)


def test_the_fault_would_be_seen_if_nothing_came_again(made: Plant) -> None:
    """Or the tests above would prove nothing."""
    step = STEPS["intake"]
    expected, points = _undisturbed(made, step)
    given = _ready(made, step)
    with pytest.raises(Killed), hooked(at(len(points) // 2, hooks.kill)):
        step.work(made, given)
    made.drain()
    assert made.outcome().state != expected.state
