"""An account is authorized, changed and disconnected on the page; what was pasted is never shown again."""

from playwright.sync_api import expect

from tests.console.samples import make_account, make_page
from tests.console.stage import Failure, Stage
from tests.console.test_rooms import HEALTH, fill_rooms


def test_what_was_never_done_is_not_told_and_one_failure_is_one(stage: Stage) -> None:
    fill_rooms(stage)
    never = {"read_at": None, "failures": 0, "reason": None}
    once = {"read_at": None, "failures": 1, "reason": "no_address"}
    stage.tell("GET /accounts/{id}/health", {**HEALTH, "polled": never, "renewed": once})
    health = stage.open("#/accounts").get_by_test_id("account-health").first
    expect(health).to_contain_text("renewed failed once: no address")
    expect(health).not_to_contain_text("asked")


def test_an_account_gets_a_token_or_somebodys_consent(stage: Stage) -> None:
    fill_rooms(stage)
    callback = "https://api.example/consent"
    stage.tell("POST /accounts/{id}/authorization", {
        "id": "a1", "authorize_url": "https://x.example/consent?state=s1", "callback_url": callback, "sending": None,
    })  # fmt: skip
    page = stage.open("#/accounts")
    page.get_by_role("button", name="Renew the token").click()
    dialog = page.get_by_role("dialog", name="Renew the token")
    dialog.get_by_label("What the platform gave you").select_option("app")
    dialog.get_by_label("Client ID").fill("app-1")
    dialog.get_by_label("Client secret").fill("very-secret-9")
    assert stage.find_violations() == []
    dialog.get_by_role("button", name="Keep it").click()
    link = dialog.get_by_role("link", name="Consent at the platform", exact=False)
    expect(link).to_have_attribute("href", "https://x.example/consent?state=s1")
    expect(dialog).to_contain_text(callback)
    assert stage.sent("POST /accounts/{id}/authorization")[0]["body"] == {
        "client_id": "app-1", "client_secret": "very-secret-9",
    }  # fmt: skip
    expect(dialog.get_by_label("Client secret")).to_have_value("")


def test_an_account_is_renamed_and_disconnected_by_who_types_its_title(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("GET /accounts/{id}", make_account())
    stage.tell("PATCH /accounts/{id}", make_account(title="New"))
    stage.tell("DELETE /accounts/{id}", make_account(state="revoked"))
    stage.page.set_viewport_size({"width": 360, "height": 640})
    page = stage.open("#/accounts")
    page.get_by_role("button", name="Change").first.click()
    page.get_by_label("Title", exact=True).fill("New")
    page.get_by_role("button", name="Save").click()
    page.wait_for_timeout(200)
    (changed,) = stage.sent("PATCH /accounts/{id}")
    assert (changed["body"], changed["headers"]["if-match"]) == ({"title": "New"}, '"1"')
    page.get_by_role("button", name="Change").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("summary").click()
    dialog.get_by_label("What came from there").select_option("purge")
    end = dialog.get_by_role("button", name="Disconnect")
    expect(end).to_be_disabled()
    dialog.get_by_label("Type the title", exact=False).fill("Demo on X")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    end.click()
    page.wait_for_timeout(200)
    assert stage.sent("DELETE /accounts/{id}")[0]["query"] == {"data": ["purge"]}


def test_an_account_without_a_token_is_offered_one_and_then_its_renewal(stage: Stage) -> None:
    fill_rooms(stage)
    stage.tell("GET /accounts/{id}/health", {**HEALTH, "sending": None})
    good = {"state": "good", "reason": None, "since": None, "good_until": None, "days_left": None}
    stage.tell("POST /accounts/{id}/authorization", {
        "id": "a1", "authorize_url": None, "callback_url": "https://api.example/consent", "sending": good,
    })  # fmt: skip
    page = stage.open("#/accounts")
    card = page.get_by_test_id("account").first
    expect(card.get_by_role("button", name="Renew the token")).to_have_count(0)
    card.get_by_role("button", name="Add a token").click()
    dialog = page.get_by_role("dialog", name="Add a token")
    dialog.get_by_label("Access token").fill("very-secret-9")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_contain_text("Kept")
    stage.tell("GET /accounts/{id}/health", {**HEALTH, "sending": good})
    dialog.get_by_role("button", name="Close this window").click()
    expect(card.get_by_role("button", name="Renew the token")).to_be_visible()
    expect(card.get_by_test_id("account-health")).to_contain_text("token good")


def test_what_the_server_refuses_is_told_in_the_words_of_the_form(stage: Stage) -> None:
    fill_rooms(stage)
    page = stage.open("#/accounts")
    page.get_by_role("button", name="Connect").click()
    dialog = page.get_by_role("dialog", name="Connect an account")
    dialog.get_by_label("Platform").select_option("facebook")
    dialog.get_by_label("Id of the account on the platform").fill("4711")
    dialog.get_by_label("App secret").fill("short")
    for said, shown in {
        "`secrets`: app_secret is shorter than 16 characters.": "App secret is shorter than 16 characters.",
        "`secrets.app_secret` must have at least 1 characters.": "App secret must have at least 1 characters.",
        "`secrets` needs app_secret, verify_token.": "Secrets needs App secret, Verify token.",
        "`native_id` is not one of this platform.": "Id of the account on the platform is not one of this platform.",
    }.items():
        stage.tell("POST /accounts", Failure(422, "invalid", said))
        dialog.get_by_role("button", name="Connect").click()
        expect(dialog.get_by_test_id("problem")).to_contain_text(shown)


def test_no_token_is_offered_where_none_is_of_use(stage: Stage) -> None:
    fill_rooms(stage)
    accounts = [
        make_account("a1", platform=each, title=each) for each in ("webmention", "google_plus", "youtube")
    ]
    stage.tell("GET /accounts", make_page(accounts))
    stage.tell("GET /accounts/{id}/health", {**HEALTH, "sending": None})
    cards = stage.open("#/accounts").get_by_test_id("account")
    expect(cards.nth(2).get_by_role("button", name="Add a token")).to_be_visible()
    expect(cards.get_by_role("button", name="token")).to_have_count(1)
