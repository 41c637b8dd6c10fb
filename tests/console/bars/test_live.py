"""Bars 6, 7 and 9: what happens elsewhere is seen soon, asks little, and moves nothing under the hand.

Time is the page's own clock, so that a slow machine changes no figure.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.bars.figures import print_figure
from tests.console.desks import fill_desk
from tests.console.samples import make_conversation, make_page, make_row
from tests.console.stage import ORIGIN, TOKEN, Failure, Stage, make_updates

pytestmark = pytest.mark.bars

SOON_MS = 3000
HIDDEN = "Object.defineProperty(Document.prototype, 'visibilityState', {get: () => 'hidden'});"


class LiveApi:
    """What the API knows: conversations, and what changed since somebody asked."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.rows = [make_row(number) for number in range(1, 13)]
        self.news: list[dict[str, Any]] = []
        stage.tell("GET /conversations", lambda _: make_page(self.rows))
        stage.tell("GET /conversations/{id}", self._read)
        stage.tell("GET /updates", self._tell)

    def arrive(self, number: int) -> None:
        self.rows.insert(0, make_row(number))
        self.news.append({"conversation": f"c{number}", "version": 1, "what": ["message"], "by": None})

    def change(self, number: int, **more: Any) -> None:
        """Changes a conversation, and says that it is another version."""
        row = next(each for each in self.rows if each["id"] == f"c{number}")
        row.update(more, version=row["version"] + 1)
        self.news.append(
            {"conversation": row["id"], "version": row["version"], "what": ["head"], "by": "ben"}
        )

    def _read(self, asked: dict[str, Any]) -> Any:
        name = asked["path"].rpartition("/")[2]
        found = next((each for each in self.rows if each["id"] == name), None)
        return {**make_conversation(1), **found} if found else Failure(404, "not_found")

    def _tell(self, _: dict[str, Any]) -> dict[str, Any]:
        told, self.news = self.news, []
        return make_updates(changes=told)


def pass_time(page: Page, ms: int) -> None:
    """Lets time pass while somebody is at work."""
    page.keyboard.press("Shift")
    page.clock.run_for(ms)


@pytest.fixture
def world(stage: Stage) -> LiveApi:
    fill_desk(stage)
    stage.page.clock.install()
    return LiveApi(stage)


def test_bar_6_what_happens_is_seen_by_the_next_question(world: LiveApi) -> None:
    page = world.stage.open("#/inbox/all")
    seen = 0
    for number in range(21, 41):
        world.arrive(number)
        pass_time(page, SOON_MS)
        expect(page.locator(f"[data-id=c{number}]")).to_be_visible()
        seen += 1
    row = page.locator("[data-id=c40]")
    world.change(40, assignee="ben")
    pass_time(page, SOON_MS)
    expect(row).to_contain_text("ben")
    world.change(40, status="pending")
    pass_time(page, SOON_MS)
    expect(row).to_have_attribute("data-status", "pending")
    here = [{"conversation": "c40", "agent": "ben", "state": "typing"}]
    world.stage.tell("GET /updates", make_updates(presence=here))
    pass_time(page, SOON_MS)
    expect(row.get_by_test_id("presence")).to_be_visible()
    world.stage.tell("GET /updates", make_updates(gone=["c40"]))
    pass_time(page, SOON_MS)
    expect(row).to_have_count(0)
    print_figure("bar 6", f"{seen} of 20 arrivals and 4 other changes within {SOON_MS / 1000:.0f} s")


def test_bar_6_after_ten_minutes_offline_nothing_is_missing(world: LiveApi) -> None:
    page = world.stage.open("#/inbox/all")
    tell = world.stage.answers["GET /updates"]
    world.stage.tell("GET /updates", Failure(503, "unavailable", "Not now."))
    world.stage.context.set_offline(True)
    for number in range(21, 51):
        world.arrive(number)
        page.clock.run_for(20_000)
    expect(page.locator("body")).to_have_attribute("data-live", "offline")
    world.stage.context.set_offline(False)
    world.stage.tell("GET /updates", tell)
    page.clock.run_for(SOON_MS)
    expect(page.locator("[data-id=c50]")).to_be_visible()
    shown = set()
    for _ in range(12):
        shown |= set(
            page.get_by_test_id("conversation-row").evaluate_all("all => all.map((row) => row.dataset.id)")
        )
        page.evaluate("document.querySelector('[data-testid=conversation-list]').scrollTop += 400")
        page.clock.run_for(100)
        page.wait_for_timeout(50)
    print_figure("bar 6", f"after 10 minutes offline {len(shown)} of 42 conversations are there")
    assert len(shown) == 42


def count_asked(stage: Stage) -> int:
    return len(stage.asked)


def test_bar_7_a_page_that_nobody_sees_asks_seldom(world: LiveApi) -> None:
    world.stage.page.add_init_script(HIDDEN)
    page = world.stage.open("#/inbox/all")
    before = count_asked(world.stage)
    for _ in range(60):
        page.clock.run_for(10_000)
        page.wait_for_timeout(20)
    asked = count_asked(world.stage) - before
    print_figure("bar 7", f"{asked} requests in 10 minutes hidden")
    assert 5 <= asked <= 12


def test_bar_7_a_minute_at_work_asks_little(world: LiveApi) -> None:
    page = world.stage.open("#/inbox/all")
    before = count_asked(world.stage)
    page.keyboard.press("j")
    for second in range(60):
        if second == 30:
            page.get_by_role("textbox", name="Public reply").press_sequentially("It is on its way.")
        pass_time(page, 1000)
        page.wait_for_timeout(20)
    asked = count_asked(world.stage) - before
    print_figure("bar 7", f"{asked} requests in a minute with one conversation read and answered")
    assert asked <= 40


def count_minute(stage: Stage, world: LiveApi, tabs: int) -> int:
    """Counts what so many tabs ask in a minute in which three conversations arrive."""
    pages = [stage.page]
    for _ in range(tabs - 1):
        pages.append(stage.context.new_page())
        pages[-1].add_init_script(HIDDEN)
        pages[-1].goto(f"{ORIGIN}/#token={TOKEN}")
        pages[-1].wait_for_selector("body[data-ready=true]")
    stage.page.bring_to_front()
    stage.page.wait_for_timeout(300)
    before = count_asked(stage)
    for second in range(60):
        if second in (10, 30, 50):
            world.arrive(100 * tabs + second)
        pass_time(stage.page, 1000)
        stage.page.wait_for_timeout(20)
    return count_asked(stage) - before


def test_bar_7_five_tabs_ask_as_one(world: LiveApi) -> None:
    world.stage.open("#/inbox/all")
    one = count_minute(world.stage, world, 1)
    five = count_minute(world.stage, world, 5)
    print_figure("bar 7", f"one tab {one} requests a minute, five tabs {five}: {five / one:.2f} times")
    assert five <= 1.2 * one


def test_bar_6_a_tab_that_somebody_looks_at_does_not_wait_for_a_hidden_one(world: LiveApi) -> None:
    world.stage.page.add_init_script(HIDDEN)
    world.stage.open("#/inbox/all")
    page = world.stage.context.new_page()
    page.goto(f"{ORIGIN}/#token={TOKEN}")
    expect(page.locator("[data-id=c1]")).to_be_visible()
    world.arrive(21)
    pass_time(page, SOON_MS)
    expect(page.locator("[data-id=c21]")).to_be_visible()
    print_figure("bar 6", f"beside a hidden tab within {SOON_MS / 1000:.0f} s as well")


def test_bar_9_what_arrives_moves_nothing_under_the_hand(world: LiveApi) -> None:
    page = world.stage.open("#/inbox/all")
    for _ in range(5):
        page.keyboard.press("j")
    page.clock.run_for(1000)
    page.wait_for_url("**#/c/c5")
    world.stage.wait()
    row = page.locator("[data-row=c5]")
    before = row.bounding_box()
    assert before is not None
    moved = 0.0
    for number in range(21, 31):
        world.arrive(number)
        pass_time(page, SOON_MS)
        expect(page.get_by_test_id("new-banner")).to_contain_text(str(number - 20))
        after = row.bounding_box()
        assert after is not None
        moved = max(moved, abs(after["y"] - before["y"]))
    here = page.evaluate("document.activeElement.dataset.row")
    print_figure("bar 9", f"ten arrivals: row 5 is {here} and moved by {moved:.1f} pixels")
    assert (here, moved) == ("c5", 0)
