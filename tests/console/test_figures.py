"""Figures stand in tables beside their pictures, are compared, taken along, and acted on."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.console.samples import make_message, make_page
from tests.console.stage import Stage
from tests.console.test_rooms import ALERT, fill_rooms


def test_figures_stand_in_a_table_beside_the_picture_and_are_taken_along(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/trends")
    charts = page.get_by_test_id("chart")
    expect(charts).to_have_count(7)
    told = {
        3: "first answer 90%", 4: "Content: 75% of 4 who answered, 9 were asked", 5: "Open now: 12",
        6: "2.5 each in the mean, 4 nobody’s",
    }  # fmt: skip
    for chart, words in told.items():
        expect(charts.nth(chart)).to_contain_text(words)
    expect(page.get_by_text("Of the 500 most urgent", exact=False)).to_be_visible()
    voices = page.get_by_role("region", name="Share of voice")
    expect(voices.get_by_role("row").nth(1)).to_contain_text("Demo")
    expect(voices.get_by_role("row").nth(1)).to_contain_text("75%")
    charts.first.get_by_text("As a table").click()
    expect(charts.first.get_by_role("table")).to_contain_text("12")
    with page.expect_download() as taken:
        charts.first.get_by_role("button", name="Save as CSV").click()
    assert taken.value.suggested_filename == "Messages-36.csv"
    lines = Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["When or what,Messages", "Nov 1,12", "Nov 2,12", "Nov 3,12"]


def test_a_picture_of_nothing_is_not_drawn(stage: Stage) -> None:
    fill_rooms(stage)
    volume = stage.answers["GET /insights/volume"]
    stage.tell("GET /insights/volume", {**volume, "data": [], "total": 0})
    page = stage.open("#/trends")
    charts = page.get_by_test_id("chart")
    expect(charts.first.get_by_role("heading")).to_have_text("Messages: 0")
    expect(charts.first.locator("svg g")).to_have_count(0)
    expect(charts.nth(1).locator("svg g").first).to_be_visible()
    charts.first.get_by_text("As a table").click()
    expect(charts.first.get_by_role("row").nth(2)).to_contain_text("Nov 2")


def test_an_empty_day_has_its_place_and_nothing_is_told_of_nobody(stage: Stage) -> None:
    fill_rooms(stage)
    for name in ("volume", "sentiment", "response-times", "sla"):
        answer = stage.answers[f"GET /insights/{name}"]
        stage.tell(f"GET /insights/{name}", {**answer, "data": [answer["data"][0], answer["data"][2]]})
    waits = stage.answers["GET /insights/response-times"]
    nobody: dict[str, Any] = {
        "count": 0,
        "mean_s": None,
        "half_within_s": None,
        "nine_of_ten_within_s": None,
        "groups": [],
    }
    total = {"first_response": nobody, "response": nobody}
    stage.tell("GET /insights/response-times", {**waits, "total": total})
    page = stage.open("#/trends")
    charts = page.get_by_test_id("chart")
    expect(charts.first.locator("rect")).to_have_count(3)
    expect(charts.nth(2).get_by_role("heading")).to_have_text(
        "Until the first answer: nobody was answered in these days"
    )
    for chart, told in ((0, "Nov 2 0"), (2, "Nov 2 – –"), (3, "Nov 2 0 0")):
        charts.nth(chart).get_by_text("As a table").click()
        row = charts.nth(chart).get_by_role("row").nth(2)
        assert " ".join(row.inner_text().split()) == told


def test_words_in_a_picture_are_as_large_on_a_phone_as_on_a_desk(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/trends")
    sizes = """figures => figures.map((each) => {
      const svg = each.querySelector('svg');
      return Math.round(12 * svg.getScreenCTM().a);
    })"""
    figures = page.get_by_test_id("chart")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 640})
        page.wait_for_timeout(200)
        assert set(figures.evaluate_all(sizes)) == {12}, width
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_days_before_are_asked_for_where_they_are_compared(stage: Stage) -> None:
    fill_rooms(stage)
    answer = stage.answers["GET /insights/volume"]
    stage.tell(
        "GET /insights/volume",
        lambda asked: {**answer, "before_total": 24 if "compare" in asked["query"] else None},
    )
    page = stage.open("#/trends?days=7&compare=yes")
    expect(page.get_by_test_id("change").first).to_have_text("+50% against the days before")
    days = [each["query"] for each in stage.sent("GET /insights/volume") if each["query"]["by"] == ["day"]]
    assert [(each["compare"], each["zone"]) for each in days] == [(["previous"], ["Europe/Berlin"])]
    page.get_by_label("Compare with the days before").uncheck()
    page.wait_for_url("**#/trends?by=day&days=7")
    expect(page.get_by_test_id("change")).to_have_count(0)


def test_a_bar_its_number_and_a_topic_open_their_messages(stage: Stage) -> None:
    fill_rooms(stage)
    found = {**make_page([make_message("i1", "Where is my parcel?!")], "more"), "looked_at": 40}
    stage.tell("GET /interactions", found)
    page = stage.open("#/trends?days=7")
    moods = page.get_by_test_id("chart").nth(1)
    moods.locator(".bar-negative").nth(1).click()
    dialog = page.get_by_role("dialog", name="Nov 2, negative")
    expect(dialog.get_by_test_id("said")).to_contain_text("Where is my parcel?!")
    assert stage.find_violations() == []
    dialog.get_by_role("button", name="Look further").click()
    expect(dialog.get_by_test_id("said")).to_have_count(2)
    page.keyboard.press("Escape")
    moods.get_by_text("As a table").click()
    number = moods.get_by_role("button", name="Nov 3, positive: 5")
    number.press("Enter")
    expect(page.get_by_role("dialog", name="Nov 3, positive")).to_be_visible()
    page.keyboard.press("Escape")
    expect(number).to_be_focused()
    page.get_by_role("button", name="parcel, Messages: 9").click()
    page.get_by_role("dialog", name="parcel").get_by_role("link", name="Open").first.click()
    page.wait_for_url("**#/c/c1")
    asked = [each["query"] for each in stage.sent("GET /interactions")]
    zone = {"zone": ["Europe/Berlin"]}
    day = {"from": ["2026-11-02"], "to": ["2026-11-02"], "sentiment": ["negative"], **zone}
    assert asked[:2] == [day, {**day, "cursor": ["more"]}]
    assert asked[2]["sentiment"] == ["positive"]
    assert asked[3] == {"from": ["2026-11-01"], "to": ["2026-11-03"], "topic": ["parcel"], **zone}


def test_hours_of_the_week_are_a_picture_and_a_table(stage: Stage) -> None:
    fill_rooms(stage)
    days = stage.answers["GET /insights/volume"]
    hours = [{"key": f"2026-11-0{day}T09:00:00+01:00", "count": day} for day in (2, 3)]
    stage.tell(
        "GET /insights/volume",
        lambda asked: {**days, "data": hours} if asked["query"]["by"] == ["hour"] else days,
    )
    page = stage.open("#/trends")
    heat = page.get_by_role("figure", name="When there is most to do")
    expect(heat.locator("rect")).to_have_count(7 * 24)
    heat.get_by_text("As a table").click()
    rows = heat.get_by_role("row")
    expect(rows).to_have_count(8)
    expect(rows.nth(2).get_by_role("cell").nth(10)).to_have_text("3")
    assert stage.find_violations() == []


def test_an_alert_is_noted_looked_after_and_stops_broadcasts(stage: Stage) -> None:
    fill_rooms(stage)
    seen = {**ALERT, "acknowledged_by": "anna", "acknowledged_at": ALERT["at"]}
    stage.tell("PUT /alerts/{id}/brake", {**seen, "brake": True, "brake_by": "anna"})
    page = stage.open("#/alerts")
    alert = page.get_by_test_id("alert")
    noted = {**ALERT, "note": "A parcel van burnt", "noted_by": "anna", "noted_at": ALERT["at"]}
    stage.tell("PUT /alerts/{id}/acknowledgement", noted)
    alert.get_by_label("Note").fill("A parcel van burnt ")
    alert.get_by_role("button", name="Save").click()
    expect(alert.get_by_role("listitem")).to_contain_text("A parcel van burnt · anna")
    stage.tell("PUT /alerts/{id}/acknowledgement", seen)
    alert.get_by_role("button", name="Acknowledge").click()
    expect(alert).to_contain_text("anna looks after it")
    alert.get_by_role("button", name="Stop broadcasts there").click()
    expect(alert).to_contain_text("anna stopped broadcasts there")
    sent = [each["body"] for each in stage.sent("PUT /alerts/{id}/acknowledgement")]
    assert sent == [{"note": "A parcel van burnt"}, {"acknowledged": True}]
    assert stage.sent("PUT /alerts/{id}/brake")[0]["body"] == {"on": True}
