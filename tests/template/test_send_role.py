"""Sending works with the rows that its role, and the API's, may touch, and with no others."""

import pytest

from aws import queues
from model.dispatch import read_dispatch
from model.reply import ReplyState
from tests.respond.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.respond.desk import Desk, answered
from tests.respond.world import World
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
