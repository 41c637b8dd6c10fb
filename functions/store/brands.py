"""A brand's own keys: 64 random bytes from KMS, half root, half index key, kept wrapped in `keys`."""

import time
from collections.abc import Callable, Mapping
from typing import Protocol

from pynamodb.exceptions import DoesNotExist, PutError

from model.errors import RapportError
from store import keys
from store.tables import SaltRow
from store.vault import BrandKeys

CACHE_S = 300


class UnknownBrand(RapportError):
    """The brand was never set up."""

    code = "unknown_brand"


class Wrapping(Protocol):
    """What is needed of KMS (`aws.kms`)."""

    def generate_data_key(self, context: Mapping[str, str]) -> tuple[bytes, bytes]:
        """64 plain bytes and their wrapped form."""

    def decrypt(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        """The plain bytes."""


class BrandRoots:
    """Unwraps brand keys, one KMS call per warm function and five minutes."""

    def __init__(self, wrapping: Wrapping, clock: Callable[[], float] = time.time) -> None:
        self._wrapping = wrapping
        self._clock = clock
        self._cache: dict[str, tuple[float, BrandKeys]] = {}

    def __call__(self, brand: str) -> BrandKeys:
        """Raises UnknownBrand."""
        cached = self._cache.get(brand)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        try:
            row = SaltRow.get(keys.brand_root(brand), consistent_read=True)
        except DoesNotExist as error:
            raise UnknownBrand("no keys for this brand") from error
        plain = self._wrapping.decrypt(bytes(row.wrapped), _context(brand))
        return self._remember(brand, plain, int(row.version))

    def create(self, brand: str) -> None:
        """Set a brand up; does nothing when it exists."""
        plain, wrapped = self._wrapping.generate_data_key(_context(brand))
        row = SaltRow(keys.brand_root(brand), wrapped=wrapped, version=1)
        try:
            row.save(SaltRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return
        self._remember(brand, plain, 1)

    def _remember(self, brand: str, plain: bytes, version: int) -> BrandKeys:
        found = BrandKeys(root=plain[:32], index=plain[32:], version=version)
        self._cache[brand] = (self._clock(), found)
        return found


def _context(brand: str) -> dict[str, str]:
    # KMS logs the context in the clear: a brand's id is no personal data.
    return {"brand": brand}
