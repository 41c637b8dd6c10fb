"""What Telegram's updates say happened.

https://core.telegram.org/bots/api#update
"""

from collections.abc import Callable
from dataclasses import replace

from model.event import Direction, Event, Kind, Media
from model.http import Delivery
from platforms import telegram_chats as chats
from platforms.payload import Json, first, ident, items, named, obj, objects, others, required, text, whole
from platforms.telegram_chats import Update
from platforms.times import from_seconds

CONTENT = frozenset(
    {
        *(
            "text",
            "caption",
            "animation",
            "audio",
            "document",
            "live_photo",
            "paid_media",
            "photo",
            "sticker",
        ),
        *("story", "video", "video_note", "voice", "checklist", "contact", "dice", "game", "poll", "venue"),
        *("location", "invoice", "giveaway", "giveaway_winners"),
    }
)
"""What a person can send. A message with none of it is a notice (pinned, renamed, migrated, call begun)."""

FILES = ("video", "animation", "document", "audio", "voice", "video_note", "sticker", "story")


def events(payload: Json, delivery: Delivery) -> list[Event]:
    """The events of one update. Raises Malformed when it has no `update_id` or a message has no place."""
    update = Update(required(ident(payload.get("update_id"))), delivery.self_ids)
    return [
        event
        for name, read in _READERS.items()
        if isinstance(payload.get(name), dict)
        for event in read(payload[name], update)
    ]


def _message(message: Json, update: Update) -> list[Event]:
    if chats.relayed(message):
        return []  # it repeats a channel post that comes by itself
    if "new_chat_members" in message:
        joined = objects(message["new_chat_members"])
        return [_membership(Kind.JOIN, member, message, update) for member in joined]
    if "left_chat_member" in message:
        return [_membership(Kind.LEAVE, obj(message["left_chat_member"]), message, update)]
    return [] if CONTENT.isdisjoint(message) else [_written(Kind.MESSAGE, message, update)]


def _edited(message: Json, update: Update) -> list[Event]:
    if chats.relayed(message) or CONTENT.isdisjoint(message):
        return []
    event = _written(Kind.EDIT, message, update)
    return [replace(event, occurred_at=first(from_seconds(message.get("edit_date")), event.occurred_at))]


def _channel_post(message: Json, update: Update) -> list[Event]:
    return [] if CONTENT.isdisjoint(message) else [_written(Kind.POST, message, update)]


def _written(kind: Kind, message: Json, update: Update) -> Event:
    chat, author, answered = obj(message.get("chat")), chats.author(message), chats.answered(message)
    parent = chats.message_id(chat, answered.get("message_id")) if answered else None
    topic, comment = ident(message.get("message_thread_id")), chats.relayed(answered)
    chat_id, private = chats.chat_id(chat), chats.is_private(chat)
    before = None if comment or private else chats.author(answered)
    return Event(
        Kind.COMMENT if comment and kind is Kind.MESSAGE else kind,
        external_id=chats.message_id(chat, message.get("message_id")),
        scope=update.scope(chat),
        dedupe_id=update.id,
        author_id=author.id,
        author_name=author.name,
        author_handle=author.handle,
        text=first(text(message.get("text")), text(message.get("caption"))),
        parent_id=parent,
        thread_id=parent if comment else f"{chat_id}:{topic}" if topic else chat_id,
        customer_id=chats.customer(chat, author),
        answered_id=update.not_us(before.id) if before else None,
        mentioned_ids=others([tag[0] for tag in _tagged(message)], update.own),
        named=named([*_tagged(message), *([chats.called(before)] if before else [])], update.own),
        occurred_at=from_seconds(message.get("date")),
        direction=update.direction(chat, author.id),
        mode=chats.mode(chat),
        media=_media(message),
        language=author.language,
    )


def _reaction(change: Json, update: Update) -> list[Event]:
    chat = obj(change.get("chat"))
    author = chats.person(obj(change.get("user")) or obj(change.get("actor_chat")))
    target = chats.message_id(chat, change.get("message_id"))
    return [
        Event(
            Kind.REACTION,
            external_id=f"{target}:{required(author.id)}",
            scope=update.scope(chat),
            dedupe_id=update.id,
            author_id=author.id,
            author_name=author.name,
            author_handle=author.handle,
            text=_newest(change),
            parent_id=target,
            thread_id=chats.chat_id(chat),
            customer_id=chats.customer(chat, author),
            occurred_at=from_seconds(change.get("date")),
            direction=update.direction(chat, author.id),
            mode=chats.mode(chat),
            language=author.language,
        )
    ]


def _own_membership(change: Json, update: Update) -> list[Event]:
    """The bot itself was blocked or let in again; in groups it is the business of administrators."""
    if not chats.is_private(obj(change.get("chat"))):
        return []
    return _membership_change(change, obj(change.get("from")), update)


def _others_membership(change: Json, update: Update) -> list[Event]:
    return _membership_change(change, obj(obj(change.get("new_chat_member")).get("user")), update)


def _membership_change(change: Json, person: Json, update: Update) -> list[Event]:
    was, present = (chats.present(obj(change.get(name))) for name in ("old_chat_member", "new_chat_member"))
    if was is present:
        return []
    return [_membership(Kind.JOIN if present else Kind.LEAVE, person, change, update)]


def _membership(kind: Kind, person: Json, where: Json, update: Update) -> Event:
    """Joins and leaves have no id: a notice and a status change may both report one."""
    chat, author = obj(where.get("chat")), chats.person(person)
    return Event(
        kind,
        scope=update.scope(chat),
        dedupe_id=update.id,
        author_id=required(author.id),
        author_name=author.name,
        author_handle=author.handle,
        thread_id=chats.chat_id(chat),
        occurred_at=from_seconds(where.get("date")),
        direction=Direction.IN if update.not_us(author.id) else Direction.OUT,
        mode=chats.mode(chat),
        language=author.language,
    )


def _deleted(change: Json, update: Update) -> list[Event]:
    """Only business accounts report deletions."""
    chat = obj(change.get("chat"))
    chat_id = chats.chat_id(chat)
    return [
        Event(
            Kind.DELETE,
            external_id=chats.message_id(chat, number),
            scope=update.scope(chat),
            dedupe_id=update.id,
            thread_id=chat_id,
            customer_id=chat_id if chats.is_private(chat) else None,
            mode=chats.mode(chat),
        )
        for number in items(change.get("message_ids"))
    ]


def _newest(change: Json) -> str | None:
    """The list now replaces the list before; an empty one is a withdrawal."""
    before = [_emoji(reaction) for reaction in objects(change.get("old_reaction"))]
    now = [_emoji(reaction) for reaction in objects(change.get("new_reaction"))]
    added = [emoji for emoji in now if emoji not in before]
    return next(iter(added or now), None)


def _emoji(reaction: Json) -> str:
    """The emoji; of a custom one its id, of a paid one the star it is shown as."""
    named = first(text(reaction.get("emoji")), ident(reaction.get("custom_emoji_id")))
    return named or ("⭐" if reaction.get("type") == "paid" else "")


def _tagged(message: Json) -> list[tuple[str | None, ...]]:
    """Ids of people tagged by a name, with their names and the words that stand there for them."""
    places = (("text", "entities"), ("caption", "caption_entities"))
    return [
        (*chats.called(chats.person(obj(entity.get("user")))), _piece(text(message.get(written)), entity))
        for written, listed in places
        for entity in objects(message.get(listed))
        if entity.get("type") == "text_mention"
    ]


def _piece(written: str | None, entity: Json) -> str | None:
    """The words an entity is about. Its offset and length count UTF-16 units."""
    start, length = whole(entity.get("offset")), whole(entity.get("length"))
    if written is None or start is None or length is None or start < 0 or length < 0:
        return None
    units = written.encode("utf-16-le")[2 * start : 2 * (start + length)]
    return text(units.decode("utf-16-le", "ignore"))


def _media(message: Json) -> tuple[Media, ...]:
    """Files of our bot (`file_id`); of a photo the largest size, which is the last."""
    found = [Media("image", id=ident(size.get("file_id"))) for size in objects(message.get("photo"))[-1:]]
    for word in FILES:
        file = obj(message.get(word))
        if not file or (word == "document" and "animation" in message):
            continue  # an animation is repeated as a document for older bots
        native = first(ident(file.get("file_id")), ident(file.get("id")))
        found.append(Media(text(file.get("mime_type")) or word, id=native, name=text(file.get("file_name"))))
    return tuple(found)


_READERS: dict[str, Callable[[Json, Update], list[Event]]] = {
    "message": _message,
    "edited_message": _edited,
    "channel_post": _channel_post,
    "edited_channel_post": _edited,
    "business_message": _message,
    "edited_business_message": _edited,
    "deleted_business_messages": _deleted,
    "message_reaction": _reaction,
    "my_chat_member": _own_membership,
    "chat_member": _others_membership,
}
