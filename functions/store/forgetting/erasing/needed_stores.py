"""Declares the stores that the withdrawal of an account works with."""

from typing import Protocol

from store.conversations.conversations import Conversations
from store.forgetting.idle import Idle
from store.interactions.feed import Feed
from store.vault.open_buckets import OpenBuckets
from store.vault.shredder import Shredder


class NeededStores(Protocol):
    """Holds the stores that a withdrawal works with (`store.stores`)."""

    @property
    def feed(self) -> Feed:
        """Returns the store of interactions."""

    @property
    def conversations(self) -> Conversations:
        """Returns conversation heads."""

    @property
    def open_buckets(self) -> OpenBuckets:
        """Returns retention buckets whose keys are there."""

    @property
    def shredder(self) -> Shredder:
        """Destroys salts."""

    @property
    def idle(self) -> Idle:
        """Forgets identities."""

    def now_ms(self) -> int:
        """Returns epoch milliseconds."""
