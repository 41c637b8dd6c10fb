"""Each brand's own keys, wrapped by KMS: one that makes ids, one that signs receipts, and roots that seal.

The first two never change: ids and signatures outlive every rotation. A new root takes over what is written from then
on; a sealed value says in its header which root it needs. Each key has a row and an encryption context of its own, so
that a role which makes ids opens nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pynamodb.exceptions import DoesNotExist

from model.errors import Conflict, RapportError
from store.dynamo.writes import attempt, put_if
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from store.vault.sealed import Tampered

CACHE_S = 300
LAST_VERSION = 255
"""The header of a sealed value has one byte for it."""


class UnknownBrand(RapportError):
    """Says that the brand was never set up."""

    code = "unknown_brand"


class UnknownRoot(Tampered):
    """Says that the value was sealed under a root that is gone, or that a backup does not hold."""

    code = "unknown_root"


class Purpose(StrEnum):
    """Names a brand's keys by use; the encryption context names it, and IAM demands it."""

    ROOT = "root"
    INDEX = "index"
    RECEIPTS = "receipts"


class Wrapping(Protocol):
    """Makes the two calls that are needed of KMS (`aws.kms`)."""

    def generate_data_key(self, context: Mapping[str, str]) -> tuple[bytes, bytes]:
        """Returns 32 new bytes and their wrapped form."""

    def decrypt(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """Returns the plain bytes again."""


@dataclass(frozen=True, slots=True)
class RootVersion:
    """Holds a root and when it was made (epoch ms); `emptied_at` is when nothing was found under it any more."""

    version: int
    created_at: int
    newest: bool
    emptied_at: int | None = None


class BrandRoots:
    """Unwraps brand keys when they are first needed: one KMS call for each, per warm function and five minutes."""

    def __init__(self, wrapping: Wrapping, clock: Callable[[], float] = time.time) -> None:
        self._wrapping = wrapping
        self._clock = clock
        self._cache: dict[str, tuple[float, int, bytes]] = {}

    def index_key(self, brand: str) -> bytes:
        """Returns the key that turns native ids into hids. Raises UnknownBrand."""
        return self._unwrapped(brand, vault_keys.brand_index(brand), Purpose.INDEX)[1]

    def receipt_seed(self, brand: str) -> bytes:
        """Returns the secret behind the signatures of receipts. Raises UnknownBrand."""
        return self._unwrapped(brand, vault_keys.brand_receipts(brand), Purpose.RECEIPTS)[1]

    def newest_root(self, brand: str) -> tuple[int, bytes]:
        """Returns the version and the bytes of the root for what is written now. Raises UnknownBrand."""
        return self._unwrapped(brand, vault_keys.brand_root(brand), Purpose.ROOT)

    def root(self, brand: str, version: int) -> bytes:
        """Returns the root of a version, the newest or an earlier one. Raises UnknownBrand, UnknownRoot."""
        newest, root = self.newest_root(brand)
        if version == newest:
            return root
        try:
            return self._unwrapped(brand, vault_keys.earlier_root(brand, version), Purpose.ROOT)[1]
        except UnknownBrand:
            # Another function may have begun a new one a moment ago.
            self._cache.pop(vault_keys.brand_root(brand), None)
            newest, root = self.newest_root(brand)
            if version == newest:
                return root
            raise UnknownRoot("the root of a sealed value is not there") from None

    def create_keys(self, brand: str) -> None:
        """Makes the keys that a brand does not have yet."""
        made = (
            (vault_keys.brand_index(brand), Purpose.INDEX),
            (vault_keys.brand_receipts(brand), Purpose.RECEIPTS),
            (vault_keys.brand_root(brand), Purpose.ROOT),
        )
        for key, purpose in made:
            put_if(self._fresh(brand, key, purpose, 1), SaltRow.pk.does_not_exist())

    def rotate_root(self, brand: str) -> int:
        """Begins a new root and returns its version. Functions write with it after five minutes at most.

        Raises UnknownBrand, and Conflict when somebody else rotates or all versions are used up.
        """
        row = _stored(vault_keys.brand_root(brand))
        version = int(row.version) + 1
        if version > LAST_VERSION:
            raise Conflict("a brand has 255 roots in its life")
        before = SaltRow(
            vault_keys.earlier_root(brand, int(row.version)),
            wrapped=row.wrapped,
            version=row.version,
            created_at=row.created_at,
        )
        with attempt() as together:
            together.save(before, condition=SaltRow.pk.does_not_exist())
            together.save(
                self._fresh(brand, row.pk, Purpose.ROOT, version),
                condition=SaltRow.version == row.version,
            )
        if not together.done:
            raise Conflict("the root is being changed at this moment")
        self._cache.pop(row.pk, None)
        return version

    def list_roots(self, brand: str) -> Iterator[RootVersion]:
        """Yields a brand's roots that are still there, the newest first. Raises UnknownBrand."""
        newest = _stored(vault_keys.brand_root(brand))
        yield RootVersion(int(newest.version), int(newest.created_at or 0), newest=True)
        earlier = [vault_keys.earlier_root(brand, each) for each in range(int(newest.version) - 1, 0, -1)]
        rows = sorted(SaltRow.batch_get(earlier, consistent_read=True), key=lambda row: -int(row.version))
        for row in rows:
            emptied = None if row.emptied_at is None else int(row.emptied_at)
            yield RootVersion(int(row.version), int(row.created_at or 0), newest=False, emptied_at=emptied)

    def note_empty_root(self, brand: str, version: int, now_ms: int | None) -> None:
        """Notes since when nothing stands under an earlier root; None takes that back."""
        row = SaltRow(vault_keys.earlier_root(brand, version))
        change = (
            SaltRow.emptied_at.remove()
            if now_ms is None
            else SaltRow.emptied_at.set(SaltRow.emptied_at | now_ms)
        )
        row.update([change], condition=SaltRow.wrapped.exists())

    def retire_root(self, brand: str, version: int) -> None:
        """Deletes an earlier root: what is still sealed under it, in a backup too, opens nowhere any more."""
        SaltRow(vault_keys.earlier_root(brand, version)).delete(SaltRow.emptied_at.exists())

    def _fresh(self, brand: str, key: str, purpose: Purpose, version: int) -> SaltRow:
        _, wrapped = self._wrapping.generate_data_key(context_of(brand, purpose, version))
        return SaltRow(key, wrapped=wrapped, version=version, created_at=int(self._clock() * 1000))

    def _unwrapped(self, brand: str, key: str, purpose: Purpose) -> tuple[int, bytes]:
        cached = self._cache.get(key)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1:]
        row = _stored(key)
        version = int(row.version)
        plain = self._wrapping.decrypt(bytes(row.wrapped), context_of(brand, purpose, version))
        self._cache[key] = (self._clock(), version, plain)
        return version, plain


def _stored(key: str) -> SaltRow:
    try:
        return SaltRow.get(key, consistent_read=True)
    except DoesNotExist as error:
        raise UnknownBrand("no keys for this brand") from error


def context_of(brand: str, purpose: Purpose, version: int) -> dict[str, str]:
    """Returns the encryption context of a key. KMS logs it in the clear: a brand's id is no personal data."""
    return {"brand": brand, "version": str(version), "purpose": purpose.value}
