"""A key for each open hour, under which lies what single people said in it: one row of 32 bytes, gone with the hour.

Without it every batch's row had to be written a second time when its hour is closed.
"""

import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.policy import DAY_S
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if
from store.insights import keys as insight_keys
from store.insights.open_counts import MARK_DAYS
from store.vault.sealed import Tampered

KEY_BYTES, NONCE_BYTES = 32, 12
PLAIN_LIMIT = 1_000_000


class HourKeys:
    """Makes, finds and destroys the keys of a brand's hours (`YYYYMMDDHH`)."""

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._made: dict[tuple[str, str], bytes] = {}

    def make_key(self, brand: str, hour: str, now_s: int) -> bytes:
        """Returns the key of an hour that is not closed; the first to ask makes it for all."""
        known = self._made.get((brand, hour))
        if known is None:
            row = _row(brand, hour)
            row.entry = {"key": b64encode(self._random(KEY_BYTES)).decode()}
            row.expires_at = now_s + MARK_DAYS * DAY_S
            known = self.find_key(brand, hour)
            if known is None:
                put_if(row, OpsRow.pk.does_not_exist())
                known = self.find_key(brand, hour)
            if known is None:
                raise Tampered("the key of an hour is gone while the hour is open")
            self._made = {(brand, hour): known}
        return known

    def find_key(self, brand: str, hour: str) -> bytes | None:
        """Returns the key of an hour; None once it is closed, and before anything was said in it."""
        found = next(iter(OpsRow.batch_get([(_row(brand, hour).pk, hour)], consistent_read=True)), None)
        return None if found is None else b64decode(found.entry["key"])

    def destroy_key(self, brand: str, hour: str) -> None:
        """Destroys the key of an hour: what lies under it is gone."""
        self._made.pop((brand, hour), None)
        _row(brand, hour).delete()

    def lock(self, key: bytes, value: Any) -> str:
        """Returns a value of JSON as text that only the key opens."""
        nonce = self._random(NONCE_BYTES)
        plain = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 6)
        return b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode()


def unlock(key: bytes, text: str) -> Any:
    """Returns what was locked. Raises Tampered."""
    raw = b64decode(text)
    try:
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
        return json.loads(zlib.decompressobj().decompress(plain, PLAIN_LIMIT))
    except (InvalidTag, ValueError, zlib.error) as error:
        raise Tampered("it does not open with the key of its hour") from error


def _row(brand: str, hour: str) -> OpsRow:
    return OpsRow(insight_keys.hour_keys(brand), hour)
