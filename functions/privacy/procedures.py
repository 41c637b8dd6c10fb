"""Chooses the procedure that fulfils each kind of request."""

from collections.abc import Callable, Mapping
from typing import Protocol

from aws import queues, settings
from model.privacy_task import Ask
from privacy.deletion import Deletion
from privacy.erasure import Erasure
from privacy.export import CopyFiles, Export
from privacy.hiding import Hiding
from privacy.item_classes import ErasureContext
from privacy.preferences import Preferences
from privacy.procedure import Procedure
from privacy.revocation import Revocation
from store.forgetting.erasing.eraser import ClaimObjects
from store.stores import Stores
from store.vault.shredder import Shredder


def _to_sentiment(bodies: list[str]) -> None:
    queues.send_many(settings.queue_sentiment(), bodies)


class ObjectBucket(ClaimObjects, CopyFiles, Protocol):
    """Does what `aws.objects` does: reads, writes and deletes."""


def of(
    stores: Stores, objects: ObjectBucket, hand_on: Callable[[list[str]], None] | None = None
) -> Mapping[Ask, Procedure]:
    """Returns all of them, over these stores and this bucket. `hand_on` queues messages for `segment/sentiment`."""
    context = ErasureContext(stores, objects)
    preferences = Preferences(stores.tasks, stores.contacts, stores.profiles, stores.consents, stores.now_ms)
    return {
        Ask.EXPORT: Export(context, stores.tasks, objects),
        Ask.RESTRICT: preferences,
        Ask.OBJECT: preferences,
        Ask.CONSENT: preferences,
        Ask.RECTIFY: preferences,
        Ask.ERASE: Erasure(context, stores.tasks, Shredder(), stores.ledger, stores.holds),
        Ask.HIDE: Hiding(stores.feed, stores.tasks, stores.now_ms, hand_on or _to_sentiment),
        Ask.DELETE: Deletion(stores.feed, stores.tasks, hand_on or _to_sentiment),
        Ask.REVOKE: Revocation(context),
    }
