"""Reads off the keys and the receipts who and what was forgotten, and what restored tables brought back of it.

Whole tables are read here, on purpose, as in `infra.verify`: a restored table has no index of what is wrong in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from model.confirmation import SHAPE
from model.receipt import ERASURE
from privacy.erasure import key_name
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys
from store.interactions.mapping import header_of
from store.interactions.rows import FeedRow
from store.stores import Stores
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow

PERSON = re.compile(SHAPE)
"""People have hids; accounts, holds and tasks own things under names with a dot."""


@dataclass(frozen=True, slots=True)
class Key:
    """Holds a salt or what remains of it: whether it opens anything, and since when it should not (epoch
    ms, 0: never).
    """

    alive: bool
    erased_at: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """Holds somebody who is to be as gone as they were; `erased_at` is 0 where nobody was erased but the
    key is lost.
    """

    person: str
    platform: str
    erased_at: int
    keeps_statistics: bool = False
    alive: bool = False
    """Whether their key opens things that it must not."""


@dataclass(slots=True)
class Survey:
    """Holds a brand's keys, what its receipts say was destroyed, and whose rows there are."""

    people: dict[str, Key] = field(default_factory=dict)
    others: dict[str, Key] = field(default_factory=dict)
    """Accounts, legal holds, tasks."""
    plain: set[str] = field(default_factory=set)
    """People with a key and no wish, hold or tombstone beside it."""
    holds: dict[str, str] = field(default_factory=dict)
    """The legal hold that a person's key names."""
    buckets: dict[str, Key] = field(default_factory=dict)
    erased: dict[str, Gone] = field(default_factory=dict)
    """By the name that receipts have for a key; its person is not known from there."""
    seen: dict[str, str] = field(default_factory=dict)
    """Platform by person."""
    stale: set[str] = field(default_factory=set)
    """People with rows that their key, as it is now, does not open."""

    @classmethod
    def of(cls, stores: Stores, brand: str) -> "Survey":
        """Reads it all."""
        found = cls()
        found._read_keys(brand)
        found._read_receipts(stores, brand)
        found._read_rows(brand)
        return found

    def _read_keys(self, brand: str) -> None:
        for row in SaltRow.scan(consistent_read=True):
            key = Key(row.salt is not None, int(row.erased_at or 0))
            owner, bucket = vault_keys.owner_of_salt(row.pk), vault_keys.bucket_of_salt(row.pk)
            if owner is not None and owner[0] == brand:
                (self.people if PERSON.fullmatch(owner[1]) else self.others)[owner[1]] = key
                if key == Key(alive=True) and not (row.restricted_at or row.hold) and owner[1] in self.people:
                    self.plain.add(owner[1])
                if row.hold:
                    self.holds[owner[1]] = row.hold
            elif bucket is not None and bucket[0] == brand:
                self.buckets[bucket[1]] = key

    def _read_receipts(self, stores: Stores, brand: str) -> None:
        for receipt in stores.ledger.list_receipts(brand):
            body = receipt.body
            # Where the platform allows no trace a receipt says how many, and names none.
            if receipt.kind != ERASURE or not isinstance(body["keys_destroyed"], list):
                continue
            for name in body["keys_destroyed"]:
                kept = body["statistics"] == "kept"
                self.erased[name] = Gone("", str(body["platform"]), int(body["erased_at"]), kept)

    def _read_rows(self, brand: str) -> None:
        for row in rows_of(brand):
            header = header_of(brand, row)
            if PERSON.fullmatch(owner := header.owner):
                self.seen[owner] = header.platform
                known = self.people.get(owner, Key(alive=False))
                if not known.alive or header.seen_at <= known.erased_at:
                    self.stale.add(owner)
        for profile in IdentityRow.scan(IdentityRow.sk == PROFILE, consistent_read=True):
            if profile.pk.startswith(contact_keys.identity(brand, "")) and profile.platform:
                self.seen[row_keys.item_of(profile.pk)] = profile.platform

    def gone(self, brand: str) -> Iterator[Gone]:
        """Yields everybody who was erased, and everybody whose rows are there without a key."""
        for person in sorted({*self.people, *self.seen}):
            known, said = self.people.get(person), self.erased.get(key_name(brand, person))
            erased_at = max(known.erased_at if known else 0, said.erased_at if said else 0)
            if not erased_at and known is not None:
                continue
            platform = self.seen.get(person) or (said.platform if said else "")
            # Who came back has a key beside the tombstone: that one is younger than any receipt.
            alive = known is not None and known.alive and known.erased_at < erased_at
            yield Gone(person, platform, erased_at, bool(said and said.keeps_statistics), alive)


def rows_of(brand: str) -> Iterator[FeedRow]:
    """Yields all interactions of a brand."""
    for row in FeedRow.scan(consistent_read=True):
        if row.pk.startswith(interaction_keys.interaction(brand, "")):
            yield row
