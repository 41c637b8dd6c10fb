"""Seal and unseal: everything personal in a row is one attribute that only its owner's key opens.

A sealed value is `version, root version, owner, bucket, nonce, AES-256-GCM(deflated JSON, padded)`. The content key is
HMAC-SHA256(brand root of that version, owner salt | bucket salt): destroying a salt makes every copy unreadable.
"""

import json
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from typing import Any, Generic, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from aws import observe
from model.errors import Erased, Purged
from store.vault import keys as vault_keys
from store.vault.keyring import CACHE_S, Keyring, SaltTable
from store.vault.sealed import Header, SealedPlace, Tampered, join

NONCE_BYTES = 12
PLAIN_LIMIT = 32_000_000
"""Bytes one sealed value may inflate to."""

PADDED_TO = 48


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Opened(Generic[Value]):
    """Holds what a reader gets of a sealed value: nothing of what is gone, and nothing of what is `damaged`."""

    value: Value | None = None
    damaged: bool = False


class BrandKeys(Protocol):
    """Gives the vault a brand's own keys (`store.vault.roots`)."""

    def index_key(self, brand: str) -> bytes:
        """Returns the key that makes ids."""

    def newest_root(self, brand: str) -> tuple[int, bytes]:
        """Returns the root for what is sealed now, and its version."""

    def root(self, brand: str, version: int) -> bytes:
        """Returns the root of a version. Raises UnknownRoot."""


class Vault(Keyring):
    """Seals and unseals for one brand at a time, with the salts of its keyring."""

    def __init__(
        self,
        salts: SaltTable,
        brand_keys: BrandKeys,
        clock: Callable[[], float],
        random: Callable[[int], bytes] = os.urandom,
        remembered_s: float = CACHE_S,
    ) -> None:
        super().__init__(salts, clock, random, remembered_s)
        self._brand_keys = brand_keys

    def index_key(self, brand: str) -> bytes:
        """Returns the key that turns native ids into hids."""
        return self._brand_keys.index_key(brand)

    def seal(
        self, brand: str, place: SealedPlace, owner: str, bucket: str, record: Mapping[str, Any]
    ) -> bytes:
        """Returns the sealed form of `record`. Raises Erased or Purged when a salt is gone; `prepare` comes first.

        Raises ValueError for more than `unseal` would give back whole.
        """
        version, _ = self._brand_keys.newest_root(brand)
        header = Header(version, owner, bucket)
        key = self._content_key(brand, header)
        text = json.dumps(record, separators=(",", ":")).encode()
        if len(text) > PLAIN_LIMIT:
            raise ValueError("more than could be unsealed again")
        plain = _padded(zlib.compress(text, 6))
        return header.raw + self._encrypted(key, plain, place.associated(header.raw))

    def unseal(self, brand: str, place: SealedPlace, sealed: bytes) -> dict[str, Any]:
        """Returns what was sealed. Raises Erased, Purged or Tampered."""
        header = Header.parse(sealed)
        try:
            plain = self._opened(brand, place, header, sealed)
        except Tampered:
            # It may be of a person who was erased and came back while we remembered another of their salts.
            self.forget_salt(brand, header.owner)
            plain = self._opened(brand, place, header, sealed)
        try:
            record = json.loads(zlib.decompressobj().decompress(plain, PLAIN_LIMIT))
        except (zlib.error, ValueError) as error:
            raise Tampered("sealed value is no record") from error
        if not isinstance(record, dict):
            raise Tampered("sealed value is no record")
        return record

    def read_sealed(
        self, brand: str, place: SealedPlace, sealed: bytes, decode: Callable[[dict[str, Any]], Value]
    ) -> Opened[Value]:
        """Returns the decoded record, for readers: no single row makes a list fail.

        What is cut, changed, of another place or of a newer version is counted, and an alarm tells of it. Who is about
        to write the row uses `unseal`, so that nothing takes the place of what a newer version can still read.
        """
        try:
            return Opened(decode(self.unseal(brand, place, sealed)))
        except (Erased, Purged):
            return Opened()
        except (Tampered, ValueError, TypeError, LookupError, AttributeError) as error:
            observe.failure("sealed_unreadable", error, table=place.table)
            observe.metric("sealed_unreadable", table=place.table)
            return Opened(damaged=True)

    def reseal(self, brand: str, place: SealedPlace, sealed: bytes) -> bytes | None:
        """Returns the same under the newest root; None where it is that already. Raises as `unseal`."""
        header = Header.parse(sealed)
        if header.root_version == self._brand_keys.newest_root(brand)[0]:
            return None
        return self.seal(brand, place, header.owner, header.bucket, self.unseal(brand, place, sealed))

    def _encrypted(self, key: bytes, plain: bytes, associated: bytes) -> bytes:
        nonce = self._random(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, plain, associated)

    def _opened(self, brand: str, place: SealedPlace, header: Header, sealed: bytes) -> bytes:
        key = self._content_key(brand, header)
        try:
            return _decrypted(key, sealed[len(header.raw) :], place.associated(header.raw))
        except (InvalidTag, ValueError) as error:
            since = self.erased_at(brand, header.owner)
            if since is not None:
                # Sealed before the person was erased, and they have a new salt since.
                raise Erased(since) from error
            raise Tampered("sealed value does not open here") from error

    def _content_key(self, brand: str, header: Header) -> bytes:
        person = vault_keys.person_salt(brand, header.owner)
        bucket = vault_keys.bucket_salt(brand, header.bucket)
        known = self._known([person, bucket])
        salt, bucket_salt = known.get(person), known.get(bucket)
        if salt is None or salt.value is None:
            raise Erased(salt.erased_at or 0 if salt else 0)
        if bucket_salt is None or bucket_salt.value is None:
            raise Purged
        root = self._brand_keys.root(brand, header.root_version)
        return digest(root, join(salt.value, bucket_salt.value), sha256)


def _decrypted(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)


def _padded(deflated: bytes) -> bytes:
    """Lengthens to a multiple of 48 bytes; inflating ends before.

    What is compressed together with a stranger's text would else tell by its length whether the two agree.
    """
    return deflated + bytes(-len(deflated) % PADDED_TO)
