"""On a schedule: what time alone changes. Snoozes end, promises are broken; whose segments may be others is handed on.

Their rules are looked at behind the queue `segments`, like those of everybody else; a conversation opens here, for
that is one write. Whatever was seen to is taken from the list afterwards: a run that is killed in between, or a second
one at the same time, does it once more, which changes nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from typing import Any

from aws import kms, observe, queues, settings
from model.conversation import Conversation, wake_conversation
from model.messages import Review
from segment.promises import PromiseWatch
from store.brand.brands import Brands
from store.stores import Stores

PEOPLE = 100
"""In one message."""
MARGIN_MS = 10_000
"""Time left at which a run ends; the next one goes on."""


class Due:
    """Opens conversations and hands on people that are due. `forward` queues messages for `segment/assign`."""

    def __init__(self, stores: Stores, forward: Callable[[str], None]) -> None:
        self._stores = stores
        self._forward = forward
        self._promises = PromiseWatch(stores)

    def forward_due(self, more_time: Callable[[], bool]) -> int:
        """Hands on who is due and counts them. Raises, when all else is done, what kept a conversation from opening."""
        done, failures = 0, list[Exception]()
        for brand in Brands().list_brands():
            failures += self._wake(brand.id, more_time)
            failures += self._watch(brand.id, more_time)
            done += self._people(brand.id, more_time)
        if failures:
            raise failures[0]
        return done

    def _wake(self, brand: str, more_time: Callable[[], bool]) -> Iterator[Exception]:
        now_ms = self._stores.now_ms()
        for conversation, at in self._stores.snoozes.list_due(brand, now_ms):
            if not more_time():
                return
            try:
                self._stores.conversations.change_head(brand, conversation, partial(_open, at=now_ms))
            except Exception as error:  # noqa: BLE001 - the others must not wait; the next run tries this one again
                yield error
            else:
                self._stores.snoozes.disarm_wakeup(brand, conversation, at)

    def _watch(self, brand: str, more_time: Callable[[], bool]) -> list[Exception]:
        try:
            self._promises.watch_promises(brand, more_time)
        except Exception as error:  # noqa: BLE001 - what else is due must not wait; the next run looks again
            return [error]
        return []

    def _people(self, brand: str, more_time: Callable[[], bool]) -> int:
        done = 0
        for part in _parts(self._stores.segment_wakeups.list_due(brand, self._stores.now_ms()), PEOPLE):
            if not more_time():
                return done
            self._forward(Review(brand, tuple(person for person, _ in part)).to_json())
            for person, at in part:
                self._stores.segment_wakeups.disarm_wakeup(brand, person, at)
            done += len(part)
        return done


def _open(head: Conversation | None, at: int) -> Conversation | None:
    return None if head is None else wake_conversation(head, at)


def _parts(found: Iterator[tuple[str, int]], size: int) -> Iterator[list[tuple[str, int]]]:
    while part := list(islice(found, size)):
        yield part


@cache
def _due() -> Due:
    return Due(Stores(kms, time.time), lambda body: queues.send(settings.queue_segments(), body))


def handler(_event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Forwards who is due: the function's entry, called by schedule."""
    done = _due().forward_due(lambda: context.get_remaining_time_in_millis() > MARGIN_MS)
    if done:  # a metric is billed for each hour it is written in
        observe.metric("segments_due", done)
    return {"due": done}
