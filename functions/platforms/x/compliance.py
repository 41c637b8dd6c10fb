"""Compliance: what has to follow the state on X. Results of batch jobs (one object a line) and stream events.

https://docs.x.com/x-api/compliance/streams/introduction (API v2: `tweet`, `event_at`) and
https://docs.x.com/x-api/enterprise-gnip-2.0/fundamentals/firehouse (enterprise: `status`, `user_id`, `timestamp_ms`).
"""

from model.event import Event, Kind, Person, Signal
from platforms.frame import Frame
from platforms.reading.paths import id_at, obj_at
from platforms.reading.payload import Json, first, ident, obj, required
from platforms.reading.times import from_iso, from_ms
from platforms.x.shapes import id_of, list_versions

GONE = frozenset({"delete", "drop", "tweet_delete", "withheld", "status_withheld"})
"""A post that was deleted, or is not to be shown any more. Where somebody reads it is not known here, so that one
withheld in some countries goes as well."""

LEFT = {
    "user_delete": Signal.ERASE_PERSON,
    "user_protect": Signal.HIDE_PERSON,
    "user_suspend": Signal.HIDE_PERSON,
    "user_withheld": Signal.HIDE_PERSON,
}
"""X: "suppress or delete all posts" of that user. They are deleted: what is undone later (`user_unprotect` …) brings
nothing back."""

FIRST_MS, BITS, LEAST = 1_288_834_974_657, 22, 1 << 52
"""An id since 2010 begins with its time: https://docs.x.com/fundamentals/x-ids. Smaller ones do not."""


def read_compliance(record: Json, own: tuple[str, ...] = ()) -> list[Event]:
    """Returns deletions and edits of posts, and people who are to be erased or whose posts must go.

    Scrubbed places give none: of where a post was written nothing is kept. Users in `own` are the brand's accounts.
    """
    if "action" in record and "id" in record:
        return _line(record) if record["action"] == "delete" else []
    for name, change in record.items():
        if not isinstance(change, dict):
            continue
        if name in GONE:
            return [_deleted(change)]
        if name in LEFT:
            return [event for event in [_left(change, LEFT[name])] if event.author_id not in own]
        if name == "tweet_edit":
            return [_edited(change)]
    return []


def _line(record: Json) -> list[Event]:
    moment = first(from_iso(record.get("redacted_at")), from_iso(record.get("created_at")))
    return [Event(Kind.DELETE, external_id=required(ident(record["id"])), occurred_at=moment)]


def _deleted(change: Json) -> Event:
    post = _post(change)
    return Event(
        Kind.DELETE,
        external_id=required(id_of(post)),
        author=Frame().person(id_at(post, "author_id", "user_id_str", "user_id")),
        occurred_at=_moment(change),
    )


def _edited(change: Json) -> Event:
    """Returns that the old text goes; the new one comes with the edited post, which must be newer than this."""
    versions = list_versions(change, "edit_tweet_ids")
    newest = first(*reversed(versions), id_of(_post(change)))
    original = first(ident(change.get("initial_tweet_id")), *versions, newest)
    made = _made_at(newest)
    return Event(
        Kind.EDIT,
        external_id=required(original),
        dedupe_id=f"{newest} edit",
        # Posts state the second they were made in: one millisecond earlier this is older than any such statement.
        occurred_at=_moment(change) if made is None else made // 1000 * 1000 - 1,
    )


def _left(change: Json, signal: Signal) -> Event:
    return Event(
        Kind.CONTROL,
        author=Person(
            required(first(id_of(obj(change.get("user"))), id_of(change), id_of(change, "user_id")))
        ),
        occurred_at=_moment(change),
        signal=signal,
    )


def _post(change: Json) -> Json:
    return obj_at(change, "tweet", "post", "status")


def _moment(change: Json) -> int | None:
    return first(from_iso(change.get("event_at")), from_ms(change.get("timestamp_ms")))


def _made_at(post: str | None) -> int | None:
    if post is None or not post.isdecimal() or len(post) > 19 or int(post) < LEAST:
        return None
    return (int(post) >> BITS) + FIRST_MS
