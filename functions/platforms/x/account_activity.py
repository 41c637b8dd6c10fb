"""Events of X's Account Activity API: lists under `for_user_id`, posts in the shape of API v1.1.

https://docs.x.com/x-api/account-activity/introduction
"""

from model.event import Event, Kind, Media, Person, Signal
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, unescape, whole
from platforms.reading.shown import read_media
from platforms.reading.times import from_iso, from_legacy, from_ms
from platforms.x.messages import read_messages
from platforms.x.shapes import FILES, id_of, language_of, person_of, tagged


def read_account_activity(payload: Json, delivery: Delivery) -> list[Event]:
    """Returns posts, deletions, likes, private messages, revocations; follows, blocks and receipts give none."""
    frame = Frame(ident(payload.get("for_user_id")), own=delivery.self_ids)
    return [
        *(_post(post, frame) for post in objects(payload.get("tweet_create_events"))),
        *(_deleted(item, frame) for item in objects(payload.get("tweet_delete_events"))),
        *(_like(like, frame) for like in objects(payload.get("favorite_events"))),
        *read_messages(payload, frame),
        *_revoked(obj(payload.get("user_event")).get("revoke")),
    ]


def _post(post: Json, frame: Frame) -> Event:
    native, author = required(id_of(post)), person_of(obj(post.get("user")))
    full = obj(post.get("extended_tweet"))
    mentioned = [tagged(tag) for tag in objects(_entities(post, full).get("user_mentions"))]
    kind, parent = _relation(post, _addresses_us(post, mentioned, author, frame))
    original = id_of(obj(post.get("edit_history")), "initial_tweet_id") or native
    is_quote = kind is Kind.SHARE and not obj(post.get("retweeted_status"))
    return frame.event(
        Kind.EDIT if original != native else kind,
        external_id=original,
        dedupe_id=native,
        author=author,
        text=unescape(text_at(post, "extended_tweet.full_text", "full_text", "text")),
        parent_id=parent,
        thread_id=parent if parent and kind is not Kind.SHARE else native,
        conversation_id=original if is_quote else None,
        answered=_answered(post, frame),
        mentioned=tuple(mentioned),
        occurred_at=first(from_ms(post.get("timestamp_ms")), _created(post)),
        media=_media(post, full),
        language=language_of(post),
    )


def _answered(post: Json, frame: Frame) -> Person | None:
    native = id_of(post, "in_reply_to_user_id")
    return frame.person(native, handle=text_at(post, "in_reply_to_screen_name")) if native else None


def _relation(post: Json, addresses_us: bool) -> tuple[Kind, str | None]:
    """Returns what the post is, and to which other one it belongs."""
    repeated = id_of(obj(post.get("retweeted_status")))
    if repeated:
        return Kind.SHARE, repeated
    answered = id_of(post, "in_reply_to_status_id")
    if answered:
        return (Kind.MENTION if addresses_us else Kind.COMMENT), answered
    quoted = id_at(
        post, "quoted_status_id_str", "quoted_status_id", "quoted_status.id_str", "quoted_status.id"
    )
    if quoted:
        return Kind.SHARE, quoted
    return (Kind.MENTION if addresses_us else Kind.POST), None


def _addresses_us(post: Json, mentioned: list[Person], author: Person, frame: Frame) -> bool:
    """Returns whether somebody tags us who does not answer us anyway.

    Who begins a post with our name "answers" us without answering any post: that is a mention.
    """
    answers_us = frame.is_us(id_of(post, "in_reply_to_user_id"))
    if frame.is_us(author.id) or (answers_us and id_of(post, "in_reply_to_status_id")):
        return False
    return answers_us or any(frame.is_us(each.id) for each in mentioned)


def _deleted(item: Json, frame: Frame) -> Event:
    status = obj(item.get("status"))
    native = required(id_of(status))
    return frame.event(
        Kind.DELETE,
        external_id=native,
        dedupe_id=f"{native} delete",
        author=frame.person(id_of(status, "user_id")),
        occurred_at=from_ms(item.get("timestamp_ms")),
    )


def _like(like: Json, frame: Frame) -> Event:
    target, native = required(id_of(obj(like.get("favorited_status")))), id_of(like)
    at, who = first(from_ms(like.get("timestamp_ms")), _created(like)), person_of(obj(like.get("user")))
    return frame.react("like", target, external_id=native, dedupe_id=native, author=who, occurred_at=at)


def _revoked(revocation: object) -> list[Event]:
    if not isinstance(revocation, dict):
        return []
    account, moment = required(id_at(revocation, "source.user_id")), _created(revocation, "date_time")
    return [Event(Kind.CONTROL, account_id=account, occurred_at=moment, signal=Signal.REVOKED)]


def _created(thing: Json, name: str = "created_at") -> int | None:
    return first(from_legacy(thing.get(name)), from_iso(thing.get(name)))


def _entities(post: Json, full: Json) -> Json:
    """Returns the tags of the whole text: a long post's short form has some of them cut off."""
    return obj(full.get("entities")) or obj(post.get("entities"))


def _media(post: Json, full: Json) -> tuple[Media, ...]:
    sources = (full.get("extended_entities"), post.get("extended_entities"), _entities(post, full))
    listed = next((found for source in sources if (found := objects(obj(source).get("media")))), [])
    return read_media(
        [{**m, "best": _best(m)} for m in listed], **FILES | {"urls": "best media_url_https media_url"}
    )


def _best(media: Json) -> str | None:
    """Returns the address of a video's best variant."""
    variants = [v for v in objects(value_at(media, "video_info.variants")) if text_at(v, "url")]
    return text_at(max(variants, key=lambda v: whole(v.get("bitrate")) or 0, default={}), "url")
