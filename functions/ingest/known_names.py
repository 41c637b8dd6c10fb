"""Adds names by which texts call people whom we know, where the payload tells no more than whom it tags or answers.

Slack gives the id of a member who is tagged, and people write names beside it. Those we know of somebody from what
they wrote themselves: their words in others' texts are sealed under their own key like those that a payload tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.arrival import Arrival
from model import naming
from model.event import Named
from store.contacts.profiles import Profiles

Names = Mapping[str, tuple[str, ...]]


def add_known_names(profiles: Profiles, brand: str, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Returns `arrivals` with the names of all whom they tag or answer; one read, and none where nobody is."""
    people = {person for arrival in arrivals for person in _others(arrival)}
    if not people:
        return list(arrivals)
    names = dict(profiles.list_names(brand, people))
    for seen in filter(None, (arrival.sighting for arrival in arrivals)):
        told = tuple(word for word in (seen.native_id, seen.name, seen.handle) if word)
        names[seen.person] = (*names.get(seen.person, ()), *told)
    return [_named(arrival, names) for arrival in arrivals]


def _others(arrival: Arrival) -> frozenset[str]:
    item = arrival.interaction
    return frozenset() if item.content is None else item.people - {item.owner}


def _named(arrival: Arrival, names: Names) -> Arrival:
    item = arrival.interaction
    known = [Named(person, names[person]) for person in sorted(_others(arrival)) if names.get(person)]
    if not known or item.content is None:
        return arrival
    named = naming.find_named(item.content, [*item.content.named, *known])
    return replace(arrival, interaction=replace(item, content=replace(item.content, named=named)))
