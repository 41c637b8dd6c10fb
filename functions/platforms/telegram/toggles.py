"""Maps what people do in Telegram without writing: reactions, joins and leaves, and pressing a button."""

from dataclasses import replace

from model.event import Event, Figures, Kind, Signal
from platforms.reading.payload import Json, first, ident, items, obj, objects, required, text, whole
from platforms.reading.times import from_seconds
from platforms.telegram import chats
from platforms.telegram.chats import Update


def read_reaction(change: Json, update: Update) -> list[Event]:
    """Returns the reaction that somebody now shows."""
    who = obj(change.get("user")) or obj(change.get("actor_chat"))
    target = chats.message_id(change, change.get("message_id"))
    return [
        update.event(
            Kind.REACTION,
            change,
            who,
            external_id=f"{target}:{required(ident(who.get('id')))}",
            text=_newest(change),
            parent_id=target,
            thread_id=chats.chat_id(change),
            occurred_at=from_seconds(change.get("date")),
        )
    ]


def _newest(change: Json) -> str | None:
    """Returns what the list now adds to the list before; an empty one is a withdrawal."""
    before = [_emoji(reaction) for reaction in objects(change.get("old_reaction"))]
    now = [_emoji(reaction) for reaction in objects(change.get("new_reaction"))]
    added = [emoji for emoji in now if emoji not in before]
    return next(iter(added or now), None)


def _emoji(reaction: Json) -> str:
    """Returns the emoji; of a custom one its id, of a paid one the star it is shown as."""
    named = first(text(reaction.get("emoji")), ident(reaction.get("custom_emoji_id")))
    return named or ("⭐" if reaction.get("type") == "paid" else "")


def read_count(change: Json, update: Update) -> list[Event]:
    """Returns how many reacted to a post, where nobody is told who.

    https://core.telegram.org/bots/api#messagereactioncountupdated
    """
    total = sum(whole(each.get("total_count")) or 0 for each in objects(change.get("reactions")))
    target = chats.message_id(change, change.get("message_id"))
    at = from_seconds(change.get("date"))
    return [
        update.event(
            Kind.CONTROL,
            change,
            external_id=target,
            occurred_at=at,
            signal=Signal.PLACE,
            figures=Figures(reactions=total),
        )
    ]


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
    """Returns a join or leave, which have no id: a notice and a status change may both report one."""
    required(ident(who.get("id")))
    moment = from_seconds(where.get("date"))
    event = update.event(kind, where, who, thread_id=chats.chat_id(where), occurred_at=moment)
    called = None if chats.is_private(where) else text(obj(where.get("chat")).get("title"))
    return replace(event, direction=None, customer_id=None, group_name=called)


def read_renamed(message: Json, update: Update) -> list[Event]:
    """Returns what a group or channel is called from now on, where a notice tells it.

    https://core.telegram.org/bots/api#message (new_chat_title)
    """
    called = text(message.get("new_chat_title"))
    if called is None or chats.is_private(message):
        return []
    moment = from_seconds(message.get("date"))
    event = update.event(Kind.CONTROL, message, thread_id=chats.chat_id(message), occurred_at=moment)
    return [replace(event, direction=None, customer_id=None, group_name=called, signal=Signal.PLACE)]


def read_press(press: Json, update: Update) -> list[Event]:
    """Returns a pressed button by its label; the data behind it is the bot's own affair.

    https://core.telegram.org/bots/api#callbackquery
    """
    message, who = obj(press.get("message")), obj(press.get("from"))
    label = _label(message, press.get("data"))
    if label is None:
        return []
    required(ident(who.get("id")))
    return [
        update.event(
            Kind.MESSAGE,
            message,
            who,
            text=label,
            parent_id=chats.message_id(message, message.get("message_id")),
            thread_id=chats.thread_id(message),
        )
    ]


def _label(message: Json, data: object) -> str | None:
    rows = items(obj(message.get("reply_markup")).get("inline_keyboard"))
    buttons = [button for row in rows for button in objects(row)]
    return next(
        (text(each.get("text")) for each in buttons if data and each.get("callback_data") == data), None
    )
