"""Posts by their reach with the conversations below them, groups with their members."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.console.samples import make_account, make_page, make_post, make_row
from tests.console.stage import Stage
from tests.console.test_rooms import fill_rooms


def test_one_of_something_is_told_as_one(stage: Stage) -> None:
    fill_rooms(stage)
    reach: dict[str, Any] = {
        "views": None,
        "reactions": 1,
        "comments": 1,
        "shares": 0,
        "told": [],
        "told_at": None,
    }
    stage.tell("GET /posts", make_page([make_post(reach=reach, negative=0)]))
    row = stage.open("#/posts").get_by_test_id("post-row")
    expect(row).to_contain_text("1 reaction · 1 comment · 0 shares")


def test_a_post_shows_how_far_it_reached_and_leads_to_what_was_written_below(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("GET /posts/{id}", make_post())
    stage.tell("GET /posts/{id}/conversations", make_page([make_row(1)]))
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open("#/posts")
    row = page.get_by_test_id("post-row")
    expect(row).to_contain_text("14,000 views · 320 reactions · 40 comments · 9 shares · 12 negative")
    row.get_by_role("link").click()
    page.wait_for_url("**#/posts/p9")
    page.wait_for_selector("body[data-screen=post][data-ready=true]")
    expect(page.get_by_test_id("chart")).to_contain_text("How far it reached")
    expect(page.get_by_test_id("work").get_by_role("link")).to_have_attribute("href", "#/c/c1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.find_violations() == []


def test_posts_that_did_not_come_are_told_apart(stage: Stage) -> None:
    """By platform, account, day and what was said first below them; a list tells its times in one way."""
    fill_rooms(stage)
    lost: dict[str, Any] = {"text": None, "at": None, "author": None}
    rows = [
        make_post("p1", **lost, first_words="Where is my parcel?"),
        make_post("p2", **lost, last_day="2026-11-28", first_words="Is it in stock?"),
        make_post("p3", **lost),
        make_post("p4"),
    ]
    stage.tell("GET /posts", make_page(rows))
    stage.tell("GET /accounts", make_page([make_account(title="Shop")]))
    shown = stage.open("#/posts").get_by_test_id("post-row")
    expect(shown.nth(0)).to_contain_text("“Where is my parcel?” below a post that did not come to us")
    expect(shown.nth(1)).to_contain_text("“Is it in stock?”")
    expect(shown.nth(1)).to_contain_text("Nov 28, 2026")
    expect(shown.nth(2)).to_contain_text("a post that did not come to us")
    expect(shown.nth(3)).to_contain_text("New prices")
    for row in shown.all():
        expect(row).to_contain_text("X· Shop")
        expect(row).to_contain_text("· 14,000 views")
        expect(row.locator("time")).to_have_count(1)
        expect(row.locator("time")).to_have_attribute("datetime", re.compile(r"^2026-11-2\d$"))
    stage.page.set_viewport_size({"width": 360, "height": 640})
    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert stage.find_violations() == []


def test_an_address_in_what_was_written_is_no_link_within_a_link(stage: Stage) -> None:
    """Whoever opens a row goes where the row leads, and not where a customer wants them."""
    fill_rooms(stage)
    address = "Look: https://elsewhere.example/x"
    row = make_row(1)
    row["customer"] |= {"name": address}
    row["last_interaction"] |= {"snippet": address}
    stage.tell("GET /posts", make_page([make_post(text=address)]))
    stage.tell("GET /posts/{id}", make_post(text=address))
    stage.tell("GET /posts/{id}/conversations", make_page([row]))
    page = stage.open("#/posts")
    expect(page.get_by_test_id("post-row").locator("a")).to_have_count(1)
    page.get_by_test_id("post-row").click()
    expect(page.get_by_test_id("work")).to_contain_text("https://elsewhere.example/x")
    expect(page.get_by_test_id("work").locator("a")).to_have_count(1)
    # Where it is no row, an address can be followed.
    expect(page.get_by_test_id("post-head").get_by_role("link")).to_have_count(1)


def test_a_group_leads_to_the_people_in_it(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/posts/groups")
    expect(page.get_by_test_id("group-row")).to_contain_text("1,200")
    page.get_by_role("link", name="Fans").click()
    page.wait_for_url("**#/posts/groups/g1")
    link = page.get_by_role("link", name="Customer 1")
    expect(link).to_have_attribute("href", "#/people/p1")
    link.click()
    expect(page.get_by_text("objects to marketing")).to_be_visible()
