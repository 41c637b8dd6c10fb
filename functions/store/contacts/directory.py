"""Everybody a brand knows, page by page and without a Scan: the index `due` lists each identity once.

It is there to find whom nobody heard of for long; sorted by that day, it is also the one list of all. Somebody who
is heard of moves towards its newer end, so that a walk from the older end meets everybody. Who is under a legal hold
is not in it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from model import policy
from store.contacts import keys as contact_keys
from store.contacts.rows import DueRow
from store.dynamo import keys as row_keys

IDENTITY = "identity"
"""The kind in the index `due` under which people are listed."""

ENTRY = "#"
"""Sort key of what is listed."""

Place = tuple[str, str]
"""Where a walk is: (day, what is listed there)."""

LAST_DAY = "99999999"

Stand = tuple[str, str, str]
"""(day, platform, id) of something listed."""

KeyOf = Callable[[str, str], str]
"""The partition key of what is listed, from its brand and id."""

PLATFORMS = tuple(sorted(name for name, row in policy.RULES.items() if row.segmentation))
"""Where people may be put into segments at all; who looks at everybody goes through them in this order."""


class ContactDirectory:
    """Lists."""

    def page_contacts(
        self, brand: str, platform: str, after: Place | None, limit: int, newest_first: bool = False
    ) -> list[Place]:
        """Returns up to `limit` people of a platform behind `after`; fewer when it ends there."""
        return due_page(brand, IDENTITY, platform, after, limit, newest_first)

    def page_everybody(
        self, brand: str, platforms: Sequence[str], after: Stand | None, limit: int
    ) -> list[Stand]:
        """Returns up to `limit` people of these platforms behind `after`, the week in which they were heard of last
        first.
        """
        return page_stands(brand, IDENTITY, platforms, after, limit)

    def list_pages(self, brand: str, platform: str, limit: int) -> Iterator[list[str]]:
        """Yields all people of a platform, the last heard of first."""
        after: Place | None = None
        while found := self.page_contacts(brand, platform, after, limit, newest_first=True):
            yield [person for _, person in found]
            if len(found) < limit:
                return
            after = found[-1]


def due_page(
    brand: str,
    kind: str,
    platform: str,
    after: Place | None,
    limit: int,
    newest_first: bool = False,
    key_of: KeyOf = contact_keys.identity,
) -> list[Place]:
    """Returns up to `limit` of what is listed as idle behind `after`, fewer when it ends there.

    `key_of` gives the partition key of what is listed.
    """
    index = contact_keys.idle(brand, kind, platform)
    last = None if after is None else _listed_at(key_of(brand, after[1]), index, after[0])
    rows = DueRow.due.query(index, limit=limit, last_evaluated_key=last, scan_index_forward=not newest_first)
    return [(row.due_sk, row_keys.item_of(row.pk)) for row in rows]


def _listed_at(key: str, index: str, day: str) -> dict[str, dict[str, Any]]:
    values = {"pk": key, "sk": ENTRY, "due_pk": index, "due_sk": day}
    return {name: {"S": value} for name, value in values.items()}


def page_stands(
    brand: str,
    kind: str,
    platforms: Sequence[str],
    after: Stand | None,
    limit: int,
    key_of: KeyOf = contact_keys.identity,
) -> list[Stand]:
    """Returns up to `limit` of a kind on these platforms behind `after`.

    Days go from the latest to the earliest, and within a day from platform to platform. What is listed moves once a
    week, so that the order is that of weeks.
    """
    names, found = sorted(platforms), list[Stand]()
    day = after[0] if after is not None else _day_before(brand, kind, names, LAST_DAY)
    while day:
        for platform in names:
            if after is not None and platform < after[1]:
                continue
            # Behind the last of an earlier day comes the first of this one: the index goes on where it was left.
            start = (day, after[2]) if after is not None and platform == after[1] else (f"{day}~", "")
            page = due_page(
                brand, kind, platform, start, limit - len(found), newest_first=True, key_of=key_of
            )
            found += [(day, platform, item) for at, item in page if at == day]
            if len(found) >= limit:
                return found
        day, after = _day_before(brand, kind, names, day), None
    return found


def _day_before(brand: str, kind: str, platforms: Sequence[str], day: str) -> str:
    days = [
        row.due_sk
        for platform in platforms
        for row in DueRow.due.query(
            contact_keys.idle(brand, kind, platform), DueRow.due_sk < day, limit=1, scan_index_forward=False
        )
    ]
    return max(days, default="")
