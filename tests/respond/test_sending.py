"""Replies go out once, whatever breaks: the faults of sending, each shown with a platform that plays along.

Tests of: `model.dispatch`, `respond.actions.replies`, `respond.actions.send_options`, `respond.answerable`,
`respond.asking`, `respond.echoing`, `respond.send`, `respond.shapes.reply`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from aws import queues
from model.errors import Unavailable
from model.http import Call
from model.reply import FIRST_LOOK_MS, ReplyState
from respond.answerable import read_options
from respond.outgoing_ports import Answered
from respond.sending import LOOKS_MS, Sendings
from tests.respond.desk import Desk, Killed, answered, echo
from tests.respond.world import authorizer

S = ReplyState


def test_a_reply_goes_out_and_is_one_interaction(desk: Desk) -> None:
    reply = desk.send()
    assert (reply.state, reply.native_id, reply.attempts) == (S.SENT, desk.native_id, 1)
    assert [each.state for each in reply.passages] == [S.PENDING, S.SENDING, S.SENT]
    assert [post["text"] for post in desk.platform.posts] == [desk.text]
    assert [item["text"] for item in desk.interactions()] == [desk.text]
    desk.sweep(60)
    desk.sweep(3600)
    assert len(desk.platform.posts) == 1


@pytest.mark.parametrize("order", ["before", "during", "after", "twice"])
def test_the_echo_is_the_same_interaction_whenever_it_comes(desk: Desk, order: str) -> None:
    if order == "before":
        answer = desk.post()
        echo(desk)
        desk.run()
        assert desk.reply(answer.body["id"]).state is S.SENT
    elif order == "during":
        make = desk.platform.make_request

        def tell_first(call: Call) -> Answered:
            echo(desk)
            return make(call)

        desk.platform.make_request = tell_first  # type: ignore[method-assign]  # the platform is quick
        assert desk.send().state is S.SENT
    else:
        desk.send()
        for _ in range(2 if order == "twice" else 1):
            echo(desk)
    assert [item["text"] for item in desk.interactions()] == [desk.text]


def test_a_reply_for_a_later_time_is_accepted_once(desk: Desk) -> None:
    later = datetime.fromtimestamp(desk.world.stores.now_ms() / 1000 + 3600, UTC).isoformat()
    first, again = (desk.post("key-for-later", at=later) for _ in range(2))
    assert (first.status, again.status, first.body["id"]) == (202, 202, again.body["id"])
    assert (first.body["state"], desk.platform.posts) == ("scheduled", [])
    desk.sweep(3601)
    desk.run()
    assert [post["text"] for post in desk.platform.posts] == [desk.text]


def test_the_same_key_is_the_same_reply_and_another_body_is_refused(desk: Desk) -> None:
    first, again = desk.post("key-number-one"), desk.post("key-number-one")
    assert (first.status, again.status, first.body["id"]) == (202, 202, again.body["id"])
    other = desk.post("key-number-one", text="Something else")
    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")
    desk.run()
    assert len(desk.platform.posts) == 1
    assert desk.post("key-number-one").body["state"] == "sent"


def test_doubled_messages_and_two_senders_post_once(desk: Desk) -> None:
    desk.post()
    message = desk.queued[0]
    desk.queued += [message, message]
    desk.run()
    assert len(desk.platform.posts) == 1
    second = desk.post().body["id"]
    known = desk.reply(second)
    taken = desk.sendings._take(known, known.due_at)
    assert taken.state is S.SENDING
    desk.run()
    assert len(desk.platform.posts) == 1


@pytest.mark.parametrize(("posted", "posts"), [(False, 0), (True, 1)])
def test_killed_during_the_request_it_is_unknown_and_not_sent_again(
    desk: Desk, posted: bool, posts: int
) -> None:
    desk.platform.answers = [(posted, Killed())]
    reply_id = desk.post().body["id"]
    with pytest.raises(Killed):
        desk.run()
    assert desk.reply(reply_id).state is S.SENDING
    desk.sweep(30)
    assert desk.reply(reply_id).state is S.SENDING
    desk.sweep(FIRST_LOOK_MS / 1000)
    assert desk.reply(reply_id).state is S.UNKNOWN
    for _ in range(6):
        desk.sweep(3600)
    assert len(desk.platform.posts) == posts
    assert desk.reply(reply_id).state is S.UNKNOWN


def test_killed_before_the_request_it_is_sent_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reply_id = desk.post().body["id"]
    with monkeypatch.context() as patch:
        patch.setattr(Sendings, "_take", _raise_killed)
        with pytest.raises(Killed):
            desk.run()
    desk.sweep(FIRST_LOOK_MS / 1000)
    assert (desk.reply(reply_id).state, len(desk.platform.posts)) == (S.SENT, 1)


def test_killed_after_the_request_its_echo_proves_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reply_id = desk.post().body["id"]
    with monkeypatch.context() as patch:
        patch.setattr(Sendings, "_settle", _raise_killed)
        with pytest.raises(Killed):
            desk.run()
    echo(desk)
    desk.sweep(FIRST_LOOK_MS / 1000)
    reply = desk.reply(reply_id)
    assert (reply.state, reply.native_id, reply.code) == (S.SENT, desk.native_id, "echo")
    assert len(desk.platform.posts) == len(desk.interactions()) == 1


def test_killed_between_sent_and_its_interaction_nothing_is_posted_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("respond.sending.keep_answer", _raise_killed)
        with pytest.raises(Killed):
            desk.send()
    desk.sweep(3600)
    assert len(desk.platform.posts) == 1
    echo(desk)
    assert len(desk.interactions()) == 1


def _raise_killed(*_: Any, **__: Any) -> Any:
    raise Killed


def test_a_time_out_with_the_message_posted_is_unknown_until_the_echo(desk: Desk) -> None:
    desk.platform.answers = [(True, answered(0))]
    reply = desk.send()
    assert (reply.state, reply.native_id) == (S.UNKNOWN, "")
    desk.sweep(LOOKS_MS[0] / 1000)
    assert desk.reply(reply.id).state is S.UNKNOWN
    echo(desk)
    desk.sweep(LOOKS_MS[1] / 1000)
    assert desk.reply(reply.id).state is S.SENT
    assert len(desk.platform.posts) == len(desk.interactions()) == 1


def test_an_echo_that_is_another_replys_proves_nothing(desk: Desk) -> None:
    first = desk.send()
    desk.platform.answers = [(False, answered(0))]
    second = desk.send()
    desk.sweep(LOOKS_MS[0] / 1000)
    assert (desk.reply(first.id).state, desk.reply(second.id).state) == (S.SENT, S.UNKNOWN)


def test_a_request_that_surely_did_not_arrive_is_made_again(desk: Desk) -> None:
    desk.platform.answers = [(False, answered(0, sent=False))]
    reply = desk.send()
    assert (reply.state, reply.code) == (S.PENDING, "not_reached")
    desk.sweep(60)
    assert (desk.reply(reply.id).state, len(desk.platform.posts)) == (S.SENT, 1)


@pytest.mark.parametrize(
    ("headers", "told", "wait"), [({}, {"retry_after": 7}, 7), ({"retry-after": "90"}, {}, 90), ({}, {}, 30)]
)
def test_a_limit_is_waited_for_as_told(
    desk: Desk, headers: dict[str, str], told: dict[str, int], wait: int
) -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": told}
    desk.platform.answers = [(False, answered(429, body, headers))]
    reply = desk.send()
    assert (reply.state, reply.due_at - reply.state_at) == (S.PENDING, wait * 1000)
    desk.sweep(wait - 1)
    assert len(desk.platform.asked) == 1
    desk.sweep(1)
    assert (desk.reply(reply.id).state, len(desk.platform.posts)) == (S.SENT, 1)


@pytest.mark.parametrize(
    "body", ["<html>Bad Gateway</html>", {"ok": False, "error_code": 500, "description": "x"}]
)
def test_a_5xx_and_a_page_of_a_proxy_are_unknown(desk: Desk, body: Any) -> None:
    desk.platform.answers = [(True, answered(502, body))]
    assert desk.send().state is S.UNKNOWN


def test_a_refusal_says_why_and_a_person_may_try_again(desk: Desk) -> None:
    said = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    desk.platform.answers = [(False, answered(403, said))]
    reply = desk.send()
    assert (reply.state, reply.code, reply.words) == (S.REFUSED, "403", said["description"])
    answer = desk.ask("POST", "/replies/{id}/retry", reply, {})
    assert (answer.status, answer.body["state"]) == (202, "pending")
    desk.run()
    assert desk.reply(reply.id).state is S.SENT


def test_a_dead_token_stops_sending_and_what_waited_goes_out_after_renewal(desk: Desk) -> None:
    said = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    desk.platform.answers = [(False, answered(401, said))]
    reply = desk.send()
    assert (reply.state, reply.code, desk.tokens.refused) == (S.PENDING, "token_dead", ["401"])
    desk.sweep(60)
    desk.sweep(3600)
    assert len(desk.platform.asked) == 1
    desk.tokens.dead = False
    desk.sweep(3600)
    assert (desk.reply(reply.id).state, len(desk.platform.posts)) == (S.SENT, 1)


def test_what_waits_a_day_for_a_token_expires_visibly(desk: Desk) -> None:
    desk.tokens.dead = True
    reply = desk.send()
    for _ in range(26):
        desk.sweep(3600)
    found = desk.reply(reply.id)
    assert (found.state, found.code, desk.platform.asked) == (S.EXPIRED, "too_late", [])


def test_what_may_have_been_posted_is_tried_again_only_when_somebody_looked(desk: Desk) -> None:
    desk.platform.answers = [(False, answered(0))]
    reply = desk.send()
    denied = desk.ask("POST", "/replies/{id}/retry", reply, {})
    assert (denied.status, denied.body["code"]) == (409, "reply_may_double")
    assert desk.ask("POST", "/replies/{id}/retry", reply, {"may_double": True}).status == 202
    desk.run()
    assert desk.reply(reply.id).state is S.SENT
    assert desk.ask("POST", "/replies/{id}/retry", reply, {}).body["code"] == "reply_not_failed"


def test_a_reply_can_be_called_back_until_it_goes(desk: Desk) -> None:
    answer = desk.post(send_after_s=20)
    assert answer.body["state"] == "scheduled"
    assert desk.queued == []
    reply = desk.reply(answer.body["id"])
    assert desk.ask("DELETE", "/replies/{id}", reply).body["state"] == "cancelled"
    assert desk.ask("DELETE", "/replies/{id}", reply).body["state"] == "cancelled"
    desk.sweep(60)
    assert desk.platform.asked == []
    later = desk.reply(desk.post(send_after_s=20).body["id"])
    desk.sweep(19)
    assert desk.reply(later.id).state is S.SCHEDULED
    desk.sweep(1)
    assert desk.reply(later.id).state is S.SENT
    assert desk.ask("DELETE", "/replies/{id}", later).body["code"] == "reply_not_waiting"


def test_a_window_that_closed_in_between_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = desk.reply(desk.post(send_after_s=10).body["id"])
    monkeypatch.setattr("respond.doing.read_options", _closed(read_options))
    desk.sweep(10)
    found = desk.reply(reply.id)
    assert (found.state, found.code, desk.platform.asked) == (S.EXPIRED, "window_closed", [])


def _closed(read: Callable[..., Any]) -> Callable[..., Any]:
    def options(*arguments: Any, **more: Any) -> Any:
        return tuple(replace(each, open=False, reason="window_closed") for each in read(*arguments, **more))

    return options


def test_the_queue_may_be_down_when_it_is_accepted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Unavailable("down")

    monkeypatch.setattr(queues, "send", refuse)
    answer = desk.post()
    assert answer.status == 202
    desk.sweep(0)
    assert (desk.reply(answer.body["id"]).state, len(desk.platform.posts)) == (S.SENT, 1)


def test_replies_are_listed_and_stay_in_their_brand(desk: Desk) -> None:
    reply = desk.send()
    listed = desk.world.get("/conversations/{id}/replies", path={"id": desk.world.ids()["angry"]}).body
    assert (reply.id, "sent") in [(each["id"], each["state"]) for each in listed["data"]]
    shown = desk.ask("GET", "/replies/{id}", reply).body
    assert (shown["text"], shown["native_id"], shown["attempts"]) == (desk.text, desk.native_id, 1)
    assert (
        desk.world.call("GET", "/replies/{id}", path={"id": reply.id}, caller=authorizer("other")).status
        == 404
    )


def test_what_a_platform_tells_of_its_limit_stops_all_who_send_by_that_account(desk: Desk) -> None:
    body = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 90},
    }
    desk.platform.answers = [(False, answered(429, body))]
    first = desk.send()
    second = desk.send(text="Another one", conversation="happy")
    assert (first.state, second.state, second.attempts) == (S.PENDING, S.PENDING, 0)
    assert len(desk.platform.asked) == 1
    desk.sweep(60)
    assert len(desk.platform.asked) == 1
    desk.sweep(31)
    assert [desk.reply(each.id).state for each in (first, second)] == [S.SENT, S.SENT]
    assert len(desk.platform.posts) == 2


def test_headers_of_a_good_answer_tell_how_many_more_may_go(desk: Desk) -> None:
    left = {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset-After": "120"}
    well = desk.platform.well()
    desk.platform.answers = [(True, Answered(200, left, well.body))]
    states = [desk.send(text=f"Number {number}", conversation="happy").state for number in range(3)]
    assert states == [S.SENT, S.SENT, S.PENDING]
    desk.sweep(121)
    assert len(desk.platform.posts) == 3
