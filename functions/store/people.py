"""Everybody a brand knows, page by page and without a Scan: the index `due` lists each identity once.

It is there to find whom nobody heard of for long; sorted by that day, it is also the one list of all. Somebody who
is heard of moves towards its newer end, so that a walk from the older end meets everybody. Who is under a legal hold
is not in it.
"""

from collections.abc import Iterator
from typing import Any

from model import policy
from store import keys
from store.contacts import PROFILE
from store.idle import IDENTITY
from store.tables import DueRow

PLATFORMS = tuple(sorted(name for name, row in policy.RULES.items() if row.segmentation))
"""Where people may be put into segments at all; who looks at everybody goes through them in this order."""

Place = tuple[str, str]
"""Where a walk is: (day, person)."""


class People:
    """Lists."""

    def page(
        self, brand: str, platform: str, after: Place | None, limit: int, newest_first: bool = False
    ) -> list[Place]:
        """Up to `limit` people of a platform behind `after`; fewer when it ends there."""
        index = keys.idle(brand, IDENTITY, platform)
        rows = DueRow.due.query(
            index,
            limit=limit,
            last_evaluated_key=None if after is None else _key(brand, index, after),
            scan_index_forward=not newest_first,
        )
        return [(row.due_sk, keys.item_of(row.pk)) for row in rows]

    def pages(self, brand: str, platform: str, limit: int) -> Iterator[list[str]]:
        """All people of a platform, the last heard of first."""
        after: Place | None = None
        while found := self.page(brand, platform, after, limit, newest_first=True):
            yield [person for _, person in found]
            if len(found) < limit:
                return
            after = found[-1]


def _key(brand: str, index: str, place: Place) -> dict[str, dict[str, Any]]:
    day, person = place
    values = {"pk": keys.identity(brand, person), "sk": PROFILE, "due_pk": index, "due_sk": day}
    return {name: {"S": value} for name, value in values.items()}
