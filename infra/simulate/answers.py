"""Plays what platforms answer to a send that went well, with the id that they then tell of it.

The shapes are those of the pages named in `functions/platforms/sending/`.
"""

from collections.abc import Callable
from typing import Any

Shape = Callable[[str, str], dict[str, Any]]
"""Makes a body of the item's native id and what was asked for."""


def write_answer(platform: str, operation: str, native_id: str) -> tuple[int, dict[str, Any]]:
    """Returns status and body. Raises KeyError for a platform on which nothing is sent."""
    return (201 if platform in CREATED else 200), SHAPES[platform](native_id, operation)


def _meta(native: str, operation: str) -> dict[str, Any]:
    private = operation in ("message", "private_reply")
    return {"recipient_id": "1", "message_id": native} if private else {"id": native}


def _slack(native: str, _: str) -> dict[str, Any]:
    channel, _, moment = native.partition(":")
    return {"ok": True, "channel": channel, "ts": moment}


def _telegram(native: str, _: str) -> dict[str, Any]:
    chat, _, number = native.rpartition(":")
    return {"ok": True, "result": {"message_id": int(number), "chat": {"id": int(chat)}}}


def _discourse(native: str, _: str) -> dict[str, Any]:
    return {"id": int(native.rpartition(":")[2]), "topic_id": 1, "post_number": 2}


def _github(native: str, _: str) -> dict[str, Any]:
    comment = {"id": "DC_simulated", "databaseId": int(native.rpartition(":")[2])}
    return {"data": {"addDiscussionComment": {"comment": comment}}}


def _reddit(native: str, _: str) -> dict[str, Any]:
    return {"json": {"errors": [], "data": {"things": [{"kind": "t1", "data": {"name": native}}]}}}


def _tiktok(native: str, operation: str) -> dict[str, Any]:
    found = {"message": {"message_id": native}} if operation == "message" else {"comment_id": native}
    return {"code": 0, "message": "OK", "data": found}


def _activitypub(*_: str) -> dict[str, Any]:
    return {"type": "Person", "inbox": "https://people.example/inbox"}


CREATED = frozenset({"x", "linkedin", "trustpilot", "vanilla", "wordpress", "yammer"})
SHAPES: dict[str, Shape] = {
    "facebook": _meta,
    "messenger": _meta,
    "instagram": _meta,
    "threads": _meta,
    "whatsapp": lambda native, _: {"messaging_product": "whatsapp", "messages": [{"id": native}]},
    "x": lambda native, asked: {"data": {"dm_event_id" if asked == "message" else "id": native}},
    "linkedin": lambda native, _: {"commentUrn": native},
    "youtube": lambda native, _: {"kind": "youtube#comment", "id": native},
    "google_business": lambda *_: {"comment": "Thanks", "updateTime": "2026-11-18T10:00:00Z"},
    "tiktok": _tiktok,
    "trustpilot": lambda *_: {"message": "Thanks"},
    "slack": _slack,
    "telegram": _telegram,
    "discord": lambda native, _: {"id": native},
    "teams": lambda native, _: {"id": native.rpartition(":")[2]},
    "line": lambda native, _: {"sentMessages": [{"id": native}]},
    "email": lambda native, _: {"MessageId": native},
    "viber": lambda native, _: {"status": 0, "status_message": "ok", "message_token": int(native)},
    "wechat": lambda *_: {"errcode": 0, "errmsg": "ok"},
    "discourse": _discourse,
    "vanilla": lambda native, _: {"commentID": int(native.rpartition(":")[2])},
    "reddit": _reddit,
    "github": _github,
    "wordpress": lambda native, _: {"id": int(native.rpartition(":")[2]), "post": 1, "type": "comment"},
    "mastodon": lambda native, _: {"id": native},
    "bluesky": lambda native, _: {"uri": native, "cid": "bafysimulated"},
    "activitypub": _activitypub,
    "yammer": lambda native, _: {"messages": [{"id": int(native)}]},
    "standard_webhooks": lambda native, _: {"id": native},
}
