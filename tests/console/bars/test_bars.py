"""What the console promises in figures: each bar prints its own. `make bars`.

Absolute times are told and ratios decide, so that a slow machine is no failure.
"""

import random
import statistics
from typing import Any

import pytest
from playwright.sync_api import expect

from infra.build.console import measure_scripts
from respond.console import PAGE
from tests.console.bars.figures import go_to, print_figure
from tests.console.desks import fill_desk
from tests.console.samples import make_page, make_row
from tests.console.stage import ORIGIN, Stage

pytestmark = pytest.mark.bars


NOTE_READY = """new MutationObserver(() => {
  if (document.body?.dataset.ready === 'true') window.readyAt ??= performance.now();
}).observe(document, {subtree: true, attributes: true, childList: true});"""
BEFORE_READY = """() => performance.getEntriesByType('resource')
  .filter((each) => each.startTime < window.readyAt).map((each) => each.name)"""


def test_bar_2_the_first_inbox_is_small_and_asks_little(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.add_init_script(NOTE_READY)
    page = stage.open()
    # What the page needs before it shows its first list; what comes behind it (a conversation's script, names) is not.
    asked = [name.removeprefix(ORIGIN) for name in page.evaluate(BEFORE_READY)]
    loaded = [name.rpartition("/")[2] for name in asked if name.endswith((".js", ".css"))]
    first = sum((PAGE / "assets" / f"{name}.gz").stat().st_size for name in loaded)
    whole = measure_scripts(PAGE)
    needed = 1 + len([name for name in asked if name != "/favicon.ico"])
    print_figure("bar 2", f"first inbox {first / 1000:.1f} KB, all {whole:.1f} KB gzipped, {needed} requests")
    assert loaded, asked
    assert first <= 70_000
    assert whole <= 150
    assert needed <= 6, " ".join(asked)


def test_bar_3_a_large_inbox_opens_as_fast_as_an_empty_one(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.add_init_script(NOTE_READY)
    times: dict[int, list[float]] = {0: [], 5000: []}
    for _ in range(7):
        for size, found in times.items():
            rows = [make_row(each) for each in range(1, 1 + min(size, 50))]
            stage.tell("GET /conversations", make_page(rows, "more" if size else None))
            stage.page.goto("about:blank")
            stage.open()
            found.append(stage.page.evaluate("() => window.readyAt"))
    empty, full = (statistics.median(times[size]) for size in (0, 5000))
    print_figure("bar 3", f"{empty:.0f} ms empty, {full:.0f} ms with 5,000: {full / empty:.2f} times")
    assert full / empty <= 1.3


def test_bar_4_many_rows_are_few_elements(stage: Stage) -> None:
    fill_desk(stage)

    def read(asked: dict[str, Any]) -> Any:
        number = int(asked["query"].get("cursor", ["0"])[0])
        rows = [make_row(each) for each in range(number * 500 + 1, number * 500 + 501)]
        return make_page(rows, str(number + 1) if number < 9 else None)

    stage.tell("GET /conversations", read)
    page = stage.open("#/inbox/all")
    expect(page.locator("[data-id=c1]")).to_be_visible()
    for _ in range(60):
        page.evaluate("document.querySelector('[data-testid=conversation-list]').scrollTop = 1e9")
        page.wait_for_timeout(50)
        if page.locator("[data-id=c5000]").count():
            break
    expect(page.locator("[data-id=c5000]")).to_be_visible()
    nodes = page.evaluate("document.querySelectorAll('*').length")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    print_figure("bar 4", f"5,000 rows at their end: {nodes} elements, {heap:.0f} MB of heap")
    assert nodes <= 1500
    assert heap <= 60


def test_bar_5_a_key_is_followed_at_once(stage: Stage) -> None:
    fill_desk(stage, rows=50)
    page = stage.open("#/inbox/all")
    expect(page.locator("[data-id=c1]")).to_be_visible()
    times = page.evaluate(
        """async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          const found = [];
          for (let number = 0; number < 200; number += 1) {
            const began = performance.now();
            const key = Math.floor(number / 40) % 2 ? 'k' : 'j';
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            await frame();
            found.push(performance.now() - began);
          }
          return found;
        }"""
    )
    median, late = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print_figure("bar 5", f"200 keys: median {median:.1f} ms to the next frame, 95 % within {late:.1f} ms")
    page.wait_for_timeout(500)
    here = page.evaluate("document.activeElement.dataset.row")
    page.keyboard.press("o")
    page.wait_for_url(f"**#/c/{here}")


WAYS = {
    "public": ("Reply", "Public reply", "Send public reply"),
    "private": ("Private reply", "Private reply", "Send privately"),
    "note": ("Note", "Internal note", "Add note"),
}
WORDS_OF = {"public": "reply", "private": "private_reply", "note": "note"}


def test_bar_10_what_is_sent_is_what_the_button_said(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/c/c1")
    chance = random.Random(10)
    wanted: list[tuple[str, str, str]] = []
    here = "c1"
    for number in range(60):
        if chance.random() < 0.3:
            here = f"c{chance.randint(1, 3)}"
            go_to(page, f"#/c/{here}")
        for _ in range(chance.randint(1, 3)):
            mode = chance.choice(list(WAYS))
            page.get_by_test_id("composer").get_by_role("button", name=WAYS[mode][0], exact=True).click()
        text = f"text {number}"
        page.get_by_role("textbox", name=WAYS[mode][1]).fill(text)
        page.get_by_role("button", name=WAYS[mode][2]).click()
        wanted.append((here, WORDS_OF[mode], text))
    expect(page.get_by_test_id("composer").get_by_role("textbox")).to_have_value("")
    page.wait_for_timeout(300)
    found = [
        (each["path"].split("/")[2], each["body"].get("way", "note"), each["body"]["text"])
        for name, each in stage.asked
        if name in ("POST /conversations/{id}/replies", "POST /conversations/{id}/notes")
    ]
    replied = [each["body"] for each in stage.sent("POST /conversations/{id}/replies")]
    counted = ", ".join(f"{sum(each[1] == name for each in found)} {name}" for name in WORDS_OF.values())
    print_figure("bar 10", f"60 texts to 3 conversations: {counted}, {len(set(found) ^ set(wanted))} astray")
    assert sorted(found) == sorted(wanted)
    assert all("way" in each for each in replied)
