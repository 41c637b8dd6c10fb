"""Reads the export of a Slack workspace: lists of users and places, and a file of messages for each place and day.

https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports says which files there are; what is in them are
objects of the API: https://docs.slack.dev/reference/objects/conversation-object and
https://docs.slack.dev/reference/events/message. Exports as text are not read.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.helpdesks import NO_ID, NotImported
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, ident, obj, objects, text

PLACES = {"channels.json": "channel", "groups.json": "group", "dms.json": "im", "mpims.json": "mpim"}
JOINED = frozenset({"channel", "group"})
USERS = frozenset({"users.json", "org_users.json"})
SHOWN = ("display_name", "real_name")
Files = Callable[[], Iterable[tuple[str, bytes | NotImported]]]
"""Reads names and contents of an archive's files, from the start each time."""


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """Says what goes into parts of its own: `items` of a place, under the key `noun`."""

    name: str
    place: Json
    noun: str
    items: list[Json]


def read_slack(files: Files) -> Iterator[PlaceTold | NotImported]:
    """Yields who is in each place, and what was written there; files of anything else are passed over."""
    lists = {name.lower(): body for name, body in files() if "/" not in name and isinstance(body, bytes)}
    people = {
        str(id_at(each, "id")): _profile(each)
        for name in USERS & lists.keys()
        for each in _read_list(lists[name])
    }
    places: dict[str, Json] = {}
    for name in [each for each in PLACES if each in lists]:
        for each in _read_list(lists[name]):
            native, called = id_at(each, "id"), text(each.get("name"))
            if native is None:
                continue
            place = {"id": native, "type": PLACES[name], "name": called, "created": each.get("created")}
            places |= {native: place} | ({called: place} if called else {})
            members = each.get("members")
            known = [{"user": one, **people.get(str(one), {})} for one in map(ident, members or ()) if one]
            if PLACES[name] in JOINED:
                yield PlaceTold(name, place, "members", known)
    for name, body in files():
        folder, _, day = name.rpartition("/")
        place = places.get(folder.rpartition("/")[2], {})
        if isinstance(body, NotImported):
            yield body
        elif place and day.lower().endswith(".json"):
            found = _read_list(body)
            sound = [_named(each, people) for each in found if ident(each.get("ts"))]
            yield PlaceTold(name, place, "messages", sound)
            yield from [NotImported(NO_ID)] * (len(found) - len(sound))
            if not found:
                yield NotImported("bad_json")


def _profile(user: Json) -> Json:
    told = {name: text(obj(user.get("profile")).get(name)) for name in SHOWN} | {
        "name": text(user.get("name"))
    }
    return {"user_profile": {name: value for name, value in told.items() if value}}


def _named(message: Json, people: dict[str, Json]) -> Json:
    return {**people.get(str(ident(message.get("user"))), {}), **message}


def _read_list(body: bytes) -> list[Json]:
    """Returns the objects in a list, which may be of any length; none where it cannot be read."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return objects(found) if isinstance(found, list) else []
