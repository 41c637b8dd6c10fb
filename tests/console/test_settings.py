"""What is set: by somebody for themselves, by the brand for everybody. In every language that the page speaks."""

from playwright.sync_api import expect

from respond.access import SCOPES, list_scopes
from tests.console.desks import fill_desk
from tests.console.stage import Stage, make_me
from tests.console.test_rooms import HOURS, ROOMS, SETTINGS, SHIFTS, SLA, fill_rooms


def test_how_the_page_is_for_somebody_comes_from_the_server_and_goes_back_there(stage: Stage) -> None:
    fill_rooms(stage)
    chosen = {
        "locale": "de-AT",
        "zone": "Asia/Kathmandu",
        "hour_cycle": "h23",
        "theme": "dark",
        "density": "compact",
    }
    stage.tell("GET /me", make_me("admin", sorted(list_scopes("admin"))) | {"preferences": chosen})
    stage.tell("PUT /me/preferences", lambda asked: asked["body"])
    page = stage.open("#/settings/me")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "de")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-density", "compact")
    expect(page.get_by_label("Zeitzone")).to_have_value("Asia/Kathmandu")
    page.get_by_label("Farbschema").select_option("light")
    expect(html).to_have_attribute("data-theme", "light")
    page.get_by_label("Zeitzone").select_option("")
    page.wait_for_timeout(100)
    rest = {name: value for name, value in chosen.items() if name != "zone"}
    assert [each["body"] for each in stage.sent("PUT /me/preferences")] == [
        {**chosen, "theme": "light"}, {**rest, "theme": "light"},
    ]  # fmt: skip


def test_another_letter_does_what_somebody_wants_it_to_and_the_usual_one_no_more(stage: Stage) -> None:
    fill_desk(stage)
    stage.tell("PUT /me/preferences", lambda asked: asked["body"])
    page = stage.open("#/settings/me")
    page.get_by_text("Keys of your own").first.click()
    page.get_by_label("Key for: Next conversation").fill("k")
    expect(page.get_by_text("The same as for: Previous conversation")).to_be_visible()
    page.get_by_label("Key for: Next conversation").fill("d")
    page.wait_for_timeout(100)
    assert stage.sent("PUT /me/preferences")[-1]["body"]["keys"] == {"next": "d"}
    assert stage.find_violations() == []
    page.evaluate("location.hash = '#/inbox/all'")
    expect(page.locator("body[data-screen=inbox][data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("conversation-row").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.wait_for_url("**#/c/c1")
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("dNext conversation")


def test_what_is_promised_is_set_for_each_priority_and_counted_within_hours(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("PUT /sla", lambda asked: asked["body"])
    stage.tell("PUT /business-hours", lambda asked: asked["body"])
    page = stage.open("#/settings/sla")
    page.get_by_label("First answer, high").fill("60")
    page.get_by_label("First answer, urgent").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    high = {"first_answer": 60, "next_answer": None, "solution": None}
    urgent = {"first_answer": None, "next_answer": 30, "solution": 240}
    assert stage.sent("PUT /sla")[0]["body"] == {**SLA, "urgent": urgent, "high": high}
    page.evaluate("location.hash = '#/settings/hours'")
    page.get_by_role("button", name="Add hours: Wednesday").click()
    page.get_by_role("button", name="Take away Tuesday 13:00").click()
    page.get_by_role("button", name="Take away 2026-12-25").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_timeout(100)
    wanted = {**HOURS, "tuesday": SHIFTS[:1], "wednesday": [{"from": "09:00", "to": "17:00"}], "holidays": []}
    assert stage.sent("PUT /business-hours")[0]["body"] == wanted


def test_people_are_asked_how_content_they_are_where_the_brand_says_so(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("PUT /settings", lambda asked: asked["body"])
    page = stage.open("#/settings/brand")
    page.get_by_label("Ask how content people are").select_option("with stars")
    page.get_by_label("How content people are: days between two questions to somebody").fill("60")
    page.get_by_label("How content people are: the question in your own words").fill("How was it?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    wanted = {**SETTINGS, "csat": "stars", "csat_days": 60, "csat_text": "How was it?"}
    assert [each["body"] for each in stage.sent("PUT /settings")] == [wanted]


def test_a_macro_is_made_of_a_reply_and_what_happens_beside_it(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /macros", {"id": "m2"})
    page = stage.open("#/settings/macros")
    page.get_by_label("Title").fill("Late")
    page.get_by_role("textbox", name="Text").fill("Sorry, {{name}}")
    page.get_by_label("State afterwards").select_option("closed")
    page.get_by_label("Tags").last.fill("#late")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Added").first).to_be_visible()
    assert stage.sent("POST /macros")[0]["body"] == {
        "title": "Late", "text": "Sorry, {{name}}", "status": "closed", "tags": ["late"],
    }  # fmt: skip


def test_no_word_is_left_in_english(stage: Stage) -> None:
    """In the made-up language everything that the page says itself is marked."""
    fill_rooms(stage)
    stage.page.add_init_script("localStorage.setItem('rapport.locale', 'en-XA')")
    page = stage.open("#/settings/me")
    find = """() => {
          const skip = 'code, kbd, bdi, option, time, .platform, .quiet.small, script, style';
          const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const text = walker.currentNode.data.trim();
            if (/[A-Za-z]{2}/.test(text) && !text.includes('⟦') && !walker.currentNode.parentElement.closest(skip))
              found.push(text);
          }
          return found;
        }"""
    for address in [each for each in ROOMS if each.startswith("#/settings")]:
        page.evaluate("address => { location.hash = address; }", address)
        page.wait_for_timeout(100)
        assert page.evaluate(find) == [], address


def test_what_somebody_may_do_is_told_in_words_and_the_scope_is_in_the_tooltip(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/settings/me")
    rights = page.locator(".scopes li")
    told = rights.filter(has_text="Conversations")
    expect(told).to_have_text("Conversations: see, change")
    expect(told).to_have_attribute("title", "conversations:read, conversations:write")
    shown = " ".join(rights.all_inner_texts())
    assert [scope for scope in SCOPES if scope in shown] == []
    page.evaluate("location.hash = '#/settings/agents'")
    page.get_by_text("1 permission").click()
    expect(page.locator("table .scopes li")).to_have_text("Accounts: see")
