"""Objects of the bucket whose time is over: raw deliveries that nothing came for, and copies made for people.

Their keys say when they are due (`model.raw_objects`). The bucket's own rule takes the rest after a week, of which no
platform is known.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from model import policy, raw_objects

EARLY_MS = 30 * 60_000
"""Two runs: whatever was not deleted by then would be late."""


class OldObjects(Protocol):
    """Does what `aws.objects` does."""

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...

    def pages(self, prefix: str) -> Iterator[list[str]]:
        """Yields keys in their order. Raises Unavailable."""
        ...


def delete_old(files: OldObjects, now_ms: int, dry_run: bool) -> int:
    """Deletes what is older than it may get by its platform's terms; returns how many objects.

    Listed are those that may be due on some platform at all: a request for each thousand of them, and one a prefix.
    """
    deleted, soon = 0, now_ms + EARLY_MS
    for prefix in raw_objects.PREFIXES:
        least_s = min(policy.parked_s(), raw_objects.LONGEST_S.get(prefix, policy.PARKED_S))
        young = raw_objects.hour(prefix, soon - least_s * 1000)
        for page in files.pages(prefix):
            old = [key for key in page if _is_due(key, soon)]
            if old and not dry_run:
                files.delete(old)
            deleted += len(old)
            if page and page[-1] > young:
                break
    return deleted


def _is_due(key: str, at_ms: int) -> bool:
    found = raw_objects.parse_name(key)
    if found is None:
        return False
    longest_s = raw_objects.LONGEST_S.get(found.prefix, policy.PARKED_S)
    return min(policy.parked_until(found.platform, found.at), found.at // 1000 + longest_s) * 1000 <= at_ms
