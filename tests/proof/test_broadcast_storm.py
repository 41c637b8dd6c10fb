"""A broadcast to many whose sender is killed again and again: nobody gets it twice, and nobody is lost.

Where the platform takes our key once everybody gets it; elsewhere a kill costs at most one `unknown`, which is shown.
`make test` sends to 200, `make soak` to 10,000, killed every 1,000; and a small one is killed at every single call.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from model.broadcast import RecipientState
from respond.outgoing_ports import Answered
from tests.proof.hooks import hooked
from tests.proof.respondent import forget_all, open_world
from tests.proof.tablefake import TableFake
from tests.respond.desk import Killed
from tests.respond.mailing import LINE, VIBER, Posts, Run, begin, people
from tests.respond.world import ACME, World

FEW = 3
FEWEST_POINTS = 90
"""Calls around a broadcast to three people, at each of which its sender is killed."""


@pytest.fixture
def world() -> Iterator[World]:
    """Both brands, in memory."""
    with open_world() as (made, _):
        yield made


def _killed() -> Answered:
    raise Killed


def _states(run: Run, broadcast: str) -> Counter[str]:
    """Returns how many recipients' own rows are in each state."""
    found: Counter[str] = Counter()
    after: str | None = None
    while True:
        part, after = run.world.stores.broadcasts.page_recipients(ACME, broadcast, None, after, 500)
        found.update(each.state.value for each in part)
        if after is None:
            return found


def _check(run: Run, broadcast: str, members: int, kills: int) -> Mapping[str, int]:
    """Holds that none was reached twice and none lost, and that what is shown is so; returns the counts."""
    shown = run.shown(broadcast)
    counts: dict[str, int] = shown["counts"]
    sent, unknown = counts["sent"], counts["unknown"]
    lost = people(members) - run.posts.got.keys()
    assert run.posts.got.keys() <= people(members)
    assert max(run.posts.got.values()) == 1
    assert shown["state"] == "done"
    assert (sent + unknown, counts["pending"], counts["sending"]) == (members, 0, 0)
    assert len(lost) <= unknown <= (0 if run.platform == LINE else kills)
    own = _states(run, broadcast)
    assert {name: own[name] for name in ("sent", "unknown")} == {"sent": sent, "unknown": unknown}
    return counts


def _send_to(
    world: World, platform: str, members: int, every: int, capsys: pytest.CaptureFixture[str]
) -> None:
    run = begin(world, platform, members)
    numbers = range(every, members + every, every)
    run.posts.breaks = dict.fromkeys(numbers, _killed)
    run.posts.early = frozenset(list(numbers)[::2])
    broadcast = run.make()
    run.approve(broadcast)
    kills = run.finish(members)
    assert kills >= members // every
    counts = _check(run, broadcast, members, kills)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{platform}: {members} people, killed {kills} times, {run.posts.calls} requests, "
            f"{counts['sent']} sent, {counts['unknown']} unknown "
        )


@pytest.mark.parametrize("platform", [VIBER, LINE])
def test_two_hundred_get_it_once_though_every_twentieth_request_kills(
    world: World, platform: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _send_to(world, platform, 200, 20, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("platform", [VIBER, LINE])
def test_ten_thousand_get_it_once_though_every_thousandth_request_kills(
    world: World, platform: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _send_to(world, platform, 10_000, 1_000, capsys)


class Attempts:
    """The same broadcast from its approval on, again and again from the same rows."""

    def __init__(self, world: World, fake: TableFake, platform: str) -> None:
        self.world, self.fake = world, fake
        self.run = begin(world, platform, FEW)
        self.broadcast = self.run.make()
        self.run.approve(self.broadcast)
        self._began = {name: dict(table.rows) for name, table in fake.tables.items()}, world.clock.now

    def reset(self) -> None:
        """Everything as it was when it was approved."""
        rows, self.world.clock.now = self._began
        for name, kept in rows.items():
            self.fake.replace(name, kept)
        self.run.queued, self.run.posts = [], Posts(self.world.stores)
        forget_all(self.world)

    def go(self, hook: Any) -> list[str]:
        """Sends it with a hook at every call; returns the calls."""
        with hooked(hook) as points:
            self.kills = self.run.finish()
        return points


@pytest.mark.parametrize("platform", [VIBER, LINE])
def test_killed_at_every_call_nobody_gets_it_twice_and_nobody_is_lost(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("respond.broadcasting.AT_ONCE", 2)
    with open_world() as (world, fake):
        made = Attempts(world, fake, platform)
        points = len(made.go(lambda _number, _name: None))
        assert points >= FEWEST_POINTS
        assert _check(made.run, made.broadcast, FEW, 0)["sent"] == FEW
        for point in range(1, points + 1):
            made.reset()

            def kill(number: int, _name: str, point: int = point) -> None:
                if number == point:
                    forget_all(world)
                    raise Killed

            made.go(kill)
            assert made.kills == 1
            _check(made.run, made.broadcast, FEW, made.kills)
            found = world.stores.broadcasts.page_recipients(
                ACME, made.broadcast, RecipientState.UNKNOWN, None, 9
            )
            assert {each.code for each in found[0]} <= {"interrupted"}
