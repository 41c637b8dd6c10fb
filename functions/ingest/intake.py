"""From the queue `deliveries` into the tables: parse, resolve, fold, and hand on what wants a label.

Deliveries that come for the first time are kept together, because one read then serves a hundred of them; when that
fails, each is kept alone. One that comes again is a suspect, for it may have ended the process, and its neighbours
came again with it: suspects are taken one by one behind the others, and whoever was done with before is acknowledged
first. Three tries of its own park it; what tables or AWS refuse is no try.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws import kms, objects, observe, queues, refusals, settings
from aws.lambda_context import LambdaContext
from aws.queues import Message
from ingest.clock import Clock, Deadline, SystemClock
from ingest.deliveries import PARSE_S, Claims, Deliveries, Read
from ingest.keeping import Forward, Keeping
from model.errors import Conflict, Malformed, Unavailable
from model.messages import Envelope
from platforms import registry
from platforms.base import Platform
from store.interactions.parked import EXHAUSTED
from store.stores import Stores

WEBHOOK = "webhook"

TRIES_ALONE = 3
"""How often a delivery may fail, or end the process, by itself until it is parked."""

BUDGET_S = 27.0
"""What a batch may take where nobody says how much time is left."""

ALONE_S = 10.0
"""What is left of the time when one more suspect is begun."""

SPARE_S = 3.0
"""What a batch leaves of its function's time."""


@dataclass(frozen=True, slots=True)
class Received:
    """Holds a message and the envelope in it."""

    message: Message
    envelope: Envelope

    @property
    def suspect(self) -> bool:
        """Returns whether it failed before, or may have."""
        return self.envelope.alone or self.message.receives > 1


def _drop(bodies: list[str]) -> None:
    """Hands on nothing: for whoever has no platform that is asked anything."""


class Intake:
    """Takes in batches of deliveries. `acknowledge` forgets messages of the queue that are done with."""

    def __init__(
        self,
        stores: Stores,
        claims: Claims,
        forward: Forward,
        demand: Forward,
        platform: Callable[[str], Platform] = registry.platform,
        acknowledge: Callable[[Sequence[Message]], None] = lambda _: None,
        parse_s: float = PARSE_S,
        clock: Clock | None = None,
        fetch: Forward = _drop,
    ) -> None:
        self._stores = stores
        self._acknowledge = acknowledge
        self._clock = clock or SystemClock()
        self.deliveries = Deliveries(stores, claims, platform, parse_s)
        self.keeping = Keeping(stores, claims, forward, demand, fetch)

    def take_deliveries(self, event: Mapping[str, Any], seconds: float = BUDGET_S) -> dict[str, Any]:
        """Returns the answer to an SQS event: which messages are to come again."""
        deadline = Deadline(self._clock, seconds)
        received, failed = _open_envelopes(event)
        fresh = {each.message.id: each for each in received if not each.suspect}
        failed |= self._take_together(fresh, deadline, seconds / 2)
        done = [each.message for each in fresh.values() if each.message.id not in failed]
        for number, each in enumerate(each for each in received if each.suspect):
            if deadline.count_seconds() < ALONE_S and (fresh or number):
                failed.add(each.message.id)
                continue
            self._acknowledge_before_suspect(done)
            done = []
            if self._take_alone(each):
                done.append(each.message)
            else:
                failed.add(each.message.id)
        return {"batchItemFailures": [{"itemIdentifier": each} for each in sorted(failed)]}

    def _take_together(self, fresh: Mapping[str, Received], deadline: Deadline, until: float) -> set[str]:
        """Takes in deliveries that come for the first time. Returns the ids of those that have to come again."""
        read: dict[str, Read] = {}
        failed: set[str] = set()
        for message, each in fresh.items():
            if deadline.count_seconds() <= until or not self._is_read(each, read):
                failed.add(message)
        return failed | self._keep_together(read)

    def _is_read(self, each: Received, read: dict[str, Read]) -> bool:
        try:
            found = self.deliveries.read_delivery(each.envelope)
        except Exception as error:  # noqa: BLE001 - this message alone comes again
            observe.failure("message_failed", error)
            return False
        if found is not None:
            read[each.message.id] = found
            _count_silence(each.envelope, found)
        return True

    def _keep_together(self, read: Mapping[str, Read]) -> set[str]:
        try:
            self.keeping.keep_deliveries(read.values())
        except Exception as error:  # noqa: BLE001 - each is tried again alone, and its own failure reported
            observe.failure("batch_failed", error, deliveries=len(read))
            failed = {each for each in read if not self._is_kept_alone(read[each])}
        else:
            failed = set()
        for message in read.keys() - failed:
            _note_interactions(message, read[message])
        return failed

    def _is_kept_alone(self, read: Read) -> bool:
        try:
            self.keeping.keep_deliveries([read])
        except Exception as error:  # noqa: BLE001 - this message alone comes again
            observe.failure("delivery_failed", error)
            return False
        return True

    def _take_alone(self, each: Received) -> bool:
        """Takes in one suspect. Returns whether it is done with, stored or parked."""
        brand, message = each.envelope.brand, each.message.id
        attempt = 0
        try:
            attempt = self._stores.attempts.begin_attempt(brand, message, self._stores.clock())
            if attempt <= TRIES_ALONE:
                self._take(each.envelope, message)
                return True
        except Exception as error:  # noqa: BLE001 - this message alone comes again
            observe.failure("delivery_failed", error, receives=each.message.receives, attempt=attempt)
            if attempt and not _is_its_own_fault(error):
                self._take_back_attempt(brand, message)
                return False
        return attempt >= TRIES_ALONE and self._is_parked(each.envelope)

    def _take(self, envelope: Envelope, message: str) -> None:
        read = self.deliveries.read_delivery(envelope)
        if read is not None:
            _count_silence(envelope, read)
            self.keeping.keep_deliveries([read])
            _note_interactions(message, read)

    def _take_back_attempt(self, brand: str, message: str) -> None:
        try:
            self._stores.attempts.take_back_attempt(brand, message)
        except Exception as error:  # noqa: BLE001 - it comes again either way
            observe.failure("attempt_not_taken_back", error)

    def _is_parked(self, envelope: Envelope) -> bool:
        try:
            self.deliveries.park_delivery(envelope, EXHAUSTED)
        except Exception as error:  # noqa: BLE001 - it stays in the queue and is parked later
            observe.failure("delivery_not_parked", error)
            return False
        return True

    def _acknowledge_before_suspect(self, done: Sequence[Message]) -> None:
        """Forgets messages that are done with: if the next ends the process, they do not come again with it."""
        if not done:
            return
        try:
            self._acknowledge(done)
        except Unavailable as error:
            observe.failure("not_acknowledged", error)


def _count_silence(envelope: Envelope, read: Read) -> None:
    """Counts what a platform pushed and nothing was made of: a kind that nobody reads is seen by that."""
    told = (read.arrivals, read.demands, read.moves, read.tellings, read.unknown, read.elsewhere)
    if envelope.source == WEBHOOK and not any(
        (*told, read.wants, read.profiles, read.progress, read.filings)
    ):
        observe.metric("delivery_without_event", platform=envelope.platform)


def _note_interactions(delivery: str, read: Read) -> None:
    """Logs a delivery's id beside the ids of what it brought, so that one can be followed from queue to row."""
    for interaction in dict.fromkeys(each.interaction.id for each in read.arrivals):
        observe.info("interaction_kept", delivery=delivery, interaction=interaction)


def _open_envelopes(event: Mapping[str, Any]) -> tuple[list[Received], set[str]]:
    """Returns the envelopes of an SQS event, and the ids of messages that hold none: they end in the dead queue."""
    received: list[Received] = []
    failed: set[str] = set()
    for message in queues.read_event(event):
        try:
            received.append(Received(message, Envelope.from_json(message.body)))
        except Malformed as error:
            observe.failure("message_failed", error, receives=message.receives)
            failed.add(message.id)
    return received, failed


def _is_its_own_fault(error: Exception) -> bool:
    if isinstance(error, (Unavailable, Conflict)):
        return False
    return not refusals.passes(error) and not refusals.names_service(error)


@cache
def _intake() -> Intake:
    return Intake(
        Stores(kms, time.time),
        objects,
        lambda bodies: queues.send_many(settings.queue_sentiment(), bodies),
        lambda bodies: queues.send_many(settings.queue_privacy(), bodies),
        fetch=lambda bodies: queues.send_many(settings.queue_fetches(), bodies),
        acknowledge=lambda messages: queues.delete(settings.queue_deliveries(), messages),
    )


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Takes a batch of the queue `deliveries`: the function's entry."""
    return _intake().take_deliveries(event, context.get_remaining_time_in_millis() / 1000 - SPARE_S)
