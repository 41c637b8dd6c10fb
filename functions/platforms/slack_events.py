"""What Slack's events and commands say happened.

Ids: a message is `channel:ts`, and `ts` is text with six decimals, never a number.
https://docs.slack.dev/reference/events
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from model.event import Direction, Event, Kind, Media, Mode, Signal
from model.http import Delivery
from platforms.payload import Json, first, ident, items, named, obj, objects, others, required, text, unescape
from platforms.times import from_seconds

WRITTEN = frozenset({None, "bot_message", "file_share", "me_message", "thread_broadcast"})
"""Subtypes of `message` that somebody wrote; the others are notices of the channel (topic, join, pin...)."""

UNINSTALLED, TOKENS_REVOKED = "app_uninstalled", "tokens_revoked"
PRIVATE = frozenset({"im", "mpim"})
_NAMES = ("display_name", "real_name", "name")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Context:
    """The envelope around an event."""

    team: str | None
    app: str | None
    event_id: str | None
    event_time: int | None
    own: tuple[str, ...]
    """Configured ids of the connected account (bot user, bot id)."""
    bots: tuple[str, ...]
    """Users the event was delivered for: not to be taken as authors, but they are who `<@…>` addresses."""


def events(envelope: Json, delivery: Delivery) -> list[Event]:
    """The events of an `event_callback`."""
    event = obj(envelope.get("event"))
    kind = text(event.get("type")) or ""
    context = _context(envelope, delivery)
    if kind in (UNINSTALLED, TOKENS_REVOKED):
        return [_withdrawn(kind, event, context)]
    read = _READERS.get(kind)
    found = read(event, context) if read else None
    return [] if found is None else [found]


def _withdrawn(kind: str, event: Json, context: Context) -> Event:
    """The app was removed, or our bot's token was. A member's own token is theirs: the workspace stays connected.

    https://docs.slack.dev/reference/events/tokens_revoked
    """
    tokens = obj(event.get("tokens"))
    named = {ident(each) for each in items(tokens.get("oauth"))}
    ours = kind == UNINSTALLED or bool(items(tokens.get("bot"))) or not named.isdisjoint(context.own)
    return Event(
        Kind.CONTROL,
        account_id=context.team,
        dedupe_id=context.event_id,
        occurred_at=context.event_time,
        signal=Signal.REVOKED if ours else Signal.NONE,
    )


def command(form: Json, delivery: Delivery) -> list[Event]:
    """A slash command; buttons and forms of our own (`payload`) are no conversation."""
    name, channel = ident(form.get("command")), ident(form.get("channel_id"))
    if name is None:
        return []
    team = ident(form.get("team_id"))
    return [
        Event(
            Kind.MESSAGE,
            account_id=team,
            scope=team or "",
            person_scope=team or "",
            dedupe_id=ident(form.get("trigger_id")),
            author_id=required(ident(form.get("user_id"))),
            author_name=text(form.get("user_name")),
            author_handle=text(form.get("user_name")),
            text=unescape(" ".join(part for part in (name, text(form.get("text"))) if part)),
            thread_id=channel,
            occurred_at=from_seconds(delivery.headers.get("x-slack-request-timestamp")),
            mode=_mode({}, required(channel)),
        )
    ]


def _context(envelope: Json, delivery: Delivery) -> Context:
    installs = objects(envelope.get("authorizations"))
    team = ident(envelope.get("team_id"))
    if envelope.get("is_ext_shared_channel") is True:
        # In a channel shared between companies team_id may be the other one's; we are the installation.
        team = first(*(ident(install.get("team_id")) for install in installs), team)
    users = [*(install.get("user_id") for install in installs), *items(envelope.get("authed_users"))]
    return Context(
        team=first(team, ident(envelope.get("enterprise_id"))),
        app=ident(envelope.get("api_app_id")),
        event_id=ident(envelope.get("event_id")),
        event_time=from_seconds(envelope.get("event_time")),
        own=delivery.self_ids,
        bots=tuple(user for user in map(ident, users) if user),
    )


def _message(event: Json, context: Context) -> Event | None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _changed(event, context)
    if subtype == "message_deleted":
        return _deleted(event, context)
    if text(subtype) not in WRITTEN:
        return None
    return _written(event, event, context, Kind.MESSAGE)


def _app_mention(event: Json, context: Context) -> Event | None:
    return _written(event, event, context, Kind.MENTION)


def _changed(event: Json, context: Context) -> Event | None:
    message, before = obj(event.get("message")), obj(event.get("previous_message"))
    ts = first(ident(message.get("ts")), ident(before.get("ts")))
    if message.get("subtype") == "tombstone":
        # A deleted message that has replies stays in place as a tombstone and is not reported as deleted.
        return _deleted({**event, "deleted_ts": ts}, context)
    edited = obj(message.get("edited"))
    if not edited:
        return None  # a link was unfurled; nobody wrote anything
    event_of_edit = _written({**message, "ts": ts}, event, context, Kind.EDIT)
    return replace(event_of_edit, occurred_at=first(from_seconds(edited.get("ts")), _moment(event, context)))


def _deleted(event: Json, context: Context) -> Event:
    before = obj(event.get("previous_message"))
    ts = first(ident(event.get("deleted_ts")), ident(before.get("ts")))
    gone = _written({**before, "ts": ts}, event, context, Kind.DELETE)
    return replace(
        gone, text=None, title=None, media=(), mentioned_ids=(), named=(), occurred_at=_moment(event, context)
    )


def _written(message: Json, event: Json, context: Context, kind: Kind) -> Event:
    """`message` holds what was written, `event` where and when; for edits and deletions they differ."""
    channel, ts = required(ident(event.get("channel"))), required(ident(message.get("ts")))
    thread = first(ident(message.get("thread_ts")), ts)
    profile, bot = obj(message.get("user_profile")), obj(message.get("bot_profile"))
    written = unescape(text(message.get("text")))
    tagged, own = _MENTION.findall(written or ""), (*context.own, *context.bots)
    mode = _mode(event, channel)
    return Event(
        kind,
        account_id=context.team,
        external_id=f"{channel}:{ts}",
        scope=context.team or "",
        person_scope=context.team or "",
        dedupe_id=context.event_id,
        author_id=_author(message),
        author_name=first(*map(text, (*map(profile.get, _NAMES), message.get("username"), bot.get("name")))),
        author_handle=text(profile.get("name")),
        text=written,
        parent_id=f"{channel}:{thread}" if thread != ts else None,
        thread_id=f"{channel}:{thread}",
        conversation_id=channel if mode is Mode.PRIVATE else None,
        answered_id=_not_us(ident(message.get("parent_user_id")), context),
        mentioned_ids=others([native for native, _ in tagged], own),
        named=named(tagged, own),
        occurred_at=first(from_seconds(ts), context.event_time),
        direction=_direction(message, context),
        mode=mode,
        media=_media(message),
    )


def _reaction(event: Json, context: Context) -> Event | None:
    item = obj(event.get("item"))
    if item.get("type") != "message":
        return None  # files and file comments stand in no conversation of ours
    channel, ts = required(ident(item.get("channel"))), required(ident(item.get("ts")))
    author, reaction = required(ident(event.get("user"))), required(text(event.get("reaction")))
    mode = _mode(event, channel)
    return Event(
        Kind.REACTION,
        account_id=context.team,
        external_id=f"{channel}:{ts}:{author}:{reaction}",
        scope=context.team or "",
        person_scope=context.team or "",
        dedupe_id=context.event_id,
        author_id=author,
        text=reaction if event.get("type") == "reaction_added" else None,
        parent_id=f"{channel}:{ts}",
        thread_id=f"{channel}:{ts}",
        conversation_id=channel if mode is Mode.PRIVATE else None,
        occurred_at=_moment(event, context),
        direction=Direction.OUT if author in context.own else Direction.IN,
        mode=mode,
    )


def _membership(event: Json, context: Context) -> Event:
    channel, author = required(ident(event.get("channel"))), required(ident(event.get("user")))
    kind = Kind.JOIN if event.get("type") == "member_joined_channel" else Kind.LEAVE
    return Event(
        kind,
        account_id=context.team,
        external_id=f"{channel}:{author}:{kind}:{context.event_id}",
        scope=context.team or "",
        person_scope=context.team or "",
        dedupe_id=context.event_id,
        author_id=author,
        thread_id=channel,
        occurred_at=_moment(event, context),
        direction=Direction.OUT if author in context.own else Direction.IN,
    )


def _author(message: Json) -> str | None:
    """The user; classic bots have none, only a bot id."""
    return first(ident(message.get("user")), ident(message.get("bot_id")))


def _direction(message: Json, context: Context) -> Direction:
    apps = (ident(message.get("app_id")), ident(obj(message.get("bot_profile")).get("app_id")))
    people = (ident(message.get("user")), ident(message.get("bot_id")))
    ours = (context.app is not None and context.app in apps) or any(p in context.own for p in people if p)
    return Direction.OUT if ours else Direction.IN


def _not_us(person: str | None, context: Context) -> str | None:
    return None if person in (*context.own, *context.bots) else person


def _mode(event: Json, channel: str) -> Mode:
    """`channel_type` is missing on reactions, mentions and commands; direct messages have ids with a D."""
    private = text(event.get("channel_type")) in PRIVATE or channel.startswith("D")
    return Mode.PRIVATE if private else Mode.PUBLIC


def _moment(event: Json, context: Context) -> int | None:
    stamps = (event.get("event_ts"), event.get("ts"))
    return first(*(from_seconds(stamp) for stamp in stamps), context.event_time)


def _media(message: Json) -> tuple[Media, ...]:
    """Files; their addresses need the bot's token."""
    return tuple(
        Media(text(f.get("mimetype")), text(f.get("url_private")), ident(f.get("id")), text(f.get("name")))
        for f in objects(message.get("files"))
    )


_READERS: dict[str, Callable[[Json, Context], Event | None]] = {
    "app_mention": _app_mention,
    "member_joined_channel": _membership,
    "member_left_channel": _membership,
    "message": _message,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
}
