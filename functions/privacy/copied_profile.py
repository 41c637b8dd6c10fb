"""Copies for a person what is kept of themselves: profile, segments, their history, and who named whom."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from model.moments import IsoTime, iso
from store.contacts import history
from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.leaver import Leaver
from store.stores import Stores


class CopiedProfile(TypedDict):
    """Shows what is known of the person."""

    platform: str
    native_id: str | None
    name: str | None
    handle: str | None
    rectified: Mapping[str, Any]
    first_at: IsoTime
    last_at: IsoTime
    stage: str
    stage_at: IsoTime
    tags: list[str]
    no_contact: bool
    entered: Mapping[str, Any]
    facts: Mapping[str, Any]
    restricted: bool
    objections: list[str]


class CopiedSegment(TypedDict):
    """Shows a segment that the person is in, with the values that made its rule true."""

    segment: str
    title: str | None
    since: IsoTime
    logic: Mapping[str, Any]


class CopiedChange(TypedDict):
    """Shows a change of the person's segments or stage."""

    at: IsoTime
    entered: Mapping[str, Any]
    left: list[str]
    stage: NotRequired[str]
    stage_before: NotRequired[str | None]


class CopiedAssociation(TypedDict):
    """Shows the fact that somebody tagged or answered somebody."""

    interaction: str
    what: Literal["somebody named you", "you named somebody"]
    at: IsoTime


def copy_profile(stores: Stores, who: Leaver) -> CopiedProfile:
    """Returns what is known of the person."""
    record = stores.profiles.read_record(who.brand, who.person)
    known = stores.contacts.read_contacts(who.brand, [who.person], consistent=True)[who.person]
    first_at, last_at = stores.profiles.find_seen_times(who.brand, who.person)
    return {
        "platform": known.platform,
        "native_id": record.get("native_id"),
        "name": record.get("name"),
        "handle": record.get("handle"),
        "rectified": record.get("rectified", {}),
        "first_at": iso(first_at),
        "last_at": iso(last_at),
        "stage": known.stage.value,
        "stage_at": iso(known.stage_at),
        "tags": sorted(known.tags),
        "no_contact": known.no_contact,
        "entered": record.get("entered", {}),
        "facts": known.facts.to_record(),
        "restricted": known.restricted,
        "objections": sorted(known.objections),
    }


def copy_segments(stores: Stores, who: Leaver) -> list[CopiedSegment]:
    """Returns the segments that the person is in."""
    known = stores.contacts.read_contacts(who.brand, [who.person], consistent=True)[who.person]
    titles = {each.id: each.title for each in stores.segments.list_segments(who.brand)}
    members = stores.segments.read_memberships(who.brand, who.person, sorted(known.segments))
    return [
        {"segment": each, "title": titles.get(each), "since": iso(one.since), "logic": one.evidence}
        for each, one in sorted(members.items())
    ]


def copy_history(who: Leaver) -> list[CopiedChange]:
    """Returns which segments and stages changed when, with the reasons of a segment."""
    return [_copy_change(change) for change in history.list_changes(who.brand, who.person)]


def copy_associations(stores: Stores, who: Leaver) -> list[CopiedAssociation]:
    """Returns the fact that somebody tagged or answered somebody, not who the other is."""
    return [
        {
            "interaction": edge.item,
            "what": "somebody named you" if edge.inward else "you named somebody",
            "at": iso(edge.at),
        }
        for edge in Associations(stores.vault).list_edges(who)
    ]


def _copy_change(change: history.Change) -> CopiedChange:
    copied: CopiedChange = {"at": iso(change.at), "entered": change.entered, "left": list(change.left)}
    if change.stage:
        copied |= {"stage": change.stage, "stage_before": change.was_stage}
    return copied
