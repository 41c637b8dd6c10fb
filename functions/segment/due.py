"""On a schedule: hand on everybody whose segments time alone may have changed by now.

Their rules are looked at behind the queue `segments`, like those of everybody else. Whoever is handed on is taken
from the list afterwards: a run that is killed in between hands them on once more, which changes nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from aws import kms, observe, queues, settings
from model.messages import Review
from store.brands import Brands
from store.stores import Stores

PEOPLE = 100
"""In one message."""
MARGIN_MS = 10_000
"""Time left at which a run ends; the next one goes on."""


class Due:
    """Hands on who is due. `forward` queues messages for `segment/assign`."""

    def __init__(self, stores: Stores, forward: Callable[[str], None]) -> None:
        self._stores = stores
        self._forward = forward

    def run(self, more_time: Callable[[], bool]) -> int:
        """How many were handed on."""
        return sum(self._brand(brand.id, more_time) for brand in Brands().all())

    def _brand(self, brand: str, more_time: Callable[[], bool]) -> int:
        done = 0
        for part in _parts(self._stores.flips.due(brand, self._stores.now_ms()), PEOPLE):
            if not more_time():
                return done
            self._forward(Review(brand, tuple(person for person, _ in part)).to_json())
            for person, at in part:
                self._stores.flips.disarm(brand, person, at)
            done += len(part)
        return done


def _parts(found: Iterator[tuple[str, int]], size: int) -> Iterator[list[tuple[str, int]]]:
    while part := list(islice(found, size)):
        yield part


@cache
def _due() -> Due:
    return Due(Stores(kms, time.time), lambda body: queues.send(settings.queue_segments(), body))


def handler(_event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Lambda entry: the schedule."""
    done = _due().run(lambda: context.get_remaining_time_in_millis() > MARGIN_MS)
    observe.metric("segments_due", done)
    return {"due": done}
