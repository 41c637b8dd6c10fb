"""Events of the X Activity API: one per request, with the post as API v2 shows it.

https://docs.x.com/x-api/activity/introduction
"""

from dataclasses import dataclass

from model.event import Direction, Event, Kind, Media, Mode, Signal
from model.http import Delivery
from platforms import x_messages
from platforms.payload import Json, first, ident, items, named, obj, objects, others, required, text, unescape
from platforms.times import from_iso, from_ms

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
UNREADABLE = "(encrypted message: it can be read in X alone)"
LIKES = frozenset({"like.create", "like.delete"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the payload; `account` is the user whose subscription this is."""

    account: str | None
    outbound: bool
    event_id: str | None
    own: tuple[str, ...]
    users: dict[str, Json]
    media: dict[str, Json]

    def called(self, native: str | None) -> tuple[str | None, ...]:
        """A user's id, name and handle, as far as the payload tells."""
        user = self.users.get(native or "", {})
        return native, text(user.get("name")), text(user.get("username"))

    def direction(self, author: str | None) -> Direction:
        """Out when the subscribed account wrote it."""
        return Direction.OUT if author is not None and author in self.own else Direction.IN


def events(data: Json, includes: Json, delivery: Delivery) -> list[Event]:
    """The events in `data`; what is no conversation (follows, profiles, spaces, news) gives none."""
    kind, payload = data.get("event_type"), obj(data.get("payload"))
    frame = _frame(data, {**includes, **obj(data.get("includes"))}, delivery)
    if not isinstance(kind, str):
        return []
    if kind in POSTS:
        return [_post(POSTS[kind], payload, frame)]
    if kind in MESSAGES:
        return x_messages.events(payload, frame.account, frame.own, frame.event_id)
    if kind in ENCRYPTED:
        return [_encrypted(payload, ENCRYPTED[kind], frame)]
    if kind in LIKES:
        return [_like(payload, kind == "like.delete", frame)]
    if kind == "post.delete":
        return [_deleted(payload, frame)]
    return [_revoked(payload, frame)] if kind == "oauth.revoke" else []


def _frame(data: Json, includes: Json, delivery: Delivery) -> Frame:
    chosen = obj(data.get("filter"))
    account = ident(chosen.get("user_id"))
    users = [obj(user.get("data")) or user for user in objects(includes.get("users"))]
    return Frame(
        account=account,
        outbound=chosen.get("direction") == "outbound",
        event_id=ident(data.get("event_uuid")),
        own=(*delivery.self_ids, *([account] if account else [])),
        users={native: user for user in users if (native := ident(user.get("id")))},
        media={key: m for m in objects(includes.get("media")) if (key := ident(m.get("media_key")))},
    )


def _post(kind: Kind | None, post: Json, frame: Frame) -> Event:
    native, author = required(ident(post.get("id"))), ident(post.get("author_id"))
    refers, parent = _reference(post)
    versions = [version for version in map(ident, items(post.get("edit_history_tweet_ids"))) if version]
    edited = bool(versions) and versions[0] != native  # every edit is a new post that lists the older ones
    user = frame.users.get(author or "", {})
    mentions = objects(obj(post.get("entities")).get("mentions"))
    tagged, answered = [ident(tag.get("id")) for tag in mentions], ident(post.get("in_reply_to_user_id"))
    original, is_quote = versions[0] if edited else native, refers is Kind.SHARE and not _is_repost(post)
    return Event(
        Kind.EDIT if edited else _kind(kind, refers, post, frame),
        account_id=frame.account,
        external_id=original,
        dedupe_id=frame.event_id,
        author_id=author,
        author_name=first(text(user.get("name")), text(user.get("username"))),
        author_handle=text(user.get("username")),
        text=unescape(first(text(obj(post.get("note_tweet")).get("text")), text(post.get("text")))),
        parent_id=parent,
        thread_id=first(ident(post.get("conversation_id")), native),
        conversation_id=original if is_quote else None,
        answered_id=next(iter(others([answered], frame.own)), None),
        mentioned_ids=others(tagged, frame.own),
        named=named(
            [
                *((ident(tag.get("id")), text(tag.get("username"))) for tag in mentions),
                *map(frame.called, (*tagged, answered)),
            ],
            frame.own,
        ),
        occurred_at=from_iso(post.get("created_at")),
        direction=frame.direction(author),
        media=_media(post, frame),
        language=_language(post),
    )


def _kind(told: Kind | None, refers: Kind | None, post: Json, frame: Frame) -> Kind:
    """Returns what a post is. One that begins with our name is told as a reply and may answer no post."""
    if refers is None and told is Kind.COMMENT:
        return Kind.MENTION
    if told or refers:
        return told or refers or Kind.POST
    tagged = {ident(tag.get("id")) for tag in objects(obj(post.get("entities")).get("mentions"))}
    addressed = {*tagged, ident(post.get("in_reply_to_user_id"))} & set(frame.own)
    return Kind.MENTION if addressed and ident(post.get("author_id")) not in frame.own else Kind.POST


def _is_repost(post: Json) -> bool:
    return any(reference.get("type") == "retweeted" for reference in objects(post.get("referenced_tweets")))


def _reference(post: Json) -> tuple[Kind | None, str | None]:
    references = {str(r.get("type")): ident(r.get("id")) for r in objects(post.get("referenced_tweets"))}
    answered = ident(post.get("in_reply_to_tweet_id"))
    if answered:
        references["replied_to"] = answered
    found = next((word for word in REFERENCES if references.get(word)), None)
    return (REFERENCES[found], references[found]) if found else (None, None)


def _language(post: Json) -> str | None:
    language = text(post.get("lang"))
    return None if language in ("und", "zxx") or (language or "").startswith("q") else language


def _media(post: Json, frame: Frame) -> tuple[Media, ...]:
    wanted = [key for key in map(ident, items(obj(post.get("attachments")).get("media_keys"))) if key]
    found = [(key, frame.media.get(key, {})) for key in wanted]
    return tuple(
        Media(
            text(m.get("type")) or "media", first(text(m.get("url")), text(m.get("preview_image_url"))), key
        )
        for key, m in found
    )


def _like(like: Json, withdrawn: bool, frame: Frame) -> Event:
    target = required(ident(like.get("liked_tweet_id")))
    author = _liker(like, frame)
    user = frame.users.get(author or "", {})
    return Event(
        Kind.REACTION,
        account_id=frame.account,
        external_id=ident(like.get("id")),
        dedupe_id=frame.event_id,
        author_id=author,
        author_name=first(text(user.get("name")), text(user.get("username"))),
        author_handle=text(user.get("username")),
        text=None if withdrawn else "like",
        parent_id=target,
        thread_id=target,
        occurred_at=first(from_ms(like.get("timestamp_ms")), from_iso(like.get("created_at"))),
        direction=frame.direction(author),
    )


def _liker(like: Json, frame: Frame) -> str | None:
    """Who liked is not always named: then it is us where we liked, else the one user who is not liked."""
    named = first(ident(like.get("user_id")), ident(like.get("liking_user_id")))
    liked = ident(like.get("liked_tweet_author_id"))
    if named or frame.outbound or (liked is not None and liked not in frame.own):
        return named or frame.account
    rest = [user for user in frame.users if user != liked]
    return rest[0] if len(rest) == 1 else None


def _encrypted(message: Json, direction: Direction, frame: Frame) -> Event:
    """Encrypted chat: nobody but the apps can read it, but an agent must know that somebody wrote."""
    sender, conversation = ident(message.get("sender_id")), ident(message.get("conversation_id"))
    sides = [side for side in (conversation or "").split(":") if side and side not in frame.own]
    other = sides[0] if len(sides) == 1 else None
    ours = direction is Direction.OUT or sender in frame.own
    return Event(
        Kind.MESSAGE,
        account_id=frame.account,
        external_id=required(ident(message.get("id"))),
        dedupe_id=frame.event_id,
        author_id=sender,
        text=UNREADABLE,
        thread_id=first(other, None if ours else sender, conversation),
        conversation_id=conversation,
        customer_id=other if ours else None,
        occurred_at=from_ms(message.get("created_at_msec")),
        direction=Direction.OUT if ours else Direction.IN,
        mode=Mode.PRIVATE,
    )


def _deleted(post: Json, frame: Frame) -> Event:
    author = ident(post.get("author_id"))
    user = frame.users.get(author or "", {})
    return Event(
        Kind.DELETE,
        account_id=frame.account,
        external_id=required(ident(post.get("id"))),
        dedupe_id=frame.event_id,
        author_id=author,
        author_name=first(text(user.get("name")), text(user.get("username"))),
        author_handle=text(user.get("username")),
        direction=frame.direction(author),
    )


def _revoked(revocation: Json, frame: Frame) -> Event:
    return Event(
        Kind.CONTROL,
        account_id=first(ident(revocation.get("user_id")), frame.account),
        dedupe_id=frame.event_id,
        occurred_at=from_iso(revocation.get("date_time")),
        signal=Signal.REVOKED,
    )
