"""Compliance: what has to follow the state on X. Results of batch jobs (one object a line) and stream events.

https://docs.x.com/x-api/compliance/batch-compliance/introduction
"""

from model.event import Event, Kind, Signal
from platforms.payload import Json, first, ident, obj, required
from platforms.times import from_iso

GONE = frozenset({"delete", "drop", "tweet_delete"})
"""A post that was deleted, or is not to be shown any more."""


def events(record: Json) -> list[Event]:
    """Deletions of posts, and erasures of people who left X; other states ask nothing of us."""
    if "action" in record and "id" in record:
        return _line(record) if record["action"] == "delete" else []
    for name, change in record.items():
        if name in GONE and isinstance(change, dict):
            return [_deleted(change)]
        if name == "user_delete" and isinstance(change, dict):
            return [_left(change)]
    return []


def _line(record: Json) -> list[Event]:
    moment = first(from_iso(record.get("redacted_at")), from_iso(record.get("created_at")))
    return [Event(Kind.DELETE, external_id=required(ident(record["id"])), occurred_at=moment)]


def _deleted(change: Json) -> Event:
    post = obj(change.get("tweet")) or obj(change.get("post"))
    return Event(
        Kind.DELETE,
        external_id=required(ident(post.get("id"))),
        author_id=ident(post.get("author_id")),
        occurred_at=from_iso(change.get("event_at")),
    )


def _left(change: Json) -> Event:
    return Event(
        Kind.CONTROL,
        author_id=required(ident(obj(change.get("user")).get("id"))),
        occurred_at=from_iso(change.get("event_at")),
        signal=Signal.ERASE_PERSON,
    )
