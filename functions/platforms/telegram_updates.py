"""What Telegram's updates say happened.

A message's id is unique inside its chat only. The ids of users, channels and supergroups are the same for
every bot, but private chats and basic groups are numbered per bot: there the bot is the scope.
https://core.telegram.org/bots/api#update
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from model.event import Direction, Event, Kind, Media, Mode
from model.http import Delivery
from platforms.payload import Json, first, ident, items, obj, objects, others, required, text
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
        *("location", "invoice"),
    }
)
"""What a person can send. A message with none of it is a notice (pinned, renamed, migrated, call begun)."""

FILES = ("video", "animation", "document", "audio", "voice", "video_note", "sticker", "story")
RELAY_USER = "777000"
"""The sender of a channel's posts in the channel's discussion group."""
ABSENT = frozenset({"left", "kicked"})
NUMBERED_PER_BOT = frozenset({"private", "group"})


@dataclass(frozen=True, slots=True)
class Update:
    """The frame of an update."""

    id: str
    own: tuple[str, ...]
    """Native ids of the bot and of channels that are ours; the bot's comes before those of other people."""

    def scope(self, chat: Json) -> str:
        """The bot where chats are numbered per bot, else empty."""
        if text(chat.get("type")) not in NUMBERED_PER_BOT:
            return ""
        return next((native for native in self.own if native.isdecimal()), "")


@dataclass(frozen=True, slots=True)
class Person:
    """A user, or a chat that acts as one (a channel, an anonymous administrator)."""

    id: str | None
    name: str | None
    handle: str | None
    language: str | None


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
    if _relayed(message):
        return []  # it repeats a channel post that comes by itself
    if "new_chat_members" in message:
        return [
            _membership(Kind.JOIN, member, message, update) for member in objects(message["new_chat_members"])
        ]
    if "left_chat_member" in message:
        return [_membership(Kind.LEAVE, obj(message["left_chat_member"]), message, update)]
    if CONTENT.isdisjoint(message):
        return []
    answered = obj(message.get("reply_to_message"))
    if _relayed(answered) and _same_chat(answered, message):
        return [_comment(message, answered, update)]
    return [_written(Kind.MESSAGE, message, update)]


def _edited(message: Json, update: Update) -> list[Event]:
    if _relayed(message) or CONTENT.isdisjoint(message):
        return []
    answered = obj(message.get("reply_to_message"))
    if _relayed(answered) and _same_chat(answered, message):
        event = replace(_comment(message, answered, update), kind=Kind.EDIT)
    else:
        event = _written(Kind.EDIT, message, update)
    return [replace(event, occurred_at=first(from_seconds(message.get("edit_date")), event.occurred_at))]


def _channel_post(message: Json, update: Update) -> list[Event]:
    return [] if CONTENT.isdisjoint(message) else [_written(Kind.POST, message, update)]


def _comment(message: Json, post: Json, update: Update) -> Event:
    """A reply, in the discussion group, to the copy of a channel's post."""
    event = _written(Kind.COMMENT, message, update)
    thread = _message_id(obj(message.get("chat")), post.get("message_id"))
    return replace(event, thread_id=thread, answered_id=None)


def _written(kind: Kind, message: Json, update: Update) -> Event:
    chat, author = obj(message.get("chat")), _author(message)
    chat_id, answered = required(ident(chat.get("id"))), _answered(message)
    topic = ident(message.get("message_thread_id"))
    written, mode = first(text(message.get("text")), text(message.get("caption"))), _mode(chat)
    return Event(
        kind,
        external_id=_message_id(chat, message.get("message_id")),
        scope=update.scope(chat),
        dedupe_id=update.id,
        author_id=author.id,
        author_name=author.name,
        author_handle=author.handle,
        text=written,
        parent_id=_message_id(chat, answered.get("message_id")) if answered else None,
        thread_id=f"{chat_id}:{topic}" if topic else chat_id,
        customer_id=_customer(chat, author),
        answered_id=None if mode is Mode.PRIVATE else _answered_person(answered, update),
        mentioned_ids=others(_tagged(message), update.own),
        occurred_at=from_seconds(message.get("date")),
        direction=_direction(chat, author, update),
        mode=mode,
        media=_media(message),
        language=author.language,
    )


def _reaction(change: Json, update: Update) -> list[Event]:
    chat = obj(change.get("chat"))
    author = _person(first(_some(change.get("user")), _some(change.get("actor_chat"))) or {})
    target = _message_id(chat, change.get("message_id"))
    before = [_emoji(reaction) for reaction in objects(change.get("old_reaction"))]
    now = [_emoji(reaction) for reaction in objects(change.get("new_reaction"))]
    added = [emoji for emoji in now if emoji not in before]
    return [
        Event(
            Kind.REACTION,
            external_id=f"{target}:{required(author.id)}",
            scope=update.scope(chat),
            dedupe_id=update.id,
            author_id=author.id,
            author_name=author.name,
            author_handle=author.handle,
            text=next(iter(added or now), None),
            parent_id=target,
            thread_id=ident(chat.get("id")),
            customer_id=_customer(chat, author),
            occurred_at=from_seconds(change.get("date")),
            direction=_direction(chat, author, update),
            mode=_mode(chat),
            language=author.language,
        )
    ]


def _own_membership(change: Json, update: Update) -> list[Event]:
    """The bot itself was blocked or let in again; in groups it is the business of administrators."""
    if obj(change.get("chat")).get("type") != "private":
        return []
    return _membership_change(change, obj(change.get("from")), update)


def _others_membership(change: Json, update: Update) -> list[Event]:
    return _membership_change(change, obj(obj(change.get("new_chat_member")).get("user")), update)


def _membership_change(change: Json, person: Json, update: Update) -> list[Event]:
    was, present = (_present(obj(change.get(name))) for name in ("old_chat_member", "new_chat_member"))
    if was is present:
        return []
    return [_membership(Kind.JOIN if present else Kind.LEAVE, person, change, update)]


def _membership(kind: Kind, person: Json, where: Json, update: Update) -> Event:
    """Joins and leaves have no id: a notice and a status change may both report one."""
    chat, author = obj(where.get("chat")), _person(person)
    return Event(
        kind,
        scope=update.scope(chat),
        dedupe_id=update.id,
        author_id=required(author.id),
        author_name=author.name,
        author_handle=author.handle,
        thread_id=required(ident(chat.get("id"))),
        occurred_at=from_seconds(where.get("date")),
        direction=Direction.OUT if author.id in update.own else Direction.IN,
        mode=_mode(chat),
        language=author.language,
    )


def _deleted(change: Json, update: Update) -> list[Event]:
    """Only business accounts report deletions."""
    chat = obj(change.get("chat"))
    chat_id = required(ident(chat.get("id")))
    return [
        Event(
            Kind.DELETE,
            external_id=_message_id(chat, number),
            scope=update.scope(chat),
            dedupe_id=update.id,
            thread_id=chat_id,
            customer_id=chat_id if chat.get("type") == "private" else None,
            mode=_mode(chat),
        )
        for number in items(change.get("message_ids"))
    ]


def _message_id(chat: Json, number: object) -> str:
    return f"{required(ident(chat.get('id')))}:{required(ident(number))}"


def _relayed(message: Json) -> bool:
    sender = ident(obj(message.get("from")).get("id"))
    return message.get("is_automatic_forward") is True or sender == RELAY_USER


def _same_chat(one: Json, other: Json) -> bool:
    ids = [ident(obj(message.get("chat")).get("id")) for message in (one, other)]
    return ids[0] == ids[1]


def _answered(message: Json) -> Json:
    """The message answered, if it is one in this chat and not merely the notice that opened the topic."""
    answered = obj(message.get("reply_to_message"))
    opens_topic = "forum_topic_created" in answered or (
        message.get("is_topic_message") is True
        and answered.get("message_id") == message.get("message_thread_id")
    )
    return answered if answered and not opens_topic and _same_chat(answered, message) else {}


def _answered_person(answered: Json, update: Update) -> str | None:
    person = _author(answered).id
    return None if person in update.own else person


def _author(message: Json) -> Person:
    """`sender_chat` speaks for channels and anonymous administrators; `from` is a placeholder bot then."""
    author = _some(message.get("sender_chat")) or _some(message.get("from"))
    channel = obj(message.get("chat"))
    return _person(author or (channel if channel.get("type") == "channel" else {}))


def _some(value: object) -> Json | None:
    return obj(value) or None


def _person(who: Json) -> Person:
    names = [name for name in (text(who.get("first_name")), text(who.get("last_name"))) if name]
    handle = text(who.get("username"))
    name = first(" ".join(names) or None, text(who.get("title")), handle)
    return Person(ident(who.get("id")), name, handle, text(who.get("language_code")))


def _direction(chat: Json, author: Person, update: Update) -> Direction:
    """In a private chat the other side is the chat itself (a business account's own words come along too)."""
    ours = chat.get("type") == "private" and author.id not in (None, ident(chat.get("id")))
    return Direction.OUT if ours or author.id in update.own else Direction.IN


def _customer(chat: Json, author: Person) -> str | None:
    chat_id = ident(chat.get("id"))
    return chat_id if chat.get("type") == "private" and author.id != chat_id else None


def _mode(chat: Json) -> Mode:
    return Mode.PRIVATE if chat.get("type") == "private" else Mode.PUBLIC


def _present(member: Json) -> bool:
    if member.get("status") == "restricted":
        return member.get("is_member") is True
    return isinstance(member.get("status"), str) and member["status"] not in ABSENT


def _emoji(reaction: Json) -> str:
    """The emoji; of a custom one its id, of a paid one the star it is shown as."""
    named = first(text(reaction.get("emoji")), ident(reaction.get("custom_emoji_id")))
    return named or ("⭐" if reaction.get("type") == "paid" else "")


def _tagged(message: Json) -> list[str | None]:
    entities = (*objects(message.get("entities")), *objects(message.get("caption_entities")))
    return [ident(obj(e.get("user")).get("id")) for e in entities if e.get("type") == "text_mention"]


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
