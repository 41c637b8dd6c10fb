"""Maps Telegram's updates to what they say happened.

https://core.telegram.org/bots/api#update
"""

from collections.abc import Callable
from dataclasses import replace

from model.event import Event, Kind
from model.http import Delivery
from platforms.reading.payload import Json, first, ident, items, obj, objects, required
from platforms.reading.times import from_seconds
from platforms.telegram import chats
from platforms.telegram.chats import Update
from platforms.telegram.content import is_content, read_text
from platforms.telegram.media import read_media, read_tagged
from platforms.telegram.people import person, speaker_of
from platforms.telegram.toggles import (
    membership,
    read_count,
    read_membership,
    read_own_membership,
    read_press,
    read_reaction,
    read_renamed,
)


def read_updates(payload: Json, delivery: Delivery) -> list[Event]:
    """Returns the events of one update. Raises Malformed when it has no `update_id` or a message has no place."""
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
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return chats.read_move(message, update)
    if "new_chat_members" in message:
        joined = objects(message["new_chat_members"])
        return [membership(Kind.JOIN, member, message, update) for member in joined]
    if "left_chat_member" in message:
        return [membership(Kind.LEAVE, obj(message["left_chat_member"]), message, update)]
    if "new_chat_title" in message:
        return read_renamed(message, update)
    return [_written(Kind.MESSAGE, message, update)] if is_content(message) else []


def _edited(message: Json, update: Update) -> list[Event]:
    if chats.relayed(message) or not is_content(message):
        return []
    event = _written(Kind.EDIT, message, update)
    return [replace(event, occurred_at=first(from_seconds(message.get("edit_date")), event.occurred_at))]


def _channel_post(message: Json, update: Update) -> list[Event]:
    if "new_chat_title" in message:
        return read_renamed(message, update)
    return [_written(Kind.POST, message, update)] if is_content(message) else []


def _written(kind: Kind, message: Json, update: Update) -> Event:
    answered = chats.answered(message)
    parent = chats.message_id(message, answered.get("message_id")) if answered else None
    comment = chats.relayed(answered)
    before = None if comment or not answered or chats.is_private(message) else person(speaker_of(answered))
    return update.event(
        Kind.COMMENT if comment and kind is Kind.MESSAGE else kind,
        message,
        speaker_of(message),
        external_id=chats.message_id(message, message.get("message_id")),
        text=read_text(message),
        parent_id=parent,
        thread_id=parent if comment else chats.thread_id(message),
        answered=before,
        mentioned=tuple(read_tagged(message)),
        occurred_at=from_seconds(message.get("date")),
        media=read_media(message),
        permalink=chats.public_address(message),
    )


def _deleted(change: Json, update: Update) -> list[Event]:
    """Returns deletions, which only business accounts report."""
    thread = chats.chat_id(change)
    return [
        update.event(Kind.DELETE, change, external_id=chats.message_id(change, number), thread_id=thread)
        for number in items(change.get("message_ids"))
    ]


_READERS: dict[str, Callable[[Json, Update], list[Event]]] = {
    "message": _message,
    "edited_message": _edited,
    "channel_post": _channel_post,
    "edited_channel_post": _edited,
    "business_message": _message,
    "edited_business_message": _edited,
    "deleted_business_messages": _deleted,
    "guest_message": _message,
    "message_reaction": read_reaction,
    "message_reaction_count": read_count,
    "my_chat_member": read_own_membership,
    "chat_member": read_membership,
    "callback_query": read_press,
}
