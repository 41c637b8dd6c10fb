"""The exact request of every way to send, and what is missing is said before anything goes out.

Tests of: `platforms.sending.*`.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from model.http import Call, Request
from platforms.families.signed_webhooks import StandardProof
from platforms.sending.outgoing import Outgoing, OutgoingFile, Unsendable
from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.sender import PlatformSender

TOKEN = {"access_token": "T0", "site": "https://forum.example"}
OUT = Outgoing("reply", account="100", text="Thanks <b>", item="55", thread="44", person="77", key="k1")
GRAPH = "https://graph.facebook.com/v25.0"

CASES: list[tuple[str, Outgoing, str, str, Any]] = [
    ("facebook", OUT, "POST", f"{GRAPH}/55/comments", {"message": "Thanks <b>"}),
    ("facebook", replace(OUT, operation="private_reply"), "POST", f"{GRAPH}/100/messages",
     {"recipient": {"comment_id": "55"}, "message": {"text": "Thanks <b>"}}),
    ("facebook", replace(OUT, operation="edit"), "POST", f"{GRAPH}/55", {"message": "Thanks <b>"}),
    ("facebook", replace(OUT, operation="delete"), "DELETE", f"{GRAPH}/55", None),
    ("facebook", replace(OUT, operation="hide"), "POST", f"{GRAPH}/55", {"is_hidden": True}),
    ("facebook", replace(OUT, operation="react"), "POST", f"{GRAPH}/55/likes", {}),
    ("facebook", replace(OUT, operation="publish"), "POST", f"{GRAPH}/100/feed", {"message": "Thanks <b>"}),
    ("messenger", replace(OUT, operation="message", item=""), "POST", f"{GRAPH}/100/messages",
     {"recipient": {"id": "77"}, "messaging_type": "RESPONSE",
      "message": {"metadata": "k1", "text": "Thanks <b>"}}),
    ("messenger", replace(OUT, operation="message", tag="human_agent"), "POST", f"{GRAPH}/100/messages",
     {"recipient": {"id": "77"}, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT",
      "message": {"metadata": "k1", "text": "Thanks <b>"}, "reply_to": {"mid": "55"}}),
    ("instagram", OUT, "POST", "https://graph.instagram.com/v25.0/55/replies", {"message": "Thanks <b>"}),
    ("instagram", replace(OUT, operation="message", files=(OutgoingFile("image", "https://f.example/a"),)), "POST",
     "https://graph.instagram.com/v25.0/100/messages",
     {"recipient": {"id": "77"}, "messaging_type": "RESPONSE",
      "message": {"metadata": "k1", "attachment": {"type": "image", "payload": {"url": "https://f.example/a"}}}}),
    ("instagram", replace(OUT, operation="hide"), "POST", "https://graph.instagram.com/v25.0/55", {"hide": True}),
    ("whatsapp", replace(OUT, operation="message"), "POST", f"{GRAPH}/100/messages",
     {"messaging_product": "whatsapp", "to": "77", "type": "text", "text": {"body": "Thanks <b>"},
      "context": {"message_id": "55"}, "biz_opaque_callback_data": "k1"}),
    ("whatsapp", replace(OUT, operation="react", text="👍"), "POST", f"{GRAPH}/100/messages",
     {"messaging_product": "whatsapp", "to": "77", "type": "reaction",
      "reaction": {"message_id": "55", "emoji": "👍"}, "biz_opaque_callback_data": "k1"}),
    ("threads", replace(OUT, prepared="c9"), "POST", "https://graph.threads.net/v1.0/100/threads_publish",
     {"creation_id": "c9"}),
    ("threads", replace(OUT, operation="hide"), "POST", "https://graph.threads.net/v1.0/55/manage_reply",
     {"hide": True}),
    ("x", OUT, "POST", "https://api.x.com/2/tweets",
     {"text": "Thanks <b>", "reply": {"in_reply_to_tweet_id": "55"}}),
    ("x", replace(OUT, operation="message"), "POST", "https://api.x.com/2/dm_conversations/with/77/messages",
     {"text": "Thanks <b>"}),
    ("x", replace(OUT, operation="delete"), "DELETE", "https://api.x.com/2/tweets/55", None),
    ("x", replace(OUT, operation="hide"), "PUT", "https://api.x.com/2/tweets/55/hidden", {"hidden": True}),
    ("x", replace(OUT, operation="edit"), "POST", "https://api.x.com/2/tweets",
     {"text": "Thanks <b>", "edit_options": {"previous_post_id": "55"}}),
    ("telegram", replace(OUT, item="-7:55", thread="-7:3"), "POST", "https://api.telegram.org/botT0/sendMessage",
     {"chat_id": "-7", "message_thread_id": 3, "text": "Thanks <b>",
      "reply_parameters": {"message_id": 55, "allow_sending_without_reply": True}}),
    ("telegram", replace(OUT, operation="message", item="", thread="", files=(OutgoingFile("image", "https://f.example/a"),)),
     "POST", "https://api.telegram.org/botT0/sendPhoto",
     {"chat_id": "77", "photo": "https://f.example/a", "caption": "Thanks <b>"}),
    ("telegram", replace(OUT, operation="delete", item="-7:55"), "POST", "https://api.telegram.org/botT0/deleteMessage",
     {"chat_id": "-7", "message_id": 55}),
    ("slack", replace(OUT, item="C1:9.9", thread="C1:1.5"), "POST", "https://slack.com/api/chat.postMessage",
     {"channel": "C1", "text": "Thanks &lt;b&gt;", "thread_ts": "1.5",
      "metadata": {"event_type": "rapport_reply", "event_payload": {"id": "k1"}}}),
    ("slack", replace(OUT, operation="edit", item="C1:9.9"), "POST", "https://slack.com/api/chat.update",
     {"channel": "C1", "ts": "9.9", "text": "Thanks &lt;b&gt;"}),
    ("slack", replace(OUT, operation="react", item="C1:9.9", text="eyes"), "POST", "https://slack.com/api/reactions.add",
     {"channel": "C1", "timestamp": "9.9", "name": "eyes"}),
    ("discourse", replace(OUT, thread="topic:6"), "POST", "https://forum.example/posts.json",
     {"topic_id": 6, "raw": "Thanks <b>"}),
    ("discourse", replace(OUT, operation="delete", item="post:5"), "DELETE",
     "https://forum.example/posts/5.json", None),
    ("line", replace(OUT, handle={"replyToken": "r1"}), "POST", "https://api.line.me/v2/bot/message/reply",
     {"replyToken": "r1", "messages": [{"type": "text", "text": "Thanks <b>"}]}),
    ("line", replace(OUT, operation="message", thread=""), "POST", "https://api.line.me/v2/bot/message/push",
     {"to": "77", "messages": [{"type": "text", "text": "Thanks <b>"}]}),
    ("viber", replace(OUT, operation="message"), "POST", "https://chatapi.viber.com/pa/send_message",
     {"receiver": "77", "type": "text", "text": "Thanks <b>", "sender": {"name": "Support"}, "tracking_data": "k1"}),
    ("standard_webhooks", replace(OUT, now=1_794_996_000), "POST", "https://forum.example",
     {"type": "rapport.reply", "timestamp": "2026-11-18T10:00:00Z",
      "data": {"item": "55", "thread": "44", "person": "77", "text": "Thanks <b>"}}),
]  # fmt: skip


def make(name: str, out: Outgoing) -> Call:
    return find_sender(name).make_call(out, TOKEN)


@pytest.mark.parametrize(
    ("name", "out", "method", "url", "body"), CASES, ids=[f"{c[0]}-{c[1].operation}" for c in CASES]
)
def test_a_request_is_as_the_platform_wants_it(
    name: str, out: Outgoing, method: str, url: str, body: Any
) -> None:
    call = make(name, out)
    assert (call.method, call.url) == (method, url)
    assert (json.loads(call.body) if call.body else None) == body
    if body is not None:
        assert call.headers["Content-Type" if "Content-Type" in call.headers else "content-type"].startswith(
            "application/json"
        )


AUTHORIZED = {
    "telegram": None,
    "discourse": ("Api-Key", "T0"),
    "viber": ("X-Viber-Auth-Token", "T0"),
    "standard_webhooks": None,
}


@pytest.mark.parametrize("name", sorted({case[0] for case in CASES}))
def test_a_token_goes_where_the_platform_looks_for_it_and_nothing_goes_without(name: str) -> None:
    out = next(case[1] for case in CASES if case[0] == name)
    wanted = AUTHORIZED.get(name, ("Authorization", "Bearer T0"))
    if wanted is not None:
        assert make(name, out).headers[wanted[0]] == wanted[1]
    with pytest.raises(Unsendable) as raised:
        find_sender(name).make_call(out, {"site": "https://forum.example"})
    assert raised.value.code == "no_token"


@pytest.mark.parametrize("name", [name for name in SENDERS if find_sender(name).ways])
def test_a_way_without_text_or_target_is_refused_before_anything_goes_out(name: str) -> None:
    sender = find_sender(name)
    for way in sender.ways:
        for out in (
            Outgoing(way.operation, account="1", item="post:5", thread="topic:6", person="7", key="k"),
            Outgoing(way.operation, account="1", text="x", key="k"),
            Outgoing("juggle", account="1", text="x", item="1:2", thread="1", person="1", key="k"),
        ):
            if name == "standard_webhooks":
                continue
            with pytest.raises(Unsendable):
                _make_both(sender, out)


def _make_both(sender: PlatformSender, out: Outgoing) -> None:
    sender.make_preparation(out, TOKEN)
    sender.make_call(out, TOKEN)


def test_threads_makes_a_container_first() -> None:
    call = find_sender("threads").make_preparation(OUT, TOKEN)
    assert call is not None
    assert call.url == "https://graph.threads.net/v1.0/100/threads"
    assert json.loads(call.body) == {"media_type": "TEXT", "text": "Thanks <b>", "reply_to_id": "55"}
    assert find_sender("x").make_preparation(OUT, TOKEN) is None


def test_line_sends_a_key_with_pushes_only() -> None:
    push = replace(OUT, operation="message")
    keys = [make("line", out).headers["X-Line-Retry-Key"] for out in (push, push, replace(push, key="k2"))]
    assert keys[0] == keys[1] != keys[2]
    assert "X-Line-Retry-Key" not in make("line", replace(OUT, handle={"replyToken": "r"})).headers


def test_a_webhook_is_signed_so_that_the_receiver_can_prove_it() -> None:
    secret = {"access_token": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "site": "https://hook.example"}
    call = find_sender("standard_webhooks").make_call(replace(OUT, now=1_794_996_000), secret)
    request = Request.of("POST", call.headers, {}, call.body)
    proof = StandardProof()
    assert proof.verify(request, [{"secret": secret["access_token"]}], 1_794_996_010)
    assert call.headers["webhook-id"] == "k1"
