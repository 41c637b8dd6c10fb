"""A message in another language is read in one's own: beside the original, by button or key, where that is allowed."""

import re

from playwright.sync_api import expect

from respond.access import list_scopes
from tests.console.desks import fill_desk
from tests.console.samples import make_message, make_page, tell
from tests.console.stage import Failure, Stage, make_me

GERMAN = "Wo bleibt mein Paket?!"
MADE = {"id": "i1", "text": "Where is my <b>parcel</b>?!", "language": "de", "to": "en", "complete": True}


def _fill(stage: Stage, *platforms: str) -> None:
    fill_desk(stage)
    me = make_me("agent", sorted(list_scopes("agent")))
    me["brand"]["translates"] = list(platforms)
    stage.tell("GET /me", me)
    messages = [
        make_message("i1", GERMAN, language="de-AT"),
        make_message("i0", "Hello", occurred_at=tell(-9), language="en"),
    ]
    stage.tell("GET /conversations/{id}/interactions", make_page(messages))
    stage.tell("POST /interactions/{id}/translation", MADE)


def test_a_translation_stands_beside_the_original_with_its_language(stage: Stage) -> None:
    _fill(stage, "x")
    page = stage.open("#/c/c1")
    theirs = page.locator("[data-testid=message][data-id=i1]")
    button = theirs.get_by_role("button", name="Translate")
    button.click()
    made = theirs.get_by_test_id("translation")
    expect(made).to_contain_text("Translated from German by a machine")
    expect(made).to_contain_text("Where is my <b>parcel</b>?!")
    expect(theirs.get_by_test_id("message-text")).to_contain_text(GERMAN)
    assert stage.sent("POST /interactions/{id}/translation")[0]["body"] == {"to": "en"}
    assert stage.find_violations() == []
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(made).to_have_count(0)
    # What is in the reader's own language has no button.
    mine = page.locator("[data-testid=message][data-id=i0]")
    expect(mine.get_by_role("button", name="Translate")).to_have_count(0)


def test_a_key_translates_the_last_and_a_refusal_is_told(stage: Stage) -> None:
    _fill(stage, "x")
    page = stage.open("#/c/c1")
    expect(page.get_by_role("button", name="Translate")).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_test_id("translation")).to_contain_text("Where is my")
    page.keyboard.press("l")
    expect(page.get_by_test_id("translation")).to_have_count(0)
    spent = Failure(409, "translation_spent", "What may be translated in a day is used up.")
    stage.tell("POST /interactions/{id}/translation", spent)
    page.keyboard.press("l")
    expect(page.get_by_text("What may be translated in a day is used up.").first).to_be_visible()


def test_where_no_text_may_go_to_the_translator_there_is_no_button_and_no_key(stage: Stage) -> None:
    _fill(stage, "telegram")
    page = stage.open("#/c/c1")
    expect(page.get_by_test_id("message-text").first).to_be_visible()
    expect(page.get_by_role("button", name="Translate")).to_have_count(0)
    page.keyboard.press("l")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_be_visible()
    expect(keys.get_by_text(re.compile("^Translate$"))).to_have_count(0)
    assert stage.sent("POST /interactions/{id}/translation") == []
