"""Bar 16: ten tasks by keyboard only; the focus is always seen, and is never nowhere."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.bars.figures import fill_everything, print_figure
from tests.console.desks import let_many_change
from tests.console.samples import make_message, make_page
from tests.console.stage import ORIGIN, TOKEN, Stage
from tests.console.test_rooms import SEGMENT

pytestmark = pytest.mark.bars

SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return 'nowhere';
  if (here.matches('main, [data-testid=conversation-list]')) return '';
  const style = getComputedStyle(here);
  const isMarked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  return isMarked ? '' : `unmarked ${here.outerHTML.slice(0, 100)}`;
}"""


class Hands:
    """Somebody without a mouse: every key is followed by a look at where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lost: list[str] = []
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
            for _ in range(20):
                self.page.wait_for_timeout(30)
                found = self.page.evaluate(SEEN)
                if not found:
                    break
            if found:
                self.lost.append(f"{key}: {found}")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, name: str, role: Any = "button", *, back: bool = False) -> None:
        """Goes from stop to stop until the one of this name is reached."""
        wanted = self.page.get_by_role(role, name=name, exact=True)
        for _ in range(80):
            self.press("Shift+Tab" if back else "Tab")
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
        pytest.fail(f"no {role} {name!r} is reached by Tab")


@pytest.fixture
def hands(stage: Stage) -> Hands:
    fill_everything(stage)
    return Hands(stage.page)


def check_hands(hands: Hands, task: str) -> None:
    print_figure("bar 16", f"{task}: {hands.pressed} keys, the focus was lost {len(hands.lost)} times")
    assert hands.lost == []


def test_bar_16_signing_in(stage: Stage, hands: Hands) -> None:
    stage.page.goto(ORIGIN)
    stage.wait()
    hands.tab_to("API token", "textbox")
    hands.type(TOKEN)
    hands.press("Enter")
    stage.page.wait_for_selector("body[data-screen=inbox][data-ready=true]")
    check_hands(hands, "signing in")


def test_bar_16_finding_opening_and_answering(stage: Stage, hands: Hands) -> None:
    page = stage.open("#/inbox/all")
    hands.press("j", "j")
    page.wait_for_url("**#/c/c2")
    stage.wait()
    hands.press("r")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()
    hands.type("On its way.")
    page.get_by_role("textbox").first.dispatch_event(
        "keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "bubbles": True}
    )
    assert stage.sent("POST /conversations/{id}/replies") == []
    hands.press("Control+Enter")
    expect(page.get_by_role("button", name="Undo send")).to_be_visible()
    assert stage.sent("POST /conversations/{id}/replies")[0]["body"]["text"] == "On its way."
    hands.press("Escape", "n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()
    hands.type("Look at this")
    hands.press("Control+Enter")
    expect(page.get_by_test_id("note")).to_contain_text("Look at this")
    check_hands(hands, "find, open, answer, note")


def test_bar_16_assigning_ranking_and_putting_off(stage: Stage, hands: Hands) -> None:
    page = stage.open("#/c/c1")
    page.locator("main").focus()
    hands.press("i")
    expect(page.get_by_text("Assigned to you").first).to_be_visible()
    page.locator("main").focus()
    hands.press("p", "ArrowDown")
    expect(page.get_by_text("Priority changed").first).to_be_visible()
    page.locator("main").focus()
    hands.press("s", "Tab", "Enter")
    expect(page.get_by_text("Snoozed", exact=True).first).to_be_visible()
    done = [sorted(each["body"]) for each in stage.sent("PATCH /conversations/{id}")]
    check_hands(hands, "assign, priority, snooze")
    assert done == [["assignee"], ["priority"], ["snoozed_until", "status"]]


def test_bar_16_closing_many_and_taking_it_back(stage: Stage, hands: Hands) -> None:
    let_many_change(stage)
    page = stage.open("#/inbox/all")
    hands.press("j", "x", "j", "x")
    page.wait_for_url("**#/c/c2")
    stage.wait()
    expect(page.get_by_test_id("bulk-bar")).to_contain_text("2 selected")
    hands.press("e")
    expect(page.get_by_text("2 changed").first).to_be_visible()
    hands.press("z")
    expect(page.get_by_text("Undone").first).to_be_visible()
    changes = [each["body"]["change"] for each in stage.sent("POST /bulk-actions")]
    check_hands(hands, "close two, take it back")
    assert changes == [{"status": "closed"}, {"status": "open"}]


def test_bar_16_saving_a_view(stage: Stage, hands: Hands) -> None:
    stage.tell("POST /views", {"id": "a" * 32, "title": "Press", "filters": {}, "shared": False, "mine": True,
                               "version": 1, "changed_at": None})  # fmt: skip
    stage.open("#/inbox/all?sort=newest")
    hands.tab_to("Save view")
    hands.press("Enter")
    hands.tab_to("Title", "textbox")
    hands.type("Press")
    hands.press("Enter")
    stage.page.wait_for_url(f"**#/inbox/{'a' * 32}")
    check_hands(hands, "save a view")
    assert stage.sent("POST /views")[0]["body"]["title"] == "Press"


def test_bar_16_building_a_segment(stage: Stage, hands: Hands) -> None:
    stage.tell("POST /segments", SEGMENT)
    page = stage.open("#/segments/new")
    hands.tab_to("Title", "textbox")
    hands.type("Unhappy")
    hands.tab_to("Value", "textbox")
    hands.press("Control+a")
    hands.type("2")
    expect(page.get_by_test_id("preview-total")).to_be_visible()
    hands.tab_to("Save")
    hands.press("Enter")
    page.wait_for_url("**#/segments/unhappy2")
    check_hands(hands, "build a segment")
    assert stage.sent("POST /segments")[0]["body"]["title"] == "Unhappy"


def test_bar_16_correcting_a_label(stage: Stage, hands: Hands) -> None:
    message = make_message("i1", "Where is my parcel?!")
    stage.tell("GET /conversations/{id}/interactions", make_page([message]))
    stage.tell("GET /interactions/{id}", message)
    stage.tell("PATCH /interactions/{id}", message)
    page = stage.open("#/c/c1")
    page.locator("main").focus()
    hands.press("c")
    expect(page.get_by_role("dialog", name="Correct the label")).to_be_visible()
    hands.press("Tab", "ArrowDown", "Enter")
    expect(page.get_by_text("Corrected", exact=False).first).to_be_visible()
    check_hands(hands, "correct a label")
    assert stage.sent("PATCH /interactions/{id}")[0]["body"]["sentiment"] == "neutral"


def test_bar_16_keys_of_one_letter_can_be_off(stage: Stage, hands: Hands) -> None:
    stage.page.add_init_script("localStorage.setItem('rapport.keys', 'off')")
    page = stage.open("#/c/c1")
    page.locator("main").focus()
    hands.press("e", "i", "j")
    page.wait_for_timeout(200)
    check_hands(hands, "keys off")
    assert stage.sent("PATCH /conversations/{id}") == []
