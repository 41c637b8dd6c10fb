"""Circles and communities that posts were for, as groups, and whom they name there.

Only members could post in a community and be named in it; who was in a circle no post tells.
https://github.com/FiXato/Plexodus-Tools/blob/master/activity_data_structure.md
"""

from collections.abc import Container, Iterator

from model.event import Event, Kind, Mode, Person, Signal
from platforms.frame import Frame
from platforms.reading.payload import Json, obj, objects, text
from platforms.reading.times import from_iso


def read_groups(post: Json, author: Person | None, own: Container[str | None]) -> Iterator[Event]:
    """Yields what groups are called, and who but ourselves was in them when a post was written."""
    acl, at = obj(post.get("postAcl")), from_iso(post.get("creationTime"))
    in_community = obj(acl.get("communityAcl"))
    community = obj(in_community.get("community"))
    circles = objects(obj(acl.get("visibleToStandardAcl")).get("circles"))
    for each in (community, *circles):
        native, called = text(each.get("resourceName")), text(each.get("displayName"))
        if native and called:
            yield Frame().event(
                Kind.CONTROL, thread_id=native, group_name=called, occurred_at=at, signal=Signal.PLACE
            )
    place = text(community.get("resourceName"))
    people = [author, *map(_person, objects(in_community.get("users")))]
    for who in {each.id: each for each in people if each is not None and each.id}.values():
        if place and who.id not in own:
            yield Frame().event(Kind.JOIN, author=who, thread_id=place, occurred_at=at, mode=Mode.PUBLIC)


def _person(user: Json) -> Person:
    named = text(user.get("resourceName")) or ""
    return Person(named.rpartition("/")[2] or None, text(user.get("displayName")))
