"""Who follows an actor of ours: kept as its member, confirmed by a signed acceptance, named by their own server.

Tests of: `platforms.activitypub.asking`.
"""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from model.credentials import Credentials, Renewal
from model.event import Kind
from model.http import Call, Request, Result
from platforms.registry import platform
from store.interactions.keys import reactions_to
from tests.ingest.test_fetch import FetchStep, answer
from tests.store.world import BRAND, NOW
from web.client import WebAnswer

pytestmark = pytest.mark.usefixtures("tables")

INBOX = platform("activitypub")
KEYS = INBOX.proof.make_up_pair(b"x")  # type: ignore[attr-defined]  # an inbox draws keys
US, ANN = "https://hooks.example/actors/acme", "https://people.example/users/ann"
THEIRS = "https://people.example/users/ann/inbox"
FOLLOW = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://people.example/follows/1",
    "type": "Follow",
    "actor": ANN,
    "object": US,
    "published": "2026-09-21T10:00:00Z",
}
PERSON = {"id": ANN, "type": "Person", "preferredUsername": "ann", "name": "Ann Berg", "inbox": THEIRS}


class Actor(FetchStep):
    """An actor that we show and whose key is made here, around intake and fetch step."""

    def __init__(self) -> None:
        super().__init__()
        account = self.connect("activitypub", US)
        signing = {"private_key": KEYS["private_key"], "key_id": f"{US}#main-key"}
        record = Credentials(BRAND, signing)
        self.stores.tokens.keep_consent(BRAND, "activitypub", account.id, record, Renewal(Result.SENT))

    def settle(self, *answers: WebAnswer) -> list[Call]:
        """All that is asked for is asked and read; returns the requests."""
        self.web.answers = list(answers)
        while self.fetches:
            self.fetch(*self.web.answers)
            self.give_back()
        asked, self.web.asked = self.web.asked, []
        return asked


@pytest.fixture
def actor() -> Actor:
    return Actor()


def _from(url: str, body: Any, status: int = 200) -> WebAnswer:
    return replace(answer(body, status), url=url)


def _is_ours(call: Call) -> bool:
    """Whether another server believes that our actor made a request."""
    parts = urlsplit(call.url)
    request = Request(call.method, dict(call.headers), {}, call.body, target=parts.path)
    told = json.dumps({"hooks.example": json.loads(KEYS["public_keys"])["people.example"]})
    return INBOX.verify(request, [{"public_keys": told}], NOW)


def test_a_follow_is_accepted_at_the_followers_inbox_and_signed(actor: Actor) -> None:
    actor.tell("activitypub", FOLLOW)
    asked = actor.settle(_from(ANN, PERSON), _from(ANN, PERSON), _from(THEIRS, {}, 202))
    assert sorted((call.method, call.url) for call in asked) == [("GET", ANN), ("GET", ANN), ("POST", THEIRS)]
    (accept,) = (call for call in asked if call.method == "POST")
    told = json.loads(accept.body)
    assert (told["type"], told["actor"]) == ("Accept", US)
    assert told["object"] == {name: FOLLOW[name] for name in ("id", "type", "actor", "object")}
    assert _is_ours(accept)
    assert all("signature" in call.headers for call in asked), (
        "servers that answer nobody else are asked by name"
    )
    assert (actor.parked(), actor.fetches) == ([], [])


def _members(actor: Actor) -> list[str | None]:
    """Who `GET /groups/{id}/members` lists of those who follow us."""
    group = actor.intake.deliveries.name_hid(BRAND, "activitypub", "item", "", US)
    ids, _ = actor.stores.feed.page_listing(reactions_to(BRAND, group), None, 10)
    headers = actor.stores.feed.read_headers(BRAND, ids).values()
    return [each.author for each in headers if each.kind is Kind.JOIN and not each.deleted]


def test_the_follower_is_a_member_with_a_name_until_they_leave(actor: Actor) -> None:
    actor.tell("activitypub", FOLLOW)
    actor.settle(_from(ANN, PERSON), _from(ANN, PERSON), _from(THEIRS, {}, 202))
    follower = actor.intake.deliveries.name_hid(BRAND, "activitypub", "person", "", ANN)
    profile = actor.stores.profiles.read_profiles(BRAND, [follower])[follower]
    assert (profile["name"], profile["handle"]) == ("Ann Berg", "ann")
    assert _members(actor) == [follower]
    actor.tell(
        "activitypub",
        {
            "id": "https://people.example/u/1",
            "type": "Undo",
            "actor": ANN,
            "object": FOLLOW,
            "published": "2026-09-21T10:01:00Z",
        },
    )
    assert _members(actor) == []
    assert actor.settle() == [], "an end is not answered"


def test_the_same_follow_gets_the_same_acceptance(actor: Actor) -> None:
    bodies = []
    for _ in range(2):
        actor.tell("activitypub", FOLLOW)
        asked = actor.settle(*[_from(ANN, PERSON)] * 2, _from(THEIRS, {}, 202))
        bodies += [call.body for call in asked if call.method == "POST"]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    "told",
    [
        _from("https://evil.example/ann", PERSON),
        _from(ANN, {**PERSON, "inbox": "http://people.example/inbox"}),
        _from(ANN, {}),
        _from(ANN, {}, 410),
    ],
    ids="elsewhere plain empty gone".split(),
)
def test_nothing_is_sent_to_whoever_tells_no_inbox(actor: Actor, told: WebAnswer) -> None:
    actor.tell("activitypub", FOLLOW)
    assert [call.method for call in actor.settle(told, told)] == ["GET", "GET"]
    assert actor.parked() == []


def test_a_post_that_is_only_pointed_to_is_read_at_its_own_address(actor: Actor) -> None:
    note = {"id": "https://people.example/notes/1", "type": "Note", "attributedTo": ANN, "content": "<p>Look</p>",
            "to": ["https://www.w3.org/ns/activitystreams#Public"]}  # fmt: skip
    create = {"id": "https://people.example/c/1", "type": "Create", "actor": ANN, "object": note["id"]}
    actor.tell("activitypub", create)
    actor.settle(_from("https://people.example/notes/1", note), _from(ANN, PERSON))
    assert actor.item("activitypub", "https://people.example/notes/1").content.text == "Look"


@pytest.mark.parametrize(
    "changed",
    [{"attributedTo": "https://evil.example/u"}, {"id": "https://evil.example/notes/1"}, {"type": "Person"}],
)
def test_nobody_is_spoken_for_by_what_is_read(actor: Actor, changed: dict[str, str]) -> None:
    note = {
        "id": "https://people.example/notes/1",
        "type": "Note",
        "attributedTo": ANN,
        "content": "x",
        **changed,
    }
    create = {
        "id": "https://people.example/c/1",
        "type": "Create",
        "actor": ANN,
        "object": "https://people.example/notes/1",
    }
    actor.tell("activitypub", create)
    actor.settle(_from("https://people.example/notes/1", note))
    assert (actor.labels, actor.parked()) == ([], [])
