"""Signing in by token or with the company's account, what stays of it in the browser, and the page's own frame."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route, expect

from respond.console import PAGE, answer_request
from tests.console.desks import fill_desk
from tests.console.stage import ORIGIN, TOKEN, Failure, Stage, make_me

SETTINGS = "#/settings"
COGNITO = {"domain": "https://sign-in.example", "client_id": "client"}


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


def play_account(stage: Stage) -> list[dict[str, Any]]:
    """Has Cognito's page send everybody back with a code, and the page's server know the session after that."""
    settings = answer_request(PAGE, "GET", "/config.json", {}, "api", ["cognito"], COGNITO)["body"]
    told: list[dict[str, Any]] = []
    known: list[bool] = []

    def send_back(route: Route) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
        told.append(asked)
        back = f"{asked['redirect_uri']}?code=one-code&state={asked['state']}"
        route.fulfill(status=302, headers={"location": back})

    def answer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        told.append({"method": route.request.method, **route.request.headers, **body})
        if "code" in body:
            known.append(True)
        elif route.request.method == "DELETE":
            known.clear()
        token = "a.b.c" if known else None
        route.fulfill(status=200, body=json.dumps({"access_token": token, "expires_in": 3600}))

    stage.page.route("**/config.json", lambda route: route.fulfill(status=200, body=settings))
    stage.page.route(f"{COGNITO['domain']}/oauth2/authorize**", send_back)
    stage.page.route(f"{COGNITO['domain']}/logout**", lambda route: route.fulfill(status=200, body="bye"))
    stage.page.route("**/session", answer)
    return told


def test_the_company_account_signs_in_survives_a_reload_and_signs_out_everywhere(stage: Stage) -> None:
    told = play_account(stage)
    page = stage.open(token="")
    assert page.get_by_role("textbox", name="API token").count() == 0
    assert stage.find_violations() == []
    page.evaluate("() => { location.hash = '#/settings'; }")
    page.get_by_role("button", name="Sign in with your company account").click()
    page.wait_for_selector("body[data-screen=settings][data-ready=true]")
    assert page.url == f"{ORIGIN}/#/settings"
    asked, sent = told[1], told[2]
    hashed = urlsafe_b64encode(sha256(sent["verifier"].encode()).digest()).rstrip(b"=").decode()
    assert (asked["code_challenge"], asked["code_challenge_method"]) == (hashed, "S256")
    assert (sent["code"], sent["x-rapport"], asked["redirect_uri"]) == ("one-code", "1", f"{ORIGIN}/")
    assert stage.sent("GET /me")[-1]["headers"]["authorization"] == "Bearer a.b.c"
    assert page.evaluate("[...Object.values(sessionStorage), ...Object.values(localStorage)].join()") == ""
    page.reload()
    stage.wait()
    assert page.evaluate("document.body.dataset.screen") == "settings"
    page.get_by_role("button", name="Me", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{COGNITO['domain']}/logout**")
    assert told[-1]["method"] == "DELETE"


def test_an_access_token_that_ran_out_is_renewed_and_nobody_notices(stage: Stage) -> None:
    told = play_account(stage)
    page = stage.open(token="")
    page.get_by_role("button", name="Sign in with your company account").click()
    page.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    before = len(told)
    refused = [Failure(401, "unauthorized")]
    me = stage.answers["GET /me"]
    stage.tell("GET /me", lambda _: refused.pop() if refused else me)
    page.reload()
    stage.wait()
    assert page.evaluate("document.body.dataset.screen") == "inbox"
    assert [each["method"] for each in told[before:]] == ["POST", "POST"]


def test_a_code_that_this_tab_did_not_ask_for_signs_nobody_in(stage: Stage) -> None:
    told = play_account(stage)
    stage.page.goto(f"{ORIGIN}/?code=stolen&state=made-up")
    stage.wait()
    expect(stage.page.get_by_test_id("problem")).to_have_attribute("data-code", "unauthorized")
    assert "code" not in stage.page.url
    assert told == []
