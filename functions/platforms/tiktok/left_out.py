"""Asks TikTok's lists for what its webhooks leave out, and reads their answers.

A sender in Europe is told of by a notice without sender, conversation and words: the conversations that changed since
are looked through. https://business-api.tiktok.com/portal/docs
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from model.event import Direction, Event, Kind, Signal
from model.http import Call, Delivery
from model.want import Want
from platforms.fetching import read_told
from platforms.frame import Frame
from platforms.paging import ask_page
from platforms.reading.payload import Json, ident, obj, objects, read_object, text
from platforms.reading.times import from_any
from platforms.tiktok.contents import LEFT_OUT, make_comment, make_message

BASE = "https://business-api.tiktok.com/open_api/v1.3/business"
TALKS, SAID, COMMENT = "talks", "said", "comment"
"""Kinds of what is fetched: which conversations changed, what was said in one, and a comment's words."""
NEW, ANSWERED = "STRANGER", "SINGLE"
EARLIER_MS = 2000
"""A notice may be dated a moment after its message."""
MOST_TALKS = 20


def list_left_out(events: Sequence[Event]) -> Iterator[Want]:
    """Yields what webhooks leave out: whole messages of Europe, words of messages, and of comments."""
    for event in events:
        told = {"business": event.account_id or "", "since": str(event.occurred_at or 0)}
        if event.signal is Signal.HANDSHAKE:
            for each in (NEW, ANSWERED):
                yield Want({"kind": TALKS, "which": each, **told}, event.account_id)
        elif event.kind is Kind.MESSAGE and event.text == LEFT_OUT and event.thread_id:
            yield Want({"kind": SAID, "talk": event.thread_id, **told}, event.account_id)
        elif event.kind is Kind.COMMENT and event.text is None and event.thread_id and event.external_id:
            item = {"comment": event.external_id, "video": event.thread_id}
            yield Want({"kind": COMMENT, **item, **told}, event.account_id)


def list_further(events: Sequence[Event]) -> Iterator[Want]:
    """Yields what was said in the conversations that a list names."""
    for event in events:
        if event.signal is Signal.HANDSHAKE and event.thread_id:
            told = {"business": event.account_id or "", "since": str(event.occurred_at or 0)}
            yield Want({"kind": SAID, "talk": event.thread_id, **told}, event.account_id)


def ask_left_out(what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
    """Returns the request for it, in the name of the account."""
    where: dict[str, tuple[str, dict[str, Any]]] = {
        TALKS: (
            "message/conversation/list",
            {"conversation_type": what.get("which", NEW), "limit": MOST_TALKS},
        ),
        SAID: ("message/content/list", {"conversation_id": what.get("talk", "")}),
        COMMENT: (
            "comment/list",
            {"video_id": what.get("video", ""), "comment_ids": json.dumps([what.get("comment")])},
        ),
    }
    path, query = where[what["kind"]]
    query = {"business_id": what["business"], **query}
    return ask_page(f"{BASE}/{path}/", query, {"Access-Token": credentials.get("access_token", "")})


def read_left_out(delivery: Delivery) -> list[Event]:
    """Returns conversations that changed, messages of their customers, or a comment, since what a webhook told."""
    told = read_told(delivery)
    since, frame = int(told.get("since", "0")), Frame(account_id=told.get("business"))
    data = obj(read_object(delivery.body).get("data")) if told.get("status") == "200" else {}
    if told.get("kind") == TALKS:
        return [
            frame.event(Kind.CONTROL, signal=Signal.HANDSHAKE, thread_id=talk, occurred_at=since)
            for row in objects(data.get("conversations"))
            if (talk := ident(row.get("conversation_id")))
            and (from_any(row.get("update_time")) or since) >= since - EARLIER_MS
        ]
    if told.get("kind") == COMMENT:
        rows = [each for each in objects(data.get("comments")) if ident(each.get("comment_id"))]
        return [make_comment(row, "insert", frame) for row in rows]
    rows = [row for row in objects(data.get("messages")) if ident(row.get("message_id"))]
    theirs = [row for row in rows if text(obj(row.get("from_user")).get("role")) != "BUSINESS_ACCOUNT"]
    names = {
        ident(each.get("id")): text(each.get("display_name")) for each in objects(data.get("participants"))
    }
    found = [make_message(row | _name(row, names), Direction.IN, frame) for row in theirs]
    # What it takes the place of was told at the same moment.
    return [
        replace(each, changed_at=(each.occurred_at or since) + 1)
        for each in found
        if (each.occurred_at or since) >= since - EARLIER_MS and each.text != LEFT_OUT
    ]


def _name(row: Json, names: Mapping[str | None, str | None]) -> Json:
    """Returns by what name a message's writer is shown."""
    shown = names.get(ident(obj(row.get("from_user")).get("id")))
    return {"from": shown} if shown else {}
