"""Every five minutes: bring back what no queue took, and empty the dead-letter queue into parked rows.

Two runs at once, or one that is killed, lose nothing: a thing is removed only once it is safe elsewhere, and
what arrives twice is stored once.
"""

from collections.abc import Callable, Mapping
from functools import cache

from aws import kms, objects, observe, queues, settings
from aws.lambda_context import LambdaContext
from aws.queues import Message
from ingest.clock import Clock, Deadline, SystemClock
from ingest.ports import Objects, Queues
from model import policy
from model.errors import Malformed, Unavailable
from model.messages import Envelope
from model.raw_objects import FALLBACK
from store.interactions.parked import EXHAUSTED
from store.stores import Stores

AT_ONCE = 100
"""Fallback objects read, queued and deleted together."""

SPARE_S = 10.0
"""What a run leaves of its function's time."""

Park = Callable[[Envelope, str, int], object]


class Sweep:
    """Holds what one run works with. `park` keeps an envelope with a reason at a time in epoch milliseconds."""

    def __init__(
        self, *, queues: Queues, objects: Objects, park: Park, clock: Clock, queue_url: str, dlq_url: str
    ) -> None:
        self._queues = queues
        self._objects = objects
        self._park = park
        self._clock = clock
        self._queue_url = queue_url
        self._dlq_url = dlq_url

    def sweep_deliveries(self, seconds: float) -> None:
        """Works for about that long; the next run goes on. A store that is down spoils only its own half."""
        deadline = Deadline(self._clock, seconds)
        for work, until in ((self._drain, seconds / 2), (self._bring_back, 0.0)):
            try:
                work(deadline, until)
            except Unavailable as error:
                observe.failure("sweep_interrupted", error)
                observe.metric("sweep_interrupted")

    def _drain(self, deadline: Deadline, until: float) -> None:
        """Turns dead letters into parked rows."""
        while deadline.count_seconds() > until and (messages := self._queues.receive(self._dlq_url)):
            settled = [message for message in messages if self._settled(message)]
            self._queues.delete(self._dlq_url, settled)

    def _settled(self, message: Message) -> bool:
        """Returns whether the dead letter may go. One that cannot be read or parked stays, and so does its alarm."""
        try:
            envelope = Envelope.from_json(message.body)
            if not self._too_old(envelope):
                self._park(envelope, EXHAUSTED, self._now_ms())
                observe.metric("delivery_parked", platform=envelope.platform)
        except Exception as error:  # noqa: BLE001 - one letter's fault must not keep the others
            observe.failure("dead_letter_stays", error)
            return False
        return True

    def _bring_back(self, deadline: Deadline, until: float) -> None:
        """Brings fallback objects into the queue, the oldest hour first."""
        for page in self._objects.pages(FALLBACK):
            for start in range(0, len(page), AT_ONCE):
                if deadline.count_seconds() <= until:
                    return
                self._bring_back_some(page[start : start + AT_ONCE])

    def _bring_back_some(self, keys: list[str]) -> None:
        bodies: list[str] = []
        settled: list[str] = []
        for key, content in self._objects.get_many(keys).items():
            try:
                envelope = Envelope.from_json(content.decode("utf-8", "replace"))
            except Malformed as error:
                observe.failure("fallback_stays", error)
                continue
            settled.append(key)
            if not self._too_old(envelope):
                bodies.append(envelope.to_json())
            elif envelope.claim:
                settled.append(envelope.claim)
        self._queues.send_many(self._queue_url, bodies)
        self._objects.delete(settled)

    def _too_old(self, envelope: Envelope) -> bool:
        """Returns whether the platform's terms, or our own, no longer let us keep it; counted."""
        if self._now_ms() < policy.parked_until(envelope.platform, envelope.received_at) * 1000:
            return False
        observe.metric("delivery_expired", platform=envelope.platform)
        return True

    def _now_ms(self) -> int:
        return int(self._clock.wall() * 1000)


@cache
def _sweep() -> Sweep:
    return Sweep(
        queues=queues,
        objects=objects,
        park=Stores(kms).parked.park_delivery,
        clock=SystemClock(),
        queue_url=settings.queue_deliveries(),
        dlq_url=settings.queue_deliveries_dlq(),
    )


def handler(_event: Mapping[str, object], context: LambdaContext) -> None:
    """Sweeps deliveries that were left lying: the function's entry, called by schedule."""
    _sweep().sweep_deliveries(context.get_remaining_time_in_millis() / 1000 - SPARE_S)
