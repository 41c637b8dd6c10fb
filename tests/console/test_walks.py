"""What somebody begins is walked to its end: until the page shows what became of it."""

from typing import Any

from playwright.sync_api import expect

from tests.console.desks import fill_desk
from tests.console.samples import make_account, make_page, make_row, tell
from tests.console.stage import Stage
from tests.console.test_rooms import PARKED, RULE, SEGMENT, connect_account, fill_rooms


def test_a_conversation_is_snoozed_found_among_the_snoozed_and_opened_again(stage: Stage) -> None:
    stage.page.clock.install()
    fill_desk(stage)
    page = stage.open("#/c/c1")
    page.get_by_role("button", name="Snooze", exact=True).click()
    page.get_by_role("dialog", name="Snooze until").get_by_role("button", name="In three hours").click()
    expect(page.get_by_text("Snoozed", exact=True).first).to_be_visible()
    (sent,) = stage.sent("PATCH /conversations/{id}")
    assert sorted(sent["body"]) == ["snoozed_until", "status"]
    head = page.get_by_role("main").locator(".conv-head")
    expect(head).to_contain_text("snoozed")
    expect(head).to_contain_text("until ")
    until = sent["body"]["snoozed_until"]
    stage.tell("GET /conversations", make_page([make_row(1, status="snoozed", snoozed_until=until)]))
    page.evaluate("location.hash = '#/inbox/snoozed'")
    expect(page.get_by_test_id("conversation-row")).to_have_count(1)
    expect(page.get_by_test_id("conversation-row")).to_have_attribute("data-status", "snoozed")
    page.get_by_test_id("conversation-row").get_by_role("link").click()
    head.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("Opened again").first).to_be_visible()
    expect(head).not_to_contain_text("until ")
    assert stage.sent("PATCH /conversations/{id}")[-1]["body"] == {"status": "open"}


def test_somebody_chooses_until_when_it_is_snoozed(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open("#/c/c1")
    page.get_by_role("button", name="Snooze", exact=True).click()
    dialog = page.get_by_role("dialog", name="Snooze until")
    dialog.get_by_label("Snooze until").fill("2030-01-02T09:30")
    dialog.get_by_role("button", name="Snooze", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".conv-head")).to_contain_text("Jan 2, 2030")
    page.locator("body").press("z")
    expect(page.get_by_text("Undone").first).to_be_visible()
    assert [each["body"]["status"] for each in stage.sent("PATCH /conversations/{id}")] == ["snoozed", "open"]


def test_a_view_that_was_saved_shows_its_rows_and_how_many_there_are(stage: Stage) -> None:
    fill_desk(stage)
    name = "b" * 32
    saved: dict[str, Any] = {"id": name, "title": "Press", "filters": {"sort": "newest"}, "shared": False,
                             "mine": True, "version": 1, "changed_at": None}  # fmt: skip

    def save(_: dict[str, Any]) -> dict[str, Any]:
        stage.tell("GET /views", make_page([saved]))
        stage.tell("GET /conversations", make_page([make_row(7)]))
        return saved

    stage.tell("POST /views", save)
    stage.tell("GET /conversations/counts", {name: {"count": 7, "exact": True}})
    page = stage.open("#/inbox/all?sort=newest")
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("dialog", name="Save view").get_by_label("Title").fill("Press")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**#/inbox/{name}")
    expect(page.get_by_test_id("conversation-row")).to_have_count(1)
    expect(page.get_by_test_id("conversation-row")).to_have_attribute("data-id", "c7")
    expect(page.locator(f"[data-testid=view-link][data-view='{name}']")).to_contain_text("Press")
    page.reload()
    stage.wait()
    link = page.locator(f"[data-testid=view-link][data-view='{name}']")
    expect(link).to_have_attribute("aria-current", "page")


def test_a_new_segment_fills_before_ones_eyes(stage: Stage) -> None:
    stage.page.clock.install()
    fill_rooms(stage)
    walking = SEGMENT | {
        "backfill": {"state": "walking", "contacts": 0},
        "members": {"count": 0, "exact": True},
    }
    members = stage.answers["GET /segments/{id}/members"]

    def save(_: dict[str, Any]) -> dict[str, Any]:
        stage.tell("GET /segments", make_page([walking]))
        stage.tell("GET /segments/{id}", {**walking, "flow": []})
        stage.tell("GET /segments/{id}/members", make_page([]))
        return walking

    stage.tell("POST /segments", save)
    page = stage.open("#/segments/new")
    page.get_by_label("Title").fill("Unhappy twice")
    page.get_by_label("Value").fill("2")
    page.get_by_label("within days").fill("7")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**#/segments/unhappy2")
    assert stage.sent("POST /segments")[0]["body"] == {"title": "Unhappy twice", "rule": RULE}
    expect(page.get_by_test_id("segment-backfill")).to_have_text("looking through everybody: 0 so far")
    expect(page.get_by_text("Nobody was found yet.")).to_be_visible()
    done = SEGMENT | {"backfill": {"state": "done", "contacts": 812}}
    stage.tell("GET /segments", make_page([done]))
    stage.tell("GET /segments/{id}", {**done, "flow": []})
    stage.tell("GET /segments/{id}/members", members)
    page.clock.run_for(4500)
    expect(page.get_by_test_id("segment-backfill")).to_have_text("812 were looked through")
    expect(page.get_by_test_id("segment-members")).to_contain_text("842 people")
    expect(page.get_by_test_id("segment-why")).to_contain_text("Customer 1")
    asked = len(stage.sent("GET /segments"))
    page.clock.run_for(20_000)
    assert len(stage.sent("GET /segments")) == asked, "nothing is asked once it is filled"


def test_the_wizard_ends_with_what_the_test_found(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /accounts", {**make_account("a9"), "generated_secrets": {}})
    stage.tell("POST /accounts/{id}/test", {"id": "a9", "signed": 503, "forged": 401, "good": False})
    dialog = connect_account(stage)
    step = dialog.locator("[aria-current=step]")
    expect(step).to_have_text("Webhook")
    dialog.get_by_role("button", name="Test").click()
    found = dialog.get_by_role("status")
    expect(found).to_contain_text("signed: refused (503) ✗")
    expect(found).to_contain_text("forged: refused (401) ✓")
    expect(step).to_have_text("Test")
    stage.tell("POST /accounts/{id}/test", {"id": "a9", "signed": None, "forged": 401, "good": False})
    dialog.get_by_role("button", name="Test").click()
    expect(found).to_contain_text("signed: cannot be tried")
    expect(found).not_to_contain_text("✗")
    assert stage.find_violations() == []
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()


def test_all_of_a_reason_are_counted_before_they_are_replayed(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /parked/replay", {"replayed": 12, "gone": 2, "more": False})
    page = stage.open("#/parked")
    expect(page.get_by_test_id("parked-row")).to_have_count(1)
    page.get_by_label("Reason").select_option(str(PARKED["reason"]))
    page.get_by_role("button", name="Replay all with this reason").click()
    told = page.get_by_test_id("dry-run")
    expect(told).to_contain_text("12 would be read again · 2 cannot be read any more")
    told.get_by_role("button", name="Cancel").click()
    expect(told).to_have_count(0)
    page.get_by_role("button", name="Replay all with this reason").click()
    assert stage.find_violations() == []
    told.get_by_role("button", name="Replay").click()
    expect(page.get_by_text("12 are read again").first).to_be_visible()
    expect(told).to_have_count(0)
    sent = [each["body"] for each in stage.sent("POST /parked/replay")]
    dry = {"reason": PARKED["reason"], "dry_run": True}
    assert sent == [dry, dry, {"reason": PARKED["reason"]}]


def test_what_is_replayed_is_looked_after_until_it_was_read_or_stands_there_again(stage: Stage) -> None:
    stage.page.clock.install()
    fill_rooms(stage)

    def replay(_: dict[str, Any]) -> dict[str, Any]:
        stage.tell("GET /parked", make_page([]))
        return {"replayed": 1, "gone": 2, "more": False}

    stage.tell("POST /parked/replay", replay)
    page = stage.open("#/parked")
    page.get_by_test_id("parked-row").get_by_role("button", name="Replay").click()
    expect(page.get_by_text("1 are read again · 2 cannot be read any more").first).to_be_visible()
    expect(page.get_by_test_id("parked-replaying")).to_be_visible()
    expect(page.get_by_test_id("parked-row")).to_have_count(0)
    expect(page.get_by_text("Everything that came was read.")).to_have_count(0)
    stage.tell("GET /parked", make_page([{**PARKED, "id": "pk2", "received_at": tell(-30)}]))
    page.clock.run_for(3500)
    expect(page.get_by_test_id("parked-row")).to_have_attribute("data-id", "pk2")
    for _ in range(3):
        asked = len(stage.sent("GET /parked"))
        page.clock.run_for(10_500)
        stage.wait_for("GET /parked", asked + 1)
    expect(page.get_by_test_id("parked-replaying")).to_have_count(0)
    assert stage.find_violations() == []
