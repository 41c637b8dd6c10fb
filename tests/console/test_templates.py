"""Where the time to answer is over, what the platform approved is chosen, filled, read and sent."""

from typing import Any

from playwright.sync_api import expect

from tests.console.desks import fill_desk
from tests.console.samples import make_option, make_reply, tell_from_here
from tests.console.stage import Failure, Stage

HERE = "#/c/c1"
PARCEL: dict[str, Any] = {
    "name": "parcel", "language": "en", "status": "APPROVED", "category": "utility", "usable": True,
    "text": "Dear {{1}}, parcel {{2}} is there. <img src=x>", "variables": ["1", "2"],
}  # fmt: skip


def close(stage: Stage) -> None:
    """A desk where the window is over, and a template is left."""
    fill_desk(stage)
    late = {"open": False, "reason": "window_closed", "outside": "template"}
    hello = PARCEL | {"name": "hello", "text": "Hello", "variables": []}
    options = [make_option("message", "private", templates=[hello, PARCEL], **late)]
    stage.tell("POST /conversations/{id}/replies", make_reply("r1", "Dear Ann"))
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})


def test_a_template_is_filled_read_and_sent_and_comes_back_filled(stage: Stage) -> None:
    close(stage)
    page = stage.open(HERE)
    form = page.get_by_test_id("template")
    expect(page.get_by_role("button", name="Send privately")).to_be_disabled()
    form.get_by_label("Template").select_option("parcel, en")
    send = form.get_by_role("button", name="Send template")
    expect(send).to_be_disabled()
    form.get_by_label("{{1}}").fill("Ann")
    form.get_by_label("{{1}}").press("Enter")
    form.get_by_label("{{2}}").fill(" 7 ")
    expect(form.get_by_test_id("template-preview")).to_have_text("Dear Ann, parcel 7 is there. <img src=x>")
    assert stage.find_violations() == []
    send.click()
    undo = page.get_by_role("button", name="Undo send")
    expect(undo).to_be_visible()
    (sent,) = stage.sent("POST /conversations/{id}/replies")
    assert sent["body"] == {
        "template": {"name": "parcel", "language": "en", "variables": ["Ann", "7"]},
        "way": "message", "interaction": "i1", "send_after_s": 10,
    }  # fmt: skip
    expect(form.get_by_label("{{1}}")).to_have_value("")
    undo.click()
    expect(form.get_by_label("{{1}}")).to_have_value("Ann")
    assert page.locator("img").count() == 0


def test_what_was_filled_stays_where_the_platform_does_not_take_it(stage: Stage) -> None:
    close(stage)
    stage.tell("POST /conversations/{id}/replies", Failure(422, "no_such_template", "There is none."))
    page = stage.open(HERE)
    form = page.get_by_test_id("template")
    form.get_by_label("Template").select_option("parcel, en")
    for name in ("1", "2"):
        form.get_by_label(f"{{{{{name}}}}}").fill(name)
    form.get_by_role("button", name="Send template").click()
    expect(page.get_by_text("Not sent: There is none.").first).to_be_visible()
    expect(form.get_by_label("{{2}}")).to_have_value("2")


def test_a_window_that_ends_while_somebody_writes_leaves_the_template(stage: Stage) -> None:
    stage.page.clock.install()
    fill_desk(stage)
    open_still = make_option("message", "private", outside="template", open_until=tell_from_here(2))
    stage.tell(
        "GET /conversations/{id}/send-options", {"interaction": "i1", "data": [open_still], "deeds": []}
    )
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Private reply").fill("late")
    late = make_option(
        "message", "private", open=False, reason="window_closed", outside="template", templates=[PARCEL]
    )
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": [late], "deeds": []})
    page.clock.run_for(3 * 60 * 1000)
    expect(page.get_by_test_id("template")).to_be_visible()
    expect(page.get_by_role("textbox", name="Private reply")).to_have_value("late")
