"""A brand's settings in `core`: one row, cached for a minute."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model.brand_settings import Settings
from store.brand import keys as brand_keys
from store.brand.rows import SettingsRow

CACHE_S = 60
ROW = "#"


class BrandSettings:
    """Reads and keeps settings."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._cache: dict[str, tuple[float, Settings]] = {}

    def read_settings(self, brand: str) -> Settings:
        """Returns the settings as of at most a minute ago."""
        cached = self._cache.get(brand)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        try:
            found = _known(SettingsRow.get(brand_keys.settings(brand), ROW).values or {})
        except DoesNotExist:
            found = Settings()
        self._cache[brand] = (self._clock(), found)
        return found

    def keep_settings(self, brand: str, wanted: Settings, by: str, at: int) -> None:
        """Keeps what holds from now on (`at` epoch ms, `by` an agent); other functions follow within a minute."""
        SettingsRow(brand_keys.settings(brand), ROW, values=asdict(wanted), at=at, by=by).save()
        self._cache.pop(brand, None)


def _known(values: Mapping[str, Any]) -> Settings:
    """Returns what this version knows; a newer one may have kept more."""
    names = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in values.items() if name in names})
