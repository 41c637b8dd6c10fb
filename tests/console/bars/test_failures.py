"""Bar 18: whatever a route answers, the screen names it, keeps what it had, and is silent in the console."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.bars.figures import SCREENS, fill_everything, go_to, print_figure
from tests.console.stage import Failure, Stage, make_updates

pytestmark = pytest.mark.bars

CODES = {
    403: "forbidden", 404: "not_found", 409: "conflict", 412: "precondition_failed", 429: "throttled", 500: "internal",
    503: "unavailable",
}  # fmt: skip
KINDS: dict[str, Any] = {
    **{str(status): Failure(status, code, "It went wrong.") for status, code in CODES.items()},
    "garbage": "<html>not json",
    "nothing": "",
    "null": "null",
    "shapeless": "{}",
}
# Screens that ask nothing before somebody does something.
ASK_NOTHING = {"#/search", "#/segments/new", "#/settings/me"}
# Of nothing these are forms with nothing in them.
FORMS = {"#/settings/brand", "#/settings/sla"}
# So that nobody waits 35 seconds for what never comes.
IMPATIENT = (
    "const wait = AbortSignal.timeout; AbortSignal.timeout = (ms) => wait.call(AbortSignal, ms / 100);"
)


def list_reads(stage: Stage) -> list[str]:
    """Lists the routes that screens read."""
    return [
        name for name in stage.answers if name.startswith("GET ") and name not in ("GET /me", "GET /updates")
    ]


def name_state(page: Page) -> str:
    """Names the state that the screen is in."""
    if page.evaluate("document.body.dataset.screen") == "sign-in":
        return "sign-in"
    return "problem" if page.get_by_test_id("problem").count() else "none"


@pytest.mark.parametrize("kind", KINDS)
def test_bar_18_every_screen_names_what_went_wrong(stage: Stage, kind: str) -> None:
    fill_everything(stage)
    for route in list_reads(stage):
        stage.tell(route, KINDS[kind])
    page = stage.open()
    nameless = []
    silent = ASK_NOTHING | (FORMS if kind == "shapeless" else set())
    for address in SCREENS:
        go_to(page, address)
        if name_state(page) == "none" and address not in silent:
            nameless.append(address)
    print_figure("bar 18", f"{kind}: {len(SCREENS) - len(nameless)} of {len(SCREENS)} screens name it")
    assert nameless == []


def test_bar_18_one_route_that_fails_takes_no_screen_with_it(stage: Stage) -> None:
    fill_everything(stage)
    page = stage.open()
    asked: dict[str, set[str]] = {}
    for address in SCREENS:
        before = len(stage.asked)
        go_to(page, address)
        asked[address] = {name for name, _ in stage.asked[before:]} & set(list_reads(stage))
    tried, headless = 0, []
    for address, routes in asked.items():
        for route in sorted(routes):
            answer = stage.answers[route]
            stage.tell(route, KINDS["500"])
            go_to(page, "#/settings/me")
            go_to(page, address)
            tried += 1
            if page.locator("h1").count() != 1:
                headless.append((address, route))
            stage.tell(route, answer)
    print_figure("bar 18", f"{tried} single routes failed below their screens, {len(headless)} took it along")
    assert headless == []


def test_bar_18_a_refused_token_leads_to_signing_in(stage: Stage) -> None:
    fill_everything(stage)
    for address in ("#/inbox/all", "#/c/c1", "#/trends"):
        reads = {name: stage.answers[name] for name in list_reads(stage)}
        page = stage.open("#/settings/me")
        for route in reads:
            stage.tell(route, Failure(401, "unauthorized", "Who are you?"))
        page.evaluate("address => { location.hash = address; }", f"{address}?sort=newest")
        expect(page.get_by_role("textbox", name="API token")).to_be_visible()
        for route, answer in reads.items():
            stage.tell(route, answer)
        page.goto("about:blank")
    print_figure("bar 18", "401: signing in is asked for")


@pytest.mark.parametrize("kind", ["never", "offline"])
def test_bar_18_no_answer_is_named_too(stage: Stage, kind: str) -> None:
    fill_everything(stage)
    stage.page.add_init_script(IMPATIENT)
    page = stage.open()
    page.route("**/api/**", lambda route: route.abort() if kind == "offline" else None)
    wanted = "offline" if kind == "offline" else "timeout"
    for address in ("#/c/c2", "#/people/p1", "#/segments", "#/trends", "#/alerts", "#/parked", "#/posts"):
        page.evaluate("address => { location.hash = address; }", address)
        expect(page.get_by_test_id("problem").first).to_have_attribute("data-code", wanted)
    print_figure("bar 18", f"{kind}: named on 7 screens")


def test_bar_18_what_was_there_stays(stage: Stage) -> None:
    fill_everything(stage)
    page = stage.open("#/c/c1")
    rows, messages = page.get_by_test_id("conversation-row"), page.get_by_test_id("message")
    expect(messages).to_have_count(2)
    before = rows.count()
    kept = 0
    for kind, answer in KINDS.items():
        if kind == "shapeless":
            continue
        for route in list_reads(stage):
            stage.tell(route, answer)
        stage.tell("GET /updates", make_updates("c1", "c2"))
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(400)
        assert (rows.count(), messages.count()) == (before, 2)
        kept += 1
    print_figure("bar 18", f"rows and messages stay through {kept} kinds of failures")


def test_bar_18_what_could_not_be_done_is_told_and_nothing_is_lost(stage: Stage) -> None:
    fill_everything(stage)
    page = stage.open("#/c/c1")
    told = 0
    for kind, answer in KINDS.items():
        if kind == "shapeless":
            continue
        for route in (
            "POST /conversations/{id}/replies",
            "POST /conversations/{id}/notes",
            "PATCH /conversations/{id}",
        ):
            stage.tell(route, answer)
        for way, field, send in (
            ("Reply", "Public reply", "Send public reply"), ("Note", "Internal note", "Add note"),
        ):  # fmt: skip
            page.get_by_test_id("composer").get_by_role("button", name=way, exact=True).click()
            box = page.get_by_role("textbox", name=field)
            box.fill(f"kept through {kind}")
            page.get_by_role("button", name=send).click()
            expect(page.get_by_text("Not ", exact=False).first).to_be_visible()
            expect(box).to_have_value(f"kept through {kind}")
            told += 1
    print_figure("bar 18", f"{told} texts that could not be sent stand where they were typed")
