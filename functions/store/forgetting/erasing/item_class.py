"""Declares what is said of each kind of item that may be about a person: `privacy.item_classes` gathers them.

Each kind is declared beside its eraser: erasure, receipts, the copy for the person and the register of processing
follow from the declaration.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol

from store.contacts.consents import Consents
from store.contacts.words import NameWords
from store.conversations.conversations import Conversations
from store.forgetting.erasing.eraser import ClaimObjects, Eraser
from store.forgetting.erasing.leaver import Leaver
from store.interactions.feed import Feed
from store.interactions.parked import ParkedDeliveries
from store.outbox.broadcasts import Broadcasts
from store.outbox.outbox import Outbox
from store.outbox.papers import Papers
from store.outbox.uploads import Uploads
from store.vault.vault import Vault


class ErasingStores(Protocol):
    """Holds the stores that erasers and copies work with (`store.stores`); a store of another noun is made of the
    vault.
    """

    @property
    def vault(self) -> Vault:
        """Seals and unseals."""

    @property
    def feed(self) -> Feed:
        """Keeps interactions."""

    @property
    def conversations(self) -> Conversations:
        """Keeps conversations."""

    @property
    def outbox(self) -> Outbox:
        """Keeps replies."""

    @property
    def papers(self) -> Papers:
        """Keeps notes and drafts."""

    @property
    def uploads(self) -> Uploads:
        """Keeps files that are to be sent."""

    @property
    def broadcasts(self) -> Broadcasts:
        """Keeps broadcasts and who got them."""

    @property
    def words(self) -> NameWords:
        """Keeps the list by which people are found by their names."""

    @property
    def consents(self) -> Consents:
        """Keeps the log of consents."""

    @property
    def parked(self) -> ParkedDeliveries:
        """Keeps deliveries that nobody could read."""

    def now_ms(self) -> int:
        """Returns epoch milliseconds."""


class EraserContext(Protocol):
    """Holds what an eraser and a copy are made of: the stores and the bucket."""

    @property
    def stores(self) -> ErasingStores:
        """Returns what keeps everything but files."""

    @property
    def objects(self) -> ClaimObjects:
        """Returns what keeps files."""


class Turn(IntEnum):
    """Says when in an erasure the items of a kind go."""

    SENT = 1
    """First: what we wrote, so that nothing more is sent."""
    COUNTED = 2
    """What is found by the person's interactions, so before those."""
    WRITTEN = 3
    """Interactions and their conversations."""
    KEPT = 4
    """The person's own rows."""
    LEADING = 5
    """Last: what the person's messages are found by."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Says what a copy for the person has of a kind: under which name, of which shape, and how it is made."""

    section: str
    shape: Any
    make: Callable[[EraserContext, Leaver], Iterable[Any]]
    description: str = ""


Words = tuple[str, str]
"""What the register of processing calls something, and what it says that it holds."""


@dataclass(frozen=True, slots=True)
class ItemClass:
    """Declares a kind of item. `rows` are the models it is kept in, `counts` the names its deletions are counted under.

    `exported` names the attributes a copy for the person is made of, `withheld` all others, each with its reason.
    `register` says of each model, and `families` of each kind of row of `ops` that its eraser deletes or takes back (by
    what its keys begin with), what the register of processing says of it.
    """

    name: str
    turn: Turn
    rows: tuple[type[Any], ...]
    counts: tuple[str, ...]
    eraser: Callable[[EraserContext], Eraser]
    exported: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)
    register: Mapping[str, Words] = field(default_factory=dict)
    families: Mapping[str, Words] = field(default_factory=dict)
    copied: Copied | None = None


RETENTION = "says when it is deleted; the copy states the periods in words"
EMPLOYEE = "an employee's id"
PERSON = "the person themselves"
ITEM = "an interaction's id; the interaction is exported"
OURS = "an id of ours"
TRIES = "how often the platform was asked"
TRIED = "when the platform was asked last"
