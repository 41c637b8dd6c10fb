"""The exact request of every way to send, and what is missing is said before anything goes out.

Tests of: `platforms.sending.*`.
"""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from model.http import Call, Request
from platforms.families.signed_webhooks import StandardProof
from platforms.sending.bluesky import make_rkey
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.sender import PlatformSender
from tests.platforms.sending.calls import CASES, OUT, TOKEN


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
    "discord": ("Authorization", "Bot T0"),
    "wechat": None,
    "tiktok": ("Access-Token", "T0"),
    "wordpress": ("Authorization", "Basic YW5uOlQw"),
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
    late = make("line", replace(OUT, handle={}))
    assert (late.url.endswith("/push"), "X-Line-Retry-Key" in late.headers) == (True, True), "its token ended"


def test_a_webhook_is_signed_so_that_the_receiver_can_prove_it() -> None:
    secret = {"access_token": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "site": "https://hook.example"}
    call = find_sender("standard_webhooks").make_call(replace(OUT, now=1_794_996_000), secret)
    request = Request.of("POST", call.headers, {}, call.body)
    proof = StandardProof()
    assert proof.verify(request, [{"secret": secret["access_token"]}], 1_794_996_010)
    assert call.headers["webhook-id"] == "k1"


@pytest.mark.parametrize("operation", ["reply", "message"])
def test_reddit_and_yammer_take_forms(operation: str) -> None:
    out = replace(OUT, operation=operation, item="t1_55")
    call = make("reddit", out)
    assert (call.url, parse_qs(call.body.decode())) == (
        "https://oauth.reddit.com/api/comment",
        {"api_type": ["json"], "thing_id": ["t1_55"], "text": ["Thanks <b>"]},
    )
    call = make("yammer", out)
    assert (call.url, parse_qs(call.body.decode())) == (
        "https://www.yammer.com/api/v1/messages.json",
        {"body": ["Thanks <b>"], "replied_to_id": ["t1_55"]},
    )
    assert call.headers["Authorization"] == "Bearer T0"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example",
    ],
)
def test_a_token_of_teams_goes_to_no_service_but_microsofts(address: str) -> None:
    with pytest.raises(Unsendable) as raised:
        make("teams", replace(OUT, item="a:1:55", handle={"service_url": address}))
    assert raised.value.code == "foreign_service"


def test_a_record_of_bluesky_has_one_key_for_each_reply() -> None:
    outs = [replace(OUT, key=f"k{number}", made_at=1_794_996_000_000 + number // 50) for number in range(100)]
    keys = [make_rkey(out) for out in outs]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[234567a-j][234567a-z]{12}", key) for key in keys)
    assert keys[0] < keys[99]
    assert make_rkey(replace(outs[0], now=5)) == keys[0]
