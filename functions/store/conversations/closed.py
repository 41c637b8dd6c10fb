"""Lists conversations that stand in no inbox, by the day since which nothing happened: through the index of the idle.

A head moves in that index once a week, so that the order is that of weeks. Days go from the latest to the earliest, and
within a day from platform to platform.
"""

from collections.abc import Sequence

from store.contacts import keys as contact_keys
from store.contacts.directory import due_page
from store.contacts.rows import DueRow
from store.conversations import keys as conversation_keys

CONVERSATION = "conversation"
LAST_DAY = "99999999"

Stand = tuple[str, str, str]
"""(day, platform, conversation id)."""


def page_conversations(brand: str, platforms: Sequence[str], after: Stand | None, limit: int) -> list[Stand]:
    """Returns up to `limit` conversations of these platforms behind `after`, whatever their status."""
    names, found = sorted(platforms), list[Stand]()
    day = after[0] if after is not None else _day_before(brand, names, LAST_DAY)
    while day:
        for platform in names:
            if after is not None and platform < after[1]:
                continue
            last = (day, after[2]) if after is not None and platform == after[1] else None
            found += _of_day(brand, platform, day, last, limit - len(found))
            if len(found) >= limit:
                return found
        day, after = _day_before(brand, names, day), None
    return found


def _of_day(brand: str, platform: str, day: str, after: tuple[str, str] | None, limit: int) -> list[Stand]:
    # Behind the last of an earlier day comes the first of this one: the index goes on where it was left.
    start = after or _edge(day)
    page = due_page(
        brand, CONVERSATION, platform, start, limit, newest_first=True, key_of=conversation_keys.conversation
    )
    return [(day, platform, item) for at, item in page if at == day]


def _edge(day: str) -> tuple[str, str]:
    return f"{day}~", ""


def _day_before(brand: str, platforms: Sequence[str], day: str) -> str:
    days = [
        row.due_sk
        for platform in platforms
        for row in DueRow.due.query(
            contact_keys.idle(brand, CONVERSATION, platform),
            DueRow.due_sk < day,
            limit=1,
            scan_index_forward=False,
        )
    ]
    return max(days, default="")
