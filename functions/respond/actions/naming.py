"""Looks at people so that they can be found by name: whoever searches goes on with a walk over everybody.

Messages pay nothing for it. The first searches of a brand look at all people there are, some hundreds at a time; later
ones at those who were heard of for the first time since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from respond.action import Caller
from store.contacts.directory import Stand
from store.contacts.words import WordWalk

MOST = 400
"""People looked at for one request on the way of the walk."""
NEWEST = 100
"""The last heard of, looked at while a walk is on its way below them."""
FRESH_MS = 600_000
"""So long after a walk that ended no other begins."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Holds the people looked at for one request, and whether all there are have been by now."""

    people: tuple[str, ...]
    complete: bool


def look_at_people(caller: Caller, platforms: Sequence[str]) -> Stretch:
    """Looks at the next people of the walk, and has them in the list."""
    stores, brand = caller.stores, caller.brand
    known, now_ms = stores.words.read_walk(brand), stores.now_ms()
    if known.done and known.at and now_ms - known.at < FRESH_MS:
        newest = stores.directory.page_everybody(brand, platforms, None, NEWEST)
        return Stretch(_keep(caller, newest), complete=True)
    newest = [] if known.done else stores.directory.page_everybody(brand, platforms, None, NEWEST)
    stands = stores.directory.page_everybody(brand, platforms, known.place, MOST)
    after = go_on(known, stands, now_ms)
    people = _keep(caller, [*newest, *stands])
    # Behind what it says: whoever stops in between looks at the same people again.
    stores.words.keep_walk(brand, after)
    return Stretch(people, after.done)


def go_on(known: WordWalk, stands: Sequence[Stand], now_ms: int) -> WordWalk:
    """Returns the walk after these people: one that ended begins anew, at the top and down to where the last began."""
    walk = known
    if known.done:
        began = stands[0][0] if stands else known.began
        walk = WordWalk(now_ms, began, known.began, None, done=False)
    if len(stands) < MOST or stands[-1][0] < walk.floor:
        return replace(walk, place=None, done=True)
    return replace(walk, place=stands[-1])


def _keep(caller: Caller, stands: Sequence[Stand]) -> tuple[str, ...]:
    people = tuple(dict.fromkeys(person for _, _, person in stands))
    if people:
        caller.stores.words.keep_people(
            caller.brand, caller.stores.profiles.read_called(caller.brand, people)
        )
    return people
