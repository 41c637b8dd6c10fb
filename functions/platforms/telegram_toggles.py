"""What people do in Telegram without writing: reactions, joins and leaves, and pressing a button."""

from model.event import Direction, Event, Kind
from platforms import telegram_chats as chats
from platforms.payload import Json, first, ident, items, obj, objects, required, text
from platforms.telegram_chats import Update
from platforms.telegram_people import person
from platforms.times import from_seconds


def read_reaction(change: Json, update: Update) -> list[Event]:
    """Returns the reaction that somebody now shows."""
    author = person(obj(change.get("user")) or obj(change.get("actor_chat")))
    target = chats.message_id(change, change.get("message_id"))
    return [
        Event(
            Kind.REACTION,
            external_id=f"{target}:{required(author.id)}",
            scope=update.scope(change),
            dedupe_id=update.id,
            author_id=author.id,
            author_name=author.name,
            author_handle=author.handle,
            text=_newest(change),
            parent_id=target,
            thread_id=chats.chat_id(change),
            customer_id=chats.customer(change, author),
            occurred_at=from_seconds(change.get("date")),
            direction=update.direction(change, author.id),
            mode=chats.mode(change),
            language=author.language,
        )
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


def read_own_membership(change: Json, update: Update) -> list[Event]:
    """Returns that the bot was blocked or let in again; in groups it is the business of administrators."""
    if obj(change.get("chat")).get("type") != "private":
        return []
    return _membership_change(change, obj(change.get("from")), update)


def read_membership(change: Json, update: Update) -> list[Event]:
    """Returns somebody's join or leave."""
    return _membership_change(change, obj(obj(change.get("new_chat_member")).get("user")), update)


def _membership_change(change: Json, who: Json, update: Update) -> list[Event]:
    was, present = (chats.present(obj(change.get(name))) for name in ("old_chat_member", "new_chat_member"))
    if was is present:
        return []
    return [membership(Kind.JOIN if present else Kind.LEAVE, who, change, update)]


def membership(kind: Kind, who: Json, where: Json, update: Update) -> Event:
    """Joins and leaves have no id: a notice and a status change may both report one."""
    author = person(who)
    return Event(
        kind,
        scope=update.scope(where),
        dedupe_id=update.id,
        author_id=required(author.id),
        author_name=author.name,
        author_handle=author.handle,
        thread_id=chats.chat_id(where),
        occurred_at=from_seconds(where.get("date")),
        direction=Direction.IN if update.not_us(author.id) else Direction.OUT,
        mode=chats.mode(where),
        language=author.language,
    )


def read_press(press: Json, update: Update) -> list[Event]:
    """Returns a pressed button by its label; the data behind it is the bot's own affair.

    https://core.telegram.org/bots/api#callbackquery
    """
    message, author = obj(press.get("message")), person(obj(press.get("from")))
    label = _label(message, press.get("data"))
    if label is None:
        return []
    return [
        Event(
            Kind.MESSAGE,
            scope=update.scope(message),
            dedupe_id=update.id,
            author_id=required(author.id),
            author_name=author.name,
            author_handle=author.handle,
            text=label,
            parent_id=chats.message_id(message, message.get("message_id")),
            thread_id=chats.thread_id(message),
            customer_id=chats.customer(message, author),
            direction=update.direction(message, author.id),
            mode=chats.mode(message),
            language=author.language,
        )
    ]


def _label(message: Json, data: object) -> str | None:
    rows = items(obj(message.get("reply_markup")).get("inline_keyboard"))
    buttons = [button for row in rows for button in objects(row)]
    return next(
        (text(each.get("text")) for each in buttons if data and each.get("callback_data") == data), None
    )
