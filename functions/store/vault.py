"""Seal and unseal: everything personal in a row is one attribute that only its owner's key opens.

A sealed value is `version, root version, owner, bucket, nonce, AES-256-GCM(deflated JSON)`. The content key is
HMAC-SHA256(brand root, owner salt | bucket salt), so destroying either salt makes every copy unreadable.

Words in it that are other people's (`model.naming`) are sealed once more inside it, with those people's salts in the
place of the owner's. Under a legal hold they are not: it keeps what it covers as it is, whoever is erased meanwhile.
"""

import base64
import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from hmac import digest
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.errors import Erased, Purged, RapportError
from model.naming import OTHERS
from store import keys

VERSION = 1
NONCE_BYTES = 12
SALT_BYTES = 32
CACHE_S = 300
CACHE_ROWS = 20_000
SPARE_S = 7 * 86_400
"""How much longer than needed the salt of somebody who is only named is kept, so that it is seldom prolonged."""
PLAIN_LIMIT = 4_000_000
"""Bytes one sealed value may inflate to."""


class Tampered(RapportError):
    """The sealed value, its key or its place was changed."""

    code = "tampered"


@dataclass(frozen=True, slots=True)
class Salt:
    """A row of the `keys` table: 32 random bytes, or the tombstone that took their place (epoch ms).

    Both are set of somebody who was erased and wrote to us again: the bytes seal what came since.
    """

    value: bytes | None
    erased_at: int | None = None
    restricted_at: int | None = None
    """Since when their data may be stored and nothing else."""
    closing: bool = False
    """Its person was idle for so long that it is about to go; using it for something new keeps it."""
    until: int | None = None
    """Of somebody who was only ever named by others: when no row can name them any more (epoch s)."""
    hold: str | None = None
    """The legal hold under which everything is sealed that is written of the person from now on."""


Wanted = tuple[bytes, int | None, int | None]
"""A salt that is to be: its bytes, when its bucket is due, and until when it is needed at least (epoch s)."""


@dataclass(frozen=True, slots=True)
class BrandKeys:
    """A brand's unwrapped keys."""

    root: bytes
    index: bytes
    version: int = 1


class SaltTable(Protocol):
    """What the vault needs of the `keys` table (`store.salts`)."""

    def read(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """The rows that exist."""

    def create(self, key: str, value: bytes, due: int | None, until: int | None = None) -> Salt:
        """Put unless there is one that lasts (to `until`, or without an end); the winner either way."""

    def create_all(self, wanted: Mapping[str, Wanted]) -> dict[str, Salt]:
        """The same for many."""

    def renew(self, key: str, value: bytes, erased_at: int) -> Salt:
        """Put a new salt beside the tombstone of `erased_at`; the winner either way."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; it opens nowhere else."""

    table: str
    pk: str
    sk: str = ""

    def associated(self, header: bytes) -> bytes:
        """The bytes the cipher binds the value to."""
        return _join(self.table.encode(), self.pk.encode(), self.sk.encode(), header)


class Vault:
    """Seals and unseals for one brand at a time; salts are cached for at most five minutes."""

    def __init__(
        self,
        salts: SaltTable,
        brand_keys: Callable[[str], BrandKeys],
        clock: Callable[[], float],
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._salts = salts
        self._brand_keys = brand_keys
        self._clock = clock
        self._random = random
        self._cache: dict[str, tuple[float, Salt]] = {}
        self._absent: dict[str, float] = {}

    def index_key(self, brand: str) -> bytes:
        """The key that turns native ids into hids."""
        return self._brand_keys(brand).index

    def prepare(
        self,
        brand: str,
        owners: Iterable[str],
        buckets: Mapping[str, int] | None = None,
        named: Mapping[str, int] | None = None,
    ) -> frozenset[str]:
        """Have the salts of `owners` and `buckets` (with their due time, epoch s) ready, creating missing ones.

        And of people `named` in what others write, with the time until which that is kept (epoch s). Answers which
        of `owners` had none: nothing is known of them yet. "Missing" is never decided by an eventual read: creation
        is a conditional put and the winner is used.
        """
        people = {keys.person_salt(brand, owner): owner for owner in owners}
        wanted: dict[str, int | None] = dict.fromkeys(people)
        wanted |= {keys.bucket_salt(brand, bucket): due for bucket, due in (buckets or {}).items()}
        lasting = {keys.person_salt(brand, person): until for person, until in (named or {}).items()}
        known = self._known({**lasting, **wanted})
        fresh: dict[str, Wanted] = {}
        for key in {**lasting, **wanted}:
            until = None if key in wanted else lasting[key]
            if not _lasts(known.get(key), until):
                ends = None if until is None else until + SPARE_S
                fresh[key] = (self._random(SALT_BYTES), wanted.get(key), ends)
        for key in sorted(fresh.keys() & known.keys()):
            self._remember(key, self._salts.create(key, *fresh[key]))
        missing = {key: each for key, each in fresh.items() if key not in known}
        for key, salt in self._salts.create_all(missing).items() if missing else ():
            self._remember(key, salt)
        return frozenset(people[key] for key in missing if key in people)

    def load(self, brand: str, sealed: Iterable[bytes], named: Iterable[str] = ()) -> None:
        """Have the salts ready that these values were sealed with, in one batched read; also of people `named`."""
        names: set[str] = set()
        for value in sealed:
            header = _Header.of(value)
            names |= {keys.person_salt(brand, header.owner), keys.bucket_salt(brand, header.bucket)}
        now = self._clock()
        # Who is tagged and not named has no salt: that is remembered here, where it does not matter if it is wrong.
        asked = {name for name in map(partial(keys.person_salt, brand), named) if self._asks(name, now)}
        absent = asked - self._known(names | asked).keys()
        if len(self._absent) >= CACHE_ROWS:
            self._absent.clear()
        self._absent.update(dict.fromkeys(absent, now))

    def _asks(self, name: str, now: float) -> bool:
        return name not in self._absent or now - self._absent[name] >= CACHE_S

    def erased_at(self, brand: str, owner: str) -> int | None:
        """When the person was erased (epoch ms), None when they were not. Reads through the cache."""
        salt = self.salt(brand, owner)
        return salt.erased_at if salt else None

    def salt(self, brand: str, owner: str) -> Salt | None:
        """The person's salt or what remains of it, None when there never was one. Reads through the cache."""
        key = keys.person_salt(brand, owner)
        return self._known([key]).get(key)

    def erased(self, brand: str, people: Iterable[str], before_ms: int) -> frozenset[str]:
        """Those of `people` who were erased before a moment and did not come back, in one batched read."""
        named = {keys.person_salt(brand, person): person for person in people}
        return frozenset(
            named[key]
            for key, salt in self._known(named).items()
            if salt.value is None and salt.erased_at is not None and salt.erased_at < before_ms
        )

    def restricted(self, brand: str, owner: str) -> bool:
        """Whether the person's data may be stored and nothing else. Reads through the cache."""
        salt = self.salt(brand, owner)
        return salt is not None and salt.restricted_at is not None

    def restrictions(self, brand: str, people: Iterable[str]) -> frozenset[str]:
        """Those of `people` whose data may be stored and nothing else, in one batched read."""
        named = {keys.person_salt(brand, person): person for person in people}
        return frozenset(
            named[key] for key, salt in self._known(named).items() if salt.restricted_at is not None
        )

    def hold(self, brand: str, owner: str) -> str | None:
        """The legal hold on the person. Reads through the cache: writers know of it after five minutes."""
        salt = self.salt(brand, owner)
        return salt.hold if salt else None

    def holds(self, brand: str, people: Iterable[str]) -> dict[str, str]:
        """The legal holds on these people, by person, in one batched read."""
        named = {keys.person_salt(brand, person): person for person in people}
        return {named[key]: salt.hold for key, salt in self._known(named).items() if salt.hold is not None}

    def renew(self, brand: str, owner: str, erased_at: int) -> None:
        """Have a new salt for somebody who was erased then and writes to us again."""
        key = keys.person_salt(brand, owner)
        self._remember(key, self._salts.renew(key, self._random(SALT_BYTES), erased_at))

    def changed(self, brand: str, owners: Iterable[str]) -> frozenset[str]:
        """Those of `owners` whose key is another now than the one remembered here, in one batched read.

        What was sealed for them a moment ago cannot be read by anybody.
        """
        named = {keys.person_salt(brand, owner): owner for owner in owners}
        used = {key: self._cache[key][1].value for key in named if key in self._cache}
        now = self._salts.read(used, consistent=True) if used else {}
        changed = [key for key, value in used.items() if key not in now or now[key].value != value]
        for key in changed:
            self._cache.pop(key, None)
        return frozenset(named[key] for key in changed)

    def forget(self, brand: str, owner: str) -> None:
        """Read the person's salt anew next time: whoever changed it must not go on with the old one."""
        self._cache.pop(keys.person_salt(brand, owner), None)

    def seal(self, brand: str, place: Place, owner: str, bucket: str, record: Mapping[str, Any]) -> bytes:
        """The sealed form of `record`. Raises Erased or Purged when a salt is gone; `prepare` comes first."""
        brand_keys = self._brand_keys(brand)
        header = _Header(brand_keys.version, owner, bucket)
        key = self._content_key(brand, [owner], bucket)
        if OTHERS in record:
            apart = [[people, self._closed(brand, place, header, people, w)] for people, w in record[OTHERS]]
            record = {**record, OTHERS: apart}
        plain = zlib.compress(json.dumps(record, separators=(",", ":")).encode(), 6)
        return header.raw + self._encrypted(key, plain, place.associated(header.raw))

    def unseal(self, brand: str, place: Place, sealed: bytes) -> dict[str, Any]:
        """What was sealed; None for words of others who are gone. Raises Erased, Purged or Tampered."""
        header = _Header.of(sealed)
        try:
            plain = self._opened(brand, place, header, sealed)
        except Tampered:
            # It may be of a person who was erased and came back while we remembered another of their salts.
            self.forget(brand, header.owner)
            plain = self._opened(brand, place, header, sealed)
        record = json.loads(zlib.decompressobj().decompress(plain, PLAIN_LIMIT))
        assert isinstance(record, dict)  # noqa: S101 - only `seal` writes these
        if OTHERS in record:
            record[OTHERS] = [
                [people, self._words(brand, place, header, people, w)] for people, w in record[OTHERS]
            ]
        return record

    def _closed(
        self, brand: str, place: Place, header: "_Header", people: Sequence[str], words: list[str] | None
    ) -> str | list[str] | None:
        """The sealed form of these people's words; None when one of them is gone, the words under a hold."""
        if words is None or keys.is_hold(header.bucket):
            return words
        try:
            key = self._content_key(brand, people, header.bucket)
        except Erased:
            return None
        plain = json.dumps(words, separators=(",", ":")).encode()
        return base64.b85encode(self._encrypted(key, plain, _apart(place, header, people))).decode()

    def _words(
        self,
        brand: str,
        place: Place,
        header: "_Header",
        people: Sequence[str],
        closed: str | list[str] | None,
    ) -> list[str] | None:
        """The inverse of `_closed`. What does not open was sealed with another salt of theirs, and is gone."""
        if closed is None or isinstance(closed, list):
            return closed
        sealed = base64.b85decode(closed)
        for again in (False, True):
            if again:
                # One of them may have been erased and come back while we remembered another of their salts.
                for person in people:
                    self.forget(brand, person)
            try:
                key = self._content_key(brand, people, header.bucket)
                return list(json.loads(_decrypted(key, sealed, _apart(place, header, people))))
            except Erased:
                return None
            except InvalidTag:
                continue
        return None

    def _encrypted(self, key: bytes, plain: bytes, associated: bytes) -> bytes:
        nonce = self._random(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, associated)

    def _opened(self, brand: str, place: Place, header: "_Header", sealed: bytes) -> bytes:
        key = self._content_key(brand, [header.owner], header.bucket)
        try:
            return _decrypted(key, sealed[len(header.raw) :], place.associated(header.raw))
        except (InvalidTag, ValueError) as error:
            since = self.erased_at(brand, header.owner)
            if since is not None:
                # Sealed before the person was erased, and they have a new salt since.
                raise Erased(since) from error
            raise Tampered("sealed value does not open here") from error

    def _content_key(self, brand: str, owners: Sequence[str], bucket: str) -> bytes:
        """The key that needs the salts of all `owners` (of one value, or of words that may mean any of them)."""
        people, bucket_key = (
            [keys.person_salt(brand, owner) for owner in owners],
            keys.bucket_salt(brand, bucket),
        )
        known = self._known([*people, bucket_key])
        salts = []
        for person in people:
            salt = known.get(person)
            if salt is None or salt.value is None:
                raise Erased(salt.erased_at or 0 if salt else 0)
            salts.append(salt.value)
        bucket_salt = known.get(bucket_key)
        if bucket_salt is None or bucket_salt.value is None:
            raise Purged
        return digest(self._brand_keys(brand).root, _join(*salts, bucket_salt.value), sha256)

    def _known(self, names: Iterable[str]) -> dict[str, Salt]:
        now = self._clock()
        found: dict[str, Salt] = {}
        missing: list[str] = []
        for name in names:
            cached = self._cache.get(name)
            if cached and now - cached[0] < CACHE_S:
                found[name] = cached[1]
            else:
                missing.append(name)
        if missing:
            for name, salt in self._salts.read(missing, consistent=True).items():
                found[name] = self._remember(name, salt)
        return found

    def _remember(self, name: str, salt: Salt) -> Salt:
        if len(self._cache) >= CACHE_ROWS:
            self._cache.clear()
        self._cache[name] = (self._clock(), salt)
        return salt


def _lasts(salt: Salt | None, until: int | None = None) -> bool:
    """Whether a salt is there and stays: to `until`, or without an end."""
    if salt is None or salt.closing:
        return False
    return salt.until is None or (until is not None and salt.until >= until)


def _apart(place: Place, header: "_Header", people: Sequence[str]) -> bytes:
    """What binds words to where they stand and whose they are."""
    return _join(place.associated(header.raw), *(person.encode() for person in people))


def _decrypted(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)


def sealed_with(sealed: bytes) -> tuple[str, str]:
    """The owner and the bucket a value was sealed with. Raises Tampered."""
    header = _Header.of(sealed)
    return header.owner, header.bucket


def bucket_of(sealed: bytes) -> str:
    """The retention bucket a value was sealed under. Raises Tampered."""
    return _Header.of(sealed).bucket


@dataclass(frozen=True, slots=True)
class _Header:
    root_version: int
    owner: str
    bucket: str

    @property
    def raw(self) -> bytes:
        owner, bucket = self.owner.encode(), self.bucket.encode()
        return bytes([VERSION, self.root_version, len(owner)]) + owner + bytes([len(bucket)]) + bucket

    @classmethod
    def of(cls, sealed: bytes) -> "_Header":
        try:
            version, root_version, owner_length = sealed[0], sealed[1], sealed[2]
            bucket_at = 3 + owner_length
            bucket_end = bucket_at + 1 + sealed[bucket_at]
            owner = bytes(sealed[3:bucket_at]).decode()
            bucket = bytes(sealed[bucket_at + 1 : bucket_end]).decode()
        except (IndexError, UnicodeDecodeError) as error:
            raise Tampered("sealed value is cut") from error
        if version != VERSION:
            raise Tampered(f"sealed value of unknown version {version}")
        return cls(root_version, owner, bucket)


def _join(*parts: bytes) -> bytes:
    """Parts with their lengths, so that no two lists of parts read the same."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
