"""Retention buckets that are due: one key destroyed each, whatever the number of rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aws import observe
from model import policy
from store.brand.brands import Brand
from store.stores import Stores
from store.vault.shredder import Shredded


@dataclass(slots=True)
class PurgeTally:
    """Counts what came of the due buckets of one class and platform."""

    due: int = 0
    shredded: int = 0
    held: int = 0
    failed: int = 0
    deleted: int = 0
    """Rows, where a platform allows no trace."""


Tallies = dict[tuple[str, str], PurgeTally]


def due(brand: Brand, names: Iterable[str], now_s: int) -> Iterator[tuple[str, policy.Bucket]]:
    """Yields the open buckets whose time is over under the rules as they are now, the longest due first."""
    found = []
    for name in names:
        bucket = policy.read_bucket(name)
        if bucket is not None and (until := bucket.due(brand.rule(bucket.platform))) <= now_s:
            found.append((until, name, bucket))
    for _, name, bucket in sorted(found, key=lambda each: each[:2]):
        yield name, bucket


class BucketPurge:
    """Destroys the keys of due buckets of a brand."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def purge_buckets(self, brand: Brand, dry_run: bool, more_time: Iterator[bool]) -> Tallies:
        """Purges buckets, each in four requests: tombstone and gate in one, the list of open buckets twice, no row.

        But where a platform allows no trace: there its rows are deleted one by one.
        """
        tallies: Tallies = {}
        for name, bucket in due(
            brand, self._stores.open_buckets.list_open(brand.id), int(self._stores.clock())
        ):
            tally = tallies.setdefault((bucket.retention_class, bucket.platform), PurgeTally())
            tally.due += 1
            if not dry_run and next(more_time):
                self._purge(brand, name, bucket, tally)
        return tallies

    def _purge(self, brand: Brand, name: str, bucket: policy.Bucket, tally: PurgeTally) -> None:
        try:
            outcome = self._stores.shredder.destroy_bucket(brand.id, name, self._stores.now_ms())
            if outcome is Shredded.HELD:
                tally.held += 1
                return
            if not brand.rule(bucket.platform).residue:
                tally.deleted += self._stores.feed.delete_bucket(brand.id, name)
            # Last: a run that is killed before comes here again.
            self._stores.open_buckets.close_bucket(brand.id, name)
            tally.shredded += outcome is Shredded.SHREDDED
        except Exception as error:  # noqa: BLE001 - one bucket's fault must not keep the others
            observe.failure("bucket_not_purged", error, bucket=name)
            tally.failed += 1
