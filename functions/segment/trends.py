"""Every five minutes: look at the pulse of each channel, tell of what is far from usual, close hours that are over."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from aws import kms, observe
from model.trends import Pulse, Usual, alerts, worth_a_look
from segment.pulse import open_hours
from store.brand.brands import Brands
from store.stores import Stores

UNCLOSED_HOURS = 6
"""How far back hours are closed that nobody closed in time."""


class Trends:
    """Watches all brands."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def watch_brands(self) -> dict[str, int]:
        """Watches every brand once. Counts alerts, closed rows, and brands that failed, which leaves others alone."""
        done = {"alerts": 0, "closed": 0, "failed": 0}
        for brand in Brands().list_brands():
            try:
                done["alerts"] += self._watch(brand.id)
                done["closed"] += self._close(brand.id)
            except Exception as error:  # noqa: BLE001 - the next brand must not wait for this one
                done["failed"] += 1
                observe.failure("trends_failed", error)
        return done

    def _watch(self, brand: str) -> int:
        raised = 0
        for hour in open_hours(self._stores.clock()):
            for pulse in self._stores.pulses.read_open_hour(brand, hour).values():
                if worth_a_look(pulse):
                    raised += self._look(brand, pulse)
        return raised

    def _look(self, brand: str, pulse: Pulse) -> int:
        usual = Usual.of(self._stores.pulses.list_earlier_hours(brand, pulse.account, pulse.hour))
        raised = 0
        for alert in alerts(pulse, usual):
            if self._stores.alerts.raise_when_it_lasts(brand, alert, self._stores.now_ms()):
                observe.metric("alert_raised", platform=alert.platform)
                raised += 1
        return raised

    def _close(self, brand: str) -> int:
        now = datetime.fromtimestamp(self._stores.clock(), UTC)
        hours = [(now - timedelta(hours=back)).strftime("%Y%m%d%H") for back in range(1, UNCLOSED_HOURS + 1)]
        still_open = open_hours(self._stores.clock())
        return sum(self._stores.pulses.close_hour(brand, hour) for hour in hours if hour not in still_open)


@cache
def _trends() -> Trends:
    return Trends(Stores(kms, time.time))


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Lambda entry: every five minutes. Raises when a brand failed: Lambda counts it, and runs the whole once more."""
    done = _trends().watch_brands()
    if done["failed"]:
        raise RuntimeError("brands failed")
    return done
