"""Writing: where it goes and who sees it, what is kept, what is undone; hostile texts are shown and never run."""

from playwright.sync_api import Route, expect

from tests.console.desks import fill_desk
from tests.console.samples import make_message, make_option, make_page, make_reply, tell, tell_from_here
from tests.console.stage import Failure, Stage, make_updates
from tests.console.test_rooms import SEGMENT

HERE = "#/c/c1"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}",
    "https://evil.example/\u202egpj.exe",
    "\u202eabc\u2066",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "](javascript:alert(1))",
]


def test_a_public_reply_goes_where_its_button_says(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    composer = page.get_by_test_id("composer")
    expect(composer).to_have_attribute("data-mode", "public")
    page.get_by_role("textbox", name="Public reply").fill("It is on its way.")
    page.get_by_role("button", name="Send public reply").click()
    expect(page.get_by_role("button", name="Undo send")).to_be_visible()
    messages = page.get_by_role("region", name="Messages")
    expect(messages.get_by_text("Goes out in public: Customer 1")).to_be_visible()
    (sent,) = stage.sent("POST /conversations/{id}/replies")
    assert sent["body"] == {
        "text": "It is on its way.", "way": "reply", "interaction": "i1", "send_after_s": 10,
    }  # fmt: skip
    assert sent["headers"]["idempotency-key"]
    page.get_by_role("button", name="Undo send").click()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("It is on its way.")
    assert len(stage.sent("DELETE /replies/{id}")) == 1


def test_a_private_reply_and_a_note_never_change_places(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Public reply").fill("for all")
    page.get_by_role("button", name="Private reply").click()
    page.get_by_role("textbox", name="Private reply").fill("for one")
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Internal note").fill("for us @ben")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_test_id("note")).to_contain_text("for us")
    expect(page.get_by_test_id("composer")).to_have_attribute("data-mode", "note")
    page.get_by_role("button", name="Private reply").click()
    page.get_by_role("button", name="Send privately").click()
    page.get_by_role("button", name="Reply", exact=True).click()
    page.get_by_role("textbox", name="Public reply").focus()
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_timeout(300)
    bodies = [each["body"] for each in stage.sent("POST /conversations/{id}/replies")]
    assert [(each["way"], each["text"], each.get("then")) for each in bodies] == [
        ("private_reply", "for one", None), ("reply", "for all", "closed"),
    ]  # fmt: skip
    (note,) = stage.sent("POST /conversations/{id}/notes")
    assert note["body"] == {"text": "for us @ben", "mentions": ["ben"]}


def test_what_was_typed_survives_switching_a_reload_and_a_failure(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("POST /conversations/{id}/replies", Failure(503, "unavailable", "Not now."))
    page = stage.open(HERE)
    field = page.get_by_role("textbox", name="Public reply")
    field.fill("half a sentence")
    page.evaluate("location.hash = '#/c/c2'")
    expect(field).to_have_value("")
    page.evaluate("location.hash = '#/c/c1'")
    expect(field).to_have_value("half a sentence")
    page.reload()
    stage.wait()
    expect(field).to_have_value("half a sentence")
    page.get_by_role("button", name="Send public reply").click()
    expect(page.get_by_text("Not sent: Not now.").first).to_be_visible()
    expect(field).to_have_value("half a sentence")
    assert page.evaluate("Object.values(localStorage).join().includes('sentence')") is False


def test_drafts_are_kept_on_the_server(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Public reply").fill("soon")
    page.wait_for_timeout(1900)
    assert stage.sent("PUT /conversations/{id}/draft")[-1]["body"] == {"text": "soon", "mode": "public"}
    page.get_by_role("textbox", name="Public reply").fill("soon, really")
    page.wait_for_timeout(1900)
    assert stage.sent("PUT /conversations/{id}/draft")[-1]["body"]["version"] == 2


def test_what_was_typed_just_before_a_reload_reaches_the_server_after_it(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Public reply").fill("just now")
    page.reload()
    stage.wait()
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("just now")
    stage.wait_for("PUT /conversations/{id}/draft")
    assert [each["body"]["text"] for each in stage.sent("PUT /conversations/{id}/draft")] == ["just now"]


def test_what_the_server_has_of_another_window_is_not_written_over_by_a_reload(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell(
        "GET /conversations/{id}/draft", {"id": "d1", "version": 3, "text": "elsewhere", "conversation": "c1"}
    )
    page = stage.open(HERE)
    field = page.get_by_role("textbox", name="Public reply")
    expect(field).to_have_value("elsewhere")
    field.fill("here")
    stage.wait_for("PUT /conversations/{id}/draft")
    page.reload()
    stage.wait()
    expect(field).to_have_value("here")
    page.wait_for_timeout(1900)
    assert len(stage.sent("PUT /conversations/{id}/draft")) == 1


def test_a_text_that_is_too_long_cannot_be_sent(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Public reply").fill("日" * 141)
    counter = page.get_by_test_id("counter")
    expect(counter).to_have_attribute("data-used", "282")
    expect(counter).to_have_attribute("data-limit", "280")
    expect(page.get_by_role("button", name="Send public reply")).to_be_disabled()


def test_a_window_counts_down_and_closes_by_itself(stage: Stage) -> None:
    stage.page.clock.install()
    fill_desk(stage)
    options = [
        make_option("reply", "public"),
        make_option("private_reply", "private", open_until=tell_from_here(2)),
    ]
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})
    page = stage.open(HERE)
    page.get_by_role("button", name="Private reply").click()
    page.get_by_role("textbox", name="Private reply").fill("late")
    option = page.locator("[data-testid=send-option][data-mode=private]")
    expect(option).to_have_attribute("data-open", "true")
    expect(page.get_by_test_id("countdown")).to_be_visible()
    asked = len(stage.sent("GET /conversations/{id}/send-options"))
    page.clock.run_for(150_000)
    expect(option).to_have_attribute("data-open", "false")
    expect(page.get_by_role("button", name="Send privately")).to_be_disabled()
    # Nothing else may be sent there: what is known by then is all there is.
    assert len(stage.sent("GET /conversations/{id}/send-options")) == asked


def test_a_closed_way_stays_and_says_why(stage: Stage) -> None:
    fill_desk(stage)
    closed = make_option("reply", "public", open=False, reason="too_old")
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": [closed]})
    page = stage.open(HERE)
    expect(page.locator("[data-testid=send-option][data-mode=public]")).to_have_attribute(
        "data-open", "false"
    )
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_test_id("composer")).to_contain_text("too old")
    page.get_by_role("textbox", name="Public reply").fill("anyway")
    expect(page.get_by_role("button", name="Send public reply")).to_be_disabled()


def test_anothers_answer_is_shown_before_a_second_goes_out(stage: Stage) -> None:
    stage.page.clock.install()
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("textbox", name="Public reply").fill("mine")
    theirs = make_reply("r9", "I told them already.", agent="ben", state="sent", accepted_at=tell(1))
    stage.tell("GET /conversations/{id}/replies", make_page([theirs]))
    stage.tell("GET /updates", make_updates("c1"))
    page.clock.run_for(16_000)
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Send public reply").click()
    dialog = page.get_by_role("dialog", name="Somebody else answered in between")
    expect(dialog).to_contain_text("I told them already.")
    assert stage.sent("POST /conversations/{id}/replies") == []
    dialog.get_by_role("button", name="Send all the same").click()
    page.wait_for_timeout(200)
    assert len(stage.sent("POST /conversations/{id}/replies")) == 1


def test_prepared_texts_are_found_by_a_slash(stage: Stage) -> None:
    fill_desk(stage)
    filled = [
        {"id": "k1", "title": "Sorry", "text": "We are sorry, Customer 1."},
        {"id": "k2", "title": "Hours", "text": "From nine to five."},
    ]
    stage.tell("GET /conversations/{id}/canned", make_page(filled))
    page = stage.open(HERE)
    field = page.get_by_role("textbox", name="Public reply")
    field.press_sequentially("/hou")
    expect(page.get_by_role("listbox", name="Prepared texts").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value("From nine to five.")


def test_what_customers_write_is_text_and_nothing_else(stage: Stage) -> None:
    fill_desk(stage)
    rows = [
        make_message(f"i{number}", text, title=text, author={"id": "p1", "name": text, "handle": text})
        for number, text in enumerate(HOSTILE)
    ]
    stage.tell("GET /conversations/{id}/interactions", make_page(rows))
    page = stage.open(HERE)
    page.set_viewport_size({"width": 1280, "height": 20_000})
    expect(page.get_by_test_id("message")).to_have_count(len(HOSTILE))
    shown = page.locator("main").inner_text().replace("U+202E", "").replace("U+2066", "")
    for text in HOSTILE:
        assert "".join(sign for sign in text if sign not in "\u202e\u2066") in shown
    assert page.locator("main script, main img, main style, main iframe").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0


def test_words_that_made_the_label_are_marked(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("GET /segments", make_page([SEGMENT]))
    page = stage.open(HERE)
    word = page.get_by_test_id("sentiment-word").first
    expect(word).to_have_text("parcel")
    expect(page.get_by_test_id("segment-why")).to_contain_text(
        "at least 2 negative messages within 7 days (2)"
    )
    expect(page.get_by_role("complementary", name="Person")).to_contain_text("customer")


def test_a_closed_way_stays_in_sight_with_why_and_when_it_opens_and_one_that_closes_soon_warns(
    stage: Stage,
) -> None:
    fill_desk(stage)
    options = [
        make_option("message", "private", open=False, reason="window_closed"),
        make_option("private_reply", "private", open_until=tell(59)),
        make_option("reply", "public", open_until=tell(90)),
    ]
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})
    page = stage.open(HERE)
    page.locator("[data-way=message]").click()
    expect(page.locator("#closed-why")).to_contain_text("Opens when they write again.")
    soon, later = page.get_by_test_id("countdown").first, page.get_by_test_id("countdown").last
    expect(soon).to_have_attribute("data-warns", "true")
    expect(soon).to_contain_text("closes in")
    expect(later).to_have_attribute("data-warns", "false")
    assert stage.find_violations() == []


def test_a_note_that_is_being_written_is_kept_on_the_server_too(stage: Stage) -> None:
    fill_desk(stage)
    page = stage.open(HERE)
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Internal note").fill("call them")
    page.wait_for_timeout(1900)
    assert stage.sent("PUT /conversations/{id}/draft")[-1]["body"] == {"text": "call them", "mode": "note"}


def test_no_field_is_there_before_it_is_known_where_it_goes_unless_a_note_is_wanted(stage: Stage) -> None:
    fill_desk(stage)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    stage.page.route("**/send-options", hold)
    page = stage.open(HERE)
    expect(page.get_by_test_id("message").first).to_be_visible()
    expect(page.get_by_test_id("composer")).to_have_count(0)
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Internal note").fill("for the team")
    for each in held:
        each.fallback()
    expect(page.get_by_test_id("send-option").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Internal note")).to_have_value("for the team")
