"""Contents too long for a row: kept whole under `texts/` in the bucket, sealed with the salts of the row.

Their keys name brand, bucket, item and version, nothing personal. They become unreadable with the row: by an erasure, a
purge or a withdrawal, which destroy the salts. They are deleted where the row is, and by the bucket's lifecycle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from model import naming, policy
from model.interaction import Interaction
from model.long_content import shorten_content
from store.interactions.rows import FeedRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

PREFIX = "texts/"


class TextBucket(Protocol):
    """Does what `aws.objects` does."""

    def put(self, key: str, body: bytes) -> None:
        """Raises Unavailable."""
        ...

    def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...


class LongTexts:
    """Keeps, reads and deletes them."""

    def __init__(self, vault: Vault, objects: TextBucket) -> None:
        self._vault = vault
        self._objects = objects

    def shorten(self, brand: str, item: Interaction) -> Interaction:
        """Returns `item` as it fits into a row, once all of it is kept here. Raises Erased, Purged, Unavailable."""
        if item.content is None or item.content.kept_at is not None:
            return item
        bucket = policy.bucket_of(item.platform, item.account, policy.INTERACTION, item.received_at)
        key = f"{_under_bucket(brand, bucket)}{item.id}.{item.content_order}"
        part = shorten_content(item.content, key)
        if part is None:
            return item
        sealed = self._vault.seal(
            brand, SealedPlace("texts", key), item.owner, bucket, naming.to_personal_record(item)
        )
        self._objects.put(key, sealed)
        return replace(item, content=part)

    def read_whole(self, brand: str, item: Interaction) -> Interaction:
        """Returns `item` with all of its content; as it is where nothing more is kept. Raises Unavailable."""
        key = None if item.content is None else item.content.kept_at
        sealed = None if key is None else self._objects.get(key)
        if key is None or sealed is None:
            return item
        found = self._vault.read_sealed(
            brand,
            SealedPlace("texts", key),
            sealed,
            lambda record: naming.from_personal_record(item, record).content,
        )
        return item if found.value is None else replace(item, content=found.value)

    def delete_of_rows(self, rows: Iterable[FeedRow]) -> None:
        """Deletes what is kept here of these rows. Raises Unavailable."""
        self.delete(row.kept_at for row in rows)

    def delete(self, keys: Iterable[str | None]) -> None:
        """Deletes objects, before the row that leads to them goes. Raises Unavailable."""
        wanted = sorted({key for key in keys if key})
        if wanted:
            self._objects.delete(wanted)

    def delete_listed(self, rows: Iterable[FeedRow]) -> None:
        """Deletes what is kept of rows as the index `expiry` lists them. Raises Unavailable."""
        self.delete(row.expiry_sk for row in rows if row.expiry_sk.startswith(PREFIX))


def _under_bucket(brand: str, bucket: str) -> str:
    return f"{PREFIX}{brand}/{bucket.replace('#', '/')}/"
