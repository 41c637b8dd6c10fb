"""Audits: what a platform told since the last night and nobody here has is handed on and counted, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from ingest.poll_audits import DAY_S, MOST_PAGES
from model.account_job import AUDIT
from platforms.registry import platform
from store.brand.polls import FIRST_AUDIT_S, PollState
from store.interactions.rows import FeedRow
from tests.infra.servers import Answer, Asked
from tests.ingest.polled_sides import SIDES, Side, at, said
from tests.ingest.polled_world import Killed, PolledAccount, asked_of
from tests.store.world import BRAND

TOKEN = "a-token"
every_platform = pytest.mark.parametrize("name", sorted(SIDES))


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


class Late:
    """A platform that tells of something with the date of when it was written, long after others were told."""

    def __init__(self, name: str) -> None:
        self.side: Side = SIDES[name]
        self.told = list(range(1, 5))
        self.asked = 0
        self.down: Answer | None = None

    def __call__(self, asked: Asked) -> Answer:
        self.asked += 1
        return self.down or self.side.answer(asked, sorted(self.told), 0)


@contextmanager
def audited(name: str) -> Iterator[tuple[PolledAccount, Late]]:
    """An account that was read whole, with an audit that is due and reaches back to before all that was told."""
    late = Late(name)
    with asked_of(late, name, late.side.native) as (world, _):
        world.credentials = lambda _: {"access_token": TOKEN}
        for _ in range(4):
            world.run()
        world.texts()
        polls = world.stores.polls
        _put_off(world, world.state)
        polls.begin_polling(world.account, AUDIT)
        state = leased(world, FIRST_AUDIT_S)
        polls.end_poll(replace(state, mark=(at(1) - 60) * 1000), int(world.clock.wall()))
        yield world, late


def leased(world: PolledAccount, seconds: int) -> PollState:
    """The audit's state once it is due."""
    world.clock.advance(seconds)
    polls = world.stores.polls
    (due,) = [each for each in polls.list_due(BRAND) if each[0].endswith(AUDIT)]
    state = polls.lease_poll(BRAND, *due, 60)
    assert state is not None
    return state


def _put_off(world: PolledAccount, state: PollState) -> None:
    polls = world.stores.polls
    world.clock.advance(max(0, state.due_at - int(world.clock.wall())))
    (due,) = [each for each in polls.list_due(BRAND) if each[0] == state.row]
    held = polls.lease_poll(BRAND, *due, 60)
    assert held is not None
    polls.end_poll(held, int(world.clock.wall()) + 400 * DAY_S)


def audit(world: PolledAccount) -> PollState:
    found = world.stores.polls.find_poll(BRAND, world.account.platform, world.account.id, AUDIT)
    assert found is not None
    return found


def run_out(world: PolledAccount) -> PollState:
    """Lets runs come until the audit is over."""
    for _ in range(10):
        world.run()
        if audit(world).due_at > int(world.clock.wall()):
            return audit(world)
    raise AssertionError(f"it does not end: {audit(world)}")


def comments(world: PolledAccount) -> list[str]:
    return [each for each in world.texts() if each.startswith("comment ")]


@every_platform
def test_where_nothing_lacks_nothing_is_handed_on(name: str) -> None:
    with audited(name) as (world, _):
        before = world.texts()
        state = run_out(world)
        assert (state.found, state.failures, state.reason, world.queued) == (0, 0, None, 0)
        assert world.texts() == before
        assert state.due_at % DAY_S >= 2 * 3600, "at night"
        assert 0 < state.due_at - int(world.clock.wall()) <= 2 * DAY_S


@pytest.mark.parametrize(
    "name", ["wordpress", "salesforce_ideas", "youtube", "yammer", "trustpilot", "github"]
)
def test_what_came_late_is_found_handed_on_and_counted_once(name: str) -> None:
    with audited(name) as (world, _):
        for row in [each for each in FeedRow.scan() if _is_told(world, each, said(2))]:
            row.delete()
        assert said(2) not in world.texts()
        state = run_out(world)
        assert state.found == 1
        assert comments(world) == [said(1), said(2), said(3), said(4)]
        again = leased(world, state.due_at - int(world.clock.wall()))
        world.stores.polls.end_poll(again, int(world.clock.wall()))
        assert run_out(world).found == 0


def _is_told(world: PolledAccount, row: FeedRow, words: str) -> bool:
    opened = world.stores.feed.open_rows(BRAND, [row])
    return any(each.content is not None and each.content.text == words for each in opened.values())


def test_what_is_of_somebody_erased_is_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    with audited("wordpress") as (world, _):
        rows = [
            each
            for each in FeedRow.scan()
            if _is_told(world, each, said(2)) or _is_told(world, each, said(3))
        ]
        for row in rows:
            row.delete()
        with monkeypatch.context() as patched:
            patched.setattr(world.stores.vault, "find_erased", lambda _, people: dict.fromkeys(people, 1))
            assert (run_out(world).found, world.queued) == (0, 0)


def test_what_is_past_the_time_of_its_words_is_no_gap() -> None:
    with audited("reddit") as (world, _):
        for row in list(FeedRow.scan()):
            row.delete()
        world.clock.advance(10 * DAY_S)
        assert run_out(world).found == 0, "Reddit's words may be kept for two days"


def test_an_audit_ends_with_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.poll_audits.MOST_PAGES", 1)
    with audited("yammer") as (world, late):
        asked = late.asked
        state = run_out(world)
        assert (late.asked - asked, state.pages, state.cursor) == (1, 1, None)
        assert MOST_PAGES > 1


def test_a_platform_that_is_down_is_audited_later() -> None:
    with audited("yammer") as (world, late):
        late.down = (503, b"")
        state = run_out(world)
        assert (state.reason, state.failures, state.read_at) == ("status_503", 1, 0)
        late.down = None
        world.clock.advance(state.due_at - int(world.clock.wall()))
        state = run_out(world)
        assert (state.reason, state.failures, state.found) == (None, 0, 0)
        assert state.read_at > 0


def test_a_kill_in_an_audit_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with audited("yammer") as (world, _):
        for row in [each for each in FeedRow.scan() if _is_told(world, each, said(2))]:
            row.delete()

        def kill(*_: object) -> None:
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(world.stores.polls, "save_poll", kill)
            with pytest.raises(Killed):
                world.run()
        world.clock.advance(120)
        run_out(world)
        assert comments(world) == [said(1), said(2), said(3), said(4)]


def test_who_is_asked_with_a_cursor_that_stays_is_audited_from_its_newest() -> None:
    assert platform("mastodon").keeps_cursor
    with audited("mastodon") as (world, late):
        asked = late.asked
        run_out(world)
        assert late.asked - asked <= 3
