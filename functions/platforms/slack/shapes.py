"""Reads who speaks where in Slack, and what the envelope of an event tells."""

from dataclasses import dataclass
from typing import Any

from model.event import Direction, Event, Kind, Mode
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.payload import Json, first, ident, items, obj, objects, text
from platforms.reading.times import from_seconds

PUBLIC_TYPES = frozenset({"channel", "C"})
"""Values of `channel_type` of places for everybody; events about members write it with a letter."""

PRIVATE_LETTERS = ("D", "G")
"""How the ids of direct messages begin, and those of older private channels and group messages."""

CHATS = frozenset({"im", "mpim", "app_home"})
"""Places where a few people talk, and nobody opens threads."""

PRIVATE_NAMES = ("directmessage", "privategroup", "mpdm-")
"""What commands and buttons call a place whose name is not for everybody."""


@dataclass(frozen=True, slots=True)
class Callback:
    """Reads the envelope around an event."""

    team: str | None
    app: str | None
    event_id: str | None
    event_time: int | None
    own: tuple[str, ...]
    """Configured ids of the connected account (bot user, bot id)."""
    bots: tuple[str, ...]
    """Users the event was delivered for: not to be taken as authors, but they are who `<@…>` addresses."""

    def event(self, kind: Kind, **said: Any) -> Event:
        """Returns an event of this delivery."""
        team = self.team or ""
        frame = Frame(self.team, team, team, self.event_id)
        return frame.event(kind, **said)

    def addresses_us(self, person: str | None) -> bool:
        """Returns whether it is one of the users that this was delivered for."""
        return person in self.bots

    def direction(self, message: Json) -> Direction | None:
        """Returns out for what our own app wrote, under whichever name; else who the author is decides."""
        apps = (ident(message.get("app_id")), ident(obj(message.get("bot_profile")).get("app_id")))
        bot = ident(message.get("bot_id"))
        ours = (self.app is not None and self.app in apps) or (bot is not None and bot in self.own)
        return Direction.OUT if ours else None


def read_context(envelope: Json, delivery: Delivery) -> Callback:
    """Returns the frame of an `event_callback`."""
    installs = objects(envelope.get("authorizations"))
    users = [*(install.get("user_id") for install in installs), *items(envelope.get("authed_users"))]
    return Callback(
        team=_team(envelope, installs),
        app=ident(envelope.get("api_app_id")),
        event_id=ident(envelope.get("event_id")),
        event_time=from_seconds(envelope.get("event_time")),
        own=delivery.self_ids,
        bots=tuple(user for user in map(ident, users) if user),
    )


def _team(envelope: Json, installs: list[Json]) -> str | None:
    """Returns the workspace; an app installed for a whole Grid may get it in the event only, or the organisation alone.

    In a channel shared between companies `team_id` may be the other one's; we are the installation.
    """
    stated = ident(envelope.get("team_id"))
    installed = first(*(ident(install.get("team_id")) for install in installs))
    if envelope.get("is_ext_shared_channel") is True:
        stated, installed = first(installed, stated), None
    event = obj(envelope.get("event"))
    inner = (ident(envelope.get("context_team_id")), ident(event.get("team")), ident(event.get("team_id")))
    orgs = [envelope.get("enterprise_id"), *(install.get("enterprise_id") for install in installs)]
    return first(stated, installed, *inner, *map(ident, orgs))


def mode_of(event: Json, channel: str) -> Mode:
    """Returns public only where the event says so: a mention does not tell, and private places' ids may begin with C.

    https://docs.slack.dev/reference/events/app_mention
    """
    public = text(event.get("channel_type")) in PUBLIC_TYPES and not channel.startswith(PRIVATE_LETTERS)
    return Mode.PUBLIC if public else Mode.PRIVATE


def mode_of_toggle(event: Json, channel: str) -> Mode:
    """Returns public where the event does not say: it opens no conversation, and brings nobody back."""
    return mode_of({"channel_type": "channel", **event}, channel)


def is_rooted(event: Json, channel: str) -> bool:
    """Returns whether a conversation that is private, or may be, is a thread of a channel."""
    return mode_of(event, channel) is Mode.PRIVATE and chat_of(event, channel) is None


def chat_of(event: Json, channel: str) -> str | None:
    """Returns the place, where all that is said in it is one private conversation; in channels each thread is one."""
    kind = text(event.get("channel_type"))
    return channel if kind in CHATS or (kind is None and channel.startswith(PRIVATE_LETTERS)) else None


def mode_of_named(name: str | None, channel: str | None) -> Mode:
    """Returns the mode of a place that a command or button names."""
    private = name is None or name.startswith(PRIVATE_NAMES) or (channel or "").startswith(PRIVATE_LETTERS)
    return Mode.PRIVATE if private else Mode.PUBLIC


def author_of(message: Json) -> str | None:
    """Returns the user; classic bots have none, only a bot id."""
    return first(ident(message.get("user")), ident(message.get("bot_id")))


def moment_of(event: Json, context: Callback) -> int | None:
    """Returns when an event happened, as against the message it is about."""
    stamps = (event.get("event_ts"), event.get("ts"))
    return first(*(from_seconds(stamp) for stamp in stamps), context.event_time)
