"""What a Discourse event says happened.

The name of the event is only in the headers: create, edit and destroy have the same body.
https://github.com/discourse/discourse/blob/main/app/models/web_hook_event_type.rb
"""

from collections.abc import Callable

from model.errors import Malformed
from model.event import Event, Kind, Mode, Person, Signal
from model.http import Delivery
from platforms.discourse.changes import CHANGES
from platforms.frame import Frame
from platforms.reading.markup import read_files, read_text
from platforms.reading.payload import Json, first, ident, obj, objects, required, text
from platforms.reading.times import from_iso

SMALL_ACTION, WHISPER = 3, 4
"""Post types that are no post: a notice in the topic, and a note only staff may see."""

ERASED = frozenset({"user_destroyed", "user_anonymized"})


def read_webhook(body: Json, delivery: Delivery) -> list[Event]:
    """Returns the events of one delivery. Raises Malformed when no header names the event."""
    if "ping" in body:
        return []
    name = delivery.headers.get("x-discourse-event")
    if not name:
        raise Malformed("no_event_name")
    forum = _forum(delivery) or ""
    frame = Frame(
        account_id=forum or None,
        scope=forum,
        person_scope=forum,
        dedupe_id=ident(delivery.headers.get("x-discourse-event-id")),
        sent_at=delivery.received_at,
    )
    noun, _, verb = name.rpartition("_")
    if name in ERASED:
        # No payload says that its user is gone, and the header that does is not signed.
        author = _person(obj(body.get("user")))
        return [frame.event(Kind.CONTROL, author=author, signal=Signal.ERASE_PERSON, uncovered=True)]
    if name == "post_liked":
        return [_like(obj(body.get("like")), frame)]
    read, change, thing = _READERS.get(noun), CHANGES.get(verb), obj(body.get(noun))
    event = read(thing, frame) if read and change else None
    return [] if event is None or change is None else [change(event, thing, frame)]


def _forum(delivery: Delivery) -> str | None:
    """Returns the forum's address. Raises Malformed where the header, which is not signed, tells another forum's."""
    named = text(delivery.headers.get("x-discourse-instance"))
    told = named.strip().rstrip("/") if named else None
    known = {each.rstrip("/"): each for each in delivery.self_ids if "://" in each}
    if not known:
        return told
    if told is not None and told not in known:
        raise Malformed("foreign_instance")
    return known[told] if told is not None else next(iter(known.values()))


def _person(user: Json) -> Person:
    handle = text(user.get("username"))
    name = first(text(user.get("name")), text(user.get("display_username")), handle)
    return Person(ident(user.get("id")), name, handle)


def _post(post: Json, frame: Frame) -> Event | None:
    if post.get("post_type") in (SMALL_ACTION, WHISPER):
        return None
    topic, mode = f"topic:{required(ident(post.get('topic_id')))}", _mode(post.get("topic_archetype"))
    number, opens = ident(post.get("reply_to_post_number")), post.get("post_number") == 1
    answered = obj(post.get("reply_to_user"))
    kind = Kind.MESSAGE if mode is Mode.PRIVATE else Kind.POST if opens else Kind.COMMENT
    return frame.event(
        kind,
        author=_person({**post, "id": post.get("user_id")}),
        external_id=f"post:{required(ident(post.get('id')))}",
        title=text(post.get("topic_title")),
        text=first(text(post.get("raw")), read_text(post.get("cooked"))),
        parent_id=None if opens else f"{topic}#{number}" if number else topic,
        thread_id=topic,
        answered=_person(answered) if answered else None,
        occurred_at=from_iso(post.get("created_at")),
        mode=mode,
        media=read_files(post.get("cooked"), frame.account_id),
    )


def _topic(topic: Json, frame: Frame) -> Event:
    """Returns a topic, which has no text: that comes with the event of its first post."""
    native, mode = f"topic:{required(ident(topic.get('id')))}", _mode(topic.get("archetype"))
    return frame.event(
        Kind.MESSAGE if mode is Mode.PRIVATE else Kind.POST,
        author=_person({"id": topic.get("user_id"), **obj(topic.get("created_by"))}),
        external_id=native,
        title=text(topic.get("title")),
        thread_id=native,
        occurred_at=from_iso(topic.get("created_at")),
        mode=mode,
    )


def _chat_message(body: Json, frame: Frame) -> Event:
    message, channel = obj(body.get("message")), obj(body.get("channel"))
    channel_id = first(ident(channel.get("id")), ident(message.get("chat_channel_id")))
    answered = ident(obj(message.get("in_reply_to")).get("id"))
    return frame.event(
        Kind.MESSAGE,
        author=_person(obj(message.get("user"))),
        external_id=f"chat_message:{required(ident(message.get('id')))}",
        text=first(text(message.get("message")), read_text(message.get("cooked"))),
        parent_id=f"chat_message:{answered}" if answered else None,
        thread_id=f"chat_channel:{required(channel_id)}",
        mentioned=tuple(map(_person, objects(message.get("mentioned_users")))),
        occurred_at=from_iso(message.get("created_at")),
        mode=Mode.PRIVATE if channel.get("chatable_type") == "DirectMessage" else Mode.PUBLIC,
        media=read_files(message.get("cooked"), frame.account_id),
    )


def _like(like: Json, frame: Frame) -> Event:
    """Returns a like. The forum does not tell its emoji: the text is empty, which is not the same as withdrawn."""
    post, author = obj(like.get("post")), _person(obj(like.get("user")))
    target, topic = f"post:{required(ident(post.get('id')))}", ident(post.get("topic_id"))
    return frame.event(
        Kind.REACTION,
        author=author,
        external_id=f"{target}:{required(author.id)}:like",
        text="",
        parent_id=target,
        thread_id=f"topic:{topic}" if topic else None,
        mode=_mode(post.get("topic_archetype")),
    )


def _mode(archetype: object) -> Mode:
    return Mode.PRIVATE if archetype == "private_message" else Mode.PUBLIC


_READERS: dict[str, Callable[[Json, Frame], Event | None]] = {
    "post": _post,
    "topic": _topic,
    "chat_message": _chat_message,
}
