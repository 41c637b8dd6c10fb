"""Maps what people and admins switch on and off in Slack: reactions, memberships, our app."""

from model.event import Event, Kind, Person, Signal
from platforms.reading.payload import Json, ident, items, obj, required, text
from platforms.slack.shapes import Callback, chat_of, mode_of_toggle, moment_of

UNINSTALLED = "app_uninstalled"
WITHDRAWALS = frozenset({UNINSTALLED, "tokens_revoked"})


def read_reaction(event: Json, context: Callback) -> Event | None:
    """Returns a reaction given or taken back; None where it is to a file, which stands in no conversation."""
    item = obj(event.get("item"))
    if item.get("type") != "message":
        return None
    channel, ts = required(ident(item.get("channel"))), required(ident(item.get("ts")))
    author, reaction = required(ident(event.get("user"))), required(text(event.get("reaction")))
    return context.event(
        Kind.REACTION,
        external_id=f"{channel}:{ts}:{author}:{reaction}",
        author=Person(author),
        text=reaction if event.get("type") == "reaction_added" else None,
        parent_id=f"{channel}:{ts}",
        thread_id=f"{channel}:{ts}",
        conversation_id=chat_of(event, channel),
        occurred_at=moment_of(event, context),
        mode=mode_of_toggle(event, channel),
    )


def read_membership(event: Json, context: Callback) -> Event:
    """Returns a join or a leave."""
    channel, author = required(ident(event.get("channel"))), required(ident(event.get("user")))
    kind = Kind.JOIN if event.get("type") == "member_joined_channel" else Kind.LEAVE
    return context.event(
        kind,
        external_id=f"{channel}:{author}:{kind}:{context.event_id}",
        author=Person(author),
        thread_id=channel,
        occurred_at=moment_of(event, context),
        mode=mode_of_toggle(event, channel),
    )


def read_channel(event: Json, context: Callback) -> Event | None:
    """Returns what a channel is called from now on.

    https://docs.slack.dev/reference/events/channel_rename
    """
    channel = obj(event.get("channel"))
    native, called = ident(channel.get("id")), text(channel.get("name"))
    if native is None or called is None:
        return None
    return context.event(
        Kind.CONTROL,
        thread_id=native,
        group_name=called,
        occurred_at=context.event_time,
        signal=Signal.PLACE,
    )


def read_withdrawal(kind: str, event: Json, context: Callback) -> Event:
    """Returns that the app was removed, or that our bot's token was.

    A member's own token is theirs: the workspace stays connected.

    https://docs.slack.dev/reference/events/tokens_revoked
    """
    tokens = obj(event.get("tokens"))
    named = {ident(each) for each in items(tokens.get("oauth"))}
    ours = kind == UNINSTALLED or bool(items(tokens.get("bot"))) or not named.isdisjoint(context.own)
    return context.event(
        Kind.CONTROL,
        occurred_at=context.event_time,
        signal=Signal.REVOKED if ours else Signal.NONE,
    )
