"""Everybody a brand knows, page by page and without a Scan: the index `due` lists each identity once.

It is there to find whom nobody heard of for long; sorted by that day, it is also the one list of all. Somebody who
is heard of moves towards its newer end, so that a walk from the older end meets everybody. Who is under a legal hold
is not in it.
"""

from collections.abc import Iterator

from model import policy
from store.idle import IDENTITY, Place, due_page

PLATFORMS = tuple(sorted(name for name, row in policy.RULES.items() if row.segmentation))
"""Where people may be put into segments at all; who looks at everybody goes through them in this order."""


class People:
    """Lists."""

    def page(
        self, brand: str, platform: str, after: Place | None, limit: int, newest_first: bool = False
    ) -> list[Place]:
        """Up to `limit` people of a platform behind `after`; fewer when it ends there."""
        return due_page(brand, IDENTITY, platform, after, limit, newest_first)

    def pages(self, brand: str, platform: str, limit: int) -> Iterator[list[str]]:
        """All people of a platform, the last heard of first."""
        after: Place | None = None
        while found := self.page(brand, platform, after, limit, newest_first=True):
            yield [person for _, person in found]
            if len(found) < limit:
                return
            after = found[-1]
