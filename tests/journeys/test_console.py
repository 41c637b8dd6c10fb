"""The page on a stack of its own: signed in with the stack's token, an agent deals with somebody who wrote just now;
a person signs in with the company's account.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.stack import Stack
from tests.console.conftest import browser
from tests.journeys.letters import ANGRY, Pen
from tests.journeys.world import RunningStack

__all__ = ["browser"]

pytestmark = pytest.mark.e2e
EMAIL, PASSWORD = "carla@example.com", "Longer-than-12-letters"
SLOW_MS = 60_000
"""A function of this stack that was not called for a while takes seconds to begin."""


@pytest.fixture
def page(world: RunningStack, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1360, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(SLOW_MS)
    foreign: list[str] = []
    here = str(world.content["endpoint_url"])
    opened.on("request", lambda asked: None if asked.url.startswith(here) else foreign.append(asked.url))
    opened.goto(f"{world.content['console_url']}#token={world.content['token']}")
    opened.wait_for_selector("body[data-ready=true]")
    yield opened
    context.close()
    assert foreign == []


def test_an_agent_notes_takes_over_and_closes_what_was_just_written(world: RunningStack, page: Page) -> None:
    row = world.connected("telegram", "7000000000000003")
    pen = Pen(row)
    assert world.posted(pen.letter(pen.item(ANGRY)), row).status == 200
    (head,) = world.until(lambda: world.conversations(row))

    page.evaluate("id => { location.hash = '#/c/' + id; }", head["id"])
    expect(page.get_by_test_id("message-text").first).to_contain_text(pen.mark, timeout=SLOW_MS)
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Internal note").fill("called back")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_test_id("note")).to_contain_text("called back", timeout=SLOW_MS)
    page.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("Assigned to you").first).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="Close", exact=True).click()
    world.until(lambda: world.api.get("conversations", head["id"])["status"] == "closed")
    found = world.api.get("conversations", head["id"])
    assert found["assignee"] == world.api.get("me")["id"]
    notes = list(world.api.every("conversations", head["id"], "notes", limit=10))
    assert [each["text"] for each in notes] == ["called back"]


def test_a_person_signs_in_with_the_company_account_and_is_still_there_after_a_reload(
    world: RunningStack, browser: Browser
) -> None:
    world.api.post("agents", body={"id": "carla", "role": "agent", "subject": let_person_in(world.deployed)})
    context = browser.new_context(viewport={"width": 1360, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(SLOW_MS)
    opened.goto(world.content["console_url"])
    opened.get_by_role("button", name="Sign in with your company account").click()
    opened.locator("[name=username]").fill(EMAIL)
    opened.locator("[name=password]").fill(PASSWORD)
    opened.locator("[type=submit]").click()
    opened.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    assert opened.url.startswith(f"{world.content['console_url']}#/")
    (cookie,) = (each for each in context.cookies() if each.get("name") == "__Host-rapport")
    assert (cookie.get("httpOnly"), cookie.get("secure"), cookie.get("sameSite")) == (True, True, "Strict")
    opened.reload()
    opened.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    opened.get_by_role("button", name="Me", exact=True).click()
    expect(opened.locator("#me-menu")).to_contain_text("carla")
    with opened.expect_request("**/logout**"):
        opened.get_by_role("button", name="Sign out").click()
    assert "__Host-rapport" not in {each.get("name") for each in context.cookies()}
    context.close()


def let_person_in(deployed: Stack) -> str:
    """Lets a person into the pool. Returns their `sub`."""
    cognito, pool = deployed.client("cognito-idp"), deployed.outputs["UserPoolId"]
    made = cognito.admin_create_user(UserPoolId=pool, Username=EMAIL, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username=EMAIL, Password=PASSWORD, Permanent=True)
    return str(next(each["Value"] for each in made["User"]["Attributes"] if each["Name"] == "sub"))
