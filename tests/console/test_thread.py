"""A long thread: only what is in sight is in the page, and nothing moves under who reads."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.console.desks import fill_desk
from tests.console.samples import make_message, make_page, tell
from tests.console.stage import Stage, make_updates

COUNT = 2000


def make_messages(first: int, last: int) -> list[dict[str, Any]]:
    """Returns messages newest first, as the API does, of several heights; the higher the number, the newer."""
    return [
        make_message(f"i{each}", f"Message {each}. " * (1 + each % 9), occurred_at=tell(each - 2100))
        for each in range(last, first - 1, -1)
    ]


def fill_thread(stage: Stage) -> None:
    """Tells the stage a conversation of 2,000 messages, of which the first fifty come when they are asked for."""
    fill_desk(stage)
    latest, oldest = make_page(make_messages(51, COUNT), "older"), make_page(make_messages(1, 50))
    stage.tell(
        "GET /conversations/{id}/interactions", lambda asked: oldest if "cursor" in asked["query"] else latest
    )


def list_shown(page: Page) -> list[int]:
    """Returns the numbers of the messages in the page, in the order in which a screen reader meets them."""
    script = "all => all.map(each => Number(each.dataset.id.slice(1)))"
    return list(page.locator(".thread [data-testid=message]").evaluate_all(script))


def top_of(page: Page, name: str) -> float:
    script = "each => each.getBoundingClientRect().top"
    return float(page.locator(f"[data-id={name}]").evaluate(script))


def test_a_long_thread_is_few_elements_opens_at_its_end_and_keeps_its_place(stage: Stage) -> None:
    fill_thread(stage)
    page = stage.open("#/c/c1")
    thread = page.locator(".thread")
    expect(page.locator("[data-id=i2000]")).to_be_in_viewport()
    assert page.evaluate("document.querySelectorAll('*').length") <= 2500
    shown = list_shown(page)
    assert shown == list(range(shown[0], COUNT + 1))
    assert stage.find_violations() == []
    # At its beginning, older ones come above what is read.
    thread.evaluate("each => { each.scrollTop = 0; }")
    expect(page.locator("[data-id=i51]")).to_be_in_viewport()
    page.wait_for_timeout(200)
    before = top_of(page, "i51")
    page.get_by_role("button", name="Show older").click()
    expect(page.locator("[data-id=i50]")).to_be_attached()
    page.wait_for_timeout(200)
    assert abs(top_of(page, "i51") - before) <= 2
    assert page.evaluate("document.activeElement.className") == "thread"
    # What arrives meanwhile is said, and moves nothing.
    stage.tell("GET /conversations/{id}/interactions", make_page(make_messages(52, COUNT + 1), "older"))
    with page.expect_response("**/interactions*"):
        stage.tell("GET /updates", make_updates("c1"))
    expect(page.get_by_role("status")).to_contain_text("A new message")
    assert abs(top_of(page, "i51") - before) <= 2
    expect(page.locator("[data-id=i50]")).to_be_attached()


def test_the_keyboard_goes_through_a_long_thread_and_its_place_stays_in_the_page(stage: Stage) -> None:
    fill_thread(stage)
    page = stage.open("#/c/c1")
    expect(page.locator("[data-id=i2000]")).to_be_in_viewport()
    page.locator("[data-id=i2000]").get_by_role("button", name="Correct").focus()
    for _ in range(30):
        page.keyboard.press("PageUp")
    expect(page.locator("[data-key=i1970]")).to_be_focused()
    expect(page.locator("[data-key=i1970]")).to_be_in_viewport()
    # What is measured on the way up moves the top away.
    for _ in range(50):
        page.locator(".thread").evaluate("each => { each.scrollTop = 0; }")
        page.wait_for_timeout(50)
        if page.locator("[data-id=i51]").count():
            break
    expect(page.locator("[data-id=i51]")).to_be_in_viewport()
    expect(page.locator("[data-key=i1970]")).to_be_focused()
    assert list_shown(page) == sorted(list_shown(page))
    # A key that is about the last message finds it although it is out of sight.
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Correct the label")).to_be_visible()


def test_keys_that_come_faster_than_the_page_draws_are_all_followed(stage: Stage) -> None:
    fill_thread(stage)
    page = stage.open("#/c/c1")
    expect(page.locator("[data-id=i2000]")).to_be_in_viewport()
    page.locator("[data-id=i2000]").get_by_role("button", name="Correct").focus()
    page.evaluate(
        """() => {
          for (let pressed = 0; pressed < 40; pressed += 1) {
            const event = new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
            if (!event.defaultPrevented) throw new Error(`press ${pressed} was not taken`);
          }
        }"""
    )
    expect(page.locator("[data-key=i1960]")).to_be_focused()
    expect(page.locator("[data-key=i1960]")).to_be_in_viewport()
