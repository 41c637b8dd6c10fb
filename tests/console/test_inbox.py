"""The list of conversations: what it shows, how it is walked by keys, and what is done with what is selected."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from respond.access import list_scopes
from tests.console.desks import fill_desk
from tests.console.samples import (
    make_account,
    make_conversation,
    make_note,
    make_page,
    make_reply,
    make_row,
    tell,
)
from tests.console.stage import Failure, Stage, make_me, make_updates

ALL = "#/inbox/all"


def test_rows_say_who_where_how_urgent_and_in_which_mood(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(ALL)
    row = page.get_by_test_id("conversation-row").first
    expect(row).to_contain_text("Customer 1")
    expect(row).to_contain_text("negative")
    for name, value in {
        "id": "c1",
        "platform": "x",
        "mode": "public",
        "priority": "high",
        "status": "open",
    }.items():
        expect(row).to_have_attribute(f"data-{name}", value)
    assert page.evaluate("document.body.dataset.screen") == "inbox"


def test_who_has_no_name_is_shown_by_a_short_form_of_the_id(stage: Stage) -> None:
    fill_desk(stage)
    nameless = {"id": "p1", "name": None, "handle": None, "short_id": "U4af498…3344"}
    rows = [make_row(1, customer=nameless), make_row(2, customer={**nameless, "short_id": None})]
    stage.tell("GET /conversations", make_page(rows))
    page = stage.open(ALL)
    shown = page.get_by_test_id("conversation-row")
    expect(shown.first).to_contain_text("U4af498…3344")
    expect(shown.nth(1)).to_contain_text("Somebody")


def test_views_and_filters_are_asked_of_the_api_and_stand_in_the_address(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(ALL)
    page.locator("[data-view=unassigned]").click()
    page.wait_for_url("**#/inbox/unassigned")
    page.get_by_label("Mode").select_option("private")
    page.wait_for_url("**#/inbox/unassigned?mode=private")
    page.wait_for_timeout(300)
    assert stage.sent("GET /conversations")[-1]["query"] == {
        "assignee": ["none"], "mode": ["private"], "limit": ["50"],
    }  # fmt: skip
    page.get_by_test_id("filter-chip").click()
    page.wait_for_url("**#/inbox/unassigned")


def test_of_one_filter_several_values_are_chosen_and_each_is_taken_off(stage: Stage) -> None:
    fill_desk(stage)
    names = ("x", "facebook", "telegram")
    stage.tell("GET /accounts", make_page([make_account(each, platform=each) for each in names]))
    page = stage.open(ALL)
    chips, platforms = page.get_by_test_id("filter-chip"), page.get_by_role("combobox", name="Platform")
    platforms.select_option("x")
    page.wait_for_url("**#/inbox/all?platform=x")
    expect(platforms.locator("option")).to_have_text(["+ Platform", "Facebook Pages", "Telegram"])
    platforms.select_option("facebook")
    page.wait_for_url("**#/inbox/all?platform=x%2Cfacebook")
    expect(chips).to_have_text(["Platform: X×", "Facebook Pages×"])
    expect(platforms).to_have_value("")
    stage.wait()
    page.wait_for_timeout(300)
    assert stage.sent("GET /conversations")[-1]["query"] == {"platform": ["x", "facebook"], "limit": ["50"]}
    assert stage.find_violations() == []
    page.get_by_role("button", name="Remove the filter Platform: X").press("Enter")
    page.wait_for_url("**#/inbox/all?platform=facebook")
    expect(chips).to_have_text(["Platform: Facebook Pages×"])
    expect(platforms).to_be_focused()
    page.wait_for_timeout(300)
    assert stage.sent("GET /conversations")[-1]["query"] == {"platform": ["facebook"], "limit": ["50"]}
    for each in ("telegram", "x"):
        platforms.select_option(each)
    expect(platforms).to_have_count(0)
    page.get_by_role("button", name="Remove the filter Platform: Telegram").click()
    expect(platforms.locator("option")).to_have_text(["+ Platform", "Telegram"])


def test_what_is_chosen_several_times_is_saved_in_a_view_and_changed_together(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /colleagues", make_page([{"id": "anna"}, {"id": "ben"}]))
    stage.tell("POST /views", {"id": "a" * 32, "title": "Ours", "filters": {}, "shared": False, "mine": True,
                               "version": 1, "changed_at": None})  # fmt: skip
    page = stage.open(f"{ALL}?mode=public%2Cprivate&status=open&priority=low")
    page.get_by_role("combobox", name="State").select_option("pending")
    page.get_by_role("combobox", name="Priority at least").select_option("high")
    assignees = page.get_by_role("combobox", name="Assignee")
    assert stage.sent("GET /colleagues") == []
    assignees.focus()
    expect(assignees.locator("option")).to_have_text(["+ Assignee", "me", "none", "ben"])
    assignees.select_option("ben")
    assignees.select_option("none")
    chosen = {"mode": ["public", "private"], "status": ["open", "pending"], "assignee": ["ben", "none"]}
    expect(page.get_by_test_id("filter-chip")).to_have_count(7)
    stage.wait()
    page.wait_for_timeout(300)
    asked = stage.sent("GET /conversations")[-1]["query"]
    assert asked == {**chosen, "priority": ["high"], "limit": ["50"]}
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save view")
    dialog.get_by_label("Title").fill("Ours")
    dialog.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**#/inbox/{'a' * 32}")
    assert stage.sent("POST /views")[0]["body"]["filters"] == {**chosen, "priority": "high"}


def test_j_and_k_move_and_only_where_the_cursor_rests_is_read(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(ALL)
    # At once, so that it does not matter how fast the machine is.
    key = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))"
    page.evaluate(f"for (let number = 0; number < 4; number += 1) {key}")
    page.wait_for_url("**#/c/c4")
    stage.wait()
    page.keyboard.press("k")
    page.wait_for_url("**#/c/c3")
    page.wait_for_timeout(300)
    read = [each["path"] for each in stage.sent("GET /conversations/{id}")]
    assert "/conversations/c4" in read
    assert "/conversations/c2" not in read
    assert page.evaluate("document.activeElement.dataset.row") == "c3"


def test_what_arrives_waits_while_somebody_works_and_moves_nothing(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(ALL)
    page.clock.install()
    page.reload()
    stage.wait()
    page.evaluate("location.hash = '#/inbox/all'")
    page.get_by_label("Select Customer 5").click()
    row = page.locator("[data-id=c5]")
    before = row.bounding_box()
    stage.tell("GET /conversations", make_page([make_row(each) for each in (21, 22, *range(1, 13))]))
    stage.tell("GET /updates", make_updates("c21", "c22"))
    page.clock.run_for(16_000)
    expect(page.get_by_test_id("new-banner")).to_contain_text("2")
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]
    assert page.locator("[data-testid=conversation-row]").first.get_attribute("data-id") == "c1"
    page.get_by_role("button", name="Show new").click()
    expect(page.get_by_test_id("conversation-row").first).to_have_attribute("data-id", "c21")


def test_counts_and_who_is_there_are_told(stage: Stage) -> None:
    fill_desk(stage)
    here = [{"conversation": "c3", "agent": "ben", "state": "typing"}]
    stage.tell("GET /updates", make_updates(presence=here, counts={"my_open": 12, "all": 40}))
    looked = {"mentions": {"count": 2, "exact": True}, "approvals": {"count": 500, "exact": False}}
    stage.tell("GET /conversations/counts", looked)
    page = stage.open(ALL)
    expect(page.locator("[data-id=c3]").get_by_test_id("presence")).to_have_text("ben is typing")
    expect(page.locator("[data-view=mine]").get_by_test_id("view-count")).to_have_text("12")
    expect(page.locator("[data-view=mentions]").get_by_test_id("view-count")).to_have_text("2")
    expect(page.locator("[data-view=approvals]").get_by_test_id("view-count")).to_have_text("500+")
    asked = [name for each in stage.sent("GET /conversations/counts") for name in each["query"]["view"]]
    assert asked.count("mentions") == asked.count("approvals") == 1
    assert page.evaluate("document.body.dataset.live") == "live"


def test_a_deployment_is_told_and_undoing_does_not_reload(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /updates", make_updates(console_version="1"))
    page = stage.open(ALL)
    expect(page.get_by_text("There is a new version.")).to_have_count(0)
    stage.tell("GET /updates", make_updates(console_version="2"))
    expect(page.get_by_role("button", name="Reload for the new version")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Reload for the new version")).to_be_visible()


def test_whoever_is_erased_leaves_the_open_page(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/c/c1")
    page.get_by_role("textbox", name="Public reply").fill("Dear")
    stage.tell("GET /updates", make_updates(gone=["c1"]))
    page.wait_for_url("**#/inbox")
    expect(page.locator("[data-id=c1]")).to_have_count(0)
    assert page.evaluate("JSON.stringify(sessionStorage)").count("Dear") == 0


def test_closing_goes_on_to_the_next_and_can_be_undone(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/inbox/all")
    page.evaluate("location.hash = '#/c/c1'")
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_visible()
    page.locator("main").focus()
    page.keyboard.press("e")
    page.wait_for_url("**#/c/c2")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    sent = stage.sent("PATCH /conversations/{id}")[0]
    assert (sent["path"], sent["body"], sent["headers"]["if-match"]) == (
        "/conversations/c1", {"status": "closed"}, '"1"',
    )  # fmt: skip
    page.keyboard.press("z")
    expect(page.get_by_text("Undone").first).to_be_visible()
    assert stage.sent("PATCH /conversations/{id}")[1]["body"] == {"status": "open"}


def test_a_change_of_something_else_in_between_is_no_reason_to_ask(stage: Stage) -> None:
    fill_desk(stage)
    answer = stage.answers["PATCH /conversations/{id}"]

    def change(asked: dict[str, Any]) -> Any:
        first = len(stage.sent("PATCH /conversations/{id}")) == 1
        return Failure(412, "precondition_failed", "It was changed in between.") if first else answer(asked)

    stage.tell("PATCH /conversations/{id}", change)
    page = stage.open("#/c/c1")
    page.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("Assigned to you").first).to_be_visible()
    assert len(stage.sent("PATCH /conversations/{id}")) == 2


def test_a_change_in_between_is_told_and_what_stands_is_shown(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("PATCH /conversations/{id}", Failure(412, "precondition_failed", "It was changed in between."))
    page = stage.open("#/c/c1")
    stage.tell("GET /conversations/{id}", make_conversation(1, assignee="ben", version=2))
    page.get_by_role("button", name="Assign to me").click()
    both = page.get_by_role("dialog", name="Somebody else changed it in between")
    row = both.get_by_role("row", name="Assignee")
    expect(row.get_by_role("cell").first).to_have_text("anna")
    expect(row.get_by_role("cell").last).to_have_text("ben")
    assert stage.find_violations() == []
    both.get_by_role("button", name="Leave it as it stands").click()
    expect(both).to_have_count(0)
    assert len(stage.sent("PATCH /conversations/{id}")) == 1
    page.get_by_role("button", name="Assign to me").click()
    expect(both).to_be_visible()
    stage.tell("PATCH /conversations/{id}", make_conversation(1, assignee="anna", version=3))
    both.get_by_role("button", name="Do it all the same").click()
    expect(page.get_by_text("Assigned to you").first).to_be_visible()


def test_what_is_selected_is_changed_together_taken_back_and_what_failed_is_told(stage: Stage) -> None:
    fill_desk(stage)

    def change(asked: dict[str, Any]) -> dict[str, Any]:
        ids = [each["id"] for each in asked["body"]["items"]]
        done = [{"id": each, "version": 2, "before": {"status": "open"}} for each in ids if each != "c2"]
        failed = [
            {"id": "c2", "code": "conflict", "detail": "It cannot be closed."} for each in ids if each == "c2"
        ]
        return {"done": done, "failed": failed}

    stage.tell("POST /bulk-actions", change)
    page = stage.open(ALL)
    for number in (1, 2, 3):
        page.get_by_label(f"Select Customer {number}", exact=True).click()
    bar = page.get_by_test_id("bulk-bar")
    bar.get_by_role("button", name="Close").click()
    expect(bar).to_contain_text("1 selected")
    expect(bar.get_by_role("alert")).to_have_text("Customer 2: It cannot be closed.")
    expect(page.get_by_text("1 not changed: It cannot be closed.").first).to_be_visible()
    expect(page.get_by_label("Select Customer 2", exact=True)).to_be_checked()
    page.locator("body").press("z")
    expect(page.get_by_text("Undone").first).to_be_visible()
    first, back = (each["body"] for each in stage.sent("POST /bulk-actions"))
    assert first == {
        "items": [{"id": f"c{each}", "version": 1} for each in (1, 2, 3)], "change": {"status": "closed"},
    }  # fmt: skip
    assert back == {
        "items": [{"id": "c1", "version": 2}, {"id": "c3", "version": 2}], "change": {"status": "open"},
    }  # fmt: skip
    bar.get_by_role("button", name="Tags").click()
    page.get_by_role("textbox", name="Tags").fill("#vip press")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.wait_for_timeout(100)
    assert stage.sent("POST /bulk-actions")[-1]["body"]["change"] == {"tags": ["vip", "press"]}


def test_a_row_says_whose_words_the_last_ones_are_where_somebody_else_joined_in(stage: Stage) -> None:
    fill_desk(stage)
    joined = make_row(1)
    joined["last_interaction"]["author"] = {"id": "p7", "name": "Customer 7", "handle": None}
    stage.tell("GET /conversations", make_page([joined, make_row(2)]))
    rows = stage.open(ALL).get_by_test_id("conversation-row")
    expect(rows.nth(0)).to_contain_text("Customer 7: Where is my parcel 1?")
    expect(rows.nth(1)).not_to_contain_text("Customer 2:")


def test_whoever_hands_over_chooses_among_colleagues(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /me", make_me("agent", sorted(list_scopes("agent"))))
    stage.tell("GET /colleagues", make_page([{"id": "anna"}, {"id": "ben"}]))
    page = stage.open("#/c/c1")
    page.get_by_role("button", name="Assignee: nobody").click()
    dialog = page.get_by_role("dialog", name="Assign")
    dialog.get_by_label("Assignee").select_option("ben")
    dialog.get_by_role("button", name="Assign", exact=True).click()
    expect(dialog).to_be_hidden()
    assert stage.sent("PATCH /conversations/{id}")[0]["body"] == {"assignee": "ben"}


def test_the_hundred_and_first_colleague_can_be_chosen_too(stage: Stage) -> None:
    fill_desk(stage)
    names = [f"agent-{number:03d}" for number in range(120)]

    def page_colleagues(asked: dict[str, Any]) -> dict[str, Any]:
        begin = 100 if asked["query"].get("cursor") == ["more"] else 0
        return make_page([{"id": each} for each in names[begin : begin + 100]], None if begin else "more")

    stage.tell("GET /colleagues", page_colleagues)
    page = stage.open("#/c/c1")
    page.get_by_role("button", name="Assignee: nobody").click()
    dialog = page.get_by_role("dialog", name="Assign")
    expect(dialog.get_by_label("Assignee").locator("option")).to_have_count(121)
    dialog.get_by_label("Assignee").select_option("agent-119")
    dialog.get_by_role("button", name="Assign", exact=True).click()
    expect(dialog).to_be_hidden()
    assert stage.sent("PATCH /conversations/{id}")[0]["body"] == {"assignee": "agent-119"}


def test_all_that_match_are_changed_in_parts_and_taken_back(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /conversations", make_page([make_row(1), make_row(2)], "more"))

    def change(asked: dict[str, Any]) -> dict[str, Any]:
        body = asked["body"]
        names = [each["id"] for each in body.get("items", [])] or (
            ["c9"] if "cursor" in body else ["c1", "c2"]
        )
        done = [{"id": each, "version": 2, "before": {"assignee": None}} for each in names]
        return {"done": done, "failed": [], "next_cursor": None if "cursor" in body else "p2"}

    stage.tell("POST /bulk-actions", change)
    page = stage.open(f"{ALL}?mode=public&sort=newest")
    page.get_by_label("Select Customer 1", exact=True).click()
    bar = page.get_by_test_id("bulk-bar")
    bar.get_by_role("button", name="Select all 2").click()
    bar.get_by_role("button", name="Take all that match", exact=False).click()
    expect(bar).to_contain_text("all that match")
    bar.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("3 changed").first).to_be_visible()
    page.locator("body").press("z")
    expect(page.get_by_text("Undone").first).to_be_visible()
    first, second, back = (each["body"] for each in stage.sent("POST /bulk-actions"))
    assert first == {"filter": {"mode": ["public"]}, "change": {"assignee": "anna"}}
    assert second == {**first, "cursor": "p2"}
    assert [each["id"] for each in back["items"]] == ["c1", "c2", "c9"]


def test_a_macro_is_run_on_what_is_selected_and_its_replies_are_held_back(stage: Stage) -> None:
    fill_desk(stage)
    macro: dict[str, Any] = {"id": "m1", "title": "Sorry", "text": "Sorry", "way": None, "status": "closed",
                             "tags": [], "assignee": None, "created_at": None, "created_by": "ben"}  # fmt: skip
    stage.tell("GET /macros", make_page([macro]))
    stage.tell("POST /macros/{id}/run", {"done": [{"id": "c1", "reply": "r1"}], "failed": []})
    page = stage.open(ALL)
    page.get_by_label("Select Customer 1", exact=True).click()
    page.get_by_test_id("bulk-bar").get_by_role("button", name="Macro").click()
    page.get_by_role("dialog").get_by_role("button", name="Sorry").click()
    page.get_by_role("button", name="Undo send").click()
    expect(page.get_by_text("Held back").first).to_be_visible()
    assert stage.sent("POST /macros/{id}/run")[0]["body"] == {"conversations": ["c1"]}
    assert stage.sent("DELETE /replies/{id}")[0]["path"] == "/replies/r1"


def test_a_name_in_a_message_of_the_page_shows_its_control_characters_as_marks(stage: Stage) -> None:
    fill_desk(stage)
    macro: dict[str, Any] = {"id": "m1", "title": "Sor\u202ery", "text": "Sorry", "way": None, "status": "closed",
                             "tags": [], "assignee": None, "created_at": None, "created_by": "ben"}  # fmt: skip
    stage.tell("GET /macros", make_page([macro]))
    stage.tell("POST /macros/{id}/run", {"done": [{"id": "c1", "reply": None}], "failed": []})
    page = stage.open(ALL)
    page.get_by_label("Select Customer 1", exact=True).click()
    page.get_by_test_id("bulk-bar").get_by_role("button", name="Macro").click()
    page.get_by_role("dialog").get_by_role("button", name="Sor").click()
    messages = page.get_by_role("region", name="Messages")
    expect(messages.locator(".mark")).to_have_text("U+202E")
    expect(page.get_by_test_id("status")).to_contain_text("SorU+202Ery")


def test_all_that_match_are_tagged_and_given_to_a_macro_each_by_name(stage: Stage) -> None:
    fill_desk(stage)
    first = make_page([make_row(1, tags=["vip"]), *(make_row(each) for each in range(2, 51))], "more")
    rest = make_page([make_row(each) for each in range(51, 61)])
    stage.tell("GET /conversations", lambda asked: rest if "cursor" in asked["query"] else first)
    macro: dict[str, Any] = {"id": "m1", "title": "Sorry", "text": "Sorry", "way": None, "status": "closed",
                             "tags": [], "assignee": None, "created_at": None, "created_by": "ben"}  # fmt: skip
    stage.tell("GET /macros", make_page([macro]))

    def run(asked: dict[str, Any]) -> dict[str, Any]:
        ids = asked["body"]["conversations"]
        return {"done": [{"id": each, "reply": f"r{each}"} for each in ids], "failed": []}

    stage.tell("POST /macros/{id}/run", run)
    stage.tell("POST /bulk-actions", {"done": [], "failed": []})
    page = stage.open(f"{ALL}?mode=public")
    bar = page.get_by_test_id("bulk-bar")

    def take_all() -> None:
        page.get_by_label("Select Customer 1", exact=True).click()
        bar.get_by_role("button", name="Select all", exact=False).click()
        bar.get_by_role("button", name="Take all that match", exact=False).click()

    take_all()
    bar.get_by_role("button", name="Tags").click()
    page.get_by_role("textbox", name="Tags").fill("press")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(bar).to_have_count(0)
    sent = [each["body"] for each in stage.sent("POST /bulk-actions")]
    assert [(each["change"]["tags"], len(each["items"])) for each in sent] == [
        (["vip", "press"], 1), (["press"], 59),
    ]  # fmt: skip
    assert sent[0]["items"] == [{"id": "c1", "version": 1}]
    assert stage.sent("GET /conversations")[-1]["query"]["mode"] == ["public"]
    take_all()
    bar.get_by_role("button", name="Macro").click()
    page.get_by_role("dialog").get_by_role("button", name="Sorry").click()
    asked = page.get_by_role("dialog", name="Run the macro on all that match?")
    expect(asked).to_contain_text("60 conversations")
    assert stage.find_violations() == []
    assert stage.sent("POST /macros/{id}/run") == []
    asked.get_by_role("button", name="Run it").click()
    expect(page.get_by_text("“Sorry” was run on 60").first).to_be_visible()
    parts = [each["body"]["conversations"] for each in stage.sent("POST /macros/{id}/run")]
    assert [len(each) for each in parts] == [50, 10]


def test_a_view_is_saved_with_its_filters_and_opened_by_its_name(stage: Stage) -> None:
    fill_desk(stage)
    name = "a" * 32
    kept = {"tag": ["press"], "sort": "newest"}
    saved: dict[str, Any] = {"id": name, "title": "Press", "filters": kept, "shared": True, "mine": True,
                             "version": 1, "changed_at": None}  # fmt: skip

    def save(asked: dict[str, Any]) -> dict[str, Any]:
        stage.tell("GET /views", make_page([saved]))
        return saved

    stage.tell("POST /views", save)
    stage.tell("GET /conversations/counts", {name: {"count": 7, "exact": False}})
    page = stage.open(f"{ALL}?sort=newest")
    page.get_by_role("button", name="Filter", exact=True).click()
    dialog = page.get_by_role("dialog", name="Filter")
    dialog.get_by_label("Filter").select_option("tag")
    dialog.get_by_label("Value").fill("press")
    dialog.get_by_role("button", name="Add the filter").click()
    page.wait_for_url("**?sort=newest&tag=press")
    assert stage.sent("GET /conversations")[-1]["query"] == {
        "tag": ["press"], "sort": ["newest"], "limit": ["50"],
    }  # fmt: skip
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save view")
    dialog.get_by_label("Title").fill("Press")
    dialog.get_by_label("All agents see it").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**#/inbox/{name}")
    assert stage.sent("POST /views")[0]["body"] == {
        "title": "Press", "shared": True, "filters": {"tag": ["press"], "sort": "newest"},
    }  # fmt: skip
    page.wait_for_timeout(100)
    assert stage.sent("GET /conversations")[-1]["query"] == {"view": [name], "limit": ["50"]}
    assert stage.find_violations() == []


def test_words_that_are_looked_for_stand_in_no_address(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(ALL)
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Words").fill("Erika")
    page.get_by_role("button", name="Look for them").click()
    page.wait_for_timeout(200)
    assert stage.sent("GET /conversations")[-1]["query"]["q"] == ["Erika"]
    assert "Erika" not in page.url
    page.get_by_test_id("filter-chip").click()
    page.wait_for_timeout(200)
    assert "q" not in stage.sent("GET /conversations")[-1]["query"]


def test_mentions_and_approvals_are_lists_of_their_own(stage: Stage) -> None:
    fill_desk(stage)
    note = make_note("@anna look", "anna")
    stage.tell("GET /mentions", make_page([note]))
    stage.tell(
        "GET /approvals", make_page([make_reply("r1", "Dear", state="awaiting_approval", agent="ben")])
    )
    stage.tell("POST /drafts/{id}/approve", {"id": "r1", "state": "approved", "reply": None})
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open("#/inbox/mentions")
    expect(page.get_by_test_id("work")).to_contain_text("@anna look")
    page.evaluate("location.hash = '#/inbox/approvals'")
    expect(page.get_by_test_id("work")).to_contain_text("Dear")
    assert stage.find_violations() == []
    stage.tell("GET /approvals", make_page([]))
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_test_id("empty")).to_contain_text("Nothing waits for approval.")
    assert stage.sent("POST /drafts/{id}/approve")[0]["path"] == "/drafts/r1/approve"


def test_thousands_of_rows_are_a_few_elements(stage: Stage) -> None:
    fill_desk(stage)
    pages = {None: (0, "p1"), "p1": (1, "p2"), "p2": (2, None)}

    def read(asked: dict[str, Any]) -> Any:
        number, following = pages[asked["query"].get("cursor", [None])[0]]
        return make_page([make_row(each) for each in range(number * 600 + 1, number * 600 + 601)], following)

    stage.tell("GET /conversations", read)
    page = stage.open(ALL)
    expect(page.locator("[data-id=c1]")).to_be_visible()
    for _ in range(20):
        page.evaluate("document.querySelector('[data-testid=conversation-list]').scrollTop = 1e9")
        page.wait_for_timeout(60)
    expect(page.locator("[data-id=c1800]")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('*').length") < 1500


@pytest.mark.parametrize(
    ("status", "code"), [(403, "forbidden"), (429, "throttled"), (500, "internal"), (503, "unavailable")]
)
def test_a_failure_is_named_and_tried_again(stage: Stage, status: int, code: str) -> None:
    fill_desk(stage)
    stage.tell("GET /conversations", Failure(status, code, "It went wrong.", **{"retry-after": "1"}))
    page = stage.open(ALL)
    box = page.get_by_test_id("problem")
    expect(box).to_have_attribute("data-code", code)
    expect(box).to_contain_text("request-1")
    stage.tell("GET /conversations", make_page([make_row(1)]))
    box.get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("conversation-row")).to_have_count(1)
    expect(page.get_by_test_id("problem")).to_have_count(0)


def test_garbage_and_nothing_have_their_states(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /conversations", "<html>not json")
    page = stage.open(ALL)
    expect(page.get_by_test_id("problem")).to_have_attribute("data-code", "garbage")
    stage.tell("GET /conversations", make_page([]))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("empty").first).to_contain_text("Nothing is in this view.")


def test_on_a_phone_list_and_conversation_are_two_screens(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open(ALL)
    page.get_by_test_id("conversation-row").first.get_by_role("link").click()
    page.wait_for_url("**#/c/c1")
    expect(page.get_by_test_id("composer")).to_be_visible()
    expect(page.get_by_role("region", name="Conversations")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_test_id("conversation-row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("address", [ALL, "#/c/c1"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_out_of_reach_for_anybody(stage: Stage, address: str, theme: Any) -> None:
    fill_desk(stage)
    stage.page.emulate_media(color_scheme=theme)
    stage.open(address).wait_for_timeout(400)
    assert stage.find_violations() == []


def test_a_key_that_comes_before_the_composer_is_followed(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/inbox/all")
    expect(page.get_by_test_id("conversation-row").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**#/c/c2")
    expect(page.get_by_role("textbox", name="Public reply")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Internal note")).to_be_focused()


def test_how_long_somebody_waits_is_told_whole_in_a_narrow_row(stage: Stage) -> None:
    fill_desk(stage)
    stage.page.add_init_script("localStorage.setItem('rapport.locale', 'de')")
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open("#/inbox/all")
    foot = page.locator(".row-foot").first
    expect(foot).to_contain_text(re.compile(r"wartet \d+.Min\.$"))
    assert foot.evaluate("each => each.scrollWidth <= each.clientWidth")
    rail = page.locator(".rail > a span")
    assert all(rail.evaluate_all("all => all.map(each => each.scrollWidth <= each.clientWidth + 1)"))


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("locale", ["de", "ar", "en-XA"])
def test_however_much_a_row_tells_the_times_are_told_whole(stage: Stage, locale: str, width: int) -> None:
    fill_desk(stage)
    ends = {
        "sla": {"kind": "first_answer", "due_at": tell(-3), "state": "missed"},
        "window": {"kind": "reply", "closes_at": tell(300)},
    }
    urgent = {"priority": 4, "priority_name": "urgent", "assignee": "demo-supervisor"}
    rows = [
        make_row(1, mode="broadcast", waiting_since=tell(-11 * 60), last_at=tell(-23 * 60)),
        make_row(2, waiting_since=tell(-25 * 60), last_at=tell(-12 * 1440), **urgent),
        make_row(3, waiting_since=tell(-60), last_at=tell(-59), **urgent, **ends),
    ]
    stage.tell("GET /conversations", make_page(rows))
    stage.page.add_init_script(f"localStorage.setItem('rapport.locale', '{locale}')")
    stage.page.set_viewport_size({"width": width, "height": 640})
    page = stage.open(ALL)
    expect(page.get_by_test_id("conversation-row")).to_have_count(3)
    # What is told whole ends before the row does, and before what stands beside it.
    whole = page.locator(".row-head > .small, .row-foot > .quiet:not(.row-who), .row-foot > .prio")
    for box in whole.evaluate_all(
        """all => all.map(each => {
            const [mine, row] = [each, each.parentElement].map(one => one.getBoundingClientRect());
            return [each.scrollWidth - each.clientWidth, row.left - mine.left, mine.right - row.right, each.innerText];
        })"""
    ):
        assert max(box[:3]) <= 0.5, box
    for foot in page.locator(".row-foot").all():
        assert foot.evaluate("each => each.scrollWidth <= each.clientWidth"), foot.inner_text()
    # A number of which a part is missing would be another one: what ends soon is told whole or not at all.
    for end in page.locator(".row-ends > span").evaluate_all(
        """all => all.map(each => {
            const [mine, line] = [each, each.parentElement].map(one => one.getBoundingClientRect());
            return mine.top >= line.bottom - 1 || (mine.right <= line.right + .5 && mine.left >= line.left - .5);
        })"""
    ):
        assert end
