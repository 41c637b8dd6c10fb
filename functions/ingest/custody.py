"""Taking a delivery into custody: it is in the queue, or in the bucket, or the sender still has it."""

import os
from dataclasses import replace

from aws import observe
from ingest.clock import Deadline
from ingest.ports import Objects, Sender
from model.errors import Unavailable
from model.messages import QUEUE_LIMIT, Envelope
from model.raw_objects import CLAIMS, FALLBACK, key

FALLBACK_RESERVE_S = 0.5
"""What trying the queue leaves for the bucket."""

CLAIM_RESERVE_S = 1.0
"""What writing a claim leaves for the queue and the bucket."""

QUEUE_MAXIMUM = 1_000_000
"""What SQS takes today; used when a large body finds the bucket closed.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""


class Custody:
    """Keeps authentic deliveries until they are stored."""

    def __init__(self, queues: Sender, objects: Objects, queue_url: str) -> None:
        self._queues = queues
        self._objects = objects
        self._queue_url = queue_url

    def take_delivery(self, envelope: Envelope, deadline: Deadline) -> bool:
        """Returns whether the delivery is durable now. After a time-out it may be there twice: it is stored once."""
        text = envelope.to_json()
        if len(text) <= QUEUE_LIMIT:
            return self._queue_or_fallback(envelope, text, deadline)
        claim = _key(CLAIMS, envelope)
        if self._put(claim, envelope.body or b"", deadline, CLAIM_RESERVE_S):
            envelope = replace(envelope, body=None, claim=claim)
            return self._queue_or_fallback(envelope, envelope.to_json(), deadline)
        return len(text) <= QUEUE_MAXIMUM and self._queue(envelope, text, deadline, reserve=0)

    def _queue_or_fallback(self, envelope: Envelope, text: str, deadline: Deadline) -> bool:
        if self._queue(envelope, text, deadline, FALLBACK_RESERVE_S):
            return True
        observe.metric("delivery_fell_back", platform=envelope.platform)
        return self._put(_key(FALLBACK, envelope), text.encode(), deadline)

    def _queue(self, envelope: Envelope, text: str, deadline: Deadline, reserve: float) -> bool:
        for seconds in deadline.list_timeouts(reserve):
            try:
                self._queues.send(self._queue_url, text, group=envelope.brand, seconds=seconds)
            except Unavailable as error:
                observe.failure("queue_refused", error)
            else:
                return True
        return False

    def _put(self, key: str, body: bytes, deadline: Deadline, reserve: float = 0) -> bool:
        for seconds in deadline.list_timeouts(reserve):
            try:
                self._objects.put(key, body, seconds)
            except Unavailable as error:
                observe.failure("bucket_refused", error)
            else:
                return True
        return False


def _key(prefix: str, envelope: Envelope) -> str:
    return key(prefix, envelope.platform, envelope.received_at, os.urandom(8).hex())
