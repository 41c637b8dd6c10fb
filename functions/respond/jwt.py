"""Cognito access tokens: RS256 only, keys of the configured pool only, every claim checked.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from model.errors import Unavailable

LEEWAY_S = 30
"""How far the two clocks may be apart."""
LEAST_KEY_BITS = 2048
FRESH_S = 3600
"""How long a key set is used; Cognito turns its keys over far more slowly."""
STALE_S = 4 * FRESH_S
"""How long it is used while Cognito does not answer."""
RETRY_S = 5
"""How soon a silent Cognito is asked again."""
ASK_AGAIN_S = 60
"""How often a key id we do not know may make us ask again."""

_PART = re.compile(r"[A-Za-z0-9_-]+")
_SUBJECT = re.compile(r"[A-Za-z0-9-]{1,64}")

KeySet = Sequence[Mapping[str, Any]]


class Refused(Exception):
    """The token proves nothing. Which check failed is nobody's business."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The only issuer and client whose tokens count."""

    issuer: str
    client_id: str


class Keys:
    """The pool's public keys by id. `fetch` gives the key set or raises Unavailable."""

    def __init__(self, fetch: Callable[[], KeySet], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, RSAPublicKey] = {}
        self._read_at = float("-inf")
        self._ask_from = float("-inf")
        self._silent = False

    def find(self, key_id: str) -> RSAPublicKey:
        """Raises Refused for an id the pool does not have, Unavailable when that cannot be told."""
        now = self._clock()
        if now >= self._ask_from and (key_id not in self._keys or now - self._read_at >= FRESH_S):
            self._read(now)
        key = self._keys.get(key_id)
        if key is None and not self._silent:
            raise Refused
        # Known keys stay good a while: signing in must not hang on one more service every hour.
        if key is None or now - self._read_at >= STALE_S:
            raise Unavailable("the pool's keys cannot be read")
        return key

    def _read(self, now: float) -> None:
        try:
            found = self._fetch()
        except Unavailable:
            self._silent, self._ask_from = True, now + RETRY_S
            return
        self._keys = {str(record["kid"]): key for record in found if (key := _public_key(record)) is not None}
        self._silent, self._read_at, self._ask_from = False, now, now + ASK_AGAIN_S


def _public_key(record: Mapping[str, Any]) -> RSAPublicKey | None:
    """The key in a record; None for another algorithm, another use, or a key too short."""
    if record.get("kty") != "RSA" or record.get("use") != "sig" or record.get("alg") != "RS256":
        return None
    try:
        key = RSAPublicNumbers(_number(record["e"]), _number(record["n"])).public_key()
    except (KeyError, ValueError, TypeError):
        return None
    return key if "kid" in record and key.key_size >= LEAST_KEY_BITS else None


def subject(token: str, pool: Pool, keys: Keys, now: float) -> str:
    """The `sub` of a valid access token at `now` (epoch s). Raises Refused, or Unavailable."""
    parts = token.split(".")
    if len(parts) != 3:
        raise Refused
    header, claims = _object(parts[0]), _object(parts[1])
    _verify(parts, header, keys)
    _check(claims, pool, now)
    found = claims.get("sub")
    if not isinstance(found, str) or not _SUBJECT.fullmatch(found):
        raise Refused
    return found


def _verify(parts: list[str], header: Mapping[str, Any], keys: Keys) -> None:
    key_id = header.get("kid")
    # `crit` names extensions that must be understood; none are. `jku`, `x5u` and `jwk` are never looked at.
    if header.get("alg") != "RS256" or not isinstance(key_id, str) or "crit" in header:
        raise Refused
    key = keys.find(key_id)
    try:
        key.verify(_bytes(parts[2]), f"{parts[0]}.{parts[1]}".encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        raise Refused from None


def _check(claims: Mapping[str, Any], pool: Pool, now: float) -> None:
    fits = (
        claims.get("iss") == pool.issuer
        and claims.get("client_id") == pool.client_id
        and claims.get("token_use") == "access"
        and now < _time(claims, "exp") + LEEWAY_S
        and (("nbf" not in claims) or _time(claims, "nbf") <= now + LEEWAY_S)
        and (("iat" not in claims) or _time(claims, "iat") <= now + LEEWAY_S)
    )
    if not fits:
        raise Refused


def _time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise Refused
    return value


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise Refused from None
    if not isinstance(value, dict):
        raise Refused
    return value


def _bytes(part: str) -> bytes:
    if not _PART.fullmatch(part) or len(part) % 4 == 1:
        raise Refused
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _number(part: str) -> int:
    return int.from_bytes(_bytes_of_key(part), "big")


def _bytes_of_key(part: str) -> bytes:
    try:
        return _bytes(part)
    except Refused:
        raise ValueError("not base64url") from None
