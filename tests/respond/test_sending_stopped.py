"""What is sent, or stopped, changes the conversation and is told: each in a world of its own."""

from typing import Any

import pytest

from aws import queues
from model.dispatch import Dispatch, read_dispatch
from model.reply import ReplyState
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from tests.respond.desk import Desk, answered
from tests.respond.world import ACME, FACEBOOK, TELEGRAM, World

S = ReplyState


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    queued: list[Dispatch] = []

    def send(_url: str, body: str, **_: Any) -> None:
        queued.append(read_dispatch(body))

    monkeypatch.setattr(queues, "send", send)
    return Desk(world, queued)


def test_a_conversation_is_closed_once_the_reply_is_sent(desk: Desk) -> None:
    desk.send(then="closed")
    shown = desk.world.get("/conversations/{id}", path={"id": desk.world.ids()["angry"]}).body
    assert shown["status"] == "closed"


@pytest.mark.parametrize("what", ["erased", "restricted", "opted_out", "disconnected"])
def test_what_happens_between_accept_and_send_stops_it(desk: Desk, what: str) -> None:
    reply = desk.reply(desk.post().body["id"])
    stores, mara = desk.world.stores, desk.world.ids()["mara"]
    if what == "erased":
        stores.shredder.destroy_person(ACME, mara, stores.now_ms())
        stores.vault.forget_salt(ACME, mara)
    elif what == "restricted":
        assert stores.consents.restrict_person(ACME, mara, stores.now_ms())
    elif what == "opted_out":
        IdentityRow(contact_keys.identity(ACME, mara), PROFILE).update([IdentityRow.no_contact.set(True)])
    else:
        account = next(each for each in stores.accounts.list_accounts(ACME) if each.platform == TELEGRAM)
        stores.accounts.revoke_account(ACME, TELEGRAM, account.id)
    desk.run()
    assert desk.platform.asked == []
    # What is erased waits, unreadable, for the eraser to delete it.
    states = {"restricted": S.SKIPPED, "opted_out": S.SKIPPED, "disconnected": S.FAILED, "erased": S.PENDING}
    assert desk.reply(reply.id).state is states[what]


def test_the_ways_are_shown_and_a_text_too_long_is_refused(desk: Desk) -> None:
    shown = desk.world.get("/conversations/{id}/send-options", path={"id": desk.world.ids()["angry"]}).body
    (way,) = shown["data"]
    assert (way["way"], way["open"], way["limit"], way["counting"]) == ("message", True, 4096, "strict")
    assert shown["interaction"] == desk.world.hid(TELEGRAM, "item", "m1")
    too_long = desk.post(text="😀" * 2049)
    assert (too_long.status, too_long.body["code"], too_long.body["pointer"]) == (
        422,
        "text_too_long",
        "/text",
    )
    public = desk.world.get("/conversations/{id}/send-options", path={"id": desk.world.ids()["comment"]}).body
    assert [(each["way"], each["open"]) for each in public["data"]] == [
        ("reply", True),
        ("private_reply", True),
    ]
    assert desk.post(way="private_reply").status == 422


def test_a_public_comment_is_answered_in_its_conversation(desk: Desk) -> None:
    desk.platform.answers = [(True, answered(200, {"id": "c9"}))]
    reply = desk.send(conversation="comment")
    assert (reply.state, reply.native_id, reply.platform) == (S.SENT, "c9", FACEBOOK)
    found = desk.world.get("/conversations/{id}/interactions", path={"id": desk.world.ids()["comment"]}).body
    assert [each["text"] for each in found["data"] if each["direction"] == "out"] == [desk.text]


@pytest.mark.parametrize("posted", [True, False])
def test_a_person_who_looked_says_whether_a_reply_is_there(desk: Desk, posted: bool) -> None:
    path = "/replies/{id}/settlement"
    desk.platform.answers = [(posted, answered(0))]
    reply = desk.reply(desk.post(then="closed").body["id"])
    assert desk.ask("POST", path, reply, {"posted": posted}).body["code"] == "fate_known"
    desk.run()
    assert desk.reply(reply.id).state is S.UNKNOWN
    shown = desk.ask("POST", path, reply, {"posted": posted})
    assert (shown.status, shown.body["state"]) == (202, "sent" if posted else "failed")
    desk.sweep(60)
    status = desk.world.get("/conversations/{id}", path={"id": desk.world.ids()["angry"]}).body["status"]
    assert (status == "closed") is posted
    if not posted:
        assert desk.ask("POST", "/replies/{id}/retry", reply, {}).status == 202
        desk.run()
        assert desk.reply(reply.id).state is S.SENT
    assert len(desk.platform.posts) == 1


def test_what_a_person_wrote_before_many_answers_of_ours_is_still_answered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("respond.answerable.PAGE", 2)
    for number in range(5):
        desk.platform.number = 100 + number
        desk.send(text=f"More, {number}")
    shown = desk.world.get("/conversations/{id}/send-options", path={"id": desk.world.ids()["angry"]}).body
    assert shown["interaction"] == desk.world.hid(TELEGRAM, "item", "m1")
    monkeypatch.setattr("respond.answerable.MOST_PAGES", 1)
    found = desk.world.get("/conversations/{id}/send-options", path={"id": desk.world.ids()["angry"]})
    assert "interaction" not in found.body or found.body["interaction"] is None
