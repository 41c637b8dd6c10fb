"""One account over the API: shown, renamed, disconnected; and its data purged once a second person confirms."""

from dataclasses import replace
from typing import Any

import boto3
import pytest

from model.privacy_task import Ask, State
from store.brand.polls import STOPPED
from tests.respond.world import ACME, OTHER, Answer, World, authorizer

BY_ID = "/accounts/{id}"
PAGE: dict[str, Any] = {
    "platform": "facebook",
    "native_id": "12345",
    "title": "Our Page",
    "secrets": {"app_secret": "s3cret-of-the-app"},
}


@pytest.fixture
def account(world: World) -> dict[str, Any]:
    """A connected Page."""
    answer: dict[str, Any] = world.call("POST", "/accounts", body=PAGE).body
    return answer


def _call(world: World, method: str, account: dict[str, Any], **more: Any) -> Answer:
    return world.call(method, BY_ID, path={"id": account["id"]}, **more)


def test_it_is_shown_and_changed_by_who_saw_it(world: World, account: dict[str, Any]) -> None:
    shown = _call(world, "GET", account)
    assert (shown.status, shown.body["title"]) == (200, "Our Page")
    seen = {"If-Match": shown.headers["ETag"]}
    changed = _call(world, "PATCH", account, body={"self_ids": ["6"]}, headers=seen)
    assert (changed.body["title"], changed.body["self_ids"]) == ("Our Page", ["6"])
    assert changed.headers["ETag"] != shown.headers["ETag"]
    assert _call(world, "PATCH", account, body={"title": "Late"}, headers=seen).status == 412
    again = _call(
        world, "PATCH", account, body={"title": "New"}, headers={"If-Match": changed.headers["ETag"]}
    )
    assert (again.body["title"], again.body["self_ids"]) == ("New", ["6"])
    (served,) = world.stores.accounts.list_served_accounts(ACME, account["endpoint"])
    assert (served.title, served.self_ids, served.native_id) == ("New", ("6",), "12345")
    assert _call(world, "GET", account, caller=authorizer(OTHER)).status == 404


def test_disconnected_it_takes_nothing_more_and_what_came_stays(
    world: World, account: dict[str, Any]
) -> None:
    answer = _call(world, "DELETE", account)
    assert (answer.status, answer.body["state"], answer.body["withdrawal_task"]) == (200, "revoked", None)
    (served,) = world.stores.accounts.list_served_accounts(ACME, account["endpoint"])
    assert served.state == "revoked"
    assert world.stores.tasks.list_waiting(ACME, "", 10) == []
    late = _call(world, "PATCH", account, body={"title": "X"}, headers={"If-Match": "*"})
    assert (late.status, late.body["code"]) == (409, "revoked")
    again = world.call("POST", "/accounts", body={"platform": "facebook", "native_id": "12345"})
    assert (again.status, again.body["state"], again.body["endpoint"]) == (201, "active", account["endpoint"])


def test_its_data_are_purged_only_when_a_second_person_confirms(
    world: World, account: dict[str, Any]
) -> None:
    boto3.client("sqs").create_queue(QueueName="privacy")
    asked = _call(world, "DELETE", account, query={"data": "purge"})
    assert asked.body["state"] == "revoked"
    assert _call(world, "DELETE", account, query={"data": "purge"}).body == asked.body, "asked once"
    (task,) = world.stores.tasks.list_waiting(ACME, "", 10)
    assert (task.id, task.ask, task.account) == (asked.body["withdrawal_task"], Ask.REVOKE, account["id"])
    path = {"id": task.id}
    own = world.call("POST", "/privacy-tasks/{id}/approval", path=path)
    assert (own.status, own.body["code"]) == (403, "second_person_needed")
    good = world.call("POST", "/privacy-tasks/{id}/approval", path=path, caller=authorizer(agent="dora"))
    assert (good.status, good.body["state"]) == (200, State.RECEIVED)


def test_what_is_neither_kept_nor_purged_is_asked_back(world: World, account: dict[str, Any]) -> None:
    answer = _call(world, "DELETE", account, query={"data": "burn"})
    assert (answer.status, answer.body["code"]) == (400, "bad_filter")
    assert _call(world, "GET", account).body["state"] == "active"


def test_its_health_says_when_who_never_calls_is_asked(world: World, account: dict[str, Any]) -> None:
    wanted = {"platform": "feeds", "native_id": "https://blog.example/feed", "title": "Blog"}
    blog = world.call("POST", "/accounts", body=wanted).body
    path = {"path": {"id": blog["id"]}}
    polled = world.call("GET", f"{BY_ID}/health", **path).body["polled"]
    assert polled == {"read_at": None, "next_at": polled["next_at"], "failures": 0, "reason": None}
    polls = world.stores.polls
    due = next(each for each in polls.list_due(ACME) if each[0].endswith(blog["id"]))
    state = polls.lease_poll(ACME, *due, 60)
    assert state is not None
    polls.end_poll(replace(state, read_at=1_790_000_000, failures=2, reason="status_503"), STOPPED)
    stopped = {"read_at": "2026-09-21T14:13:20.000Z", "next_at": None, "failures": 2, "reason": "status_503"}
    assert world.call("GET", f"{BY_ID}/health", **path).body["polled"] == stopped
    page = world.call("GET", f"{BY_ID}/health", path={"id": account["id"]}).body
    assert page["polled"] is None, "it calls us"


def test_its_health_says_when_its_subscription_was_renewed(
    world: World, account: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = {"path": {"id": account["id"]}}
    renewed = world.call("GET", f"{BY_ID}/health", **path).body["renewed"]
    assert renewed == {"read_at": None, "next_at": renewed["next_at"], "failures": 0, "reason": None}
    wanted = {"platform": "standard_webhooks", "native_id": "shop", "title": "Shop"}
    other = world.call("POST", "/accounts", body=wanted).body
    monkeypatch.setattr(world.stores.polls, "find_poll", None)  # no such row is read for who never has one
    seen = world.call("GET", f"{BY_ID}/health", path={"id": other["id"]}).body
    assert (seen["polled"], seen["renewed"]) == (None, None)
