"""The stores of a function, wired once: everything a step may keep or read."""

import time
from collections.abc import Callable
from functools import cached_property

from aws import objects
from store.brand.brands import Brands
from store.brand.ledger import Ledger
from store.brand.stores import BrandStores
from store.contacts.backfill import Backfills
from store.contacts.consents import Consents
from store.contacts.contacts import Contacts
from store.contacts.directory import ContactDirectory
from store.contacts.edits import Edits
from store.contacts.history import History
from store.contacts.name_requests import NameRequests
from store.contacts.profiles import Profiles
from store.contacts.segments import Segments
from store.contacts.wakeups import SEGMENT_WAKEUPS, Wakeups
from store.contacts.words import NameWords
from store.conversations.stores import ConversationStores
from store.forgetting.held_writings import HeldWritings
from store.forgetting.holding import Holding
from store.forgetting.holds import Holds
from store.forgetting.idle import Idle
from store.forgetting.tasks import Tasks
from store.insights.alerts import Alerts
from store.insights.pulses import Pulses
from store.insights.stores import InsightStores
from store.interactions.attempts import Attempts
from store.interactions.corrections import Corrections
from store.interactions.deletions import Deletions
from store.interactions.feed import Feed
from store.interactions.long_texts import LongTexts
from store.interactions.parked import ParkedDeliveries
from store.outbox.broadcasts import Broadcasts
from store.outbox.outbox import Outbox
from store.outbox.papers import Papers
from store.outbox.uploads import Uploads
from store.posts.places import Places
from store.vault.keyring import CACHE_S
from store.vault.open_buckets import OpenBuckets
from store.vault.roots import BrandRoots, Wrapping
from store.vault.salts import Salts
from store.vault.shredder import Shredder
from store.vault.vault import Vault


class Stores(ConversationStores, BrandStores, InsightStores):
    """Makes what is needed when it is first asked for, so that no function pays for another's tables."""

    def __init__(
        self, wrapping: Wrapping, clock: Callable[[], float] = time.time, remembered_s: float = CACHE_S
    ) -> None:
        """Takes `remembered_s`: how long a destroyed key or a restriction may go unnoticed here."""
        self._wrapping = wrapping
        self._remembered_s = remembered_s
        self.clock = clock

    def create_brand(self, brand: str) -> None:
        """Sets a brand up; does nothing where it is."""
        # Listed first, so that there is no brand whose data the purge does not know of.
        Brands().add_brand(brand, self.now_ms())
        self.roots.create_keys(brand)

    @cached_property
    def roots(self) -> BrandRoots:
        """Returns brand keys."""
        return BrandRoots(self._wrapping, self.clock)

    @cached_property
    def vault(self) -> Vault:
        """Seals and unseals."""
        return Vault(Salts(), self.roots, self.clock, remembered_s=self._remembered_s)

    @cached_property
    def feed(self) -> Feed:
        """Returns the store of interactions."""
        return Feed(self.vault, self.now_ms, LongTexts(self.vault, objects))

    @cached_property
    def deletions(self) -> Deletions:
        """Returns the store of what was deleted where no trace may stay."""
        return Deletions(self.now_ms)

    @cached_property
    def profiles(self) -> Profiles:
        """Returns the profiles of people."""
        return Profiles(self.vault)

    @cached_property
    def words(self) -> NameWords:
        """Returns the list by which people are found by their names."""
        return NameWords(self.vault)

    @cached_property
    def name_requests(self) -> NameRequests:
        """Returns the notes of whose name was asked for."""
        return NameRequests(self.clock)

    @cached_property
    def contacts(self) -> Contacts:
        """Returns the store of identities and contacts."""
        return Contacts(self.vault, self.now_ms, self.flows.count_moves)

    @cached_property
    def directory(self) -> ContactDirectory:
        """Returns the directory of everybody there is."""
        return ContactDirectory()

    @cached_property
    def edits(self) -> Edits:
        """Returns the store of what agents enter about contacts."""
        return Edits(self.vault, self.now_ms)

    @cached_property
    def history(self) -> History:
        """Returns the history of contacts."""
        return History()

    @cached_property
    def segment_wakeups(self) -> Wakeups:
        """Returns the wakeups of contacts whose segments time may change."""
        return SEGMENT_WAKEUPS

    @cached_property
    def outbox(self) -> Outbox:
        """Returns the store of what is sent."""
        return Outbox(self.vault, self.changes)

    @cached_property
    def papers(self) -> Papers:
        """Returns the store of notes and drafts."""
        return Papers(self.vault)

    @cached_property
    def uploads(self) -> Uploads:
        """Returns the store of files that are to be sent."""
        return Uploads(self.vault, objects)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        """Returns the store of broadcasts and of who got them."""
        return Broadcasts(self.vault)

    @cached_property
    def segments(self) -> Segments:
        """Returns the store of segments and members."""
        return Segments(self.clock)

    @cached_property
    def backfills(self) -> Backfills:
        """Walks over all contacts."""
        return Backfills(self.now_ms)

    @cached_property
    def places(self) -> Places:
        """Returns the store of posts and groups."""
        return Places(self.vault)

    @cached_property
    def pulses(self) -> Pulses:
        """Returns the store of what people talk about."""
        return Pulses(self.vault, self.rollups.fold_hour)

    @cached_property
    def alerts(self) -> Alerts:
        """Returns the store of what people should look at."""
        return Alerts(self.vault)

    @cached_property
    def corrections(self) -> Corrections:
        """Returns the store of what agents said instead of the engine."""
        return Corrections()

    @cached_property
    def parked(self) -> ParkedDeliveries:
        """Returns parked deliveries."""
        return ParkedDeliveries(self.vault)

    @cached_property
    def attempts(self) -> Attempts:
        """Returns the counters of tries."""
        return Attempts()

    @cached_property
    def ledger(self) -> Ledger:
        """Returns the chain of receipts."""
        return Ledger(self.roots.receipt_seed)

    @cached_property
    def tasks(self) -> Tasks:
        """Returns the store of requests about people's data."""
        return Tasks(self.vault)

    @cached_property
    def holds(self) -> Holds:
        """Returns legal holds."""
        return Holds(self.vault)

    @cached_property
    def shredder(self) -> Shredder:
        """Destroys salts."""
        return Shredder()

    @cached_property
    def open_buckets(self) -> OpenBuckets:
        """Returns retention buckets whose keys are still there."""
        return OpenBuckets()

    @cached_property
    def idle(self) -> Idle:
        """Returns the store that forgets the idle."""
        return Idle(self.shredder)

    @cached_property
    def holding(self) -> Holding:
        """Moves rows under a hold and back."""
        return Holding(self.vault, self.feed, self.conversations)

    @cached_property
    def held_writings(self) -> HeldWritings:
        """Returns what moves replies, notes and what people got of broadcasts under a hold and back."""
        return HeldWritings(self.vault)

    @cached_property
    def consents(self) -> Consents:
        """Returns the store of restrictions, objections and the consent log."""
        return Consents()
