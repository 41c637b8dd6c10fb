"""Maps Discourse's events to what they say happened.

The name of the event is only in the headers, which the signature does not cover: create, edit and destroy have the same
body. https://github.com/discourse/discourse/blob/main/app/models/web_hook_event_type.rb
"""

from collections.abc import Callable
from dataclasses import replace

from model.errors import Malformed
from model.event import Event, Kind, Mode, Person, Signal
from model.http import Delivery
from platforms.frame import Frame, take_away
from platforms.reading.markup import read_files, read_text
from platforms.reading.paths import id_at, text_at, value_at
from platforms.reading.payload import Json, first, obj, objects, required, text
from platforms.reading.times import from_iso

SMALL_ACTION, WHISPER = 3, 4
"""Post types that are no post: a notice in the topic, and a note only staff may see."""
ERASED = frozenset({"user_destroyed", "user_anonymized"})
VERBS = {"created": None, "edited": Kind.EDIT, "destroyed": Kind.DELETE, "trashed": Kind.DELETE}
RETURNED = frozenset({"recovered", "restored"})


def read_webhook(body: Json, delivery: Delivery) -> list[Event]:
    """Returns the events of one delivery. Raises Malformed when no header names the event."""
    if "ping" in body:
        return []
    told, forum = dict(delivery.headers), _forum(delivery)
    name = told.get("x-discourse-event")
    if not name:
        raise Malformed("no_event_name")
    frame = Frame(forum or None, forum, forum, id_at(told, "x-discourse-event-id"), delivery.received_at)
    noun, _, verb = name.rpartition("_")
    if name in ERASED:
        # No payload says that its user is gone, and the header that does is not signed.
        author = _person(obj(body.get("user")))
        return [frame.event(Kind.CONTROL, author=author, signal=Signal.ERASE_PERSON, uncovered=True)]
    if name == "post_liked":
        return [_like(obj(body.get("like")), frame)]
    known, thing = noun in _READERS and (verb in VERBS or verb in RETURNED), obj(body.get(noun))
    event = _READERS[noun](thing, frame) if known else None
    return [] if event is None else [_changed(event, verb, thing, frame)]


def _forum(delivery: Delivery) -> str:
    """Returns the forum's address. Raises Malformed where the header, which is not signed, tells another forum's."""
    told = (text(delivery.headers.get("x-discourse-instance")) or "").strip().rstrip("/")
    known = {each.rstrip("/"): each for each in delivery.self_ids if "://" in each}
    if told and known and told not in known:
        raise Malformed("foreign_instance")
    return known.get(told, told) or next(iter(known.values()), "")


def _changed(event: Event, verb: str, thing: Json, frame: Frame) -> Event:
    """Returns what the last word of the event's name makes of the thing; what is gone says so itself, when proved."""
    if verb in RETURNED:  # when it came back is not said: now is all we know
        return replace(event, restores=True, changed_at=frame.sent_at)
    to, deleted = VERBS[verb], _moment(thing, "deleted_at")
    gone = thing.get("user_deleted") is True or deleted is not None
    if gone or to is Kind.DELETE:  # the author's own deletion is an edit first
        return replace(take_away(event, deleted), uncovered=not gone)
    return replace(event, kind=to, occurred_at=_moment(thing, "updated_at")) if to else event


def _moment(thing: Json, name: str) -> int | None:
    return from_iso(first(thing.get(name), value_at(thing, f"message.{name}")))


def _person(user: Json) -> Person:
    name = text_at(user, "name", "display_username", "username")
    return Person(id_at(user, "id"), name, text_at(user, "username"))


def _post(post: Json, frame: Frame) -> Event | None:
    if post.get("post_type") in (SMALL_ACTION, WHISPER):
        return None
    topic, mode = f"topic:{required(id_at(post, 'topic_id'))}", _mode(post.get("topic_archetype"))
    number, opens = id_at(post, "reply_to_post_number"), post.get("post_number") == 1
    kind, answered = Kind.POST if opens else Kind.COMMENT, obj(post.get("reply_to_user"))
    return frame.event(
        Kind.MESSAGE if mode is Mode.PRIVATE else kind,
        author=_person({**post, "id": post.get("user_id")}),
        external_id=f"post:{required(id_at(post, 'id'))}",
        title=text_at(post, "topic_title"),
        text=first(text_at(post, "raw"), read_text(post.get("cooked"))),
        parent_id=None if opens else f"{topic}#{number}" if number else topic,
        thread_id=topic,
        answered=_person(answered) if answered else None,
        occurred_at=from_iso(post.get("created_at")),
        mode=mode,
        media=read_files(post.get("cooked"), frame.account_id),
    )


def _topic(topic: Json, frame: Frame) -> Event:
    """Returns a topic, which has no text: that comes with the event of its first post."""
    mode = _mode(topic.get("archetype"))
    return frame.item(
        Kind.MESSAGE if mode is Mode.PRIVATE else Kind.POST,
        f"topic:{required(id_at(topic, 'id'))}",
        author=_person({"id": topic.get("user_id"), **obj(topic.get("created_by"))}),
        title=text_at(topic, "title"),
        occurred_at=from_iso(topic.get("created_at")),
        mode=mode,
    )


def _chat_message(body: Json, frame: Frame) -> Event:
    message, answered = obj(body.get("message")), id_at(body, "message.in_reply_to.id")
    return frame.event(
        Kind.MESSAGE,
        author=_person(obj(message.get("user"))),
        external_id=f"chat_message:{required(id_at(message, 'id'))}",
        text=first(text_at(message, "message"), read_text(message.get("cooked"))),
        parent_id=f"chat_message:{answered}" if answered else None,
        thread_id=f"chat_channel:{required(id_at(body, 'channel.id', 'message.chat_channel_id'))}",
        mentioned=tuple(map(_person, objects(message.get("mentioned_users")))),
        occurred_at=from_iso(message.get("created_at")),
        mode=_mode(value_at(body, "channel.chatable_type")),
        media=read_files(message.get("cooked"), frame.account_id),
    )


def _like(like: Json, frame: Frame) -> Event:
    """Returns a like. The forum does not tell its emoji: the text is empty, which is not the same as withdrawn."""
    target, topic = f"post:{required(id_at(like, 'post.id'))}", id_at(like, "post.topic_id")
    return frame.event(
        Kind.REACTION,
        author=_person(obj(like.get("user"))),
        external_id=f"{target}:{required(id_at(like, 'user.id'))}:like",
        text="",
        parent_id=target,
        thread_id=f"topic:{topic}" if topic else None,
        mode=_mode(value_at(like, "post.topic_archetype")),
    )


def _mode(place: object) -> Mode:
    return Mode.PRIVATE if place in ("private_message", "DirectMessage") else Mode.PUBLIC


_READERS: dict[str, Callable[[Json, Frame], Event | None]] = {
    "post": _post,
    "topic": _topic,
    "chat_message": _chat_message,
}
