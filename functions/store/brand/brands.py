"""The brands there are, with the periods each one shortened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from model import policy
from store.brand import keys as brand_keys
from store.brand.rows import BrandRow
from store.dynamo.writes import put_if
from store.vault.roots import UnknownBrand


@dataclass(frozen=True, slots=True)
class Brand:
    """Holds a brand that was set up (epoch ms); `shorter` are its own periods, by platform, as `policy.effective`
    takes.
    """

    id: str
    created_at: int
    shorter: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def rule(self, platform: str) -> policy.Rule:
        """Returns what holds for a platform's data in this brand."""
        return policy.effective(policy.rule_for(platform), self.shorter.get(platform, {}))


class Brands:
    """Lists brands, for what has to be done in each of them."""

    def list_brands(self) -> Iterator[Brand]:
        """Yields every brand, by id."""
        for row in BrandRow.query(brand_keys.brands()):
            yield Brand(row.sk, int(row.created_at or 0), row.shorter or {})

    def add_brand(self, brand: str, now_ms: int) -> None:
        """Lists a brand; does nothing when it is."""
        put_if(BrandRow(brand_keys.brands(), brand, created_at=now_ms), BrandRow.pk.does_not_exist())

    def shorten_periods(self, brand: str, platform: str, periods: Mapping[str, float]) -> None:
        """Sets shorter periods for a platform from the next purge on; an empty mapping takes them back.

        Raises ValueError for what is no period or too short, UnknownBrand.
        """
        policy.effective(policy.rule_for(platform), periods)
        known = next((each for each in self.list_brands() if each.id == brand), None)
        if known is None:
            raise UnknownBrand("no such brand")
        shorter = {name: dict(each) for name, each in known.shorter.items()} | {platform: dict(periods)}
        BrandRow(brand_keys.brands(), brand).update([BrandRow.shorter.set(shorter)])
