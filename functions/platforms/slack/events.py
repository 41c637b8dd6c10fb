"""Maps Slack's events to what they say happened.

Ids: a message is `channel:ts`, and `ts` is text with six decimals, never a number.
https://docs.slack.dev/reference/events
"""

import re
from collections.abc import Callable
from dataclasses import replace

from model.event import Event, Kind, Person
from model.http import Delivery
from platforms.frame import take_away
from platforms.reading.payload import Json, first, ident, obj, required, text
from platforms.reading.times import from_seconds
from platforms.slack.blocks import read_blocks
from platforms.slack.media import read_files, read_media
from platforms.slack.shapes import Callback, author_of, chat_of, is_rooted, mode_of, moment_of, read_context
from platforms.slack.toggles import WITHDRAWALS, read_channel, read_membership, read_reaction, read_withdrawal
from platforms.slack.words import read_own_words, read_words

WRITTEN = frozenset({None, "bot_message", "file_share", "me_message", "thread_broadcast"})
"""Subtypes of `message` that somebody wrote; the others are notices of the channel (topic, join, pin...)."""

_NAMES = ("display_name", "real_name", "name")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
"""A label ends where a token begins: a text full of openings is read once."""


def read_callback(envelope: Json, delivery: Delivery) -> list[Event]:
    """Returns the events of an `event_callback`."""
    event = obj(envelope.get("event"))
    kind = text(event.get("type")) or ""
    context = read_context(envelope, delivery)
    if kind in WITHDRAWALS:
        return [read_withdrawal(kind, event, context)]
    read = _READERS.get(kind)
    found = read(event, context) if read else None
    return [] if found is None else [found]


def _message(event: Json, context: Callback) -> Event | None:
    subtype, inner = text(event.get("subtype")), obj(event.get("message"))
    if subtype == "message_changed":
        return _changed(event, context)
    if subtype == "message_deleted":
        return _deleted(event, context)
    if subtype not in WRITTEN:
        return None
    if not inner or text(event.get("text")):
        return _written(event, event, context, Kind.MESSAGE)
    # A reply shown in the channel as older workspaces tell it; else a notice of how many replies there are, which
    # lacks its subtype over the Events API. https://docs.slack.dev/reference/events/message/message_replied
    broadcast = "thread_broadcast" in (subtype, inner.get("subtype"))
    return _written(inner, event, context, Kind.MESSAGE) if broadcast else None


def _app_mention(event: Json, context: Callback) -> Event | None:
    return _written(event, event, context, Kind.MENTION)


def _changed(event: Json, context: Callback) -> Event | None:
    message, before = obj(event.get("message")), obj(event.get("previous_message"))
    ts = first(ident(message.get("ts")), ident(before.get("ts")))
    if message.get("subtype") == "tombstone":
        # A deleted message that has replies stays in place as a tombstone and is not reported as deleted.
        return _deleted({**event, "deleted_ts": ts}, context)
    edited = obj(message.get("edited"))
    if not edited and not _says_something_else(message, before):
        return None  # a link was unfurled or a reply counted; nobody wrote anything
    if message.get("text") == before.get("text") and _shows_something_else(message, before):
        # The text is only the fallback of the blocks, and the edit left it as it was.
        message = {**message, "text": None}
    event_of_edit = _written({**message, "ts": ts}, event, context, Kind.EDIT)
    return replace(
        event_of_edit, occurred_at=first(from_seconds(edited.get("ts")), moment_of(event, context))
    )


def _says_something_else(message: Json, before: Json) -> bool:
    if not before:
        return False
    now, then = ((read_own_words(each), read_files(each)) for each in (message, before))
    return now != then


def _shows_something_else(message: Json, before: Json) -> bool:
    shown = read_blocks(message.get("blocks"))
    return bool(before) and shown is not None and shown != read_blocks(before.get("blocks"))


def _deleted(event: Json, context: Callback) -> Event:
    before = obj(event.get("previous_message"))
    ts = first(ident(event.get("deleted_ts")), ident(before.get("ts")))
    gone = _written({**before, "ts": ts}, event, context, Kind.DELETE)
    return take_away(gone, moment_of(event, context))


def _written(message: Json, event: Json, context: Callback, kind: Kind) -> Event:
    """Returns what was written (`message`), where and when (`event`); for edits and deletions they differ."""
    channel, ts = required(ident(event.get("channel"))), required(ident(message.get("ts")))
    thread = ident(message.get("thread_ts")) or ts
    written, answered = read_words(message), ident(message.get("parent_user_id"))
    return context.event(
        kind,
        external_id=f"{channel}:{ts}",
        author=_author(message),
        text=written,
        parent_id=f"{channel}:{thread}" if thread != ts else None,
        thread_id=f"{channel}:{thread}",
        conversation_id=chat_of(event, channel),
        rooted=is_rooted(event, channel),
        answered=Person(answered) if answered and not context.addresses_us(answered) else None,
        mentioned=tuple(
            Person(native, label or None)
            for native, label in _MENTION.findall(written or "")
            if not context.addresses_us(native)
        ),
        occurred_at=first(from_seconds(ts), context.event_time),
        direction=context.direction(message),
        mode=mode_of(event, channel),
        media=read_media(message),
    )


def _author(message: Json) -> Person:
    profile, bot = obj(message.get("user_profile")), obj(message.get("bot_profile"))
    names = (*map(profile.get, _NAMES), message.get("username"), bot.get("name"))
    return Person(author_of(message), first(*map(text, names)), text(profile.get("name")))


_READERS: dict[str, Callable[[Json, Callback], Event | None]] = {
    "app_mention": _app_mention,
    "channel_created": read_channel,
    "channel_rename": read_channel,
    "member_joined_channel": read_membership,
    "member_left_channel": read_membership,
    "message": _message,
    "reaction_added": read_reaction,
    "reaction_removed": read_reaction,
}
