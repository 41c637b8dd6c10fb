"""Lists and reads posts and groups as they are counted. A post's words are an interaction and stand there."""

from collections.abc import Iterable

from model.place import COUNTERS, NEGATIVE, CountedPlace, PlaceKind
from store.contacts.directory import due_page
from store.dynamo import keys as row_keys
from store.insights import keys as insight_keys
from store.insights.places import ENTRY, place_row
from store.insights.rows import PlaceRow

Position = tuple[str, str]
"""Where a walk is: (day, place)."""


class Places:
    """Reads places of one brand at a time."""

    def page_places(
        self, brand: str, kind: PlaceKind, platform: str, after: Position | None, limit: int
    ) -> list[Position]:
        """Up to `limit` places of a platform behind `after`, where something happened last first."""
        return due_page(
            brand, kind.value, platform, after, limit, newest_first=True, key_of=insight_keys.place
        )

    def read_places(self, brand: str, ids: Iterable[str]) -> dict[str, CountedPlace]:
        """Returns those of which something is counted."""
        keys = [(place_row(brand, each).pk, ENTRY) for each in dict.fromkeys(ids)]
        rows = PlaceRow.batch_get(keys) if keys else ()
        return {place.id: place for place in map(_read_place, rows)}


def _read_place(row: PlaceRow) -> CountedPlace:
    counters = (*COUNTERS.values(), NEGATIVE)
    # Of what was counted before a row ended, some may be taken back from the one that came after it.
    counts = {name: max(0, int(getattr(row, name) or 0)) for name in counters}
    kind = PlaceKind(row.due_pk.split("#")[1])
    return CountedPlace(row_keys.item_of(row.pk), kind, row.platform, row.account, row.due_sk, counts)
