"""A conversation: what was proposed is decided, what stands is acted on, what was read is marked."""

from typing import Any

from playwright.sync_api import expect

from tests.console.desks import fill_desk
from tests.console.samples import (
    make_conversation,
    make_message,
    make_page,
    make_post,
    make_reply,
    make_sentiment,
    tell,
)
from tests.console.stage import Failure, Stage, make_updates

DRAFT: dict[str, Any] = {
    "id": "d7", "conversation": "c1", "interaction": "i1", "mode": "public", "text": "It comes soon.", "version": 1,
    "earlier": [], "agent": "bot", "at": tell(-4), "changed_at": tell(-4), "state": "open", "decided_by": None,
    "note": None, "reply": None,
}  # fmt: skip
DOT = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
"""A picture of one dot."""


def test_of_what_was_proposed_one_goes_out_as_it_was_mended_and_one_is_rejected_with_a_reason(
    stage: Stage,
) -> None:
    fill_desk(stage)
    other = {**DRAFT, "id": "d8", "text": "No."}
    stage.tell("GET /conversations/{id}/drafts", make_page([DRAFT, other]))
    stage.tell("POST /drafts/{id}/approve", {"id": "d7", "state": "approved", "reply": None})
    stage.tell("POST /drafts/{id}/reject", {"id": "d8", "state": "rejected", "reply": None})
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open("#/c/c1")
    expect(page.get_by_role("button", name="Send public reply")).to_be_in_viewport()
    first, second = page.get_by_test_id("draft").first, page.get_by_test_id("draft").nth(1)
    expect(first).to_have_attribute("data-mode", "public")
    second.get_by_label("Why, for the team").fill("rude")
    second.get_by_role("button", name="Reject").click()
    first.get_by_role("textbox", name="Proposed reply").fill("It comes today.")
    assert stage.find_violations() == []
    stage.tell("GET /conversations/{id}/drafts", make_page([{**DRAFT, "state": "approved"}]))
    first.get_by_role("button", name="Approve").click()
    expect(page.get_by_test_id("draft")).to_have_count(0)
    assert stage.sent("POST /drafts/{id}/approve")[0]["body"] == {"text": "It comes today."}
    assert stage.sent("POST /drafts/{id}/reject")[0]["body"] == {"note": "rude"}


def test_a_reply_is_proposed_instead_of_sent(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("POST /conversations/{id}/drafts", DRAFT)
    page = stage.open("#/c/c1")
    page.get_by_role("textbox", name="Public reply").fill("It comes soon.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Proposed: it waits", exact=False).first).to_be_visible()
    assert stage.sent("POST /conversations/{id}/drafts")[0]["body"] == {
        "text": "It comes soon.", "mode": "public", "interaction": "i1",
    }  # fmt: skip
    assert stage.sent("POST /conversations/{id}/replies") == []


def test_what_stands_is_hidden_changed_or_deleted_where_the_platform_lets_one(stage: Stage) -> None:
    fill_desk(stage)
    sent = {"reply": "r1", "state": "delivered", "at": tell(-1), "code": None}
    ours = make_message("i2", "Soon", direction="out", delivery=sent, sentiment=None, occurred_at=tell(-1))
    stage.tell("GET /conversations/{id}/interactions", make_page([ours, make_message("i1", "Where?!")]))
    options = stage.answers["GET /conversations/{id}/send-options"]
    deeds = [
        {"deed": "hide", "open": True, "reason": None},
        {"deed": "react", "open": False, "reason": "too_late"},
    ]
    stage.tell("GET /conversations/{id}/send-options", {**options, "deeds": deeds})
    hidden = {**make_reply("r2", "", way="hide"), "text": None}
    stage.tell("POST /interactions/{id}/deeds", hidden)
    stage.tell("POST /replies/{id}/edit", make_reply("r3", "Today", way="edit"))
    page = stage.open("#/c/c1")
    theirs, mine = page.locator("[data-id=i1]"), page.locator("[data-id=i2]")
    expect(mine.get_by_test_id("delivery")).to_have_attribute("data-state", "delivered")
    theirs.get_by_role("button", name="Do…").click()
    expect(page.get_by_test_id("deed").nth(1)).to_be_disabled()
    stage.tell("GET /conversations/{id}/replies", make_page([hidden]))
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("[data-id=r2]")).to_contain_text("hide")
    assert stage.sent("POST /interactions/{id}/deeds")[0]["body"] == {"deed": "hide"}
    mine.get_by_role("button", name="Do…").click()
    page.get_by_label("How it is to read").fill("Today")
    page.get_by_role("button", name="Change it there").click()
    mine.get_by_role("button", name="Do…").click()
    page.get_by_role("button", name="Delete at the platform").click()
    page.wait_for_timeout(100)
    assert stage.sent("POST /replies/{id}/edit")[0]["body"] == {"text": "Today"}
    assert stage.sent("DELETE /replies/{id}")[0]["query"] == {"at_platform": ["true"]}


def test_a_file_is_fetched_through_us_and_shown_where_it_is_a_picture_else_kept(stage: Stage) -> None:
    fill_desk(stage)
    files = [{"type": "image/png", "name": "a.png"}, {"type": "text/html", "name": "b.html"}]
    stage.tell("GET /conversations/{id}/interactions", make_page([make_message("i1", "See", media=files)]))
    shown = {"type": "image/gif", "inline": True, "name": "a.png", "bytes": 42, "data": DOT}
    kept = {"type": "application/octet-stream", "inline": False, "name": "b.html", "bytes": 3, "data": "YWJj"}
    stage.tell("GET /interactions/{id}/media/{n}", lambda asked: kept if asked["path"][-1] == "1" else shown)
    page = stage.open("#/c/c1")
    picture, other = page.get_by_test_id("media").all()
    picture.get_by_role("button", name="Show").click()
    expect(picture.get_by_role("img", name="a.png")).to_have_js_property("naturalWidth", 1)
    other.get_by_role("button", name="Show").click()
    expect(other.get_by_role("link", name="Keep the file")).to_have_attribute("download", "b.html")
    assert other.get_by_role("img").count() == 0
    assert stage.foreign == []


def test_what_failed_says_why_in_the_platforms_words_and_is_tried_again(stage: Stage) -> None:
    fill_desk(stage)
    failed = make_reply("r1", "Soon", state="failed", code="368", detail="The action was deemed abusive.")
    stage.tell("GET /conversations/{id}/replies", make_page([failed]))
    stage.tell("POST /replies/{id}/retry", Failure(409, "window_over", "The time to answer is over."))
    page = stage.open("#/c/c1")
    message = page.locator("[data-id=r1]")
    expect(message).to_contain_text("The action was deemed abusive.")
    message.get_by_role("button", name="Retry").click()
    expect(page.get_by_text("The time to answer is over.").first).to_be_visible()


def test_the_post_above_says_how_far_it_reached_and_what_arrives_while_one_looks_is_read(
    stage: Stage,
) -> None:
    fill_desk(stage)
    stage.tell("GET /posts/{id}", make_post())
    stage.tell("GET /conversations/{id}", make_conversation(1, post_id="p9", version=1))
    page = stage.open("#/c/c1")
    expect(page.get_by_test_id("post-head")).to_contain_text("New prices")
    expect(page.get_by_test_id("post-head")).to_contain_text("14,000 views")
    page.wait_for_timeout(200)
    before = len(stage.sent("PUT /conversations/{id}/read"))
    now = tell(5)
    stage.tell("GET /conversations/{id}", make_conversation(1, post_id="p9", last_at=now, version=2))
    with page.expect_response("**/read"):
        stage.tell("GET /updates", make_updates("c1"))
    assert (before, stage.sent("PUT /conversations/{id}/read")[-1]["body"]) == (1, {"until": now})


def test_a_conversation_is_switched_to_everything_said_with_its_person(stage: Stage) -> None:
    fill_desk(stage)
    elsewhere = make_message("i7", "And by mail?", platform="slack", mode="private", conversation_id="c7")
    stage.tell("GET /contacts/{id}/timeline", make_page([elsewhere, make_message("i1", "Where?!")]))
    page = stage.open("#/c/c1")
    switch = page.get_by_role("button", name="Everything said with this person")
    switch.click()
    whole = page.get_by_role("group", name="Everything said with this person")
    expect(whole.get_by_test_id("said")).to_have_count(2)
    expect(whole.locator("[data-id=i1]")).to_contain_text("this conversation")
    assert stage.find_violations() == []
    page.get_by_role("textbox", name="Public reply").fill("It comes soon.")
    switch.click()
    expect(page.get_by_test_id("message")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("It comes soon.")
    switch.click()
    whole.get_by_role("link", name="Open").click()
    page.wait_for_url("**#/c/c7")


def test_what_failed_at_the_platform_says_so_in_its_words_and_is_tried_again(stage: Stage) -> None:
    fill_desk(stage)
    words = "(#10) Sent outside of the allowed <b>window</b>"
    sent = {"reply": "r7", "state": "failed", "at": tell(-1), "code": "10", "detail": words}
    ours = make_message("i2", "Soon", direction="out", delivery=sent, sentiment=None, occurred_at=tell(-1))
    stage.tell("GET /conversations/{id}/interactions", make_page([ours, make_message("i1", "Where?")]))
    stage.tell("POST /replies/{id}/retry", make_reply("r7", "Soon"))
    page = stage.open("#/c/c1")
    expect(page.get_by_test_id("delivery")).to_contain_text(words)
    page.get_by_role("button", name="Retry").click()
    page.wait_for_timeout(300)
    (asked,) = stage.sent("POST /replies/{id}/retry")
    assert (asked["path"], asked["body"]) == ("/replies/r7/retry", {"may_double": False})


def test_the_post_says_how_fast_it_spreads(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /conversations/{id}", make_conversation(1, post_id="p9"))
    stage.tell("GET /posts/{id}", make_post())
    page = stage.open("#/c/c1")
    expect(page.get_by_test_id("post-speed")).to_have_text("+1,000 views since Nov 27")


def test_only_a_good_or_bad_mood_is_told_with_its_strength(stage: Stage) -> None:
    fill_desk(stage)
    calm = make_message("i2", "Where is it?", sentiment=make_sentiment("neutral"))
    stage.tell("GET /conversations/{id}/interactions", make_page([calm, make_message("i1", "Bad parcel")]))
    shown = stage.open("#/c/c1").get_by_test_id("message")
    expect(shown.filter(has_text="Bad parcel")).to_contain_text("%")
    expect(shown.filter(has_text="Where is it?")).to_contain_text("neutral")
    expect(shown.filter(has_text="Where is it?")).not_to_contain_text("%")
