"""Finding people while somebody types, and everything else by one field."""

from playwright.sync_api import expect

from tests.console.finding import make_found_person, make_search
from tests.console.samples import make_page
from tests.console.stage import Stage
from tests.console.test_rooms import fill_rooms


def test_people_are_found_as_somebody_types_and_the_name_stays_out_of_the_address(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/people")
    expect(page.locator(".people a")).to_have_count(2)
    more = {**make_page([make_found_person(3)]), "looked_at": 400, "complete": False, "next_cursor": "c2"}
    last = {**make_page([make_found_person(3), make_found_person(4)]), "looked_at": 100, "complete": True}
    stage.tell("GET /contacts", lambda asked: last if "cursor" in asked["query"] else more)
    page.get_by_role("searchbox", name="Search").fill("mara num")
    expect(page.locator(".people a")).to_have_count(1)
    page.get_by_role("button", name="Look further").click()
    expect(page.locator(".people a")).to_have_count(2)
    expect(page.get_by_text("2 found among 500 looked at")).to_be_visible()
    page.get_by_label("Stage").select_option("customer")
    expect(page.locator(".people a")).to_have_count(1)
    assert stage.sent("GET /contacts")[-1]["query"] == {"q": ["mara num"], "stage": ["customer"]}
    assert page.url.endswith("#/people?stage=customer")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-screen=contact][data-ready=true]")


def test_one_field_finds_people_texts_segments_and_commands_and_leads_there(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/alerts")
    page.keyboard.press("/")
    page.wait_for_selector("body[data-screen=search][data-ready=true]")
    found = make_search(
        "kettle \u202eleaks <b>now</b>", people=[make_found_person()],
        segments=[{"id": "unhappy2", "title": "Kettle owners"}], next_cursor="c2", has_more=True,
    )  # fmt: skip
    stage.tell(
        "GET /search",
        lambda asked: make_search("old kettle") if "cursor" in asked["query"] else found,
    )
    page.keyboard.type("kettle")
    text = page.get_by_test_id("found-text").first
    expect(text).to_contain_text("<b>now</b>")
    expect(text.locator("mark")).to_have_text("kettle")
    assert "\u202e" not in text.inner_text()
    expect(page.get_by_role("link", name="Kettle owners")).to_have_attribute("href", "#/segments/unhappy2")
    expect(page.get_by_role("link", name="Mara Number1")).to_have_attribute("href", "#/people/p1")
    page.get_by_role("button", name="Look further").click()
    expect(page.get_by_test_id("found-text")).to_have_count(2)
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.find_violations() == []
    page.get_by_role("searchbox", name="Search").fill("alerts")
    expect(page.get_by_role("button", name="Go to Alerts")).to_be_visible()
    assert page.url.endswith("#/search")
