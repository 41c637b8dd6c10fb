"""Events of the X Activity API: one per request, with the post as API v2 shows it.

https://docs.x.com/x-api/activity/introduction
"""

from model.event import Direction, Event, Kind, Person, Signal
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, unescape
from platforms.reading.times import from_iso, from_ms
from platforms.x.messages import read_encrypted, read_messages
from platforms.x.shapes import language_of, list_versions, person_of, read_listed, tagged

POSTS = {
    "post.create": None,
    "post.mention.create": Kind.MENTION,
    "post.reply.create": Kind.COMMENT,
    "post.quote.create": Kind.SHARE,
    "post.repost.create": Kind.SHARE,
}
"""None: the post itself says what it is."""

REFERENCES = {"replied_to": Kind.COMMENT, "quoted": Kind.SHARE, "retweeted": Kind.SHARE}
"""What a reference makes of a post; the first of these decides, and names the parent."""

MESSAGES = frozenset({"dm.received", "dm.sent"})
ENCRYPTED = {"chat.received": Direction.IN, "chat.sent": Direction.OUT}
LIKES = frozenset({"like.create", "like.delete"})


def read_activity(data: Json, includes: Json, delivery: Delivery) -> list[Event]:
    """Returns the events in `data`; what is no conversation (follows, profiles, spaces, news) gives none."""
    kind, payload, chosen = data.get("event_type"), obj(data.get("payload")), obj(data.get("filter"))
    listed = {**includes, **obj(data.get("includes"))}
    users = [person_of(obj(user.get("data")) or user) for user in objects(listed.get("users"))]
    frame = Frame(
        account_id=ident(chosen.get("user_id")),
        dedupe_id=ident(data.get("event_uuid")),
        own=delivery.self_ids,
        people={user.id: user for user in users if user.id},
    )
    if not isinstance(kind, str):
        return []
    if kind in POSTS:
        return [_post(POSTS[kind], payload, objects(listed.get("media")), frame)]
    if kind in MESSAGES:
        return read_messages(payload, frame)
    if kind in ENCRYPTED:
        return [read_encrypted(payload, ENCRYPTED[kind], frame)]
    if kind in LIKES:
        return [_like(payload, kind == "like.delete", chosen.get("direction") == "outbound", frame)]
    if kind == "post.delete":
        author = frame.person(ident(payload.get("author_id")))
        return [frame.event(Kind.DELETE, external_id=required(ident(payload.get("id"))), author=author)]
    return [_revoked(payload, frame)] if kind == "oauth.revoke" else []


def _post(kind: Kind | None, post: Json, files: list[Json], frame: Frame) -> Event:
    native = required(ident(post.get("id")))
    versions = list_versions(post, "edit_history_tweet_ids")
    edited = bool(versions) and versions[0] != native  # every edit is a new post that lists the older ones
    original = versions[0] if edited else native
    word, parent = _reference(post)
    refers = REFERENCES[word] if word else None
    return frame.event(
        Kind.EDIT if edited else _kind(kind, refers, post, frame),
        external_id=original,
        author=frame.person(ident(post.get("author_id"))),
        text=unescape(text_at(post, "note_tweet.text", "text")),
        parent_id=parent,
        thread_id=id_at(post, "conversation_id", "id"),
        conversation_id=original if word == "quoted" else None,
        answered=frame.person(ident(post.get("in_reply_to_user_id"))),
        mentioned=tuple(person for tag in _mentions(post) if (person := _tagged(tag, frame)) is not None),
        occurred_at=from_iso(post.get("created_at")),
        media=read_listed(post, files),
        language=language_of(post),
    )


def _mentions(post: Json) -> list[Json]:
    return objects(value_at(post, "entities.mentions"))


def _tagged(tag: Json, frame: Frame) -> Person | None:
    who = tagged(tag)
    return frame.person(who.id, who.name, who.handle)


def _kind(told: Kind | None, refers: Kind | None, post: Json, frame: Frame) -> Kind:
    """Returns what a post is. One that begins with our name is told as a reply and may answer no post."""
    if refers is None and told is Kind.COMMENT:
        return Kind.MENTION
    if told or refers:
        return told or refers or Kind.POST
    addressed = [ident(post.get("in_reply_to_user_id")), *(ident(tag.get("id")) for tag in _mentions(post))]
    ours = frame.is_us(ident(post.get("author_id")))
    return Kind.MENTION if not ours and any(map(frame.is_us, addressed)) else Kind.POST


def _reference(post: Json) -> tuple[str | None, str | None]:
    """Returns how the post refers to another, and to which one."""
    references = {str(r.get("type")): ident(r.get("id")) for r in objects(post.get("referenced_tweets"))}
    answered = ident(post.get("in_reply_to_tweet_id"))
    if answered:
        references["replied_to"] = answered
    found = next((word for word in REFERENCES if references.get(word)), None)
    return (found, references[found]) if found else (None, None)


def _like(like: Json, withdrawn: bool, outbound: bool, frame: Frame) -> Event:
    target = required(ident(like.get("liked_tweet_id")))
    at, who = (
        first(from_ms(like.get("timestamp_ms")), from_iso(like.get("created_at"))),
        _liker(like, outbound, frame),
    )
    said = None if withdrawn else "like"
    return frame.react(said, target, external_id=id_at(like, "id"), author=frame.person(who), occurred_at=at)


def _liker(like: Json, outbound: bool, frame: Frame) -> str | None:
    """Returns who liked. Not always named: then it is us where we liked, else the one user who is not liked."""
    named = id_at(like, "user_id", "liking_user_id")
    liked = ident(like.get("liked_tweet_author_id"))
    if named or outbound or (liked is not None and not frame.is_us(liked)):
        return named or frame.account_id
    rest = [user for user in frame.people if user != liked]
    return rest[0] if len(rest) == 1 else None


def _revoked(revocation: Json, frame: Frame) -> Event:
    account, at = id_at(revocation, "user_id") or frame.account_id, from_iso(revocation.get("date_time"))
    return frame.event(Kind.CONTROL, account_id=account, occurred_at=at, signal=Signal.REVOKED)
