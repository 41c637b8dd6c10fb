"""The brands there are, and each one's own keys: 64 random bytes from KMS, half root, half index key, wrapped."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pynamodb.exceptions import DoesNotExist, PutError

from model import policy
from model.errors import RapportError
from store import keys
from store.tables import BrandRow, SaltRow
from store.transactions import CONDITION, code_of, lost_race
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


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand that was set up (epoch ms); `shorter` are its own periods, by platform, as `policy.effective` takes."""

    id: str
    created_at: int
    shorter: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def rule(self, platform: str) -> policy.Rule:
        """What holds for a platform's data in this brand."""
        return policy.effective(policy.rule_for(platform), self.shorter.get(platform, {}))


class Brands:
    """Lists brands, for what has to be done in each of them."""

    def all(self) -> Iterator[Brand]:
        """Every brand, by id."""
        for row in BrandRow.query(keys.brands()):
            yield Brand(row.sk, int(row.created_at or 0), row.shorter or {})

    def add(self, brand: str, now_ms: int) -> None:
        """List a brand; does nothing when it is."""
        try:
            BrandRow(keys.brands(), brand, created_at=now_ms).save(BrandRow.pk.does_not_exist())
        except PutError as error:
            if not lost_race(error):
                raise

    def shorten(self, brand: str, platform: str, periods: Mapping[str, float]) -> None:
        """Have shorter periods for a platform from the next purge on; an empty mapping takes them back.

        Raises ValueError for what is no period or too short, UnknownBrand.
        """
        policy.effective(policy.rule_for(platform), periods)
        known = next((each for each in self.all() if each.id == brand), None)
        if known is None:
            raise UnknownBrand("no such brand")
        shorter = {name: dict(each) for name, each in known.shorter.items()} | {platform: dict(periods)}
        BrandRow(keys.brands(), brand).update([BrandRow.shorter.set(shorter)])


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
        # First, so that there is no brand whose data the purge does not know of.
        Brands().add(brand, int(self._clock() * 1000))
        plain, wrapped = self._wrapping.generate_data_key(_context(brand))
        row = SaltRow(keys.brand_root(brand), wrapped=wrapped, version=1)
        try:
            row.save(SaltRow.pk.does_not_exist())
        except PutError as error:
            if code_of(error) != CONDITION:
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
