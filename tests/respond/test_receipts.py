"""What a platform tells of a reply after its answer: receipts, late failures, and echoes that bring our own id back.

Tests of: `ingest.progress`, `model.progress`, `platforms.families.meta_progress`, `platforms.whatsapp.statuses`,
`respond.shapes.delivery`.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aws import queues
from infra.simulate.teller import Letter
from model.dispatch import Dispatch, read_dispatch
from model.http import Call
from model.reply import ReplyState
from respond.outgoing_ports import Answered
from respond.send import queue_due
from tests.respond.scene import TEXT, Platform, Scene, open_scene
from tests.respond.world import ACME, World

MIDS = {"whatsapp": "wamid.HBgM1", "messenger": "m_1", "instagram": "igm_1", "viber": "5741311803571721087",
        "teams": "19:chat:1712300000123"}  # fmt: skip
Told = Callable[[Scene, str, str, str], Any]
"""(scene, what, native id, reply) -> what the platform posts."""


def _whatsapp(scene: Scene, what: str, native: str, reply: str) -> Any:
    status = {"id": native, "status": what, "timestamp": str(int(scene.world.clock())), "recipient_id": "x"}
    status |= {"biz_opaque_callback_data": reply} if reply else {}
    if what == "failed":
        status["errors"] = [{"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours"}}]  # type: ignore[assignment]
    value = {"metadata": {"phone_number_id": scene.talk.teller.account}, "statuses": [status]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _meta(kind: str) -> Told:
    def tell(scene: Scene, what: str, native: str, reply: str) -> Any:
        now, person, us = int(scene.world.clock() * 1000), scene.find_person(), scene.talk.teller.account
        item: dict[str, Any] = {"sender": {"id": person}, "recipient": {"id": us}, "timestamp": now}
        if what == "sent":
            echo = {"mid": native, "is_echo": True, "metadata": reply, "text": TEXT}
            item |= {"sender": {"id": us}, "recipient": {"id": person}, "message": echo}
        elif what == "delivered":
            item["delivery"] = {"mids": [native], "watermark": now}
        else:
            item["read"] = {"mid": native} if kind == "instagram" else {"watermark": now}
        return {"object": kind, "entry": [{"id": us, "time": now, "messaging": [item]}]}

    return tell


def _viber(scene: Scene, what: str, native: str, reply: str) -> Any:
    event = {"read": "seen"}.get(what, what)
    now = int(scene.world.clock() * 1000)
    return {"event": event, "timestamp": now, "message_token": int(native), "user_id": scene.find_person()}


def _slack(scene: Scene, what: str, native: str, reply: str) -> Any:
    told = json.loads(_tell_answer(scene).body)
    told["event"]["metadata"] = {"event_type": "rapport_reply", "event_payload": {"id": reply}}
    return told


def _tell_answer(scene: Scene) -> Letter:
    echo = scene.talk.tell_answer(scene.number + 5, TEXT, int(scene.world.clock() * 1000))
    assert echo is not None
    return echo


def _teams(scene: Scene, what: str, native: str, reply: str) -> Any:
    return {
        "type": "event", "name": "application/vnd.microsoft.readReceipt",
        "from": {"id": scene.find_person()}, "recipient": {"id": scene.talk.teller.account},
        "value": {"lastReadMessageId": str(int(scene.world.clock() * 1000))},
    }  # fmt: skip


TELL: dict[str, Told] = {
    "whatsapp": _whatsapp, "messenger": _meta("page"), "instagram": _meta("instagram"), "viber": _viber,
    "slack": _slack, "teams": _teams,
}  # fmt: skip
TOLD = [
    *((name, what) for name in ("whatsapp", "messenger", "viber") for what in ("delivered", "read")),
    ("instagram", "read"), ("teams", "read"), ("whatsapp", "failed"), ("viber", "failed"),
]  # fmt: skip
BRINGS_OUR_ID = ["whatsapp", "messenger", "slack"]


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[Dispatch]:
    found: list[Dispatch] = []
    monkeypatch.setattr(queues, "send", lambda _url, body, **_: found.append(read_dispatch(body)))
    return found


def _scene(world: World, queued: list[Dispatch], name: str) -> tuple[Scene, str, Platform]:
    scene = open_scene(world, queued, name)
    native = scene.read_id(_tell_answer(scene)) if name == "slack" else MIDS[name]
    return scene, scene.find_conversation(), Platform(name, native)


@pytest.mark.parametrize(("name", "what"), TOLD)
def test_a_receipt_moves_the_reply_forward_and_is_shown(
    world: World, queued: list[Dispatch], name: str, what: str
) -> None:
    scene, conversation, platform = _scene(world, queued, name)
    reply = scene.answer(conversation, platform)
    assert reply["state"] == "sent"
    world.clock.now += 60
    for token in ("", reply["id"]):
        scene.tell(TELL[name](scene, what, MIDS[name], token))
    after = scene.read(reply["id"])
    assert after["state"] == what
    assert [each["state"] for each in after["passages"]] == ["pending", "sending", "sent", what]
    (shown,) = scene.list_answers(conversation)
    assert (shown["delivery"]["state"], shown["delivery"]["reply"]) == (what, reply["id"])
    assert shown["by"] == reply["agent"]
    if (name, what) == ("whatsapp", "failed"):
        assert (after["code"], after["detail"]) == ("131047", "24 hours")


def test_receipts_move_forward_only(world: World, queued: list[Dispatch]) -> None:
    scene, conversation, platform = _scene(world, queued, "whatsapp")
    reply = scene.answer(conversation, platform)
    for what in ("read", "delivered", "sent", "failed", "read"):
        scene.tell(_whatsapp(scene, what, MIDS["whatsapp"], reply["id"]))
    assert [each["state"] for each in scene.read(reply["id"])["passages"]][2:] == ["sent", "read"]


def test_a_receipt_of_somebody_else_s_or_of_an_earlier_attempt_moves_nothing(
    world: World, queued: list[Dispatch]
) -> None:
    scene, conversation, platform = _scene(world, queued, "whatsapp")
    reply = scene.answer(conversation, platform)
    scene.tell(_whatsapp(scene, "failed", "wamid.of-an-earlier-attempt", reply["id"]))
    scene.tell(_whatsapp(scene, "failed", "wamid.of-another", ""))
    scene.tell(_whatsapp(scene, "failed", MIDS["whatsapp"], "a" * 32))
    assert scene.read(reply["id"])["state"] == "sent"


def test_a_watermark_reaches_what_was_sent_before_it_only(world: World, queued: list[Dispatch]) -> None:
    scene, conversation, platform = _scene(world, queued, "messenger")
    first = scene.answer(conversation, platform)
    read = _meta("page")(scene, "read", "", "")
    world.clock.now += 60
    platform.native_id = "m_2"
    second = scene.answer(conversation, platform, "later")
    scene.tell(read)
    assert [scene.read(each["id"])["state"] for each in (first, second)] == ["read", "sent"]


@pytest.mark.parametrize("name", BRINGS_OUR_ID)
@pytest.mark.parametrize("order", ["before", "during", "after", "twice"])
def test_an_echo_with_our_id_is_the_same_reply_whenever_it_comes(
    world: World, queued: list[Dispatch], name: str, order: str
) -> None:
    """Before: the answer is lost, and the next attempt is about to begin when the echo comes."""
    scene, conversation, platform = _scene(world, queued, name)
    native = platform.native_id

    def tell() -> None:
        scene.tell(TELL[name](scene, "sent", native, scene.last))

    make = platform.make_request

    def answer(call: Call) -> Answered:
        made = make(call)
        if order == "before":
            return Answered(0, {}, b"", sent=False)
        if order == "during":
            tell()
        return made

    platform.make_request = answer  # type: ignore[method-assign]  # the platform is quick, or its answer is lost
    reply = scene.answer(conversation, platform)
    assert reply["state"] == ("pending" if order == "before" else "sent")
    for _ in range({"during": 0, "twice": 2}.get(order, 1)):
        tell()
    world.clock.now += 600
    queue_due(world.stores, lambda body, _: queued.append(read_dispatch(body)), lambda: True)
    scene.run(platform)
    after = scene.read(reply["id"])
    assert (after["state"], after["native_id"], len(platform.asked)) == ("sent", native, 1)
    assert len(scene.list_answers(conversation)) == 1


@pytest.mark.parametrize("name", BRINGS_OUR_ID)
def test_an_echo_with_our_id_resolves_what_was_unknown(
    world: World, queued: list[Dispatch], name: str
) -> None:
    scene, conversation, platform = _scene(world, queued, name)
    platform.make_request = lambda call: Answered(0, {}, call.body[:0])  # type: ignore[method-assign]  # nothing came back
    reply = scene.answer(conversation, platform)
    assert reply["state"] == "unknown"
    scene.tell(TELL[name](scene, "sent", platform.native_id, reply["id"]))
    assert world.stores.outbox.find_reply(ACME, reply["id"]).unfinished is True  # type: ignore[union-attr]  # it is there
    queue_due(world.stores, lambda body, _: queued.append(read_dispatch(body)), lambda: True)
    scene.run(platform)
    after = world.stores.outbox.find_reply(ACME, reply["id"])
    assert after is not None
    assert (after.state, after.native_id, after.unfinished) == (ReplyState.SENT, platform.native_id, False)
    assert len(scene.list_answers(conversation)) == 1
