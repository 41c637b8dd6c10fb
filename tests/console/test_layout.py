"""What stands beside one another: nothing covers anything, and what is chosen is in sight."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from platforms import registry
from tests.console.desks import fill_desk
from tests.console.finding import make_found_person
from tests.console.samples import make_page, tell
from tests.console.stage import Stage
from tests.console.test_rooms import fill_rooms

EDGES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.top, box.bottom])"


@pytest.mark.parametrize("width", [1280, 360])
def test_people_stand_below_one_another(stage: Stage, width: int) -> None:
    fill_rooms(stage)
    people = [make_found_person(each, handle="mara" * each) for each in range(1, 9)]
    stage.tell("GET /contacts", {**make_page(people), "looked_at": 8, "complete": True})
    stage.page.set_viewport_size({"width": width, "height": 800})
    page = stage.open("#/people")
    expect(page.locator(".people a")).to_have_count(8)
    edges = page.locator(".people a").evaluate_all(EDGES)
    assert all(below[0] >= above[1] for above, below in pairwise(edges)), edges


@pytest.mark.parametrize("width", [1280, 360])
def test_the_chosen_view_is_in_sight(stage: Stage, width: int) -> None:
    fill_desk(stage)
    stage.page.set_viewport_size({"width": width, "height": 800})
    page = stage.open("#/inbox/closed")
    chosen = page.locator("[data-testid=view-link][aria-current]")
    expect(chosen).to_have_attribute("data-view", "closed")
    expect(chosen).to_be_in_viewport(ratio=0.95)


@pytest.mark.parametrize("width", [1280, 360])
def test_all_views_can_be_seen_at_once(stage: Stage, width: int) -> None:
    fill_desk(stage)
    stage.page.set_viewport_size({"width": width, "height": 800})
    page = stage.open("#/inbox/all")
    views = page.get_by_role("navigation", name="Views")
    views.get_by_role("button", name="All views").click()
    for each in views.get_by_test_id("view-link").all():
        expect(each).to_be_in_viewport(ratio=0.95)
    assert views.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert stage.find_violations() == []


def test_the_buttons_of_an_account_stand_on_one_line(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/accounts")
    buttons = page.get_by_test_id("account").first.locator("> .bar button")
    expect(buttons.nth(1)).to_be_visible()
    assert len({top for top, _ in buttons.evaluate_all(EDGES)}) == 1
    assert buttons.count() >= 2


def test_the_name_beside_a_conversation_is_no_smaller_than_a_fingertip(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/c/c1")
    name = page.get_by_role("complementary", name="Person").locator("h2 a")
    expect(name).to_be_visible()
    ((top, bottom),) = name.evaluate_all(EDGES)
    assert bottom - top >= 24


def test_what_was_years_ago_is_told_by_its_day(stage: Stage) -> None:
    fill_rooms(stage)
    person = make_found_person(1, last_at="2013-04-30T10:00:00Z")
    person_of_today = make_found_person(2, last_at=tell(-30))
    stage.tell("GET /contacts", {**make_page([person, person_of_today]), "looked_at": 2, "complete": True})
    page = stage.open("#/people")
    expect(page.locator(".people time")).to_have_count(2)
    long_ago, today = page.locator(".people time").all_inner_texts()
    assert (long_ago, today.endswith("ago")) == ("Apr 30, 2013", True)


def test_platforms_are_called_by_their_names(stage: Stage) -> None:
    fill_rooms(stage)
    names = registry.names()
    people = [make_found_person(each, platform=name) for each, name in enumerate(names)]
    stage.tell("GET /contacts", {**make_page(people), "looked_at": len(names), "complete": True})
    page = stage.open("#/people")
    rows = page.locator(".people a")
    expect(rows).to_have_count(len(names))
    told = [row.partition("\n")[2] or row for row in rows.all_inner_texts()]
    assert [n for n, row in zip(names, told, strict=True) if registry.platform(n).title not in row] == []
