"""A reply takes several files where its platform does: in one request, or each as a message of its own.

Tests of: `respond.actions.messages`, `respond.following`, `platforms.sending.telegram_albums`,
`platforms.sending.uploaded_first`, `respond.shapes.send_option`.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from model.reply import ReplyState
from platforms.sending.registry import find_sender
from platforms.sending.telegram import TelegramSender
from platforms.sending.ways import FileRule, SendOption
from respond.actions.messages import divide_content
from respond.following import MADE_MS
from respond.shapes.send_option import show_option
from tests.respond.actions.test_uploads import PAPER, PNG, upload
from tests.respond.desk import Desk, answered, ask

S = ReplyState
URLS = ["https://files.example.com/a.png", "https://files.example.com/b.png"]
PICTURES = [{"url": each, "type": "image/png", "bytes": 20_000} for each in URLS]


@pytest.fixture
def by_message(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram, were it to show one file a message as WhatsApp does."""
    desk.world.clock.now += 5
    kinds = {"image/": 5_000_000, "audio/": 5_000_000}
    rule = FileRule(10, kinds, caption=1024, each=True, bare=frozenset({"audio"}))
    monkeypatch.setattr(
        TelegramSender, "ways", tuple(replace(way, files=rule) for way in TelegramSender.ways)
    )


def list_last(desk: Desk) -> list[dict[str, Any]]:
    """What was accepted last in the conversation, two messages in the order they go out in."""
    found = ask(desk.world, "GET", "/conversations/{id}/replies", desk.world.ids()["angry"], limit="2")
    listed: list[dict[str, Any]] = found.body["data"]
    return listed[::-1]


def test_files_by_address_go_as_one_album(desk: Desk) -> None:
    reply = desk.send(files=PICTURES)
    (post,) = desk.platform.posts
    assert [(each["type"], each["media"], each.get("caption")) for each in post["media"]] == [
        ("photo", URLS[0], desk.text),
        ("photo", URLS[1], None),
    ]
    assert (reply.state, desk.platform.asked[0].url.rpartition("/")[2]) == (S.SENT, "sendMediaGroup")
    shown = ask(desk.world, "GET", "/replies/{id}", reply.id).body
    assert [each["url"] for each in shown["files"]] == URLS
    assert (shown["file"], shown["messages"], shown["after"]) == (shown["files"][0], 1, None)
    (item,) = desk.interactions()
    assert len(item["media"]) == 2


def test_uploads_go_as_they_are_in_their_order_and_are_gone_then(desk: Desk) -> None:
    ids = [upload(desk, PNG + bytes([each])).body["id"] for each in range(3)]
    reply = desk.send(uploads=ids, text="")
    (post,) = desk.platform.posts
    media = json.loads(post["media"])
    assert [post[each["media"].removeprefix("attach://")] for each in media] == [
        PNG + bytes([n]) for n in range(3)
    ]
    assert (reply.state, desk.world.bucket.content) == (S.SENT, {})


def test_what_does_not_go_together_is_refused(desk: Desk) -> None:
    picture, paper = upload(desk).body["id"], upload(desk, PAPER, "application/pdf").body["id"]
    refused = [
        desk.post(uploads=[picture, paper]),
        desk.post(uploads=[picture, picture]),
        desk.post(uploads=[picture], files=PICTURES[:1]),
        desk.post(uploads=[picture], upload=picture),
        desk.post(files=PICTURES * 6),
        desk.post(conversation="comment", files=PICTURES),
    ]
    assert [each.status for each in refused] == [422] * 6
    assert [each.body["code"] for each in refused[:2]] == ["files_not_together", "invalid"]
    assert refused[5].body["code"] == "too_many_files"
    assert desk.queued == []
    for each in (picture, paper):
        found = desk.world.stores.uploads.find_upload("acme", each)
        assert found is not None
        desk.world.stores.uploads.delete_upload(found)


def test_each_file_is_a_message_of_its_own_in_their_order(desk: Desk, by_message: None) -> None:
    answer = desk.post(key="twice", files=PICTURES)
    again = desk.post(key="twice", files=PICTURES)
    assert (answer.body["messages"], again.body["id"]) == (2, answer.body["id"])
    desk.world.clock.now += 1
    desk.run()
    assert [(post["photo"], post.get("caption")) for post in desk.platform.posts] == [
        (URLS[0], desk.text),
        (URLS[1], None),
    ]
    first, second = list_last(desk)
    assert (second["after"], first["after"], second["state"]) == (first["id"], None, "sent")


def test_what_follows_waits_for_the_first_and_stops_with_it(desk: Desk, by_message: None) -> None:
    desk.platform.answers = [(False, answered(429, {"ok": False, "error_code": 429}))]
    desk.post(files=PICTURES)
    desk.world.clock.now += 1
    desk.run()
    assert [each["state"] for each in list_last(desk)] == ["pending", "pending"]
    assert len(desk.platform.asked) == 1
    desk.platform.answers = [(False, answered(403, {"ok": False, "error_code": 403, "description": "no"}))]
    desk.sweep(60)
    desk.sweep(120)
    states = [(each["state"], each["code"]) for each in list_last(desk)]
    assert states == [("refused", "403"), ("failed", "earlier_message")]
    assert len(desk.platform.asked) == 2


def test_calling_the_first_back_calls_all_back(desk: Desk, by_message: None) -> None:
    answer = desk.post(files=PICTURES, send_after_s=10)
    reply = desk.reply(answer.body["id"])
    assert desk.ask("DELETE", "/replies/{id}", reply).body["state"] == "cancelled"
    assert [each["state"] for each in list_last(desk)] == ["cancelled", "cancelled"]
    desk.sweep(60)
    assert desk.platform.asked == []


def test_a_message_whose_first_was_never_kept_is_given_up(desk: Desk, by_message: None) -> None:
    outbox = desk.world.stores.outbox
    other = desk.post(files=PICTURES, send_after_s=10)
    first, second = (desk.reply(each["id"]) for each in list_last(desk))
    assert first.id == other.body["id"]
    lost = outbox.change_reply(second, replace(second, after="a" * 32), second.due_at)
    desk.sweep(60)
    assert desk.reply(lost.id).state is S.SCHEDULED
    desk.sweep(MADE_MS / 1000)
    assert desk.reply(lost.id).state is S.CANCELLED


@pytest.mark.parametrize(
    ("name", "text", "kinds", "parts"),
    [
        ("whatsapp", "Look", ["image/png", "image/png"], [("Look", 1), ("", 1)]),
        ("whatsapp", "Hear", ["audio/ogg"], [("Hear", 0), ("", 1)]),
        ("whatsapp", "x" * 1025, ["image/png"], [("x" * 1025, 0), ("", 1)]),
        ("whatsapp", "", ["image/png"], [("", 1)]),
        ("messenger", "Look", ["image/png"], [("Look", 0), ("", 1)]),
        ("instagram", "Look", ["image/png", "image/png"], [("Look", 0), ("", 1), ("", 1)]),
        ("discord", "Look", ["image/png", "image/png"], [("Look", 2)]),
        ("telegram", "Look", [], [("Look", 0)]),
    ],
)
def test_a_text_stands_beside_the_first_file_where_one_may(
    name: str, text: str, kinds: list[str], parts: list[tuple[str, int]]
) -> None:
    way = next(each for each in find_sender(name).ways if each.mode == "private")
    files = [{"url": URLS[0], "type": each, "bytes": 9} for each in kinds]
    assert [(said, len(along)) for said, along in divide_content(way, text, files)] == parts


def test_a_private_answer_to_what_is_public_says_that_one_person_sees_it() -> None:
    ways = {each.operation: each for each in find_sender("facebook").ways}
    shown = {name: show_option(SendOption(way, open=True), False) for name, way in ways.items()}
    assert {name: each.mode for name, each in shown.items()} == {
        "reply": "public",
        "private_reply": "private",
    }
    assert (shown["reply"].files, shown["private_reply"].files) == (1, 0)


def test_nothing_follows_a_first_of_unknown_fate_until_a_person_says(desk: Desk, by_message: None) -> None:
    desk.platform.answers = [(True, answered(0))]
    answer = desk.post(files=PICTURES, text="")
    desk.world.clock.now += 1
    desk.run()
    desk.sweep(60)
    assert [each["state"] for each in list_last(desk)] == ["unknown", "pending"]
    assert len(desk.platform.posts) == 1
    first = desk.reply(answer.body["id"])
    assert desk.ask("POST", "/replies/{id}/settlement", first, {"posted": True}).status == 202
    desk.sweep(60)
    assert [each["state"] for each in list_last(desk)] == ["sent", "sent"]
    assert [post["photo"] for post in desk.platform.posts] == URLS
