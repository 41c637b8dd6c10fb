"""Canned replies are filled in and escaped, macros run once on each conversation, and bots leave what a human has.

Tests of: `model.canned`, `model.handover`, `respond.actions.canned`, `respond.actions.macro_runs`,
`respond.actions.handovers`, `respond.shapes.canned`, `store.brand.canned`.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from model.canned import UnknownValue, fill_text, list_strange
from model.reply import ReplyState
from tests.respond.desk import Desk
from tests.respond.desk import ask as ask_as
from tests.respond.world import TELEGRAM, Answer, World, authorizer

ask = partial(ask_as, caller="sue", headers={"If-Match": "*", "Idempotency-Key": "macro-1"})


def test_variables_are_filled_in_with_what_is_known_or_what_stands_instead() -> None:
    values = {"name": "Mara", "handle": ""}
    assert fill_text("Hi {{name}}, {{ handle|you }}!", values, str.upper) == "Hi MARA, you!"
    with pytest.raises(UnknownValue):
        fill_text("Hi {{handle}}", values, str)
    assert list_strange("{{name}} {{nme}} {{ x") == ["nme", "{{"]
    assert fill_text("{{name}}", {"name": "{{agent}}"}, str) == "{{agent}}"


def test_a_canned_reply_is_kept_changed_filled_and_deleted(shared: World) -> None:
    made = ask(shared, "POST", "/canned", body={"title": "Hello", "text": "Hi {{first_name|there}}"})
    assert made.status == 201, made.text
    some_id = made.body["id"]
    wrong = ask(shared, "POST", "/canned", body={"title": "Bad", "text": "Hi {{password}}"})
    assert (wrong.status, wrong.body["code"]) == (422, "bad_variable")
    assert ask(shared, "POST", "/canned", body={"title": "x", "text": "x"}, caller="ann").status == 403
    changed = ask(shared, "PATCH", "/canned/{id}", some_id, {"text": "Hi {{first_name}} on {{platform}}"})
    assert changed.body["title"] == "Hello"
    filled = ask(shared, "GET", "/conversations/{id}/canned", shared.ids()["angry"], caller="ann")
    assert [each["text"] for each in filled.body["data"]] == ["Hi Mara on Telegram"]
    assert [each["title"] for each in ask(shared, "GET", "/canned", caller="ann").body["data"]] == ["Hello"]
    assert ask(shared, "DELETE", "/canned/{id}", some_id).status == 200
    assert ask(shared, "GET", "/canned").body["data"] == []


def test_a_macro_runs_once_on_each_and_says_what_failed(desk: Desk) -> None:
    world, ids = desk.world, desk.world.ids()
    body = {"title": "Late", "text": desk.text + ", {{first_name}}", "status": "pending", "tags": ["late"],
            "assignee": "me"}  # fmt: skip
    macro = ask(world, "POST", "/macros", body=body).body["id"]
    wanted = {"conversations": [ids["angry"], ids["happy"], "a" * 32]}
    ran = [ask(world, "POST", "/macros/{id}/run", macro, wanted) for _ in range(2)]
    assert ran[0].body == ran[1].body
    assert [each["id"] for each in ran[0].body["done"]] == [ids["angry"], ids["happy"]]
    assert [(each["id"], each["code"]) for each in ran[0].body["failed"]] == [("a" * 32, "not_found")]
    desk.run()
    texts = sorted(post["text"] for post in desk.platform.posts)
    assert texts == [f"{desk.text}, Mara", f"{desk.text}, Tom"]
    head = world.get("/conversations/{id}", path={"id": ids["angry"]}).body
    assert (head["status"], head["tags"], head["assignee"]) == ("pending", ["late"], "sue")


def test_a_macro_without_words_changes_the_conversation_alone(desk: Desk) -> None:
    world, happy = desk.world, desk.world.ids()["happy"]
    macro = ask(world, "POST", "/macros", body={"title": "Done", "status": "closed", "tags": ["done"]}).body[
        "id"
    ]
    ran = ask(world, "POST", "/macros/{id}/run", macro, {"conversations": [happy]}).body
    assert ran["done"] == [{"id": happy, "reply": None}]
    head = world.get("/conversations/{id}", path={"id": happy}).body
    assert (head["status"], "done" in head["tags"]) == ("closed", True)
    taken = ask(world, "PATCH", "/macros/{id}", macro, {"status": None, "text": "Bye"}).body
    assert (taken["status"], taken["text"], taken["tags"]) == (None, "Bye", ["done"])
    assert ask(world, "DELETE", "/macros/{id}", macro).status == 200


def test_what_a_human_has_no_bot_answers_and_what_it_had_waiting_is_called_back(desk: Desk) -> None:
    world, angry = desk.world, desk.world.ids()["angry"]

    def post(caller: str, **more: Any) -> Answer:
        return world.call(
            "POST", "/conversations/{id}/replies", path={"id": angry}, caller=authorizer(agent=caller),
            headers={"Idempotency-Key": f"{desk.number}-{caller}-{more}"}, body={"text": desk.text} | more,
        )  # fmt: skip

    def hand(caller: str, **handover: Any) -> Answer:
        return ask(world, "PATCH", "/conversations/{id}", angry, {"handover": handover}, caller=caller)

    waiting = post("bot", send_after_s=600)
    assert waiting.status == 202, waiting.text
    asked = hand("bot", state="handover_requested", reason="angry")
    assert asked.body["handover"] == {"state": "handover_requested", "paused_until": None, "reason": "angry"}
    reply = desk.reply(waiting.body["id"])
    assert (reply.state, reply.code) == (ReplyState.CANCELLED, "handed_over")
    refused = post("bot")
    assert (refused.status, refused.body["code"]) == (409, "human_has_it")
    options = ask(world, "GET", "/conversations/{id}/send-options", angry, caller="bot").body["data"]
    assert {(each["open"], each["reason"]) for each in options} == {(False, "human_has_it")}
    assert hand("bot", state="bot").status == 403
    assert post("ann", send_after_s=600).status == 202
    until = world.clock.now + 3600
    paused = hand("ann", state="human", paused_until=_iso(until))
    assert paused.status == 200, paused.text
    assert post("bot", send_after_s=1).status == 409
    world.clock.now += 3700
    assert post("bot", send_after_s=2).status == 202
    assert hand("ann", state="bot").body["handover"]["state"] == "bot"


def _iso(epoch_s: float) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).isoformat()


def test_names_in_a_macro_are_escaped_for_the_platform(shared: World) -> None:
    shared.tell(
        TELEGRAM,
        {
            "kind": "message", "mode": "private", "external_id": "m77", "thread_id": "t77", "author_id": "u77",
            "author_name": "@everyone", "text": "hello", "occurred_at": shared.stores.now_ms(),
        },
    )  # fmt: skip
    conversation = shared.hid(TELEGRAM, "thread", "t77")
    made = ask(shared, "POST", "/canned", body={"title": "Hello", "text": "Hi {{name}}"}).body["id"]
    ask(shared, "POST", "/canned", body={"title": "Missing", "text": "Hi {{handle}}"})
    filled = ask(shared, "GET", "/conversations/{id}/canned", conversation).body["data"]
    assert [each["text"] for each in filled] == ["Hi @\u2060everyone", None]
    ask(shared, "DELETE", "/canned/{id}", made)
