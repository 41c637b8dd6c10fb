"""The stores of a function, wired once: everything a step may keep or read."""

import time
from collections.abc import Callable
from functools import cached_property

from store.accounts import Accounts
from store.agents import Agents
from store.audit import Audit
from store.brands import BrandRoots, Wrapping
from store.contacts import Contacts
from store.conversations import Conversations
from store.feed import Feed
from store.ledger import Ledger
from store.parked import ParkedDeliveries
from store.rollups import Rollups
from store.salts import Salts
from store.segments import Segments
from store.vault import Vault


class Stores:
    """What is needed is made when it is first asked for, so that no function pays for another's tables."""

    def __init__(self, wrapping: Wrapping, clock: Callable[[], float] = time.time) -> None:
        self._wrapping = wrapping
        self.clock = clock

    def now_ms(self) -> int:
        """Epoch milliseconds."""
        return int(self.clock() * 1000)

    @cached_property
    def brands(self) -> BrandRoots:
        """Brand keys."""
        return BrandRoots(self._wrapping, self.clock)

    @cached_property
    def vault(self) -> Vault:
        """Seals and unseals."""
        return Vault(Salts(), self.brands, self.clock)

    @cached_property
    def feed(self) -> Feed:
        """Interactions."""
        return Feed(self.vault, self.now_ms)

    @cached_property
    def contacts(self) -> Contacts:
        """Identities and contacts."""
        return Contacts(self.vault)

    @cached_property
    def conversations(self) -> Conversations:
        """Conversation heads and the inbox."""
        return Conversations()

    @cached_property
    def accounts(self) -> Accounts:
        """Connected accounts."""
        return Accounts(self.vault, self.clock)

    @cached_property
    def agents(self) -> Agents:
        """Agents and tokens."""
        return Agents()

    @cached_property
    def segments(self) -> Segments:
        """Segments and members."""
        return Segments(self.clock)

    @cached_property
    def rollups(self) -> Rollups:
        """Counts."""
        return Rollups()

    @cached_property
    def parked(self) -> ParkedDeliveries:
        """Parked deliveries."""
        return ParkedDeliveries(self.vault)

    @cached_property
    def audit(self) -> Audit:
        """The audit log."""
        return Audit()

    @cached_property
    def ledger(self) -> Ledger:
        """Receipts."""
        return Ledger(self.brands)
