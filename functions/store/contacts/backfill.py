"""Walks over all contacts of a brand, to have a segment's members right after its rule changed, or to empty it.

How far a walk got stands in the segment's row, so that whoever goes on can be killed anywhere: a page is done again,
and of two who do the same page one goes on.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from store.contacts import keys as contact_keys
from store.contacts.directory import Place
from store.contacts.rows import SegmentRow
from store.dynamo.writes import delete_if, update_if

WALKING, DONE, LEAVING = "walking", "done", "leaving"
"""Looking at everybody; having done so; emptying a segment that was deleted."""

WALK = ("walk", "state", "step", "place", "seen", "walked_at")
"""A walk's attributes in the segment's row."""


@dataclass(frozen=True, slots=True)
class Backfill:
    """Holds a walk: its `id`, how many steps it made, and where it is: a platform and a place in the list of its
    people.
    """

    id: str
    state: str = WALKING
    step: int = 0
    platform: str = ""
    after: Place | None = None
    seen: int = 0
    ended_at: int = 0


class Backfills:
    """Reads and moves on."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def find_backfill(self, brand: str, segment: str, walk: str) -> Backfill | None:
        """Returns how far this walk is; None when another has begun since, or the segment is gone."""
        try:
            row = SegmentRow.get(contact_keys.segments(brand), segment, consistent_read=True)
        except DoesNotExist:
            return None
        found = walk_of(row)
        return found if found is not None and found.id == walk else None

    def move_backfill(self, brand: str, segment: str, before: Backfill, after: Backfill) -> bool:
        """Puts `after` in the place of `before`; False when somebody did that already."""
        wanted = replace(after, step=before.step + 1, ended_at=self._now_ms() if after.state == DONE else 0)
        actions: list[Action] = []
        for name, value in walk_values(wanted).items():
            attribute = getattr(SegmentRow, name)
            actions.append(attribute.remove() if value is None else attribute.set(value))
        return update_if(SegmentRow(contact_keys.segments(brand), segment), actions, _at(before))

    def end_backfill(self, brand: str, segment: str, last: Backfill) -> None:
        """Deletes a segment that nobody is in any more."""
        delete_if(SegmentRow(contact_keys.segments(brand), segment), _at(last))


def _at(walk: Backfill) -> Any:
    return (SegmentRow.walk == walk.id) & (SegmentRow.step == walk.step)


def walk_of(row: SegmentRow) -> Backfill | None:
    """Returns the walk in a segment's row."""
    if row.walk is None:
        return None
    platform, *place = json.loads(row.place) if row.place else [""]
    return Backfill(
        id=row.walk,
        state=row.state or WALKING,
        step=int(row.step or 0),
        platform=platform,
        after=(place[0], place[1]) if place else None,
        seen=int(row.seen or 0),
        ended_at=int(row.walked_at or 0),
    )


def walk_values(walk: Backfill | None) -> dict[str, Any]:
    """Returns a walk as attributes of its segment's row."""
    if walk is None:
        return dict.fromkeys(WALK)
    place = json.dumps([walk.platform, *(walk.after or ())])
    values = (walk.id, walk.state, walk.step, place, walk.seen, walk.ended_at or None)
    return dict(zip(WALK, values, strict=True))
