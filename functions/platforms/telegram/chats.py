"""Reads where somebody speaks in Telegram, and how that place numbers its messages.

A message's id is unique inside its chat only. The ids of users, channels and supergroups are the same for
every bot, but private chats and basic groups are numbered per bot, and a business account's chats per connection:
there the bot or the connection is the scope. https://core.telegram.org/bots/api#chat

`where` is a message or another change with a `chat`.
"""

from dataclasses import dataclass
from typing import Any

from model.event import Direction, Event, FormerPlace, Kind, Mode, Signal
from platforms.reading.payload import Json, first, ident, obj, required, text
from platforms.telegram.people import person

RELAY_USER = "777000"
"""The sender of a channel's posts in the channel's discussion group."""

ABSENT = frozenset({"left", "kicked"})
NUMBERED_PER_BOT = frozenset({"private", "group"})


@dataclass(frozen=True, slots=True)
class Update:
    """Reads the frame of an update."""

    id: str
    own: tuple[str, ...]
    """Native ids of the bot and of channels that are ours; the bot's comes before those of other people."""

    def scope(self, where: Json) -> str:
        """Returns the business connection or the bot where they number the chat's messages, else empty."""
        connection = ident(where.get("business_connection_id"))
        if connection is not None:
            return connection
        if text(obj(where.get("chat")).get("type")) not in NUMBERED_PER_BOT:
            return ""
        return self.bot

    @property
    def bot(self) -> str:
        """Returns the bot's id; empty where nobody knows it."""
        return next((native for native in self.own if native.isdecimal()), "")

    def event(self, kind: Kind, where: Json, who: Json | None = None, **said: Any) -> Event:
        """Returns what `who` did at `where`. In a private chat all is ours that is not the other side's."""
        author, other = person(who) if who else None, other_side(where)
        ours = other is not None and author is not None and author.id not in (None, other)
        return Event(
            kind,
            scope=self.scope(where),
            dedupe_id=self.id,
            author=author,
            customer_id=other if author is None or author.id != other else None,
            direction=Direction.OUT if ours else None,
            mode=mode(where),
            language=text(who.get("language_code")) if who else None,
            **said,
        )


def read_move(message: Json, update: Update) -> list[Event]:
    """Returns that a basic group is a supergroup now, which both of them tell.

    https://core.telegram.org/bots/api#message (migrate_to_chat_id, migrate_from_chat_id)
    """
    here = chat_id(message)
    to, was = (ident(message.get(f"migrate_{way}_chat_id")) for way in ("to", "from"))
    new, old = (to, here) if to else (here, was)
    if not new or not old:
        return []
    former = FormerPlace(old, update.bot)  # it numbers basic groups; supergroups have one number everywhere
    return [Event(Kind.CONTROL, signal=Signal.MOVED, thread_id=new, former=former, dedupe_id=update.id)]


def chat_id(where: Json) -> str:
    """Raises Malformed when there is none."""
    return required(ident(obj(where.get("chat")).get("id")))


def message_id(where: Json, number: object) -> str:
    """Returns a message's id outside its chat. Raises Malformed when a part is missing."""
    return f"{chat_id(where)}:{required(ident(number))}"


def public_address(where: Json) -> str | None:
    """Returns where everybody can read a message: its place has a name for that.

    https://core.telegram.org/api/links#message-links
    """
    name, number = text(obj(where.get("chat")).get("username")), ident(where.get("message_id"))
    return None if name is None or number is None or is_private(where) else f"https://t.me/{name}/{number}"


def thread_id(where: Json) -> str:
    """Returns the chat, or one of its topics; in the direct messages of a channel every customer is a topic.

    https://core.telegram.org/bots/api#directmessagestopic
    """
    direct = ident(obj(where.get("direct_messages_topic")).get("topic_id"))
    topic = first(direct, other_side(where) if _is_inbox(where) else ident(where.get("message_thread_id")))
    return f"{chat_id(where)}:{topic}" if topic else chat_id(where)


def other_side(where: Json) -> str | None:
    """Returns whom a private conversation is with; None in public, and where the platform does not say."""
    if _is_inbox(where):
        return ident(obj(obj(where.get("direct_messages_topic")).get("user")).get("id"))
    return chat_id(where) if is_private(where) else None


def is_private(where: Json) -> bool:
    """Returns whether it is a chat of two, or the direct messages of a channel (a group of all of them)."""
    return obj(where.get("chat")).get("type") == "private" or _is_inbox(where)


def _is_inbox(where: Json) -> bool:
    return obj(where.get("chat")).get("is_direct_messages") is True or "direct_messages_topic" in where


def mode(where: Json) -> Mode:
    """Returns private for a chat of two, public for groups and channels."""
    return Mode.PRIVATE if is_private(where) else Mode.PUBLIC


def relayed(message: Json) -> bool:
    """Returns whether it is the copy of a channel's post in the channel's discussion group."""
    sender = ident(obj(message.get("from")).get("id"))
    return message.get("is_automatic_forward") is True or sender == RELAY_USER


def answered(message: Json) -> Json:
    """Returns the message answered, if it is in this chat and not merely the notice that opened the topic."""
    before = obj(message.get("reply_to_message"))
    opens_topic = "forum_topic_created" in before or (
        message.get("is_topic_message") is True
        and before.get("message_id") == message.get("message_thread_id")
    )
    here, there = (ident(obj(each.get("chat")).get("id")) for each in (message, before))
    return before if before and here == there and not opens_topic else {}


def present(member: Json) -> bool:
    """Returns whether a member's status means being in the chat."""
    status = text(member.get("status"))
    if status == "restricted":
        return member.get("is_member") is True
    return status is not None and status not in ABSENT
