"""Figures stand in tables beside their pictures, are compared, taken along, and acted on."""

from pathlib import Path

from playwright.sync_api import expect

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


def test_the_days_before_are_asked_for_where_they_are_compared(stage: Stage) -> None:
    fill_rooms(stage)
    answer = stage.answers["GET /insights/volume"]
    stage.tell(
        "GET /insights/volume",
        lambda asked: {**answer, "before_total": 24 if "compare" in asked["query"] else None},
    )
    page = stage.open("#/trends?days=7&compare=yes")
    expect(page.get_by_test_id("change").first).to_have_text("+50% against the days before")
    asked = stage.sent("GET /insights/volume")[0]["query"]
    assert (asked["compare"], asked["zone"], asked["by"]) == (["previous"], ["Europe/Berlin"], ["day"])
    page.get_by_label("Compare with the days before").uncheck()
    page.wait_for_url("**#/trends?by=day&days=7")
    expect(page.get_by_test_id("change")).to_have_count(0)


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
