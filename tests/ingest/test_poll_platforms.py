"""Every platform that is asked, against a server that plays it on a good and on a bad day: nothing lost or doubled.

Tests of: `ingest.poll_pages`, `platforms.walking`, `platforms.paging`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from platforms.registry import names, platform
from tests.infra.servers import Answer, Asked
from tests.ingest.polled_sides import SIDES, Side, said
from tests.ingest.polled_world import PolledAccount, asked_of, kill_run
from tests.store.world import BRAND

POLLED = [name for name in names() if "poll" in platform(name).capabilities]
every_polled = pytest.mark.parametrize("name", sorted(SIDES))
TOKEN = "a-token"
LONGEST_S = 86_400


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


@dataclass
class Played:
    """A platform as the test wants it: what exists, how far its pages shift, and what goes wrong at which request."""

    name: str
    side: Side
    told: list[int]
    shift: int = 0
    faults: dict[int, Answer] = field(default_factory=dict)
    asked: int = 0

    def __call__(self, asked: Asked) -> Answer:
        number, self.asked = self.asked, self.asked + 1
        if number in self.faults:
            return self.faults[number]
        openly = platform(self.name).polled_openly
        if asked.headers.get("authorization") != (None if openly else f"{self.side.scheme} {TOKEN}"):
            return 401, {}
        return self.side.answer(asked, self.told, self.shift)


def play(name: str, **how: object) -> Played:
    side = SIDES[name]
    return Played(name, side, list(range(1, side.first + 1)), **how)  # type: ignore[arg-type]  # the fields above


def let_run(world: PolledAccount, rounds: int = 1, most: int = 60) -> None:
    """Lets runs come as they are due until so many rounds ended well."""
    for _ in range(rounds):
        read_at = world.state.read_at
        for _ in range(most):
            world.clock.advance(max(1, world.state.due_at - int(world.clock.wall())))
            world.run()
            if world.state.read_at > read_at and world.state.cursor in (None, *_kept(world)):
                break
        else:
            raise AssertionError(f"no round ended: {world.state}")


def _kept(world: PolledAccount) -> Sequence[str]:
    keeps = platform(world.account.platform).keeps_cursor and world.state.cursor
    return [world.state.cursor] if keeps and world.state.cursor else []


def comments(numbers: Sequence[int]) -> list[str]:
    return sorted(map(said, numbers))


def told(world: PolledAccount) -> list[str]:
    """The texts of comments; what stands around them (our own posts, openings) has none."""
    return [each for each in world.texts() if each.startswith("comment ")]


def connect(world: PolledAccount) -> None:
    world.credentials = lambda _: {"access_token": TOKEN}


def test_every_platform_that_is_asked_is_played() -> None:
    assert sorted(SIDES) == sorted(POLLED)
    assert all(platform(name).is_polled(side.native) for name, side in SIDES.items())


@every_polled
def test_pages_that_shift_are_read_whole_and_what_is_new_later(name: str) -> None:
    played = play(name, shift=1)
    with asked_of(played, name, played.side.native) as (world, _):
        connect(world)
        let_run(world)
        assert told(world) == comments(played.told)
        played.told.append(len(played.told) + 1)
        let_run(world)
        assert told(world) == comments(played.told)


@every_polled
def test_a_bad_day_delays_and_loses_nothing(name: str) -> None:
    wait: Answer = (429, b"slow down", {"Retry-After": "1800"})
    broken: Answer = (503, b"<html>")
    garbled: Answer = (200, b"<html>Please wait</html>")
    played = play(name, faults={0: wait, 1: broken, 3: wait, 4: broken, 6: garbled})
    with asked_of(played, name, played.side.native) as (world, _):
        connect(world)
        world.run()
        assert (world.state.reason, world.state.due_at) == ("status_429", int(world.clock.wall()) + 1800)
        let_run(world, rounds=4)
        assert told(world) == comments(played.told)
        assert (world.state.reason, world.state.failures) == (None, 0)


@every_polled
@pytest.mark.parametrize("call", ["save_poll", "end_poll"])
def test_a_kill_between_a_page_and_its_cursor_loses_and_doubles_nothing(name: str, call: str) -> None:
    played = play(name, shift=1)
    with asked_of(played, name, played.side.native) as (world, _):
        connect(world)
        kill_run(world, world.stores.polls, call)
        let_run(world)
        assert told(world) == comments(played.told)


@every_polled
def test_an_idle_round_asks_as_little_as_the_table_says(name: str) -> None:
    played = play(name)
    with asked_of(played, name, played.side.native) as (world, _):
        connect(world)
        let_run(world, rounds=2)
        world.texts()
        before = played.asked
        let_run(world)
        assert played.asked - before == played.side.idle


def test_who_calls_us_and_has_no_token_is_no_failure() -> None:
    played = play("github")
    with asked_of(played, "github", "shop/forum") as (world, _):
        world.credentials = lambda _: world.stores.tokens.find_access(BRAND, "github", world.account.id)
        world.run()
        assert (world.state.reason, world.state.failures, played.asked) == ("no_token", 0, 0)
        assert world.state.due_at <= int(world.clock.wall()) + LONGEST_S
        connect(world)
        let_run(world)
        assert told(world) == comments(played.told)


@pytest.mark.parametrize(
    "href", ["https://evil.example/v1", "http://api.trustpilot.com/v1", "//evil.example/"]
)
def test_a_link_that_leads_away_gets_no_token(href: str) -> None:
    def answer(_asked: Asked, _told: Sequence[int], _shift: int) -> Answer:
        return 200, {"reviews": [], "links": [{"rel": "next-page", "href": href}]}

    played = Played("trustpilot", Side("u1", answer), [])
    with asked_of(played, "trustpilot", "u1") as (world, _):
        connect(world)
        world.run()
        assert (world.state.reason, played.asked) == ("foreign_link", 1)
