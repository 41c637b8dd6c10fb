"""What came through an account that withdrew its consent is not there for anybody who asks."""

import pytest

from aws.queues import Message
from model.messages import PrivacyDemand
from model.privacy_task import SECOND_PASS_S
from privacy import procedures
from privacy.fulfil import Fulfil
from tests.respond.world import ACME, FACEBOOK, MS, OTHER, TELEGRAM, World, authorizer
from tests.store.path import Claims

TASK = "r" * 32


def _revoke(world: World, through: bool = True) -> None:
    """The account behind the Telegram conversations goes; with `through` to the end, else its keys only."""
    demand = PrivacyDemand(ACME, TASK, "revoke", TELEGRAM, account=f"{TELEGRAM}{ACME}", at=MS)
    waiting = []
    made = Fulfil(
        world.stores.tasks,
        procedures.of(world.stores, Claims()),
        lambda *again: waiting.append(again),
        world.clock,
    )
    made.fulfil_demand(Message("m", demand.to_json(), "r"))
    assert waiting
    if through:
        world.clock.now += SECOND_PASS_S + 1
        made.fulfil_demand(Message("m", demand.to_json(), "r"))
        assert made._tasks.find_task(ACME, TASK).final  # type: ignore[union-attr]  # it is there
    # Functions remember keys for five minutes.
    world.stores.vault._cache.clear()


def _shown(world: World, **more: object) -> str:
    """Everything the API says of conversations, people and counts."""
    ids, found = world.ids(), []
    for resource in ("/conversations", "/accounts", "/segments", "/corrections", "/alerts"):
        answer = world.get(resource, **more)
        assert answer.status == 200, resource
        found.append(answer.text)
    for name in ("angry", "happy"):
        for resource in ("/conversations/{id}", "/conversations/{id}/interactions"):
            answer = world.get(resource, path={"id": ids[name]}, **more)
            assert answer.status in (200, 404)
            found.append(answer.text)
    for name in ("mara", "tom"):
        for resource in ("/contacts/{id}", "/contacts/{id}/timeline", "/contacts/{id}/history"):
            answer = world.get(resource, path={"id": ids[name]}, **more)
            assert answer.status in (200, 404)
            found.append(answer.text)
    return "".join(found)


WORDS = ("parcel", "All good", "You are welcome", "Mara", "Tom Hill", '"mara"')


def test_before_the_account_goes_all_of_it_is_shown(world: World) -> None:
    assert [word for word in WORDS if word not in _shown(world)] == []


@pytest.mark.parametrize("through", [False, True], ids=["keys gone", "all done"])
def test_nothing_of_it_is_shown_and_nothing_breaks(world: World, through: bool) -> None:
    _revoke(world, through)
    assert [word for word in WORDS if word in _shown(world)] == []
    for native_id in ("m1", "m2", "m3"):
        answer = world.get("/interactions/{id}", path={"id": world.hid(TELEGRAM, "item", native_id)})
        assert (answer.status, answer.body["code"]) == (404, "not_found")
    inbox = world.get("/conversations").body["data"]
    assert {row["platform"] for row in inbox} == {FACEBOOK}


def test_when_it_is_done_its_people_and_conversations_are_missing(world: World) -> None:
    _revoke(world)
    ids = world.ids()
    for name in ("mara", "tom"):
        assert world.get("/contacts/{id}", path={"id": ids[name]}).status == 404
    for name in ("angry", "happy"):
        assert world.get("/conversations/{id}", path={"id": ids[name]}).status == 404
    members = world.get("/segments/{id}/members", path={"id": "writers"}).body["data"]
    assert ids["mara"] not in repr(members)


def test_others_are_as_they_were(world: World) -> None:
    _revoke(world)
    comment = world.get("/interactions/{id}", path={"id": world.hid(FACEBOOK, "item", "c1")})
    assert "Norway" in comment.text
    assert "Ida West" in world.get("/contacts/{id}", path={"id": world.ids()["ida"]}).text
    theirs = world.get(
        "/conversations/{id}/interactions", path={"id": world.ids(OTHER)["angry"]}, caller=authorizer(OTHER)
    )
    assert "parcel" in theirs.text, "another brand's account of the same name"


@pytest.mark.parametrize("name", ["volume", "sentiment", "response-times", "topics"])
def test_counts_stay_for_they_name_nobody(world: World, name: str) -> None:
    query = {"from": "2026-09-20", "to": "2026-09-22"} if name != "topics" else {}
    before = world.get(f"/insights/{name}", query=query)
    _revoke(world)
    after = world.get(f"/insights/{name}", query=query)
    assert (before.status, after.status) == (200, 200), before.text + after.text
    if name == "volume":
        assert before.text == after.text
