"""Reads where a Bot Framework activity of Teams happened, and maps what happens there: reactions, members, names.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from typing import Any

from model.event import Event, Kind, Mode, Signal
from platforms.frame import Frame
from platforms.reading.payload import Json, ident, obj, objects, required, text
from platforms.reading.times import from_iso

NAMED = {
    "teamRenamed": "team",
    "teamRestored": "team",
    "channelCreated": "channel",
    "channelRenamed": "channel",
    "channelRestored": "channel",
}
"""Changes that tell by what name a team or channel goes, and where that stands."""


def read_place(activity: Json) -> tuple[str, str | None]:
    """Returns a conversation's id and, in a channel, the message that the thread began with."""
    whole = required(ident(obj(activity.get("conversation")).get("id")))
    place, _, root = whole.partition(";messageid=")
    return place, root or None


def make_event(kind: Kind, activity: Json, frame: Frame, **said: Any) -> Event:
    """Returns an event of whoever the activity comes from."""
    who = obj(activity.get("from"))
    common = {
        "author": frame.person(ident(who.get("id")), text(who.get("name"))),
        "occurred_at": from_iso(activity.get("timestamp")),
        "mode": read_mode(activity),
    }
    return frame.event(kind, **(common | said))


def read_mode(activity: Json) -> Mode:
    """Returns public for a team's channel, unless only some of the team are in it."""
    talk, data = obj(activity.get("conversation")), obj(activity.get("channelData"))
    channel = text(talk.get("conversationType")) == "channel" or ident(data.get("teamsChannelId")) is not None
    closed = text(obj(data.get("channel")).get("type")) in ("private", "shared")
    return Mode.PUBLIC if channel and not closed else Mode.PRIVATE


def read_reactions(activity: Json, frame: Frame) -> list[Event]:
    """Returns what somebody put below a message; whoever takes another one withdraws none."""
    place, root = read_place(activity)
    given = [text(each.get("type")) for each in objects(activity.get("reactionsAdded"))]
    target = f"{place}:{required(ident(activity.get('replyToId')))}"
    thread = f"{place}:{root}" if root else target if read_mode(activity) is Mode.PUBLIC else place
    native = ident(activity.get("id"))
    return [
        make_event(
            Kind.REACTION,
            activity,
            frame,
            dedupe_id=f"{native} {word}",
            text=word,
            parent_id=target,
            thread_id=thread,
        )
        for word in given or ([None] if objects(activity.get("reactionsRemoved")) else [])
    ]


def read_changes(activity: Json, frame: Frame) -> list[Event]:
    """Returns who came and went, or by what name a team or channel goes from now on."""
    data = obj(activity.get("channelData"))
    part = NAMED.get(text(data.get("eventType")) or "", "")
    native, called = ident(obj(data.get(part)).get("id")), _name_of(part, activity)
    if native is None or called is None:
        return _read_members(activity, frame)
    told = {"author": None, "thread_id": native, "group_name": called, "signal": Signal.PLACE}
    return [make_event(Kind.CONTROL, activity, frame, **told)]


def _name_of(part: str, activity: Json) -> str | None:
    return text(obj(obj(activity.get("channelData")).get(part)).get("name"))


def _read_members(activity: Json, frame: Frame) -> list[Event]:
    """Returns who came and went; that we came ourselves is no news."""
    place, called = read_place(activity)[0], _name_of("team", activity)
    toggled = ((Kind.JOIN, "membersAdded"), (Kind.LEAVE, "membersRemoved"))
    found = [
        (kind, frame.person(ident(each.get("id")), text(each.get("name"))))
        for kind, name in toggled
        for each in objects(activity.get(name))
    ]
    return [
        make_event(kind, activity, frame, author=who, thread_id=place, group_name=called)
        for kind, who in found
        if who and who.id and not frame.is_us(who.id)
    ]
