"""The other rooms: people, segments, trends, alerts, accounts, parked, settings; each in every state and reach."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.console.finding import fill_finding
from tests.console.insights import fill_insights
from tests.console.samples import make_account, make_contact, make_message, make_page, make_post, tell
from tests.console.stage import Failure, Stage

RULE = {"attribute": "negative", "at_least": 2, "within_days": 7}
SEGMENT = {
    "id": "unhappy2", "title": "Unhappy twice", "rule": RULE, "offer": "A voucher", "action": None,
    "backfill": {"state": "done", "contacts": 40, "ended_at": tell(-5)}, "built_in": False,
    "created_at": tell(-90), "created_by": "anna", "members": {"count": 842, "exact": True}, "flow": None,
}  # fmt: skip
FLOW = [{"day": f"2026-11-{day:02}", "entered": day % 3, "left": 1} for day in range(1, 31)]
HEALTH = {
    "id": "a1", "state": "active", "native_id": "77", "last_delivery_at": tell(-180), "usual_silence_s": 240,
    "longest_silence_s": 900, "silent": True, "refused": {"signature": 2}, "refused_all": True,
    "parked": {"unreadable": 1},
    "parked_all": True, "unknown_accounts": [{"native_id": "78", "parked": 3}],
    "sending": {"state": "token_dead", "reason": "revoked", "since": tell(-60), "good_until": None, "days_left": None},
    "polled": None, "renewed": None,
}  # fmt: skip
WAIT = {"count": 3, "mean_s": 900, "half_within_s": 600, "nine_of_ten_within_s": 3600, "groups": []}
MOOD = {"negative": 4, "neutral": 3, "positive": 5, "unknown": 0, "negative_share": 0.33}
TOPIC = {
    "term": "parcel", "kind": "word", "count": 9, "negative_share": 0.5, "usual": 2.0, "burst": 3.1,
    "platforms": ["x"],
}  # fmt: skip
ALERT = {
    "id": "al1", "at": tell(-10), "hour": tell(-60), "severity": 3, "platform": "x", "account_id": "a1",
    "post_id": None, "interactions": 40, "negative": 30, "people": 28,
    "signals": [{"name": "volume", "value": 40.0, "usual": 4.5, "severity": 3}],
    "brake": None, "brake_by": None, "acknowledged_by": None, "acknowledged_at": None,
    "note": None, "noted_by": None, "noted_at": None,
}  # fmt: skip
PARKED = {
    "id": "pk1", "platform": "x", "endpoint": "e1", "reason": "unknown_shape", "received_at": tell(-30),
    "parked_at": tell(-30), "accounts": ["77"], "readable": True,
}  # fmt: skip
TOKEN: dict[str, Any] = {
    "id": "t1", "agent": "anna", "title": "laptop", "scopes": [], "state": "active", "created_at": tell(-90),
    "created_by": "anna", "expires_at": tell(9000), "last_used_on": None,
}  # fmt: skip
SETTINGS = {
    "engine": "embedded", "comprehend_units": 0, "translation_characters": 0,
    "corrections_with_text": False, "erase_name_parts": False,
    "requests_per_minute": 600, "tasks_per_minute": 10, "brand_requests_per_minute": 3000, "public_name": "Demo",
    "privacy_contact": "privacy@demo.example", "page_languages": ["en"], "zone": "Europe/Berlin", "quiet_from": 21,
    "quiet_to": 8, "broadcast_days": 7, "brake_severity": 3, "privacy_notice_url": "", "csat": "", "csat_days": 30,
    "csat_text": "",
}  # fmt: skip
SLA = {
    "urgent": {"first_answer": 15, "next_answer": 30, "solution": 240}, "high": None, "normal": None, "low": None,
}  # fmt: skip
SHIFTS = [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "17:30"}]
HOURS = {
    "zone": "Europe/Berlin", "monday": SHIFTS, "tuesday": SHIFTS, "wednesday": [], "thursday": [], "friday": [],
    "saturday": [], "sunday": [], "holidays": ["2026-12-25"],
}  # fmt: skip
ROOMS = [
    "#/people", "#/people/p1", "#/segments", "#/segments/unhappy2", "#/segments/new", "#/trends", "#/alerts",
    "#/accounts", "#/parked", "#/settings/me", "#/settings/agents", "#/settings/tokens", "#/settings/canned",
    "#/settings/brand", "#/settings/sla", "#/settings/hours",
    "#/settings/macros", "#/posts", "#/posts/groups", "#/search",
]  # fmt: skip


def fill_rooms(stage: Stage) -> None:
    """Tells the stage what every room needs."""
    stage.tell("GET /accounts", make_page([make_account(), make_account("a2", state="disconnected")]))
    stage.tell("GET /accounts/{id}/health", HEALTH)
    stage.tell("GET /contacts/{id}", make_contact(attributes={"size": "XL"}))
    stage.tell("GET /contacts/{id}/history", make_page([
        {"at": tell(-5), "entered": [], "left": ["vip"],
         "stage": {"from": "prospect", "to": "customer", "reason": "bought", "by": "anna"}},
    ]))  # fmt: skip
    stage.tell(
        "GET /contacts/{id}/timeline", make_page([make_message("i1", "Hello"), make_message("i2", None)])
    )
    stage.tell("GET /contacts/{id}/consents", make_page([
        {"purpose": "marketing", "given": True, "wording": None, "channel": None, "source": None, "at": tell(-9),
         "by": "anna"},
    ]))  # fmt: skip
    stage.tell("GET /segments", make_page([SEGMENT]))
    stage.tell("GET /segments/{id}", {**SEGMENT, "flow": FLOW})
    person = {"id": "p1", "name": "Customer 1", "handle": None}
    evidence = {"rule": RULE, "values": {"negative": 3}}
    stage.tell(
        "GET /segments/{id}/members",
        make_page([{"contact": person, "since": tell(-9), "evidence": evidence}]),
    )
    stage.tell("POST /segments/preview", {
        "total": 812, "seen": 5000, "complete": False, "sample": [{"contact": person, "values": {"negative": 3}}],
    })  # fmt: skip
    days = [{"key": f"2026-11-{day:02}"} for day in (1, 2, 3)]
    span = {"from": "2026-11-01", "to": "2026-11-03", "by": "day"}
    stage.tell("GET /insights/volume", {**span, "data": [{**day, "count": 12} for day in days], "total": 36})
    stage.tell("GET /insights/sentiment", {
        **span, "data": [{**day, **MOOD} for day in days], "total": MOOD, "corrected": 0,
    })  # fmt: skip
    waits = {"first_response": WAIT, "response": WAIT}
    stage.tell(
        "GET /insights/response-times", {**span, "data": [{**day, **waits} for day in days], "total": waits}
    )
    stage.tell("GET /insights/topics", {"from": "2026-11-01", "to": "2026-11-03", "data": [TOPIC]})
    fill_insights(stage, span, days)
    stage.tell("GET /alerts", make_page([ALERT]))
    stage.tell("GET /parked", make_page([PARKED]))
    queue = {"name": "deliveries", "waiting": 3, "in_flight": 1, "delayed": 0, "dead": 2}
    stage.tell("GET /queues", make_page([queue]))
    agent = {
        "id": "anna",
        "role": "admin",
        "state": "active",
        "scopes": ["accounts:read"],
        "created_at": tell(-9),
    }
    stage.tell("GET /agents", make_page([agent]))
    stage.tell("GET /api-tokens", make_page([TOKEN]))
    canned = {
        "id": "k1",
        "title": "Sorry",
        "text": "We are sorry.",
        "created_at": tell(-9),
        "created_by": "anna",
    }
    stage.tell("GET /canned", make_page([canned]))
    macro: dict[str, Any] = {"id": "m1", "title": "Sorry", "text": "Sorry", "way": None, "status": "closed",
                             "tags": [], "assignee": None, "created_at": None, "created_by": "ben"}  # fmt: skip
    stage.tell("GET /macros", make_page([macro]))
    stage.tell("GET /settings", SETTINGS)
    fill_finding(stage)
    stage.tell("GET /posts", make_page([make_post()]))
    group = {"id": "g1", "platform": "telegram", "account_id": "a1", "name": "Fans", "members": 1200,
             "last_day": "2026-11-28"}  # fmt: skip
    stage.tell("GET /groups", make_page([group]))
    stage.tell("GET /groups/{id}/members", make_page([{"person": person, "since": tell(-9)}]))
    stage.tell("GET /sla", SLA)
    stage.tell("GET /business-hours", HOURS)


@pytest.mark.parametrize("address", ROOMS)
def test_every_room_is_in_reach_for_everybody(stage: Stage, address: str) -> None:
    """One theme, language and width each, so that all of them are met."""
    number = ROOMS.index(address)
    fill_rooms(stage)
    theme: Any = ("light", "dark")[number % 2]
    stage.page.emulate_media(color_scheme=theme)
    language = ("en", "ar", "de")[number % 3]
    stage.page.add_init_script(f"localStorage.setItem('rapport.locale', '{language}')")
    width = (360, 1280, 820)[number % 3]
    stage.page.set_viewport_size({"width": width, "height": 640})
    page = stage.open(address)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_test_id("problem").count() == 0
    assert stage.find_violations() == []


@pytest.mark.parametrize(
    "address", ["#/segments", "#/trends", "#/alerts", "#/accounts", "#/parked", "#/people/p1"]
)
def test_a_refusal_is_named_in_every_room(stage: Stage, address: str) -> None:
    fill_rooms(stage)
    for route in [name for name in stage.answers if name.startswith("GET ") and name != "GET /me"]:
        stage.tell(route, Failure(403, "forbidden", "Ask a supervisor."))
    page = stage.open(address)
    expect(page.get_by_test_id("problem").first).to_have_attribute("data-code", "forbidden")
    expect(page.get_by_test_id("problem").first).to_contain_text("Ask a supervisor.")


def test_the_health_of_an_account_is_told_in_words(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/accounts")
    health = page.get_by_test_id("account-health").first
    for words in ("its token is dead", "silent; usually 4m", "refused within a day: 2", "parked: 1", "78"):
        expect(health).to_contain_text(words)


def connect_account(stage: Stage) -> Locator:
    """Fills the wizard's first two steps in, and returns its dialog."""
    page = stage.open("#/accounts")
    page.get_by_role("button", name="Connect").click()
    dialog = page.get_by_role("dialog", name="Connect an account")
    dialog.get_by_label("Platform").select_option("facebook")
    dialog.get_by_label("Id of the account on the platform").fill("4711")
    dialog.get_by_label("App secret").fill("0123456789abcdef0123456789abcdef")
    dialog.get_by_role("button", name="Connect").click()
    return dialog


def test_an_account_is_connected_in_four_steps_and_tested(stage: Stage) -> None:
    fill_rooms(stage)
    made = {**make_account("a9"), "generated_secrets": {"verify_token": "made-up"}}
    stage.tell("POST /accounts", made)
    stage.tell("POST /accounts/{id}/test", {"id": "a9", "signed": 200, "forged": 401, "good": True})
    dialog = connect_account(stage)
    expect(dialog).to_contain_text("Verify token")
    expect(dialog).to_contain_text("made-up")
    expect(dialog).not_to_contain_text("verify_token")
    expect(dialog).to_contain_text("https://hooks.example/webhooks/x/e1")
    dialog.get_by_role("button", name="Test").click()
    expect(dialog.get_by_role("status")).to_contain_text("taken")
    (sent,) = stage.sent("POST /accounts")
    assert sent["body"]["platform"] == "facebook"
    assert sent["body"]["native_id"] == "4711"
    assert "0123456789abcdef0123456789abcdef" not in dialog.page.content()


def test_a_segment_is_built_by_keys_and_looked_at_before_it_is_saved(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /segments", SEGMENT)
    page = stage.open("#/segments/new")
    page.get_by_label("Title").fill("Unhappy twice")
    page.get_by_label("Value").fill("2")
    page.get_by_label("within days").fill("7")
    page.get_by_role("button", name="Add a condition").click()
    second = page.get_by_test_id("rule-condition").nth(1)
    second.get_by_label("What").select_option("stage")
    second.get_by_label("Value").fill("former")
    second.get_by_role("button", name="not").click()
    expect(page.get_by_test_id("preview-total")).to_have_attribute("data-total", "812")
    page.wait_for_timeout(1000)
    wanted = {"all": [RULE, {"not": {"attribute": "stage", "is": "former"}}]}
    assert stage.sent("POST /segments/preview")[-1]["body"] == {"rule": wanted}
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**#/segments/unhappy2")
    assert stage.sent("POST /segments")[0]["body"] == {"title": "Unhappy twice", "rule": wanted}
    expect(page.get_by_test_id("segment-why")).to_contain_text("Customer 1")


def test_a_segment_shows_how_many_are_in_it_and_who_moves(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/segments/unhappy2")
    expect(page.get_by_role("navigation", name="Segments").get_by_text("842")).to_be_visible()
    expect(page.get_by_test_id("segment-members")).to_have_text("842 people · today 0 came and 1 left")
    expect(page.get_by_test_id("chart").locator("tbody tr")).to_have_count(30)


def test_a_person_shows_what_changed_in_words(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/people/p1")
    history = page.get_by_role("region", name="History")
    left = {"at": tell(-2), "entered": [], "left": ["unhappy2"], "stage": None}
    expect(history).to_contain_text("prospect → customer, out of vip")
    expect(page.get_by_role("region", name="So far")).to_contain_text("messages")
    expect(page.get_by_test_id("said").first).to_contain_text("negative")
    stage.tell("GET /contacts/{id}/history", make_page([left]))
    page.reload()
    expect(history).to_contain_text(f"out of {SEGMENT['title']}")
    stage.tell("GET /contacts/{id}/history", make_page([]))
    page.reload()
    expect(history).to_contain_text("Stage and segments have not changed yet.")


def test_what_was_parked_is_read_again(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /parked/replay", {"replayed": 1, "gone": 0, "more": False})
    page = stage.open("#/parked")
    page.get_by_test_id("parked-row").get_by_role("button", name="Replay").click()
    expect(page.get_by_text("1 are read again").first).to_be_visible()
    assert stage.sent("POST /parked/replay")[0]["body"] == {"ids": ["pk1"]}


def test_a_token_is_shown_once(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("POST /api-tokens", {**TOKEN, "token": "rpt_new_secret"})
    page = stage.open("#/settings/tokens")
    page.get_by_label("What it is for").fill("laptop")
    page.get_by_role("button", name="Make a token for me").click()
    expect(page.get_by_text("rpt_new_secret")).to_be_visible()
    page.evaluate("location.hash = '#/settings/me'")
    page.evaluate("location.hash = '#/settings/tokens'")
    expect(page.get_by_text("laptop").first).to_be_visible()
    expect(page.get_by_text("rpt_new_secret")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["at least 1 negative message within 7 days", "not true: Stage: former"]),
        ("de", ["mindestens 1 negative Nachricht (Zeitraum: 7 Tage)", "trifft nicht zu: Stufe: ehemalig"]),
        ("ar", ["1 رسالة سلبية على الأقل خلال 7 أيام", "لا ينطبق: المرحلة: سابق"]),
    ],
)
def test_a_rule_is_told_in_sentences(stage: Stage, language: str, lines: list[str]) -> None:
    fill_rooms(stage)
    rule = {"all": [{**RULE, "at_least": 1}, {"not": {"attribute": "stage", "is": "former"}}]}
    stage.tell("GET /segments", make_page([{**SEGMENT, "rule": rule}]))
    stage.page.add_init_script(f"localStorage.setItem('rapport.locale', '{language}')")
    page = stage.open("#/segments/unhappy2")
    told = page.locator("main .rule-lines li").all_inner_texts()
    assert [line.replace("\u00a0", " ") for line in told] == lines


def test_that_none_of_several_is_true_is_one_choice_of_a_group(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/segments/new")
    expect(page.get_by_test_id("rule-condition")).to_contain_text("at least 1 negative message")
    page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("How the conditions go together").select_option(label="none of these is true")
    page.get_by_label("Title").fill("Content")
    page.wait_for_timeout(1000)
    negative = {"attribute": "negative", "at_least": 1}
    assert stage.sent("POST /segments/preview")[-1]["body"] == {
        "rule": {"not": {"any": [negative, negative]}}
    }
