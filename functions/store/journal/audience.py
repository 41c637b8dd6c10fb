"""Tells whether somebody follows a brand's changes: while nobody does, none is noted, and nobody pays for the journal.

Who begins to follow reads everything once more a moment later: what writers did before they knew is in it.
"""

from collections.abc import Callable

from pynamodb.exceptions import DoesNotExist

from store.journal import keys as journal_keys
from store.journal.rows import AudienceRow

FOLLOWED_MS = 15 * 60_000
"""How long after the last question changes are noted."""
RENEWED_MS = 60_000
KNOWN_MS, UNKNOWN_MS = 30_000, 1_000
"""How long writers believe that somebody follows, and that nobody does."""


class Audience:
    """Knows whether somebody follows."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._known: dict[str, tuple[int, int]] = {}
        """Brand -> until when somebody follows, and when that was read."""

    def is_followed(self, brand: str) -> bool:
        """Returns whether changes of a brand are to be noted."""
        now_ms = self._now_ms()
        until, read_at = self._known.get(brand, (0, 0))
        believed = KNOWN_MS if until > read_at else UNKNOWN_MS
        if not read_at <= now_ms < read_at + believed:
            row = self._row(brand)
            until, read_at = 0 if row is None else int(row.until or 0), now_ms
            self._known[brand] = (until, read_at)
        return until > now_ms

    def follow(self, brand: str) -> int:
        """Notes that somebody follows, and returns since when (epoch ms) nothing was left out."""
        now_ms = self._now_ms()
        row = self._row(brand)
        if row is not None and int(row.until or 0) > now_ms:
            since = int(row.since or 0)
            if int(row.until) > now_ms + FOLLOWED_MS - RENEWED_MS:
                return since
        else:
            since = now_ms
        until = now_ms + FOLLOWED_MS
        AudienceRow(
            journal_keys.changes(brand),
            journal_keys.AUDIENCE,
            since=since,
            until=until,
            expires_at=until // 1000,
        ).save()
        return since

    def _row(self, brand: str) -> AudienceRow | None:
        try:
            return AudienceRow.get(journal_keys.changes(brand), journal_keys.AUDIENCE)
        except DoesNotExist:
            return None
