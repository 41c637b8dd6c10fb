"""Bars 8, 11 and 12: what is typed is kept where it may be, counted as the platform counts, and can be taken back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from platforms.sending.counting import Counting, measure_text
from tests.console.bars.figures import go_to, print_figure
from tests.console.desks import fill_desk
from tests.console.samples import make_option, make_page, tell_from_here
from tests.console.stage import ORIGIN, TOKEN, Stage
from tests.console.test_counting import TEXTS

pytestmark = pytest.mark.bars

FIELDS = {
    "public": ("Reply", "Public reply"),
    "private": ("Private reply", "Private reply"),
    "note": ("Note", "Internal note"),
}
PERSONAL = "secret of"
WAKE = "(dispatchEvent(new Event('online')), location.hash)"
STORED = """async () => ({
  local: JSON.stringify(localStorage),
  session: JSON.stringify(sessionStorage),
  bases: (await indexedDB.databases()).length,
  caches: (await caches?.keys?.())?.length ?? 0,
})"""


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits until something is so, however long the machine takes; the test's own limit ends it."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not become so within half a minute")


class Kept:
    """The drafts that the server keeps, whatever browser they were typed in."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}

    def answer(self, stage: Stage) -> None:
        """Lets a browser read and write them."""
        stage.tell("GET /conversations/{id}/draft", lambda asked: self._show(*find_draft(asked)))
        stage.tell("PUT /conversations/{id}/draft", self._write)

    def _write(self, asked: dict[str, Any]) -> dict[str, Any]:
        conversation, mode = find_draft(asked)
        self.texts[conversation, mode] = asked["body"]["text"]
        return self._show(conversation, mode)

    def _show(self, conversation: str, mode: str) -> dict[str, Any]:
        text = self.texts.get((conversation, mode))
        return {"id": "d1", "version": 1 if text else 0, "text": text, "conversation": conversation}


def find_draft(asked: dict[str, Any]) -> tuple[str, str]:
    """Finds which draft a request is about."""
    said = (asked["body"] or {}).get("mode") or asked["query"].get("mode", ["public"])[0]
    return asked["path"].split("/")[2], said


def choose_way(page: Page, mode: str) -> Any:
    button, field = FIELDS[mode]
    page.get_by_test_id("composer").get_by_role("button", name=button, exact=True).click()
    return page.get_by_role("textbox", name=field)


def check_drafts(page: Page, *modes: str) -> int:
    """Looks at each conversation and mode, and counts those whose text is there."""
    seen = 0
    for number in (1, 2, 3):
        go_to(page, f"#/c/c{number}")
        for mode in modes:
            expect(choose_way(page, mode)).to_have_value(f"{PERSONAL} c{number} {mode}")
            seen += 1
    return seen


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Stage]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield Stage(context)
    context.close()


def test_bar_8_what_was_typed_survives_everything(stage: Stage, elsewhere: Stage) -> None:
    kept = Kept()
    for each in (stage, elsewhere):
        fill_desk(each)
        kept.answer(each)
    page = stage.open()
    for number in (1, 2, 3):
        go_to(page, f"#/c/c{number}")
        for mode in FIELDS:
            choose_way(page, mode).fill(f"{PERSONAL} c{number} {mode}")
    check_drafts(page, *FIELDS)
    page.reload()
    stage.wait()
    here = check_drafts(page, *FIELDS)
    wait_until(page, lambda: len(kept.texts) == 9)
    lost = stage.context.new_page()
    lost.goto(f"{ORIGIN}/#token={TOKEN}")
    lost.wait_for_selector("body[data-ready=true]")
    crashed = check_drafts(lost, *FIELDS)
    lost.close()
    there = check_drafts(elsewhere.open(), *FIELDS)
    stored = page.evaluate(STORED)
    assert PERSONAL not in stored["local"]
    assert (stored["bases"], stored["caches"]) == (0, 0)
    page.get_by_role("button", name="Me", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("textbox", name="API token")).to_be_visible()
    left = page.evaluate(STORED)
    assert (left["session"], PERSONAL in left["local"]) == ("{}", False)
    print_figure(
        "bar 8", f"{here} drafts after switching and a reload, {crashed} in another tab, {there} elsewhere"
    )


def test_bar_8_who_was_erased_is_in_no_draft_either(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.clock.install()
    page = stage.open("#/c/c1")
    # The page's time stands still: what was typed is not saved yet when the news arrive.
    page.clock.pause_at(tell_from_here(5))
    choose_way(page, "public").fill(f"{PERSONAL} c1")
    stage.tell("GET /updates", {**stage.answers["GET /updates"], "gone": ["c1"]})
    wait_until(page, lambda: page.evaluate(WAKE).startswith("#/inbox"))
    page.clock.run_for(10_000)
    saved = [each["body"]["text"] for each in stage.sent("PUT /conversations/{id}/draft")]
    print_figure("bar 8", f"{len(saved)} drafts written after their person was erased")
    assert saved == []
    assert PERSONAL not in page.evaluate(STORED)["session"]


def test_bar_11_the_counter_counts_as_the_platform_does(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open()
    compared = 0
    for counting in Counting:
        options = [make_option("reply", "public", counting=counting.value, limit=500)]
        stage.tell(
            "GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []}
        )
        go_to(page, "#/inbox/all")
        go_to(page, f"#/c/c{1 + list(Counting).index(counting)}")
        field = page.get_by_role("textbox", name="Public reply")
        for text in TEXTS:
            field.fill(text)
            # A field for texts knows one kind of line end.
            used = measure_text(text.replace("\r\n", "\n"), counting)
            expect(page.get_by_test_id("counter")).to_have_attribute("data-used", str(used))
            compared += 1
    print_figure("bar 11", f"{compared} texts in {len(Counting)} ways of counting as the API counts them")
    assert compared >= 60 * 5


def test_bar_11_a_window_closes_at_its_second(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.clock.install()
    options = [make_option("reply", "public", open_until=tell_from_here(2))]
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})
    page = stage.open("#/c/c1")
    page.get_by_role("textbox", name="Public reply").fill("late")
    asked = len(stage.sent("GET /conversations/{id}/send-options"))
    option = page.locator("[data-testid=send-option][data-mode=public]")
    for _ in range(150):
        page.clock.run_for(1000)
        if option.get_attribute("data-open") == "false":
            break
    expect(page.get_by_test_id("countdown")).to_have_attribute("data-left", "0")
    expect(page.get_by_role("button", name="Send public reply")).to_be_disabled()
    again = len(stage.sent("GET /conversations/{id}/send-options")) - asked
    print_figure("bar 11", f"the countdown reached 0 and closed the way, {again} questions to the server")
    assert again == 0


def test_bar_12_what_was_sent_is_taken_back_once(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/c/c1")
    field = page.get_by_role("textbox", name="Public reply")
    field.fill("too early")
    page.get_by_role("button", name="Send public reply").click()
    expect(field).to_have_value("")
    field.fill("typed since")
    page.get_by_role("button", name="Undo send").click()
    expect(field).to_have_value("too early\n\ntyped since")
    taken = len(stage.sent("DELETE /replies/{id}"))
    page.get_by_role("button", name="Send public reply").dblclick()
    page.wait_for_timeout(200)
    held = [each["body"]["send_after_s"] for each in stage.sent("POST /conversations/{id}/replies")]
    page.close()
    print_figure(
        "bar 12",
        f"{taken} DELETE, the text is back; a tab closed at once: {len(held) - 1} sent, held {held[-1]} s",
    )
    assert (taken, held) == (1, [10, 10])


def test_bar_12_a_failure_gives_the_text_back(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /conversations/{id}/replies", make_page([]))
    stage.page.route(
        "**/replies", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    page = stage.open("#/c/c1")
    field = page.get_by_role("textbox", name="Public reply")
    field.fill("never arrives")
    page.get_by_role("button", name="Send public reply").click()
    expect(page.get_by_text("Not sent", exact=False).first).to_be_visible()
    expect(field).to_have_value("never arrives")
    print_figure("bar 12", "a text that could not be sent stands where it was typed")
