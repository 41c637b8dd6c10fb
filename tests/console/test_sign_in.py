"""Signing in by token, what stays of it in the browser, and the page's own frame."""

from playwright.sync_api import expect

from tests.console.desks import fill_desk
from tests.console.stage import ORIGIN, TOKEN, Failure, Stage, make_me

SETTINGS = "#/settings"


def test_the_token_leaves_the_address_at_once_and_the_browser_on_signing_out(stage: Stage) -> None:
    page = stage.open(SETTINGS)
    assert "token" not in page.url
    assert page.evaluate("sessionStorage.getItem('rapport.token')") == TOKEN
    assert page.evaluate("Object.values(localStorage)") == []
    page.get_by_role("button", name="Me", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("body[data-screen=sign-in]")).to_be_attached()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_token_is_typed_and_a_wrong_one_is_told(stage: Stage) -> None:
    stage.tell("GET /me", Failure(401, "unauthorized", "Send a valid token as Authorization: Bearer."))
    page = stage.open(token="")
    assert page.evaluate("document.body.dataset.screen") == "sign-in"
    page.get_by_role("textbox", name="API token").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_test_id("problem")).to_have_attribute("data-code", "unauthorized")
    assert stage.sent("GET /me")[0]["headers"]["authorization"] == "Bearer wrong"
    assert stage.find_violations() == []


def test_whoever_follows_the_address_that_was_printed_sees_the_inbox(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open()
    assert page.evaluate("document.body.dataset.screen") == "inbox"
    expect(page.get_by_test_id("conversation-row").first).to_be_visible()


def test_a_reload_keeps_the_session_of_this_tab(stage: Stage) -> None:
    page = stage.open(SETTINGS)
    page.reload()
    stage.wait()
    assert page.evaluate("document.body.dataset.screen") == "settings"


def test_rooms_are_those_of_the_role(stage: Stage) -> None:
    stage.tell("GET /me", make_me("agent", ["conversations:read"]))
    page = stage.open(SETTINGS)
    rail = page.get_by_role("navigation", name="Main")
    expect(rail.get_by_role("link", name="Inbox")).to_be_visible()
    expect(rail.get_by_role("link", name="Accounts")).to_have_count(0)


def test_nothing_is_asked_of_another_origin_and_no_text_can_become_an_element(stage: Stage) -> None:
    page = stage.open(SETTINGS)
    page.wait_for_timeout(200)
    assert stage.foreign == []
    thrown = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return ''; } catch (e) { return e.name; } }"
    )
    assert thrown == "TypeError"
    stage.complaints.clear()
    assert page.url.startswith(ORIGIN)


def test_keys_and_commands_are_shown_and_work(stage: Stage) -> None:
    page = stage.open(SETTINGS)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    bar = page.get_by_test_id("command-bar")
    bar.get_by_role("combobox").fill("trends")
    page.keyboard.press("Enter")
    page.wait_for_url("**#/trends")


def test_the_language_turns_the_page_and_is_remembered(stage: Stage) -> None:
    page = stage.open(SETTINGS)
    page.get_by_label("Language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات")
    page.reload()
    stage.wait()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert stage.find_violations() == []
