"""Sending works with the rows that its role, and the API's, may touch, and with no others."""

import pytest

from aws import queues
from model.dispatch import read_dispatch
from model.reply import ReplyState
from respond.media import MediaLoader
from tests.respond.actions.test_csat import say
from tests.respond.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.respond.desk import Desk, answered, ask
from tests.respond.test_media import Web
from tests.respond.world import ACME, FACEBOOK, World
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


def test_files_keep_to_the_roles_of_who_keeps_sends_and_fetches_them(desk: Desk) -> None:
    body = {"conversation": desk.world.ids()["angry"], "type": "text/plain", "name": "a.txt", "bytes": 2}
    with as_function("Api") as asked:
        upload = ask(desk.world, "POST", "/uploads", body=body | {"data": "aGk="}).body["id"]
        reply_id = desk.post(upload=upload).body["id"]
    assert ("PutItem", "ops", "upload") in asked
    with as_function("Send") as asked:
        desk.run()
        assert desk.reply(reply_id).state is ReplyState.SENT
    assert ("DeleteItem", "ops", "upload") in asked
    with as_function("Media"):
        loader = MediaLoader(desk.world.stores, Web((200, b"hi")), desk.tokens)
        shown = loader.load_media(ACME, desk.world.hid(FACEBOOK, "item", "c1"), 0)
    assert shown["type"] == "application/octet-stream"
