"""Objects of the fallback bucket that nothing came for; the bucket's own rule takes the rest a day earlier or later."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from model.policy import PARKED_S

PREFIXES = ("fallback/", "claims/")
"""Their keys go on with the day of receipt: `fallback/2026-09-21/…`."""


class Objects(Protocol):
    """As `aws.objects`."""

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...

    def pages(self, prefix: str) -> Iterator[list[str]]:
        """Keys in their order. Raises Unavailable."""
        ...


def delete_old(files: Objects, now_ms: int, dry_run: bool) -> int:
    """Delete what is older than raw deliveries may get; how many objects that is."""
    last_day = datetime.fromtimestamp(now_ms / 1000, UTC) - timedelta(seconds=PARKED_S)
    deleted = 0
    for prefix in PREFIXES:
        for page in files.pages(prefix):
            old = [key for key in page if key < f"{prefix}{last_day:%Y-%m-%d}~"]
            if old and not dry_run:
                files.delete(old)
            deleted += len(old)
            if len(old) < len(page):
                break
    return deleted
