"""Segments of a brand and their members."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from aws import settings
from model.errors import Conflict
from model.rule import BUILT_IN
from store.contacts import keys as contact_keys
from store.contacts.backfill import LEAVING, WALK, Backfill, walk_of, walk_values
from store.contacts.rows import PointerRow, SegmentRow
from store.dynamo import keys as row_keys
from store.dynamo.counting import count_rows
from store.dynamo.writes import put_if

CACHE_S = 60


@dataclass(frozen=True, slots=True)
class Segment:
    """Holds a named set of contacts and the rule for membership.

    `offer` is what agents may propose to those who enter, `action` what they should do. `rev` counts its changes.
    """

    id: str
    brand: str
    title: str
    rule: dict[str, Any]
    offer: str = ""
    action: str = ""
    built_in: bool = False
    created_at: int = 0
    created_by: str = ""
    rev: int = 0
    walk: Backfill | None = None
    """The last one over all contacts, to find who belongs here."""


@dataclass(frozen=True, slots=True)
class Member:
    """Holds a contact in a segment: since when (epoch ms) and the values that made the rule true."""

    contact: str
    since: int
    evidence: dict[str, Any] = field(default_factory=dict)


class Segments:
    """Reads and keeps segments; a brand's rules are cached for a minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._cache: dict[str, tuple[float, list[Segment]]] = {}

    def list_segments(self, brand: str) -> list[Segment]:
        """Returns the built-in segments and the brand's own."""
        own = SegmentRow.query(contact_keys.segments(brand), consistent_read=True)
        return [*_built_in(brand), *(_segment(brand, row) for row in own if row.state != LEAVING)]

    def list_rules(self, brand: str) -> list[Segment]:
        """Returns the rules of all segments, as of at most a minute ago."""
        cached = self._cache.get(brand)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        found = self.list_segments(brand)
        self._cache[brand] = (self._clock(), found)
        return found

    def find_segment(self, brand: str, segment: str) -> Segment | None:
        """Returns the segment, None when there is none."""
        for each in _built_in(brand):
            if each.id == segment:
                return each
        try:
            row = SegmentRow.get(contact_keys.segments(brand), segment, consistent_read=True)
        except DoesNotExist:
            return None
        return None if row.state == LEAVING else _segment(brand, row)

    def add_segment(self, segment: Segment) -> None:
        """Keeps a new segment. Raises Conflict when its id is taken."""
        row = SegmentRow(contact_keys.segments(segment.brand), segment.id, **_values(segment))
        if not put_if(row, SegmentRow.pk.does_not_exist()):
            raise Conflict("a segment of this id exists")

    def change_segment(self, before: Segment, after: Segment) -> Segment:
        """Keeps `after` in the place of `before`. Raises Conflict when somebody else changed it."""
        row, values = SegmentRow(contact_keys.segments(before.brand), before.id), _values(after)
        if after.walk == before.walk:
            # It goes on meanwhile.
            values = {name: value for name, value in values.items() if name not in WALK}
        if not row.update_at(values, before.rev or None):
            raise Conflict("the segment was changed by somebody else")
        self._cache.pop(before.brand, None)
        return replace(after, rev=before.rev + 1)

    def page_members(
        self, brand: str, segment: str, after: str | None, limit: int
    ) -> tuple[list[Member], str | None]:
        """Returns up to `limit` members in a stable order, and where to go on."""
        condition = None if after is None else PointerRow.sk > after
        rows = list(PointerRow.query(contact_keys.members(brand, segment), condition, limit=limit + 1))
        found = [Member(row.sk, int(row.at or 0), row.reason or {}) for row in rows[:limit]]
        return found, found[-1].contact if len(rows) > limit else None

    def count_members(self, brand: str, segment: str, most: int) -> int:
        """Returns how many members there are, `most` where there are at least so many."""
        return count_rows(settings.table_core(), contact_keys.members(brand, segment), most)

    def drop_member(self, brand: str, segment: str, contact: str) -> None:
        """Forgets a membership that stands in no contact."""
        PointerRow(contact_keys.members(brand, segment), contact).delete()

    def read_memberships(self, brand: str, contact: str, segments: Iterable[str]) -> dict[str, Member]:
        """Returns since when and why a contact is in these segments, by segment."""
        wanted = [(contact_keys.members(brand, segment), contact) for segment in segments]
        rows = PointerRow.batch_get(wanted) if wanted else ()
        return {row_keys.item_of(row.pk): Member(row.sk, int(row.at or 0), row.reason or {}) for row in rows}


def _built_in(brand: str) -> list[Segment]:
    return [
        Segment(name, brand, name.capitalize(), dict(rule), built_in=True) for name, rule in BUILT_IN.items()
    ]


def _segment(brand: str, row: SegmentRow) -> Segment:
    return Segment(
        id=row.sk,
        brand=brand,
        title=row.title,
        rule=row.rule,
        offer=row.offer or "",
        action=row.action or "",
        created_at=int(row.created_at or 0),
        created_by=row.created_by or "",
        rev=int(row.rev or 0),
        walk=walk_of(row),
    )


def _values(segment: Segment) -> dict[str, Any]:
    return {
        "rev": segment.rev + 1,
        "title": segment.title,
        "rule": segment.rule,
        "offer": segment.offer or None,
        "action": segment.action or None,
        "created_at": segment.created_at,
        "created_by": segment.created_by or None,
        **walk_values(segment.walk),
    }
