"""An ActivityPub delivery by a key that nobody knows yet: taken as unproven, proved by the actor's key, or dropped.

Tests of: `ingest.host_limits`, `ingest.proving`, `platforms.activitypub.actor_keys`.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from ingest.host_limits import PER_HOST, PER_MINUTE, HostLimits
from ingest.webhook import Webhook
from model.endpoint import Endpoint
from model.http import Request
from model.messages import Envelope
from model.want import UNPROVEN
from platforms import registry
from platforms.registry import platform
from tests.fakes import FakeClock, FakeObjects, FakeQueues, FakeSecrets, make_endpoint_id
from tests.ingest.test_fetch import FetchStep, answer
from tests.store.world import BRAND, ENDPOINT, NOW
from web.client import WebAnswer
from web.failures import WebRefused

pytestmark = pytest.mark.usefixtures("tables")

INBOX = platform("activitypub")
OURS, THEIRS = (INBOX.proof.make_up_pair(b"x") for _ in range(2))  # type: ignore[attr-defined]  # an inbox draws keys
ACTOR = "https://people.example/users/ann"
NOTE = {
    "@context": "https://www.w3.org/ns/activitystreams", "id": f"{ACTOR}/1/activity", "type": "Create",
    "actor": ACTOR, "published": "2026-09-21T10:00:00Z", "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "object": {"id": f"{ACTOR}/1", "type": "Note", "attributedTo": ACTOR, "content": "Where is my lamp?",
               "to": ["https://www.w3.org/ns/activitystreams#Public"], "published": "2026-09-21T10:00:00Z"},
}  # fmt: skip
KEY = {
    "id": f"{ACTOR}#main-key",
    "owner": ACTOR,
    "publicKeyPem": json.loads(THEIRS["public_keys"])["people.example"],
}
DOCUMENT = {"id": ACTOR, "type": "Person", "publicKey": KEY}


class Inbox(FetchStep):
    """A webhook before intake and fetch step; it knows no key of who writes."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock(NOW)
        secrets, self.queues = FakeSecrets(self.clock), FakeQueues(self.clock)
        self.endpoint = make_endpoint_id(bytes(range(16)))
        known = json.dumps({"other.example": json.loads(OURS["public_keys"])["people.example"]})
        secrets.records["activitypub", self.endpoint] = Endpoint(BRAND, {"public_keys": known})
        self.webhook = Webhook(
            secrets=secrets,
            queues=self.queues,
            objects=FakeObjects(self.clock),
            clock=self.clock,
            queue_url="q",
            platform=registry.platform,
        )
        self.connect("activitypub", "https://shop.example/actor")

    def post(self, body: bytes, **changed: str) -> int:
        """What a server is told that signs with its own key."""
        signed = INBOX.sign(body, THEIRS, NOW)
        request = Request.of("POST", {**signed.headers, **changed}, {}, body)
        return self.webhook.answer("activitypub", self.endpoint, request).status

    def queued(self) -> list[Envelope]:
        """What the webhook kept."""
        return [Envelope.from_json(each) for each in self.queues.bodies.get("q", [])]

    def take_queued(self) -> None:
        """The intake takes it, as of the account's endpoint."""
        self.take(*(replace(each, endpoint=ENDPOINT).to_json() for each in self.queued()))


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def _document(**changed: Any) -> WebAnswer:
    return replace(answer({**DOCUMENT, **changed}), url=ACTOR)


def test_what_the_actor_s_key_proves_is_kept_with_its_date(inbox: Inbox) -> None:
    assert inbox.post(json.dumps(NOTE).encode()) == 202
    (kept,) = inbox.queued()
    assert kept.source == UNPROVEN
    inbox.take_queued()
    assert (inbox.labels, inbox.parked()) == ([], ["to_be_fetched"]), "nothing of it is anybody's yet"
    assert inbox.fetch(_document()) == 0
    (call,) = inbox.web.asked
    assert (call.method, call.url) == ("GET", ACTOR)
    assert "Authorization" not in call.headers, "whoever chose the address gets no token"
    (back,) = inbox.give_back()
    assert (back.source, back.received_at, back.claimed) == ("webhook", kept.received_at, None)
    found = inbox.item("activitypub", f"{ACTOR}/1")
    assert found.content.text == "Where is my lamp?"
    assert inbox.parked() == ["to_be_fetched"], "of the actor only the name is still asked for"


@pytest.mark.parametrize(
    "told",
    [
        _document(publicKey={**KEY, "publicKeyPem": json.loads(OURS["public_keys"])["people.example"]}),
        _document(publicKey={**KEY, "id": f"{ACTOR}#other"}),
        _document(publicKey={**KEY, "owner": "https://evil.example/users/ann"}),
        _document(publicKey=[]),
        replace(_document(), url="https://evil.example/users/ann"),
        replace(_document(), body=b"<html>"),
        answer({}, 410),
        answer({}, 401),
        answer({}, 403),
        WebRefused("private_address"),
    ],
    ids="another_key another_name another_owner none elsewhere html gone secure refused private".split(),
)
def test_what_it_does_not_prove_is_dropped(inbox: Inbox, told: WebAnswer | Exception) -> None:
    assert inbox.post(json.dumps(NOTE).encode()) == 202
    inbox.take_queued()
    assert inbox.fetch(told) == 0
    assert (inbox.deliveries.bodies, inbox.parked(), inbox.labels) == ([], [], [])


def test_a_key_as_a_document_of_its_own_proves_as_well(inbox: Inbox) -> None:
    inbox.post(json.dumps(NOTE).encode())
    inbox.take_queued()
    inbox.fetch(replace(answer(KEY), url=ACTOR))
    assert len(inbox.give_back()) == 1


def test_what_is_wrong_without_a_key_is_refused_at_once(inbox: Inbox) -> None:
    body = json.dumps(NOTE).encode()
    assert inbox.post(body, digest="SHA-256=AAAA") == 401
    assert inbox.post(body, date="Mon, 21 Sep 2020 10:00:00 GMT") == 401
    assert inbox.post(body, signature="") == 401
    foreign = json.dumps(NOTE).replace("people.example/users/ann", "other.example/users/ann").encode()
    signed = INBOX.sign(foreign, THEIRS, NOW).headers["signature"].replace("other.example", "people.example")
    assert inbox.post(foreign, signature=signed) == 401, "the key lies at another host than the actor"
    assert inbox.post(json.dumps({**NOTE, "pad": "x" * 70_000}).encode()) == 401
    assert inbox.queued() == []


def test_a_host_is_heard_so_often_a_minute(inbox: Inbox) -> None:
    body = json.dumps(NOTE).encode()
    answers = [inbox.post(body) for _ in range(PER_HOST + 2)]
    assert answers == [202] * PER_HOST + [429] * 2
    assert len(inbox.queued()) == PER_HOST
    inbox.clock.advance(60)
    assert inbox.post(body) == 202


def test_all_hosts_together_are_limited_too() -> None:
    limits = HostLimits()
    assert sum(limits.take_one(f"h{number}.example", NOW) for number in range(PER_MINUTE + 5)) == PER_MINUTE
    assert limits.take_one("h1.example", NOW + 60)


def test_nothing_is_asked_where_nobody_is_connected(inbox: Inbox) -> None:
    inbox.post(json.dumps(NOTE).encode())
    (kept,) = inbox.queued()
    inbox.take(replace(kept, endpoint="nobody").to_json())
    assert inbox.fetches == []


def test_other_platforms_take_nothing_unproven() -> None:
    for name in registry.names():
        if name != "activitypub":
            assert platform(name).find_unproven(Request.of("POST", {}, {}, b"{}"), NOW) is None
