"""From the queue `segments`: stage, segments and priority of everybody whose interactions are named.

It shows the rule and the values behind every membership, and decides nothing about a person by itself.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws import batch, kms, queues, settings
from aws.queues import Message
from model.messages import Review, SegmentWalk, read_segments_message
from segment.backfill import SegmentBackfill
from segment.consequences import Consequences
from store.stores import Stores


def _forward(body: str) -> None:
    queues.send(settings.queue_segments(), body)


class Assign:
    """Applies what the labels of a batch of rows mean."""

    def __init__(self, stores: Stores, forward: Callable[[str], None] = _forward) -> None:
        self._backfill = SegmentBackfill(stores, forward)
        self._consequences = Consequences(stores)

    def assign_segments(self, message: Message) -> None:
        """Looks at what one message names: rows, contacts, or the next pages of a walk over all contacts."""
        asked = read_segments_message(message.body)
        if isinstance(asked, Review):
            self._backfill.review_contacts(asked)
        elif isinstance(asked, SegmentWalk):
            self._backfill.take_step(asked, message.receives)
        else:
            self._consequences.apply_rows(asked, message.id)


@cache
def _assign() -> Assign:
    return Assign(Stores(kms, time.time))


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Takes a batch of the queue `segments`: the function's entry."""
    return batch.process(event, _assign().assign_segments)
