"""Maps the parts of a workspace's export: its messages, their reactions, and who was in which channel."""

from collections.abc import Iterator

from model.event import Event, Kind, Mode, Person, Signal
from model.http import Delivery
from platforms.frame import Frame
from platforms.reading.payload import Json, ident, items, obj, objects, text
from platforms.reading.times import from_seconds
from platforms.slack.events import read_callback

OPEN_TO_ALL = "channel"
JOINED = frozenset({OPEN_TO_ALL, "group"})
"""Places that people join; the others are conversations."""


def read_export(part: Json, delivery: Delivery) -> list[Event]:
    """Returns the events of a part. The workspace is the account that it was imported for."""
    team = next(iter(delivery.self_ids), None)
    place = obj(part.get("place"))
    found = [*_read_members(part, place, team)]
    for event in _list_events(part, place):
        found += read_callback({"team_id": team, "event": event}, delivery)
    return found


def _read_members(part: Json, place: Json, team: str | None) -> Iterator[Event]:
    channel, kind = ident(place.get("id")), place.get("type")
    if channel is None or kind not in JOINED or "members" not in part:
        return
    frame, called = Frame(team, team or "", team or ""), text(place.get("name"))
    if called:
        yield frame.event(Kind.CONTROL, thread_id=channel, group_name=called, signal=Signal.PLACE)
    mode = Mode.PUBLIC if kind == OPEN_TO_ALL else Mode.PRIVATE
    for each in objects(part.get("members")):
        profile = obj(each.get("user_profile"))
        shown = text(profile.get("display_name")) or text(profile.get("real_name"))
        who = Person(ident(each.get("user")), shown, text(profile.get("name")))
        # When they joined is not told: whatever else is known of it is later.
        at = from_seconds(place.get("created"))
        yield frame.event(Kind.JOIN, author=who, thread_id=channel, occurred_at=at, mode=mode)


def _list_events(part: Json, place: Json) -> Iterator[Json]:
    where = {"channel": place.get("id"), "channel_type": place.get("type")}
    for message in objects(part.get("messages")):
        yield {**message, **where, "type": "message"}
        item = {"type": "message", "channel": place.get("id"), "ts": message.get("ts")}
        for reaction in objects(message.get("reactions")):
            called = text(reaction.get("name"))
            for user in filter(None, map(ident, items(reaction.get("users")) if called else ())):
                told = {"type": "reaction_added", "reaction": called, "user": user, "item": item}
                yield {**told, **where, "event_ts": message.get("ts")}
