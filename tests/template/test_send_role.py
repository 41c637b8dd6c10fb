"""Sending works with the rows that its role, and the API's, may touch, and with no others."""

import pytest

from aws import queues
from model.dispatch import read_dispatch
from model.reply import ReplyState
from tests.respond.actions.test_csat import say
from tests.respond.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.respond.desk import Desk, answered
from tests.respond.world import ACME, World
from tests.template.enforcing import as_function


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(world, [])
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: made.queued.append(read_dispatch(body)))
    return made


def test_api_and_sender_keep_to_their_roles(desk: Desk) -> None:
    with as_function("Api") as asked:
        reply_id = desk.post(then="closed").body["id"]
        shown = desk.world.get("/conversations/{id}/replies", path={"id": desk.world.ids()["angry"]})
        assert shown.status == 200
    assert ("PutItem", "ops", "reply") in asked
    with as_function("Send") as asked:
        desk.run()
        assert desk.reply(reply_id).state is ReplyState.SENT
        desk.sweep(60)
    assert ("UpdateItem", "ops", "reply") in asked
    assert ("Query", "core", "brands") in asked
    desk.platform.answers = [(True, answered(0))]
    unknown = desk.post().body["id"]
    with as_function("Send"):
        desk.run()
        desk.sweep(60)
    assert desk.reply(unknown).state is ReplyState.UNKNOWN


def test_who_is_asked_how_content_they_are_is_so_under_the_roles_of_all_steps(desk: Desk) -> None:
    world, angry = desk.world, {"id": desk.world.ids()["angry"]}
    assert world.call("PUT", "/settings", body={"csat": "emoji"}).status == 200
    desk.post(then="closed")
    with as_function("Send") as asked:
        desk.run()
        desk.sweep(300)
    assert {("PutItem", "ops", "outbox"), ("UpdateItem", "ops", "rollup")} <= asked
    assert [each["text"][:3] for each in desk.platform.posts] == ["It ", "How"]
    say(desk, "\U0001f60d", label=False)
    with as_function("Sentiment"):
        world.paths[ACME].label()
    with as_function("Assign") as asked:
        world.paths[ACME].run()
    assert ("UpdateItem", "ops", "rollup") in asked
    with as_function("Api"):
        assert world.get("/insights/csat").body["total"]["by_value"] == [0, 0, 0, 0, 1]
        assert world.get("/conversations/{id}", path=angry).body["status"] == "closed"
