"""Bar 17: everything that is done by keyboard at a desk is done by touch on a phone, too."""

import pytest
from playwright.sync_api import Page, expect

from tests.console.bars.figures import fill_everything, print_figure
from tests.console.desks import let_many_change
from tests.console.samples import make_message, make_page
from tests.console.stage import ORIGIN, TOKEN, Stage
from tests.console.test_rooms import SEGMENT

pytestmark = pytest.mark.bars

SAVED = {"id": "a" * 32, "title": "Press", "filters": {}, "shared": False, "mine": True, "version": 1,
         "changed_at": None}  # fmt: skip


def fill_phone(stage: Stage) -> None:
    fill_everything(stage)
    message = make_message("i1", "Where is my parcel?!")
    stage.tell("GET /conversations/{id}/interactions", make_page([message]))
    stage.tell("GET /interactions/{id}", message)
    stage.tell("PATCH /interactions/{id}", message)
    stage.tell("POST /segments", SEGMENT)
    stage.tell("POST /views", SAVED)
    let_many_change(stage)


def touch(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def see(page: Page, text: str) -> None:
    expect(page.get_by_text(text, exact=False).first).to_be_visible()


def answer_and_note(page: Page) -> None:
    page.get_by_test_id("conversation-row").first.locator("a").click()
    page.wait_for_url("**#/c/c1")
    page.get_by_role("textbox", name="Public reply").fill("On its way.")
    touch(page, "Send public reply")
    expect(page.get_by_role("button", name="Undo send")).to_be_visible()
    page.get_by_test_id("composer").get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Internal note").fill("Look at this")
    touch(page, "Add note")
    expect(page.get_by_test_id("note")).to_contain_text("Look at this")


def hand_over(page: Page) -> None:
    touch(page, "Assign to me")
    see(page, "Assigned to you")
    page.get_by_label("Priority").first.select_option("urgent")
    see(page, "Priority changed")
    touch(page, "Correct")
    dialog = page.get_by_role("dialog", name="Correct the label")
    dialog.get_by_role("radio", name="neutral").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    see(page, "Corrected")
    touch(page, "Snooze")
    page.get_by_role("dialog").get_by_role("button").nth(1).click()
    see(page, "Snoozed")


def close_many(page: Page) -> None:
    page.evaluate("location.hash = '#/inbox/all?sort=newest'")
    boxes = page.get_by_test_id("conversation-row").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_test_id("bulk-bar").get_by_role("button", name="Close", exact=True).click()
    see(page, "2 changed")
    touch(page, "Undo")
    see(page, "Undone")


def save_view(page: Page) -> None:
    touch(page, "Save view")
    page.get_by_role("dialog").get_by_role("textbox", name="Title").fill("Press")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**#/inbox/{'a' * 32}")


def build_segment(page: Page) -> None:
    page.evaluate("location.hash = '#/segments/new'")
    page.get_by_role("textbox", name="Title").fill("Unhappy")
    expect(page.get_by_test_id("preview-total")).to_be_visible()
    touch(page, "Save")
    page.wait_for_url("**#/segments/unhappy2")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (320, 568), (640, 400)])
def test_bar_17_the_tasks_are_done_by_touch(stage: Stage, width: int, height: int) -> None:
    """A window of 1,280 x 800 pixels at 200 % is one of 640 x 400."""
    fill_phone(stage)
    stage.page.set_default_timeout(10_000)
    stage.page.set_viewport_size({"width": width, "height": height})
    page = stage.page
    page.goto(ORIGIN)
    page.get_by_role("textbox", name="API token").fill(TOKEN)
    touch(page, "Sign in")
    page.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    for task in (answer_and_note, hand_over, close_many, save_view, build_segment):
        task(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, task.__name__
    assert stage.sent("POST /segments")[0]["body"]["title"] == "Unhappy"
    print_figure("bar 17", f"{width} x {height}: nine tasks are done by touch")
