"""What a Discourse event says happened.

The name of the event is only in the headers: create, edit and destroy have the same body.
https://github.com/discourse/discourse/blob/main/app/models/web_hook_event_type.rb
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from model.errors import Malformed
from model.event import Direction, Event, Kind, Media, Mode, Signal
from model.http import Delivery
from platforms.payload import Json, first, ident, named, obj, objects, others, required, text
from platforms.times import from_iso

SMALL_ACTION, WHISPER = 3, 4
"""Post types that are no post: a notice in the topic, and a note only staff may see."""

ERASED = frozenset({"user_destroyed", "user_anonymized"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What the headers say, and who we are."""

    instance: str | None
    event_id: str | None
    received_at: int
    own: tuple[str, ...]

    def event(self, kind: Kind, author: Json) -> Event:
        """An event of this forum by `author` (any object with id, name and username)."""
        author_id, handle = ident(author.get("id")), text(author.get("username"))
        return Event(
            kind,
            account_id=self.instance,
            scope=self.instance or "",
            person_scope=self.instance or "",
            dedupe_id=self.event_id,
            author_id=author_id,
            author_name=first(text(author.get("name")), text(author.get("display_username")), handle),
            author_handle=handle,
            direction=Direction.OUT if author_id in self.own else Direction.IN,
        )


def events(body: Json, delivery: Delivery) -> list[Event]:
    """The events of one delivery. Raises Malformed when no header names the event."""
    if "ping" in body:
        return []
    name = delivery.headers.get("x-discourse-event")
    if not name:
        raise Malformed("no_event_name")
    frame = Frame(
        instance=_instance(delivery),
        event_id=ident(delivery.headers.get("x-discourse-event-id")),
        received_at=delivery.received_at,
        own=delivery.self_ids,
    )
    noun, _, verb = name.rpartition("_")
    if name in ERASED:
        # No payload says that its user is gone, and the header that does is not signed.
        person = frame.event(Kind.CONTROL, obj(body.get("user")))
        return [replace(person, signal=Signal.ERASE_PERSON, uncovered=True)]
    if name == "post_liked":
        return [_like(obj(body.get("like")), frame)]
    read, change = _READERS.get(noun), _CHANGES.get(verb)
    event = read(obj(body.get(noun)), frame) if read and change else None
    return [] if event is None or change is None else [change(event, obj(body.get(noun)), frame)]


def _instance(delivery: Delivery) -> str | None:
    """Returns the forum's address. Raises Malformed where the header, which is not signed, tells another forum's."""
    named = text(delivery.headers.get("x-discourse-instance"))
    told = named.strip().rstrip("/") if named else None
    known = {each.rstrip("/"): each for each in delivery.self_ids if "://" in each}
    if not known:
        return told
    if told is not None and told not in known:
        raise Malformed("foreign_instance")
    return known[told] if told is not None else next(iter(known.values()))


def _post(post: Json, frame: Frame) -> Event | None:
    if post.get("post_type") in (SMALL_ACTION, WHISPER):
        return None
    topic, mode = f"topic:{required(ident(post.get('topic_id')))}", _mode(post.get("topic_archetype"))
    answered = ident(post.get("reply_to_post_number"))
    opens = post.get("post_number") == 1
    kind = Kind.MESSAGE if mode is Mode.PRIVATE else Kind.POST if opens else Kind.COMMENT
    author = {**post, "id": post.get("user_id")}
    return replace(
        frame.event(kind, author),
        external_id=f"post:{required(ident(post.get('id')))}",
        title=text(post.get("topic_title")),
        text=_text(post.get("raw"), post.get("cooked")),
        parent_id=None if opens else f"{topic}#{answered}" if answered else topic,
        thread_id=topic,
        answered_id=_other(obj(post.get("reply_to_user")).get("id"), frame),
        named=named([_called(obj(post.get("reply_to_user")))], frame.own),
        occurred_at=from_iso(post.get("created_at")),
        mode=mode,
        media=_media(post.get("cooked"), frame),
    )


def _topic(topic: Json, frame: Frame) -> Event:
    """A topic has no text: that comes with the event of its first post."""
    native, mode = f"topic:{required(ident(topic.get('id')))}", _mode(topic.get("archetype"))
    author = {"id": topic.get("user_id"), **obj(topic.get("created_by"))}
    return replace(
        frame.event(Kind.MESSAGE if mode is Mode.PRIVATE else Kind.POST, author),
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
    private = channel.get("chatable_type") == "DirectMessage"
    return replace(
        frame.event(Kind.MESSAGE, obj(message.get("user"))),
        external_id=f"chat_message:{required(ident(message.get('id')))}",
        text=_text(message.get("message"), message.get("cooked")),
        parent_id=f"chat_message:{answered}" if answered else None,
        thread_id=f"chat_channel:{required(channel_id)}",
        mentioned_ids=others(
            [ident(u.get("id")) for u in objects(message.get("mentioned_users"))], frame.own
        ),
        named=named(map(_called, objects(message.get("mentioned_users"))), frame.own),
        occurred_at=from_iso(message.get("created_at")),
        mode=Mode.PRIVATE if private else Mode.PUBLIC,
        media=_media(message.get("cooked"), frame),
    )


def _like(like: Json, frame: Frame) -> Event:
    """The forum does not tell a like's emoji: its text is empty, which is not the same as withdrawn."""
    post, user = obj(like.get("post")), obj(like.get("user"))
    target = f"post:{required(ident(post.get('id')))}"
    topic = ident(post.get("topic_id"))
    return replace(
        frame.event(Kind.REACTION, user),
        external_id=f"{target}:{required(ident(user.get('id')))}:like",
        text="",
        parent_id=target,
        thread_id=f"topic:{topic}" if topic else None,
        mode=_mode(post.get("topic_archetype")),
    )


def _created(event: Event, body: Json, frame: Frame) -> Event:
    return _removed(event, body, frame) if _says_gone(body) else event


def _edited(event: Event, body: Json, frame: Frame) -> Event:
    if _says_gone(body):  # the author's own deletion is an edit first
        return _removed(event, body, frame)
    moment = from_iso(first(body.get("updated_at"), obj(body.get("message")).get("updated_at")))
    return replace(event, kind=Kind.EDIT, occurred_at=moment)


def _removed(event: Event, body: Json, frame: Frame) -> Event:  # noqa: ARG001 - as the other changes
    moment = from_iso(_deleted_at(body))
    return replace(
        event,
        kind=Kind.DELETE,
        title=None,
        text=None,
        media=(),
        mentioned_ids=(),
        named=(),
        occurred_at=moment,
        uncovered=not _says_gone(body),
    )


def _deleted_at(body: Json) -> object:
    return first(body.get("deleted_at"), obj(body.get("message")).get("deleted_at"))


def _says_gone(body: Json) -> bool:
    """Returns whether the signed body itself says so: the event's name stands in a header that is not signed."""
    return body.get("user_deleted") is True or from_iso(_deleted_at(body)) is not None


def _recovered(event: Event, body: Json, frame: Frame) -> Event:  # noqa: ARG001 - as the other changes
    """The whole content again. The payload does not say when it came back: now is all we know."""
    return replace(event, restores=True, changed_at=frame.received_at)


def _called(user: Json) -> tuple[str | None, ...]:
    return ident(user.get("id")), text(user.get("name")), text(user.get("username"))


def _other(person: object, frame: Frame) -> str | None:
    native = ident(person)
    return None if native in frame.own else native


def _mode(archetype: object) -> Mode:
    return Mode.PRIVATE if archetype == "private_message" else Mode.PUBLIC


def _text(raw: object, cooked: object) -> str | None:
    written = text(raw)
    if written is not None:
        return written
    from platforms.markup import plain

    return plain(text(cooked))


def _media(cooked: object, frame: Frame) -> tuple[Media, ...]:
    """`raw` holds only upload:// short links; the addresses are in the HTML."""
    html = text(cooked)
    if html is None or "<" not in html:
        return ()
    from platforms.markup import files

    return files(html, frame.instance)


_READERS: dict[str, Callable[[Json, Frame], Event | None]] = {
    "post": _post,
    "topic": _topic,
    "chat_message": _chat_message,
}

_CHANGES: dict[str, Callable[[Event, Json, Frame], Event]] = {
    "created": _created,
    "edited": _edited,
    "destroyed": _removed,
    "trashed": _removed,
    "recovered": _recovered,
    "restored": _recovered,
}
