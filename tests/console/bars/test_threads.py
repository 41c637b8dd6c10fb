"""Bar 4: a thread of 2,000 messages is few elements, and none of its tasks holds the page up."""

import json
from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.console.bars.figures import print_figure
from tests.console.desks import fill_desk
from tests.console.samples import make_page
from tests.console.stage import Stage
from tests.console.test_thread import make_messages

pytestmark = pytest.mark.bars

FEW, MANY, IN_A_PAGE, ROUNDS = 50, 2000, 200, 3
TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
SCROLL_UP = """async () => {
  const thread = document.querySelector('.thread');
  for (let part = 40; part >= 0; part -= 1) {
    thread.scrollTop = (thread.scrollHeight * part) / 40;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return document.querySelectorAll('*').length;
}"""


def find_longest_task(trace: bytes) -> float:
    """Finds the milliseconds that the longest task of the page's own thread computed: what other programs do with the
    processor meanwhile is not counted.
    """
    events = json.loads(trace)["traceEvents"]
    main = {
        (each["pid"], each["tid"])
        for each in events
        if each.get("name") == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        each["tdur"]
        for each in events
        if each["name"].endswith("RunTask") and "tdur" in each and (each["pid"], each["tid"]) in main
    ]
    return float(max(tasks)) / 1000


def tell_thread(stage: Stage, size: int) -> None:
    messages = make_messages(MANY + 1 - size, MANY)
    pages = [messages[start : start + IN_A_PAGE] for start in range(0, size, IN_A_PAGE)]

    def answer(asked: dict[str, Any]) -> Any:
        number = int(asked["query"].get("cursor", ["0"])[0])
        return make_page(pages[number], str(number + 1) if number + 1 < len(pages) else None)

    stage.tell("GET /conversations/{id}/interactions", answer)


def walk_thread(stage: Stage) -> int:
    """Opens the thread, has all of it shown and scrolls through it. Returns how many elements the page has then."""
    stage.page.goto("about:blank")
    page = stage.open("#/c/c1")
    expect(page.locator(f"[data-id=i{MANY}]")).to_be_in_viewport(timeout=30_000)
    older = page.get_by_role("button", name="Show older")
    while older.count():
        page.locator(".thread").evaluate("each => { each.scrollTop = 0; }")
        with page.expect_response("**/interactions*"):
            older.click()
        page.wait_for_timeout(100)
    return int(page.evaluate(SCROLL_UP))


def test_bar_4_a_long_thread_holds_nobody_up(stage: Stage, browser: Browser) -> None:
    fill_desk(stage)
    stage.page.set_default_timeout(60_000)
    longest, elements = {FEW: inf, MANY: inf}, {}
    # A task that is long by itself is so each time; one that waited for memory or the cache is not.
    for size in (FEW, MANY) * ROUNDS:
        tell_thread(stage, size)
        elements[size], once = trace(browser, stage, lambda: walk_thread(stage))
        longest[size] = min(longest[size], once)
    print_figure(
        "bar 4",
        f"{MANY:,} messages: {elements[MANY]} elements, longest task {longest[MANY]:.0f} ms of computing,"
        f" {longest[MANY] / longest[FEW]:.2f} times that of {FEW}",
    )
    assert elements[MANY] <= 2500
    assert longest[MANY] / longest[FEW] <= 1.5


def trace(browser: Browser, stage: Stage, do: Callable[[], int]) -> tuple[int, float]:
    """Does something, and returns what it returns with the longest task meanwhile."""
    browser.start_tracing(page=stage.page, categories=TRACED)
    done = do()
    return done, find_longest_task(browser.stop_tracing())
