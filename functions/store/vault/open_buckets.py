"""Lists which retention buckets of a brand have a key: written before the key is, so that the purge misses none.

When a bucket is due is not written down: it follows from the rule as it is when the purge runs.
"""

from collections.abc import Iterator

from model import policy
from store.dynamo.rows import OpsRow
from store.vault import keys as vault_keys


class OpenBuckets:
    """Keeps one row a bucket; there are as many as accounts, classes and days of the longest period."""

    def open_bucket(self, brand: str, bucket: str) -> None:
        """Notes that a bucket is about to get a key. One that no date ends (an account's) is not noted."""
        if policy.read_bucket(bucket) is not None:
            OpsRow(vault_keys.open_buckets(brand), bucket).save()

    def list_open(self, brand: str) -> Iterator[str]:
        """Yields all open buckets, read consistently: a page of a megabyte names ten thousand."""
        for row in OpsRow.query(vault_keys.open_buckets(brand), consistent_read=True):
            yield row.sk

    def list_open_of_account(self, brand: str, platform: str, account: str) -> list[str]:
        """Returns the open buckets of what came through one account."""
        mine = OpsRow.sk.startswith(policy.buckets_of(platform, account))
        return [row.sk for row in OpsRow.query(vault_keys.open_buckets(brand), mine, consistent_read=True)]

    def close_bucket(self, brand: str, bucket: str) -> None:
        """Forgets a bucket whose key is gone."""
        OpsRow(vault_keys.open_buckets(brand), bucket).delete()
