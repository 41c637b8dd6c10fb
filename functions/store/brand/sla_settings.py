"""Keeps what a brand promises and when it works in `core`: two rows beside its settings, cached for a minute."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from model.business_hours import BusinessHours
from model.sla import SlaPolicy, SlaTarget
from store.brand import keys as brand_keys
from store.brand.rows import SettingsRow

CACHE_S = 60
TARGETS, HOURS = "sla", "hours"


class SlaSettings:
    """Reads and keeps targets and business hours."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._cache: dict[str, tuple[float, SlaPolicy]] = {}

    def read_policy(self, brand: str) -> SlaPolicy:
        """Returns what is promised, as of at most a minute ago; unless told nothing, at any hour."""
        cached = self._cache.get(brand)
        if cached and self._clock() - cached[0] < CACHE_S:
            return cached[1]
        rows = SettingsRow.batch_get([(brand_keys.settings(brand), name) for name in (TARGETS, HOURS)])
        values = {row.sk: row.values or {} for row in rows}
        policy = SlaPolicy(_read_targets(values.get(TARGETS, {})), _read_hours(values.get(HOURS)))
        self._cache[brand] = (self._clock(), policy)
        return policy

    def keep_targets(self, brand: str, targets: Mapping[int, SlaTarget], by: str, at: int) -> None:
        """Keeps targets that hold from now on (`at` epoch ms, `by` an agent); others follow within a minute."""
        values = {str(priority): asdict(target) for priority, target in targets.items()}
        self._keep(brand, TARGETS, values, by, at)

    def keep_hours(self, brand: str, hours: BusinessHours, by: str, at: int) -> None:
        """Keeps hours that hold from now on."""
        values = {
            "zone": hours.zone,
            "week": [[list(shift) for shift in day] for day in hours.week],
            "holidays": sorted(day.isoformat() for day in hours.holidays),
        }
        self._keep(brand, HOURS, values, by, at)

    def _keep(self, brand: str, row: str, values: dict[str, Any], by: str, at: int) -> None:
        SettingsRow(brand_keys.settings(brand), row, values=values, at=at, by=by).save()
        self._cache.pop(brand, None)


def _read_targets(values: Mapping[str, Any]) -> dict[int, SlaTarget]:
    return {int(priority): SlaTarget(**target) for priority, target in values.items()}


def _read_hours(values: Mapping[str, Any] | None) -> BusinessHours:
    if values is None:
        return BusinessHours()
    return BusinessHours(
        zone=str(values["zone"]),
        week=tuple(tuple((int(start), int(end)) for start, end in day) for day in values["week"]),
        holidays=frozenset(map(date.fromisoformat, values["holidays"])),
    )
