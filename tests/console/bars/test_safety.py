"""Bar 14: nobody else is asked anything, the headers are what they are meant to be, and no token is left anywhere."""

import logging

import pytest

from respond.console import PAGE, answer_request
from tests.console.bars.figures import SCREENS, fill_everything, go_to, print_figure
from tests.console.stage import TOKEN, Stage
from tests.console.test_sign_in import play_account

pytestmark = pytest.mark.bars

ACCESS_TOKEN = "a.b.c"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
        " trusted-types 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}  # fmt: skip
STORED = """async () => JSON.stringify({
  local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, name: window.name,
  state: history.state, bases: (await indexedDB.databases()).length,
})"""


def walk(stage: Stage) -> tuple[set[str], int]:
    """Goes through all screens. Returns the addresses seen and how often the token stood in what the page may keep."""
    seen, kept = set(), 0
    for address in SCREENS:
        go_to(stage.page, address)
        seen.add(stage.page.url)
        kept += ACCESS_TOKEN in stage.page.evaluate(STORED)
    return seen, kept


def test_bar_14_nothing_is_asked_of_anybody_else_and_no_token_is_left(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    stage.page.on("console", lambda message: said.append(message.text))
    fill_everything(stage)
    play_account(stage)
    page = stage.open(token="")
    page.get_by_role("button", name="Sign in with your company account").click()
    page.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    # The account's own page is another origin by its nature; what comes after it is counted.
    stage.foreign.clear()
    with caplog.at_level(logging.DEBUG):
        seen, kept = walk(stage)
    carried = [name for name, told in stage.asked if ACCESS_TOKEN in str({**told, "headers": ""})]
    told = "".join([*said, *caplog.messages])
    print_figure(
        "bar 14",
        f"{len(SCREENS)} screens with the company's account: {len(stage.foreign)} requests to another origin, the token"
        f" in {sum(ACCESS_TOKEN in each for each in seen)} addresses, {kept} stores, {len(carried)} requests beside its"
        f" header, {told.count(ACCESS_TOKEN)} lines of a log",
    )
    assert stage.foreign == []
    assert not any(ACCESS_TOKEN in each or "code=" in each for each in seen)
    assert (kept, carried, ACCESS_TOKEN in told) == (0, [], False)
    assert stage.asked[-1][1]["headers"]["authorization"] == f"Bearer {ACCESS_TOKEN}"


def test_bar_14_a_token_in_the_address_is_in_no_request_and_no_history(stage: Stage) -> None:
    fill_everything(stage)
    page = stage.open()
    seen, _ = walk(stage)
    page.go_back()
    assert not any(TOKEN in each for each in [*seen, page.url])
    assert not any(TOKEN in each for each in stage.files)
    assert [name for name, told in stage.asked if TOKEN in str({**told, "headers": ""})] == []
    assert stage.foreign == []
    print_figure(
        "bar 14",
        f"{len(SCREENS)} screens with a token: it is in no address, no file and no query",
    )


def test_bar_14_every_file_is_sent_with_the_headers_of_the_policy() -> None:
    files = [str(path.relative_to(PAGE)).removesuffix(".gz") for path in sorted(PAGE.rglob("*.gz"))]
    wrong = []
    for name in [*files, "", "config.json", "missing.js"]:
        got = answer_request(PAGE, "GET", f"/{name}", {}, "api", ["token"])["headers"]
        off = got.get("permissions-policy", "").split(", ")
        if {key: got.get(key) for key in HEADERS} != HEADERS or not all(each.endswith("=()") for each in off):
            wrong.append(name)
    print_figure(
        "bar 14", f"{len(files) + 3} answers with exactly the headers of the policy, {len(wrong)} without"
    )
    assert wrong == []
