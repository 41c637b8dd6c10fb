"""A new user's first message: connected by a mistyped id, seen in the account's health, corrected, and replayed.

Tests of: `aws.functions`, `aws.logs`.
"""

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest

from aws import secrets, settings
from ingest.webhook import Webhook
from platforms import registry
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.respond.world import ACME, Answer, World
from tests.store.path import sqs_event

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
OTHER_SECRET = "0123456789abcdef0123456789abcdef"


class House:
    """A world with a webhook in front of it, whose secrets are those that the API keeps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = FakeClock(world.clock())
        self.queues = FakeQueues(self.clock)
        self.webhook = Webhook(
            secrets=secrets,
            queues=self.queues,
            objects=FakeObjects(self.clock),
            clock=self.clock,
            queue_url=settings.queue_deliveries(),
        )
        world.paths[ACME].intake.deliveries._platform = registry.platform

    def connect(self, native_id: str) -> dict[str, Any]:
        """Connect a workspace."""
        body = {"platform": "slack", "native_id": native_id, "secrets": {"signing_secret": SECRET}}
        answer = self.world.call("POST", "/accounts", body=body)
        assert answer.status == 201, answer.text
        made: dict[str, Any] = answer.body
        return made

    def post(self, account: Mapping[str, Any], secret: str = SECRET) -> int:
        """Post a message as the platform would; the status that it gets."""
        now = int(self.clock.wall())
        body = json.dumps(_message("T0RIGHT", f"{now}.000100")).encode()
        signed = registry.platform("slack").sign(body, {"signing_secret": secret}, now)
        return self._handle(account, body, signed.headers)

    def _handle(self, account: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> int:
        answer = self.webhook.answer_delivery(
            {
                "version": "2.0",
                "rawPath": f"/webhooks/slack/{account['endpoint']}",
                "rawQueryString": "",
                "headers": dict(headers),
                "requestContext": {"http": {"method": "POST"}},
                "pathParameters": {"platform": "slack", "endpoint": account["endpoint"]},
                "body": body.decode(),
                "isBase64Encoded": False,
            }
        )
        status: int = answer["statusCode"]
        return status

    def work(self) -> None:
        """Have everything that is queued worked on."""
        path = self.world.paths[ACME]
        path.intake.take_deliveries(sqs_event(self.queues.bodies.pop(settings.queue_deliveries(), [])))
        path.run()

    def by_id(self, method: str, account: Mapping[str, Any], tail: str = "", **more: Any) -> Answer:
        """Ask about an account."""
        return self.world.call(method, "/accounts/{id}" + tail, path={"id": account["id"]}, **more)


def _message(team: str, stamp: str) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "U7",
        "text": "Is anybody there?",
    }
    return {"type": "event_callback", "team_id": team, "api_app_id": "A1", "event_id": f"Ev{stamp}",
            "event_time": int(stamp[:10]), "event": event | {"ts": stamp}}  # fmt: skip


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> House:
    """An installation in which nothing is connected yet."""
    made = House(world)
    monkeypatch.setattr("aws.secrets.time.time", made.clock.wall)
    monkeypatch.setattr(
        "respond.actions.parked.queues.send", lambda url, body, **_: made.queues.send(url, body)
    )
    return made


def test_a_mistyped_id_is_seen_in_the_health_corrected_and_what_was_parked_is_replayed(house: House) -> None:
    account = house.connect("T0WRONG")
    assert house.post(account) == 200
    house.work()

    health = house.by_id("GET", account, "/health").body
    assert health["unknown_accounts"] == [{"native_id": "T0RIGHT", "parked": 1}]
    assert (health["parked"], health["last_delivery_at"]) == ({"unknown_account": 1}, None)

    right = {"native_id": health["unknown_accounts"][0]["native_id"]}
    changed = house.by_id("PATCH", account, body=right, headers={"If-Match": "*"})
    assert (changed.status, changed.body["native_id"]) == (200, "T0RIGHT"), changed.text
    assert (changed.body["webhook_url"], changed.body["state"]) == (account["webhook_url"], "active")
    assert house.by_id("GET", account).status == 404

    house.clock.advance(61)
    house.world.clock.now += 61
    assert house.world.call("POST", "/parked/replay", body={}).body["replayed"] == 1
    house.work()
    rows = house.world.get("/conversations", query={"platform": "slack"}).body["data"]
    texts = [row["last_interaction"]["snippet"] for row in rows]
    assert "Is anybody there?" in texts
    after = house.by_id("GET", changed.body, "/health").body
    assert (after["parked"], after["unknown_accounts"]) == ({}, [])
    assert after["last_delivery_at"] is not None


def test_an_id_that_deliveries_came_for_is_not_mistyped(house: House) -> None:
    account = house.connect("T0RIGHT")
    house.post(account)
    house.work()
    refused = house.by_id("PATCH", account, body={"native_id": "T0OTHER"}, headers={"If-Match": "*"})
    assert (refused.status, refused.body["code"]) == (409, "in_use")


def test_a_native_id_that_is_connected_already_stays_one_account_s(house: House) -> None:
    house.connect("T0RIGHT")
    account = house.connect("T0WRONG")
    refused = house.by_id("PATCH", account, body={"native_id": "T0RIGHT"}, headers={"If-Match": "*"})
    assert (refused.status, refused.body["code"]) == (409, "exists")
    assert house.by_id("GET", account).status == 200


def test_secrets_are_rotated_while_deliveries_come(house: House) -> None:
    account = house.connect("T0RIGHT")
    assert [house.post(account), house.post(account, OTHER_SECRET)] == [200, 401]
    body = {"secrets": {"signing_secret": OTHER_SECRET}}
    path = {"id": account["endpoint"]}
    assert house.world.call("POST", "/endpoints/{id}/secrets", path=path, body=body).status == 200
    house.clock.advance(61)
    assert [house.post(account), house.post(account, OTHER_SECRET)] == [200, 200]


def test_what_was_refused_is_counted_by_its_reason(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    account, another = house.connect("T0RIGHT"), house.connect("T0OTHER")
    capsys.readouterr()
    house.post(account, OTHER_SECRET)
    house.post(another, OTHER_SECRET)
    house._handle(account, b"{}", {})
    old = registry.platform("slack").sign(b"{}", {"signing_secret": SECRET}, int(house.clock.wall()) - 3600)
    house._handle(account, b"{}", old.headers)
    lines = capsys.readouterr().out.splitlines()
    client, group = boto3.client("logs"), settings.logs_webhook()
    client.create_log_stream(logGroupName=group, logStreamName="one")
    events = [{"timestamp": house.world.stores.now_ms() - 1000, "message": line} for line in lines]
    client.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)
    # moto knows no patterns of JSON: the pattern's own two conditions are held here.
    assert all(f'"endpoint":"{each["endpoint"]}"' in "".join(lines) for each in (account, another))
    monkeypatch.setattr(
        "respond.actions.account_health.logs.find_lines", _by_endpoint(lines, account["endpoint"])
    )
    health = house.by_id("GET", account, "/health").body
    assert (health["refused"], health["refused_all"]) == (
        {"not_proved": 1, "too_old": 1, "unsigned": 1},
        True,
    )


def _by_endpoint(lines: list[str], endpoint: str) -> Any:
    from aws.logs import Lines

    def find(group: str, pattern: str, start_ms: int, end_ms: int) -> Lines:
        assert pattern == f'{{ ($.delivery_rejected = 1) && ($.endpoint = "{endpoint}") }}'
        records = [json.loads(line) for line in lines]
        return Lines([each for each in records if each.get("endpoint") == endpoint])

    return find


def test_the_webhook_takes_its_own_probe_refuses_a_forged_one_and_nothing_is_stored(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = house.connect("T0RIGHT")

    def call(name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        assert name == settings.function_webhook()
        monkeypatch.setattr("ingest.webhook._webhook", lambda: house.webhook)
        from ingest.webhook import handler

        return handler(payload, None)

    monkeypatch.setattr("respond.actions.account_health.functions.call_function", call)
    tried = house.by_id("POST", account, "/test")
    assert tried.body == {"id": account["id"], "signed": 200, "forged": 401, "good": True}
    assert len(house.queues.bodies[settings.queue_deliveries()]) == 1
    house.work()
    health = house.by_id("GET", account, "/health").body
    assert (health["last_delivery_at"], health["parked"]) == (None, {})
    monkeypatch.setattr(house.webhook._endpoints, "find", lambda *_: None)
    gone = house.by_id("POST", account, "/test").body
    assert (gone["signed"], gone["forged"], gone["good"]) == (None, 404, False)
