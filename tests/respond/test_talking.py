"""On every platform that sends: a customer's message, our answer and its echo are one conversation in the API.

Tests of: `platforms.sending.*`, `respond.echoing`.
"""

import pytest

from aws import queues
from infra.simulate.answers import SHAPES
from infra.simulate.talking import UNTOLD, make_native_id
from infra.simulate.tellers import NAMES
from model.dispatch import Dispatch, read_dispatch
from tests.respond.scene import TEXT, Platform, open_scene
from tests.respond.world import World

POLLED = frozenset({"youtube", "google_business"})
"""Their deliveries only say that there is something to ask for."""
TALKING = [name for name in NAMES if name in SHAPES and name not in POLLED]
TWICE = frozenset({"threads", "activitypub"})
"""Asked something else first: for a container, or for an inbox."""


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[Dispatch]:
    found: list[Dispatch] = []
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: found.append(read_dispatch(body)))
    return found


@pytest.mark.parametrize("name", TALKING)
def test_question_answer_and_echo_are_one_conversation(
    shared: World, queued: list[Dispatch], name: str
) -> None:
    scene = open_scene(shared, queued, name)
    conversation = scene.find_conversation()
    echo = scene.talk.tell_answer(scene.number + 5, TEXT, int(shared.clock() * 1000))
    platform = Platform(name, scene.read_id(echo) if echo else make_native_id(scene.talk, scene.number))
    reply = scene.answer(conversation, platform)
    assert (reply["state"], len(platform.asked)) == ("sent", 2 if name in TWICE else 1), reply
    shown = scene.list_answers(conversation)
    assert [each["direction"] for each in shown] == ["out"]
    if echo is None:
        assert name in UNTOLD
        return
    for _ in range(2):
        scene.take(echo)
    after = scene.list_answers(conversation)
    assert [(each["id"], each["direction"]) for each in after] == [(shown[0]["id"], "out")]
