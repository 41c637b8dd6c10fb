"""Events of X's Account Activity API: lists under `for_user_id`, posts in the shape of API v1.1.

https://docs.x.com/x-api/account-activity/introduction
"""

from model.event import Direction, Event, Kind, Media, Signal
from model.http import Delivery
from platforms import x_messages
from platforms.payload import Json, first, ident, named, obj, objects, others, required, text, unescape
from platforms.times import from_iso, from_legacy, from_ms


def events(payload: Json, delivery: Delivery) -> list[Event]:
    """Posts, deletions, likes, private messages, revocations; follows, blocks and receipts give none."""
    account = ident(payload.get("for_user_id"))
    own = (*delivery.self_ids, *([account] if account else []))
    return [
        *(_post(post, account, own) for post in objects(payload.get("tweet_create_events"))),
        *(_deleted(item, account, own) for item in objects(payload.get("tweet_delete_events"))),
        *(_like(like, account, own) for like in objects(payload.get("favorite_events"))),
        *x_messages.events(payload, account, own),
        *_revoked(obj(payload.get("user_event")).get("revoke")),
    ]


def _post(post: Json, account: str | None, own: tuple[str, ...]) -> Event:
    native, author = required(_id(post)), obj(post.get("user"))
    author_id, full = _id(author), obj(post.get("extended_tweet"))
    mentions = objects(obj(_entities(post, full)).get("user_mentions"))
    tagged = [_id(tag) for tag in mentions]
    answered = _id(post, "in_reply_to_user_id")
    answers = _id(post, "in_reply_to_status_id") is not None
    # Who begins a post with our name "answers" us without answering any post: that is a mention.
    addresses = _addresses(answered if answers else None, tagged, author_id, own)
    kind, parent = _relation(post, addresses)
    original = ident(obj(post.get("edit_history")).get("initial_tweet_id"))
    edited = original is not None and original != native
    is_quote = kind is Kind.SHARE and not obj(post.get("retweeted_status"))
    return Event(
        Kind.EDIT if edited else kind,
        account_id=account,
        external_id=original if edited else native,
        dedupe_id=native,
        author_id=author_id,
        author_name=first(text(author.get("name")), text(author.get("screen_name"))),
        author_handle=text(author.get("screen_name")),
        text=unescape(first(*map(text, (full.get("full_text"), post.get("full_text"), post.get("text"))))),
        parent_id=parent,
        thread_id=parent if parent and kind is not Kind.SHARE else native,
        conversation_id=(original if edited else native) if is_quote else None,
        answered_id=next(iter(others([answered], own)), None),
        mentioned_ids=others(tagged, own),
        named=named([*map(_called, mentions), (answered, text(post.get("in_reply_to_screen_name")))], own),
        occurred_at=first(from_ms(post.get("timestamp_ms")), _created(post)),
        direction=Direction.OUT if author_id in own else Direction.IN,
        media=_media(post, full),
        language=None if post.get("lang") in ("und", "zxx") else text(post.get("lang")),
    )


def _relation(post: Json, addresses_us: bool) -> tuple[Kind, str | None]:
    """What the post is, and to which other one it belongs."""
    repeated = _id(obj(post.get("retweeted_status")))
    if repeated:
        return Kind.SHARE, repeated
    answered = _id(post, "in_reply_to_status_id")
    if answered:
        return (Kind.MENTION if addresses_us else Kind.COMMENT), answered
    quoted = first(_id(post, "quoted_status_id"), _id(obj(post.get("quoted_status"))))
    if quoted:
        return Kind.SHARE, quoted
    return (Kind.MENTION if addresses_us else Kind.POST), None


def _addresses(
    answered: str | None, tagged: list[str | None], author: str | None, own: tuple[str, ...]
) -> bool:
    """Whether somebody tags us who does not answer us anyway."""
    return author not in own and answered not in own and any(native in own for native in tagged)


def _called(tag: Json) -> tuple[str | None, ...]:
    return _id(tag), text(tag.get("name")), text(tag.get("screen_name"))


def _deleted(item: Json, account: str | None, own: tuple[str, ...]) -> Event:
    status = obj(item.get("status"))
    native, author = required(_id(status)), _id(status, "user_id")
    return Event(
        Kind.DELETE,
        account_id=account,
        external_id=native,
        dedupe_id=f"{native} delete",
        author_id=author,
        occurred_at=from_ms(item.get("timestamp_ms")),
        direction=Direction.OUT if author in own else Direction.IN,
    )


def _like(like: Json, account: str | None, own: tuple[str, ...]) -> Event:
    target, author = required(_id(obj(like.get("favorited_status")))), obj(like.get("user"))
    native, author_id = _id(like), _id(author)
    return Event(
        Kind.REACTION,
        account_id=account,
        external_id=native,
        dedupe_id=native,
        author_id=author_id,
        author_name=first(text(author.get("name")), text(author.get("screen_name"))),
        author_handle=text(author.get("screen_name")),
        text="like",
        parent_id=target,
        thread_id=target,
        occurred_at=first(from_ms(like.get("timestamp_ms")), _created(like)),
        direction=Direction.OUT if author_id in own else Direction.IN,
    )


def _revoked(revocation: object) -> list[Event]:
    if not isinstance(revocation, dict):
        return []
    return [
        Event(
            Kind.CONTROL,
            account_id=required(ident(obj(revocation.get("source")).get("user_id"))),
            occurred_at=_created(revocation, "date_time"),
            signal=Signal.REVOKED,
        )
    ]


def _id(thing: Json, name: str = "id") -> str | None:
    """Numeric ids are rounded above 2^53: the text one counts."""
    return first(ident(thing.get(f"{name}_str")), ident(thing.get(name)))


def _created(thing: Json, name: str = "created_at") -> int | None:
    return first(from_legacy(thing.get(name)), from_iso(thing.get(name)))


def _entities(post: Json, full: Json) -> object:
    """Of a long post the short form's tags are cut off."""
    return full.get("entities") or post.get("entities")


def _media(post: Json, full: Json) -> tuple[Media, ...]:
    sources = (full.get("extended_entities"), post.get("extended_entities"), _entities(post, full))
    listed = next((found for source in sources if (found := objects(obj(source).get("media")))), [])
    return tuple(Media(text(m.get("type")), _address(m), _id(m)) for m in listed)


def _address(media: Json) -> str | None:
    """A video's best variant, else the picture."""
    variants = [v for v in objects(obj(media.get("video_info")).get("variants")) if text(v.get("url"))]
    best = max(variants, key=_bitrate, default={})
    return first(text(best.get("url")), text(media.get("media_url_https")), text(media.get("media_url")))


def _bitrate(variant: Json) -> int:
    rate = variant.get("bitrate")
    return rate if isinstance(rate, int) else 0
