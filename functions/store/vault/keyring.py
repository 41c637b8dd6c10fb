"""Salts of people and retention buckets, remembered for five minutes; by the API, which shows them, for five seconds.

"Missing" is never decided by an eventual read: creation is a conditional put, and the winner is used.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from store.vault import keys as vault_keys
from store.vault.sealed import Header, Tampered

SALT_BYTES = 32
CACHE_S = 300
CACHE_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Salt:
    """Holds a row of the `keys` table: 32 random bytes, or the tombstone that took their place (epoch ms).

    Both are set of somebody who was erased and wrote to us again: the bytes seal what came since.
    """

    value: bytes | None
    erased_at: int | None = None
    restricted_at: int | None = None
    """Since when their data may be stored and nothing else."""
    closing: bool = False
    """Its person was idle for so long that it is about to go; using it for something new keeps it."""
    objected_at: int | None = None
    """Since when they want no advertising: it stands with the tombstone too, for objections outlive an erasure."""
    hold: str | None = None
    """The legal hold under which everything is sealed that is written of the person from now on."""


Wanted = tuple[bytes, int | None]
"""A salt that is to be: its bytes, and when its bucket is due (epoch s)."""


class SaltTable(Protocol):
    """Does for the vault what `store.vault.salts` does."""

    def read_salts(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """Returns the rows that exist."""

    def create_salt(self, key: str, value: bytes, due: int | None) -> Salt:
        """Puts a salt unless a lasting one is there; returns the salt that is there afterwards."""

    def create_salts(self, wanted: Mapping[str, Wanted]) -> dict[str, Salt]:
        """Creates many salts, as `create_salt` creates one."""

    def renew_salt(self, key: str, value: bytes, erased_at: int) -> Salt:
        """Puts a new salt beside the tombstone of `erased_at`; returns the winner either way."""


class Keyring:
    """Reads the salts of one brand at a time."""

    def __init__(
        self,
        salts: SaltTable,
        clock: Callable[[], float],
        random: Callable[[int], bytes] = os.urandom,
        remembered_s: float = CACHE_S,
    ) -> None:
        self._salts = salts
        self._remembered_s = remembered_s
        self._clock = clock
        self._random = random
        self._cache: dict[str, tuple[float, Salt]] = {}

    def prepare_salts(
        self, brand: str, owners: Iterable[str], buckets: Mapping[str, int] | None = None
    ) -> frozenset[str]:
        """Reads the salts of `owners` and `buckets` (with their due time, epoch s), creating missing ones.

        Answers which of `owners` had none: nothing is known of them yet. "Missing" is never decided by an eventual
        read: creation is a conditional put and the winner is used.
        """
        people = {vault_keys.person_salt(brand, owner): owner for owner in owners}
        wanted: dict[str, int | None] = dict.fromkeys(people)
        wanted |= {vault_keys.bucket_salt(brand, bucket): due for bucket, due in (buckets or {}).items()}
        known = self._known(wanted)
        missing: dict[str, Wanted] = {}
        for key, due in wanted.items():
            fresh = (self._random(SALT_BYTES), due)
            if key not in known:
                missing[key] = fresh
            elif known[key].closing:
                self._remember(key, self._salts.create_salt(key, *fresh))
        for key, salt in self._salts.create_salts(missing).items() if missing else ():
            self._remember(key, salt)
        return frozenset(people[key] for key in missing if key in people)

    def load_salts(self, brand: str, sealed: Iterable[bytes]) -> None:
        """Reads the salts that these values were sealed with, in one batched read."""
        names: set[str] = set()
        for value in sealed:
            try:
                header = Header.parse(value)
            except Tampered:
                # Whoever opens it is told; the others go on.
                continue
            names |= {
                vault_keys.person_salt(brand, header.owner),
                vault_keys.bucket_salt(brand, header.bucket),
            }
        self._known(names)

    def erased_at(self, brand: str, owner: str) -> int | None:
        """Returns when the person was erased (epoch ms), None when they were not. Reads through the cache."""
        salt = self.read_salt(brand, owner)
        return salt.erased_at if salt else None

    def read_salt(self, brand: str, owner: str) -> Salt | None:
        """Returns the person's salt or what remains of it, None when there never was one. Reads through the cache."""
        key = vault_keys.person_salt(brand, owner)
        return self._known([key]).get(key)

    def find_erased(self, brand: str, people: Iterable[str]) -> dict[str, int]:
        """Returns those of `people` who were erased (epoch ms) and did not come back, in one batched read."""
        named = {vault_keys.person_salt(brand, person): person for person in people}
        return {
            named[key]: salt.erased_at
            for key, salt in self._known(named).items()
            if salt.value is None and salt.erased_at is not None
        }

    def is_restricted(self, brand: str, owner: str) -> bool:
        """Tells whether the person's data may be stored and nothing else. Reads through the cache."""
        salt = self.read_salt(brand, owner)
        return salt is not None and salt.restricted_at is not None

    def find_restricted(self, brand: str, people: Iterable[str]) -> frozenset[str]:
        """Returns the people whose data may only be stored (restricted), in one batched read."""
        named = {vault_keys.person_salt(brand, person): person for person in people}
        return frozenset(
            named[key] for key, salt in self._known(named).items() if salt.restricted_at is not None
        )

    def find_objecting(self, brand: str, people: Iterable[str]) -> frozenset[str]:
        """Returns those of `people` who want no advertising, erased or not, in one batched read."""
        named = {vault_keys.person_salt(brand, person): person for person in people}
        return frozenset(
            named[key] for key, salt in self._known(named).items() if salt.objected_at is not None
        )

    def find_hold(self, brand: str, owner: str) -> str | None:
        """Returns the legal hold on the person. Reads through the cache: writers know of it after five minutes."""
        salt = self.read_salt(brand, owner)
        return salt.hold if salt else None

    def find_holds(self, brand: str, people: Iterable[str]) -> dict[str, str]:
        """Returns the legal holds on these people, by person, in one batched read."""
        named = {vault_keys.person_salt(brand, person): person for person in people}
        return {named[key]: salt.hold for key, salt in self._known(named).items() if salt.hold is not None}

    def has_passed(self, due_s: int) -> bool:
        """Tells whether an instant (epoch s) is over."""
        return due_s <= self._clock()

    def renew_key(self, brand: str, owner: str, erased_at: int) -> None:
        """Makes a new salt for somebody who was erased then and writes to us again."""
        key = vault_keys.person_salt(brand, owner)
        self._remember(key, self._salts.renew_salt(key, self._random(SALT_BYTES), erased_at))

    def find_changed(self, brand: str, owners: Iterable[str]) -> frozenset[str]:
        """Returns those of `owners` whose key is another now than the one remembered here, in one batched read.

        What was sealed for them a moment ago cannot be read by anybody.
        """
        named = {vault_keys.person_salt(brand, owner): owner for owner in owners}
        used = {key: self._cache[key][1].value for key in named if key in self._cache}
        now = self._salts.read_salts(used, consistent=True) if used else {}
        changed = [key for key, value in used.items() if key not in now or now[key].value != value]
        for key in changed:
            self._cache.pop(key, None)
        return frozenset(named[key] for key in changed)

    def forget_salt(self, brand: str, owner: str) -> None:
        """Drops the person's salt from the cache: after a change the old one must not be used."""
        self._cache.pop(vault_keys.person_salt(brand, owner), None)

    def _known(self, names: Iterable[str]) -> dict[str, Salt]:
        now = self._clock()
        found: dict[str, Salt] = {}
        missing: list[str] = []
        for name in names:
            cached = self._cache.get(name)
            if cached and now - cached[0] < self._remembered_s:
                found[name] = cached[1]
            else:
                missing.append(name)
        if missing:
            for name, salt in self._salts.read_salts(missing, consistent=True).items():
                found[name] = self._remember(name, salt)
        return found

    def _remember(self, name: str, salt: Salt) -> Salt:
        if len(self._cache) >= CACHE_ROWS:
            self._cache.clear()
        self._cache[name] = (self._clock(), salt)
        return salt
