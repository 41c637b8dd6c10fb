"""What a newcomer does in the page on the first morning, with nothing but what the page itself says.

Answers customers on three platforms, hands one conversation over, closes one and finds it again, builds a segment and
connects an account.
"""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.cli.talk import give_tokens
from infra.simulate.send_endpoints import Endpoints, serve_endpoints
from tests.console.bars.figures import print_figure
from tests.journeys.conftest import world
from tests.journeys.letters import ANGRY, Pen
from tests.journeys.world import RunningStack

__all__ = ["world"]

pytestmark = pytest.mark.bars
SLOW_MS = 120_000
"""A function of this stack that was not called for a while takes seconds to begin."""
ANSWERED = {
    "telegram": ("7000000000000041", "Send privately"),
    "slack": ("T0MORNING", "Send public reply"),
    "facebook": ("102000000000041", "Send public reply"),
}
"""Platform -> an account of ours there, and what the button says, which tells who will see it."""
ANSWER = "We are looking at it."


@pytest.fixture
def page(world: RunningStack, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(SLOW_MS)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{world.content['console_url']}#token={world.content['token']}")
    opened.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    yield opened
    context.close()
    assert complaints == []


def see(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=SLOW_MS)


def open_conversation(world: RunningStack, page: Page, platform: str, native: str) -> str:
    """Has somebody write on a platform, and opens what they wrote from the list of all."""
    row = world.connected(platform, native)
    pen = Pen(row)
    assert world.posted(pen.letter(pen.item(ANGRY, private=platform == "telegram")), row).status == 200
    (head,) = world.until(lambda: world.conversations(row))
    page.get_by_role("link", name="Inbox").click()
    page.locator("[data-view=all]").click()
    page.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    page.get_by_label("Platform").select_option(platform)
    page.locator(f"[data-id={head['id']}] a").click()
    expect(page.get_by_test_id("message-text").first).to_contain_text(pen.mark, timeout=SLOW_MS)
    return str(head["id"])


def was_posted(endpoints: Endpoints, platform: str) -> bool:
    return platform in [posted for posted, _ in endpoints.posts]


def test_a_newcomer_gets_through_the_first_morning(world: RunningStack, page: Page) -> None:
    with serve_endpoints(world.web_port) as endpoints:
        opened = {}
        for platform, (native, button) in ANSWERED.items():
            opened[platform] = open_conversation(world, page, platform, native)
            give_tokens(world.content, world.api, {platform})
            page.get_by_test_id("composer").get_by_role("textbox").fill(ANSWER)
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("button", name="Undo send")).to_be_visible(timeout=SLOW_MS)
            world.until(partial(was_posted, endpoints, platform), idle_s=120)
        assert all(ANSWER in body or "We+are" in body for _, body in endpoints.posts)

    page.get_by_role("button", name="Assignee: nobody").click()
    page.get_by_role("dialog").get_by_role("combobox", name="Assignee").select_option("demo-supervisor")
    page.get_by_role("dialog").get_by_role("button", name="Assign", exact=True).click()
    world.until(lambda: world.api.get("conversations", opened["facebook"])["assignee"] == "demo-supervisor")

    page.get_by_role("button", name="Close", exact=True).click()
    world.until(lambda: world.api.get("conversations", opened["facebook"])["status"] == "closed")
    page.get_by_role("link", name="Inbox").click()
    page.locator("[data-view=closed]").click()
    page.locator(f"[data-id={opened['facebook']}] a").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible(timeout=SLOW_MS)

    page.get_by_role("link", name="Segments").click()
    page.get_by_role("button", name="New segment").click()
    page.get_by_role("textbox", name="Title").fill("Wrote angrily")
    expect(page.get_by_test_id("preview-total")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="Save").click()
    see(page, "Wrote angrily")
    world.until(lambda: "Wrote angrily" in [each["title"] for each in world.api.every("segments", limit=100)])

    page.get_by_role("link", name="Accounts").click()
    page.get_by_role("button", name="Connect").click()
    page.get_by_role("combobox", name="Platform").select_option("cloudevents")
    page.get_by_role("textbox", name="Id of the account on the platform").fill("my-gateway")
    page.get_by_role("dialog").get_by_role("button", name="Connect").click()
    see(page, "Give the platform this address:")
    page.get_by_role("dialog").get_by_role("button", name="Test").click()
    see(page, "forged: refused (401)")
    page.get_by_role("button", name="Done").click()
    assert "my-gateway" in [each["native_id"] for each in world.api.every("accounts", limit=100)]
    print_figure(
        "first morning", f"{len(ANSWERED)} platforms answered, one handed over, closed, found, connected"
    )
