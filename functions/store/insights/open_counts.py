"""Keeps what batches count of hours that are not closed, with what they add to the hour: one small row each.

Counting at once takes a mark and a transaction, four units for a single interaction. A row put under the batch's own
key takes one, and is put once however often the batch comes again. When the hour is
closed all of its rows are added up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pynamodb.exceptions import DoesNotExist

from store.dynamo.rows import OpsRow
from store.insights import keys as insight_keys
from store.insights.counts import Count

MARK_DAYS = 8
"""A batch's mark outlives every queue the batch could come back from (4 days, then 14 days of dead letters
are drained within minutes)."""

Place = tuple[str, str]
"""An account and an hour (`YYYYMMDDHH`)."""


def record_counts(counts: Iterable[Count]) -> dict[str, int]:
    """Returns counts of one place as JSON."""
    return dict(Counter(count.to_place_text() for count in counts))


def list_counts(rows: Iterable[OpsRow]) -> Iterator[Count]:
    """Yields what batches counted, from their rows."""
    for row in rows:
        kept: Mapping[str, int] = row.entry.get("counts", {})
        for text, number in kept.items():
            yield from [Count.from_place_text(row.entry["hour"], row.platform, text)] * number


def read_open_counts(brand: str, day: str, closed: str | None) -> Iterator[Count]:
    """Yields what batches counted of a day's hours behind the one that was closed last."""
    if closed is not None and closed[:8] > day:
        return
    behind = None
    if closed is not None and closed[:8] == day:
        behind = OpsRow.sk > insight_keys.after_hour(closed[8:])
    yield from list_counts(OpsRow.query(insight_keys.pulse(brand, day), behind))


def read_closed_hour(brand: str) -> str | None:
    """Returns the last hour that was closed, as all before it were; None while none was."""
    try:
        return str(OpsRow.get(insight_keys.closed_hours(brand), "#").entry["hour"])
    except DoesNotExist:
        return None


def keep_closed_hour(brand: str, hour: str) -> None:
    """Keeps that hours are closed until this one."""
    OpsRow(insight_keys.closed_hours(brand), "#", entry={"hour": hour}).save()
