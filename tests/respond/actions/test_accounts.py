"""Accounts: listed without secrets, connected with an endpoint of their own or one they share.

Tests of: `respond.actions.account_health`, `respond.shapes.account`, `respond.shapes.account_health`,
`store.brand.accounts`, `store.brand.account_ids`, `store.brand.silence`, `store.brand.stores`.
"""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from aws import secrets
from model import endpoint_id
from model.endpoint import Endpoint
from model.errors import Conflict
from platforms import registry
from tests.conftest import SETTINGS
from tests.fakes import make_endpoint_id
from tests.respond.world import ACME, OTHER, World, authorizer

PAGE: dict[str, Any] = {
    "platform": "facebook",
    "native_id": "12345",
    "title": "Our Page",
    "self_ids": ["12345", "67890"],
    "secrets": {"app_secret": "s3cret-of-the-app", "verify_token": "ours-and-theirs"},
}


def _add(world: World, body: Any, **more: Any) -> Any:
    return world.call("POST", "/accounts", body=body, **more)


def test_an_account_gets_an_endpoint_and_its_secrets_are_kept_where_the_webhook_looks(world: World) -> None:
    answer = _add(world, PAGE)
    body = answer.body
    assert answer.status == 201
    assert endpoint_id.valid(body["endpoint"], bytes.fromhex(SETTINGS["RAPPORT_ENDPOINT_KEY"]))
    assert body["webhook_url"] == f"https://hooks.example/webhooks/facebook/{body['endpoint']}"
    assert (body["title"], body["native_id"], body["self_ids"]) == ("Our Page", "12345", ["12345", "67890"])
    assert body["generated_secrets"] == {}
    kept = secrets.read_endpoint("facebook", body["endpoint"])
    assert kept == Endpoint(ACME, PAGE["secrets"])
    (served,) = world.stores.accounts.list_served_accounts(ACME, body["endpoint"])
    assert (served.id, served.self_ids) == (body["id"], ("12345", "67890"))
    assert world.audit() == [{"agent": "adam", "action": "add account", "target": body["id"]}]


def test_secrets_are_never_shown(world: World) -> None:
    shown = _add(world, PAGE).text + world.get("/accounts").text
    for secret in PAGE["secrets"].values():
        assert f'"{secret}"' not in shown


@pytest.mark.parametrize(
    ("platform", "given", "made"),
    [
        ("facebook", {"app_secret": "0123456789abcdef"}, ["verify_token"]),
        ("telegram", {}, ["secret_token"]),
        ("discourse", {}, ["secret"]),
        ("standard_webhooks", {}, ["secret"]),
        ("discourse", {"secret": "chosen-by-somebody"}, []),
        ("slack", {"signing_secret": "0123456789abcdef"}, []),
        ("x", {"consumer_secret": "0123456789abcdef"}, []),
    ],
)
def test_what_we_choose_is_made_up_and_shown_once(
    world: World, platform: str, given: dict[str, str], made: list[str]
) -> None:
    body = _add(world, {"platform": platform, "native_id": "1", "secrets": given}).body
    generated = body["generated_secrets"]
    assert list(generated) == made
    kept = secrets.read_endpoint(platform, body["endpoint"])
    assert kept is not None
    assert kept.current == given | generated
    listed = world.get("/accounts").text
    assert all(len(value) >= 32 and value not in listed for value in generated.values())


@pytest.mark.parametrize(
    ("platform", "given", "kept"),
    [
        (
            "slack",
            {"signing_secret": " 0123456789abcdef0123456789abcdef\r\n"},
            "0123456789abcdef0123456789abcdef",
        ),
        (
            "standard_webhooks",
            {"secret": "v1,whsec_MDEyMzQ1Njc4OWFiY2RlZg=="},
            "whsec_MDEyMzQ1Njc4OWFiY2RlZg==",
        ),
        ("telegram", {"secret_token": '"abcdefghij_ABC-0123"'}, "abcdefghij_ABC-0123"),
    ],
)
def test_a_secret_is_cleaned_of_what_was_pasted_with_it(
    world: World, platform: str, given: dict[str, str], kept: str
) -> None:
    body = _add(world, {"platform": platform, "native_id": "1", "secrets": given}).body
    found = secrets.read_endpoint(platform, body["endpoint"])
    assert found is not None
    assert list(found.current.values()) == [kept]


@pytest.mark.parametrize(
    ("platform", "given", "reason"),
    [
        ("slack", {"signing_secret": ""}, "is blank"),
        ("slack", {"signing_secret": " \t"}, "is blank"),
        ("slack", {"signing_secret": "tiny"}, "shorter"),
        ("slack", {"signing_secret": "xoxb-1234567890-1234567890"}, "a token"),
        ("slack", {"signing_secret": "aaaaaaaaaaaaaaaaaaaaaaaa"}, "guessed"),
        ("facebook", {"app_secret": "EAAabcdefghijklmnop"}, "an access token"),
        ("standard_webhooks", {"secret": "whsk_MDEyMzQ1Njc4OWFiY2RlZg=="}, "whsec_ or whpk_"),
        ("standard_webhooks", {"secret": "whsec_%%%%%%%%%%%%%%%%"}, "not base64"),
        ("standard_webhooks", {"secret": "whsec_MDEyMw=="}, "shorter"),
        ("telegram", {"secret_token": "abcdefghijkl mnopqr/st"}, "character"),
        ("telegram", {"secret_token": "abcdefghijkl\u00e9mnopqrst"}, "character"),
    ],
)
def test_a_secret_that_cannot_work_is_refused_with_the_reason(
    world: World, platform: str, given: dict[str, str], reason: str
) -> None:
    answer = _add(world, {"platform": platform, "native_id": "1", "secrets": given})
    assert (answer.status, answer.body["code"]) == (422, "secret_refused")
    assert reason in answer.body["detail"]
    (value,) = given.values()
    assert not value.strip() or value not in answer.text
    assert _secrets() == []


@pytest.mark.parametrize(("platform", "missing"), [("facebook", "app_secret"), ("slack", "signing_secret")])
def test_what_only_the_platform_knows_is_asked_for(world: World, platform: str, missing: str) -> None:
    answer = _add(world, {"platform": platform, "native_id": "1"})
    assert answer.status == 422
    assert missing in answer.body["detail"]
    assert _secrets() == []


def _secrets() -> list[str]:
    listed = boto3.client("secretsmanager").list_secrets()["SecretList"]
    return [secret["Name"] for secret in listed]


def test_the_same_account_is_not_connected_twice(world: World) -> None:
    assert _add(world, PAGE).status == 201
    again = _add(world, PAGE | {"title": "Again"})
    assert (again.status, again.body["code"]) == (409, "exists")
    assert len(_secrets()) == 1
    elsewhere = _add(world, PAGE, caller=authorizer(OTHER))
    assert elsewhere.status == 201, "another brand may have connected it too"


def _revoked(world: World, body: Any) -> Any:
    shown = _add(world, body).body
    assert world.stores.accounts.revoke_account(ACME, body["platform"], shown["id"])
    world.clock.now += 60
    return shown


def test_an_account_that_withdrew_its_consent_is_connected_again_in_its_place(world: World) -> None:
    first = _revoked(world, PAGE)
    before = [row["native_id"] for row in world.get("/accounts").body["data"]]
    again = _add(world, {"platform": "facebook", "native_id": "12345", "title": "Again"})
    assert (again.status, again.body["state"], again.body["generated_secrets"]) == (201, "active", {})
    assert again.body["id"] != first["id"], "what was kept through the former connection stays apart"
    assert again.body["webhook_url"] == first["webhook_url"], "the platform need not be told anything new"
    listed = world.get("/accounts").body["data"]
    assert sorted(row["native_id"] for row in listed) == sorted(before)
    (served,) = world.stores.accounts.list_served_accounts(ACME, first["endpoint"])
    assert (served.id, served.state, served.connected_at) == (
        again.body["id"],
        "active",
        world.stores.now_ms(),
    )
    assert world.audit()[-1] | {"target": ""} == {
        "agent": "adam",
        "action": "connect account again",
        "target": "",
    }
    assert _add(world, PAGE).status == 409
    assert len(_secrets()) == 1


def test_connected_again_with_new_secrets_it_has_a_new_endpoint(world: World) -> None:
    first = _revoked(world, PAGE)
    again = _add(world, PAGE | {"secrets": {"app_secret": "another-0123456789"}}).body
    assert again["endpoint"] != first["endpoint"]
    assert list(again["generated_secrets"]) == ["verify_token"]
    assert world.stores.accounts.list_served_accounts(ACME, first["endpoint"]) == ()
    (served,) = world.stores.accounts.list_served_accounts(ACME, again["endpoint"])
    assert served.id == again["id"]


def test_a_bot_is_connected_again_where_it_was(world: World) -> None:
    """Its endpoint serves nobody else, and may not be shared."""
    bot = {"platform": "telegram", "native_id": "1"}
    first = _revoked(world, bot)
    again = _add(world, bot | {"endpoint": first["endpoint"]})
    assert (again.status, again.body["endpoint"]) == (201, first["endpoint"])


def test_of_two_who_connect_it_again_one_does(world: World) -> None:
    first = _revoked(world, PAGE)
    accounts = world.stores.accounts
    (known,) = (each for each in accounts.list_accounts(ACME) if each.id == first["id"])
    accounts.reconnect_account(known, replace(known, id="one", state="active", connected_at=1))
    with pytest.raises(Conflict):
        accounts.reconnect_account(known, replace(known, id="two", state="active", connected_at=1))
    assert not accounts.revoke_account(ACME, "facebook", first["id"]), "the former one is no more"
    assert not accounts.forget_names(ACME, "facebook", first["id"])
    (served,) = accounts.list_served_accounts(ACME, first["endpoint"])
    assert (served.id, served.title) == ("one", "Our Page")


def test_an_endpoint_serves_several_accounts_of_its_brand_and_platform(world: World) -> None:
    endpoint = _add(world, PAGE).body["endpoint"]
    second = {"platform": "facebook", "native_id": "2", "endpoint": endpoint}
    answer = _add(world, second)
    assert (answer.status, answer.body["endpoint"], answer.body["generated_secrets"]) == (201, endpoint, {})
    assert len(world.stores.accounts.list_served_accounts(ACME, endpoint)) == 2
    assert len(_secrets()) == 1
    for body, caller in (
        (second | {"native_id": "3"}, authorizer(OTHER)),
        (second | {"native_id": "3", "platform": "slack"}, authorizer()),
        (second | {"native_id": "3", "endpoint": make_endpoint_id(bytes(16))}, authorizer()),
        (second | {"native_id": "3", "secrets": {"app_secret": "other"}}, authorizer()),
    ):
        refused = _add(world, body, caller=caller)
        assert (refused.status, refused.body["code"]) == (422, "invalid")
    kept = secrets.read_endpoint("facebook", endpoint)
    assert kept is not None
    assert kept.current == PAGE["secrets"]


def test_where_payloads_name_no_account_an_endpoint_serves_one(world: World) -> None:
    endpoint = _add(world, {"platform": "discourse", "native_id": "1"}).body["endpoint"]
    answer = _add(world, {"platform": "discourse", "native_id": "2", "endpoint": endpoint})
    single = not registry.platform("discourse").names_account
    assert answer.status == (422 if single else 201)
    bots = _add(world, {"platform": "telegram", "native_id": "1"}).body["endpoint"]
    assert not registry.platform("telegram").names_account
    assert _add(world, {"platform": "telegram", "native_id": "2", "endpoint": bots}).status == 422


def test_accounts_are_listed_in_pages(world: World) -> None:
    for number in range(3):
        assert _add(world, {"platform": "discourse", "native_id": f"forum{number}"}).status == 201
    seen, cursor = [], None
    for _ in range(9):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = world.get("/accounts", query=query).body
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == seen
    assert len(set(seen)) == 5
    assert "generated_secrets" not in json.dumps(page)


@pytest.mark.parametrize(
    "change",
    [
        {"platform": "myspace"}, {"platform": None}, {"native_id": ""}, {"native_id": 12345},
        {"native_id": "x" * 201}, {"native_id": "a\nb"}, {"title": "x" * 201}, {"self_ids": "12345"},
        {"self_ids": [1]}, {"self_ids": ["x"] * 51}, {"secrets": []},
        {"secrets": {"app_secret": 7}}, {"secrets": {"app_secret": "x", "password": "y"}},
        {"endpoint": "short"}, {"brand": OTHER}, {"state": "active"}, {"id": "mine"},
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused(world: World, change: dict[str, Any]) -> None:
    answer = _add(world, PAGE | change)
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    assert "s3cret" not in answer.text
    assert _secrets() == []


def test_when_the_secret_store_is_silent_nothing_is_connected(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.errors import Unavailable

    def silent(*_: Any) -> None:
        raise Unavailable("secretsmanager: down")

    monkeypatch.setattr(secrets, "create", silent)
    answer = _add(world, PAGE)
    assert (answer.status, answer.body["code"], answer.body["retryable"]) == (503, "unavailable", True)
    assert len(world.stores.accounts.list_accounts(ACME)) == 2
