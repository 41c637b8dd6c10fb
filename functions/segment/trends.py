"""Every five minutes: look at the pulse of each channel, tell of what is far from usual, close hours that are over."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws import kms, observe
from model.policy import DAY_S
from model.trends import Pulse, Usual, alerts, worth_a_look
from segment.pulse import next_hour, open_hours
from store.brand.brands import Brands
from store.insights.open_counts import keep_closed_hour, read_closed_hour
from store.stores import Stores

UNCLOSED_DAYS = 8
"""How far back hours are closed where none ever was: nothing of an open hour is kept for longer."""

SPARE_S = 300
"""So long after an hour took the last batch it is closed: whoever found it open has written, or never will."""


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
        """Closes hours one after the other, behind the last that is."""
        now, last = self._stores.clock(), read_closed_hour(brand)
        begin = datetime.fromtimestamp(now - UNCLOSED_DAYS * DAY_S, UTC).strftime("%Y%m%d%H")
        hour, rows = max(begin, last or begin), 0
        while (following := next_hour(hour)) < open_hours(now - SPARE_S)[0]:
            hour = following
            rows += self._stores.pulses.close_hour(brand, hour)
        if hour not in (begin, last):
            keep_closed_hour(brand, hour)
        return rows


@cache
def _trends() -> Trends:
    return Trends(Stores(kms, time.time))


def handler(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Watches all brands, every five minutes. Raises when one failed: Lambda counts it, and runs the whole once
    more.
    """
    done = _trends().watch_brands()
    if done["failed"]:
        raise RuntimeError("brands failed")
    return done
