"""Who speaks where in Telegram, and how that place numbers its messages.

A message's id is unique inside its chat only. The ids of users, channels and supergroups are the same for
every bot, but private chats and basic groups are numbered per bot: there the bot is the scope.
https://core.telegram.org/bots/api#chat
"""

from dataclasses import dataclass

from model.event import Direction, Mode
from platforms.payload import Json, first, ident, obj, required, text

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

    def direction(self, chat: Json, who: str | None) -> Direction:
        """In a private chat the other side has the chat's own id: a business account's words are out."""
        ours = is_private(chat) and who not in (None, chat_id(chat))
        return Direction.OUT if ours or who in self.own else Direction.IN

    def not_us(self, who: str | None) -> str | None:
        """A person, unless it is the bot or a channel of ours."""
        return None if who in self.own else who


@dataclass(frozen=True, slots=True)
class Person:
    """A user, or a chat that acts as one (a channel, an anonymous administrator)."""

    id: str | None
    name: str | None
    handle: str | None
    language: str | None


def person(who: Json) -> Person:
    """A user or chat as the author of something."""
    names = [name for name in (text(who.get("first_name")), text(who.get("last_name"))) if name]
    handle = text(who.get("username"))
    name = first(" ".join(names) or None, text(who.get("title")), handle)
    return Person(ident(who.get("id")), name, handle, text(who.get("language_code")))


def called(who: Person) -> tuple[str | None, ...]:
    """Id, name and handle."""
    return who.id, who.name, who.handle


def author(message: Json) -> Person:
    """`sender_chat` speaks for channels and anonymous administrators; `from` is a placeholder bot then."""
    chat = obj(message.get("chat"))
    channel = chat if chat.get("type") == "channel" else {}
    return person(obj(message.get("sender_chat")) or obj(message.get("from")) or channel)


def chat_id(chat: Json) -> str:
    """Raises Malformed when there is none."""
    return required(ident(chat.get("id")))


def message_id(chat: Json, number: object) -> str:
    """A message's id outside its chat. Raises Malformed when a part is missing."""
    return f"{chat_id(chat)}:{required(ident(number))}"


def customer(chat: Json, who: Person) -> str | None:
    """The other side of a private chat, where it is not the author."""
    return chat_id(chat) if is_private(chat) and who.id != chat_id(chat) else None


def is_private(chat: Json) -> bool:
    """A chat of two."""
    return chat.get("type") == "private"


def mode(chat: Json) -> Mode:
    """Private for a chat of two, public for groups and channels."""
    return Mode.PRIVATE if is_private(chat) else Mode.PUBLIC


def relayed(message: Json) -> bool:
    """Whether it is the copy of a channel's post in the channel's discussion group."""
    sender = ident(obj(message.get("from")).get("id"))
    return message.get("is_automatic_forward") is True or sender == RELAY_USER


def answered(message: Json) -> Json:
    """The message answered, if it is one in this chat and not merely the notice that opened the topic."""
    before = obj(message.get("reply_to_message"))
    opens_topic = "forum_topic_created" in before or (
        message.get("is_topic_message") is True
        and before.get("message_id") == message.get("message_thread_id")
    )
    here, there = (ident(obj(each.get("chat")).get("id")) for each in (message, before))
    return before if before and here == there and not opens_topic else {}


def present(member: Json) -> bool:
    """Whether a member's status means being in the chat."""
    status = text(member.get("status"))
    if status == "restricted":
        return member.get("is_member") is True
    return status is not None and status not in ABSENT
