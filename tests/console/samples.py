"""What the API answers about a small brand, in the shapes that docs/openapi.json describes."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime.now(UTC).replace(microsecond=0)

FACTS = {
    "interactions": 3, "negative": 2, "positive": 0, "questions": 1, "complaints": 1, "cancellations": 0,
    "first_at": "2026-11-01T10:00:00.000Z", "last_at": None, "last_kind": "comment", "last_mode": "public",
    "last_sentiment": "negative", "last_intent": [], "last_language": "en", "last_urgency": 0.2,
    "last_offensive": 0.0, "unhappy_at": None, "happy_at": None,
}  # fmt: skip


def tell(minutes: int) -> str:
    """Returns the time so many minutes from now."""
    return (NOW + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def tell_from_here(minutes: int) -> str:
    """Returns the time so many minutes from this very moment: `NOW` may be half an hour old when a test begins."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def make_page(data: list[Any], cursor: str | None = None) -> dict[str, Any]:
    return {"data": data, "next_cursor": cursor, "has_more": cursor is not None}


def make_sentiment(label: str = "negative", *words: tuple[str, float]) -> dict[str, Any]:
    return {
        "label": label, "score": -0.8, "intent": ["complaint"], "methods": {}, "urgency": 0.2, "reasons": [],
        "offensive": 0.0, "words": [{"word": word, "weight": weight} for word, weight in words],
        "engine": "test", "correction": None,
    }  # fmt: skip


def make_row(number: int, **more: Any) -> dict[str, Any]:
    """Returns a conversation as it stands in a list."""
    person = {"id": f"p{number}", "name": f"Customer {number}", "handle": f"cust{number}"}
    last = {
        "id": f"i{number}", "permalink": None, "kind": "comment", "direction": "in", "author": person,
        "occurred_at": tell(-number - 1), "snippet": f"Where is my parcel {number}?", "language": "en",
        "sentiment": make_sentiment(), "deleted": False, "unreadable": False,
    }  # fmt: skip
    return {
        "id": f"c{number}", "version": 1, "unread": True, "account_title": "Demo on X", "post_id": None,
        "stage": None, "segments": [], "language": "en", "window": None, "sla": None,
        "platform": "x", "account_id": "a1", "mode": "public", "status": "open",
        "priority": 3, "priority_name": "high", "reasons": ["complaint"], "assignee": None, "customer": person,
        "waiting": True, "last_interaction": last, "first_at": tell(-60), "last_at": tell(-number - 1),
        "last_in_at": tell(-number - 1), "last_out_at": None, "waiting_since": tell(-number - 1),
        "snoozed_until": None, "closed_at": None, "tags": [],
        "handover": {"state": "human", "paused_until": None, "reason": None}, **more,
    }  # fmt: skip


def make_conversation(number: int, **more: Any) -> dict[str, Any]:
    return {**make_row(number), "offers": [], "no_contact": False, **more}


def make_message(name: str, text: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "conversation_id": "c1", "platform": "x", "account_id": "a1", "native_id": f"native-{name}",
        "permalink": "https://x.example/1", "kind": "comment", "mode": "public", "direction": "in",
        "author": {"id": "p1", "name": "Customer 1", "handle": "cust1"}, "occurred_at": tell(-5), "title": None,
        "text": text, "text_complete": True, "text_shown": text, "rating": None, "media": [], "language": "en",
        "sentiment": make_sentiment("negative", ("parcel", -0.9)), "deleted": False, "unreadable": False,
        "hidden": False, "reactions": {}, "shares": 0, "reactions_more": False, "delivery": None, **more,
    }  # fmt: skip


def make_option(way: str, mode: str, **more: Any) -> dict[str, Any]:
    return {
        "way": way, "mode": mode, "open": True, "reason": None, "open_until": None, "outside": None,
        "limit": 280, "counting": "weighted", "file_types": {}, "upload_types": {}, "files": 0,
        "files_total": 0, "files_each": False, "files_alike": [],
        "caption": 0, "templates": [], "needs_approval": False, **more,
    }  # fmt: skip


def make_reply(name: str, text: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "conversation": "c1", "interaction": "i1", "platform": "x", "account": "a1", "way": "reply",
        "mode": "public", "state": "pending", "state_since": tell(0), "text": text, "file": None, "files": [],
        "after": None, "messages": 1, "agent": "anna",
        "accepted_at": tell(0), "due_at": tell(0), "attempts": 0, "native_id": None, "code": None, "detail": None,
        "passages": [], **more,
    }  # fmt: skip


def make_note(text: str, *mentions: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "n1", "conversation": "c1", "text": text, "mentions": list(mentions), "agent": "ben", "at": tell(-5),
        **more,
    }  # fmt: skip


def make_contact(**more: Any) -> dict[str, Any]:
    rule = {"attribute": "negative", "at_least": 2, "within_days": 7}
    return {
        "id": "p1", "name": "Customer 1", "handle": "cust1", "platform": "x", "stage": "customer",
        "stage_reason": "bought", "stage_since": tell(-9000), "no_contact": False, "win_back_offer": None,
        "tags": ["vip"], "attributes": {}, "facts": FACTS, "conversations": [], "held": None,
        "identities": [{"id": "p1", "platform": "x", "name": "Customer 1", "handle": "cust1",
                        "first_at": tell(-9000), "last_at": tell(-5)}],
        "wishes": {"restricted": False, "objections": ["marketing"], "informed_at": None},
        "segments": [{"id": "unhappy2", "since": tell(-50),
                      "evidence": {"rule": rule, "values": {"negative": 2}}}], **more,
    }  # fmt: skip


def make_account(name: str = "a1", **more: Any) -> dict[str, Any]:
    return {
        "id": name, "platform": "x", "title": "Demo on X", "native_id": "77", "permalink": None, "self_ids": [],
        "state": "active", "connected_by": "anna", "withdrawal_task": None, "endpoint": "e1",
        "webhook_url": "https://hooks.example/webhooks/x/e1", "created_at": tell(-9000), **more,
    }  # fmt: skip


def make_post(name: str = "p9", **more: Any) -> dict[str, Any]:
    reach = {"views": 14000, "reactions": 320, "comments": 40, "shares": 9, "told": [], "told_at": None}
    days = [{"day": f"2026-11-{day}", "views": 1000 * day, "reactions": day, "comments": None, "shares": None}
            for day in (27, 28)]  # fmt: skip
    return {
        "id": name, "platform": "x", "account_id": "a1", "author": None, "title": None, "text": "New prices",
        "permalink": None, "at": tell(-90), "last_day": "2026-11-29", "reach": reach, "history": days,
        "negative": 12, "first_words": None, **more,
    }  # fmt: skip
