"""Proves Cognito access tokens: RS256 only, keys of the configured pool only, every claim checked.

PyJWT reads tokens and keys and proves signatures. Times are checked here, against the clock that is handed in.
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWS
from jwt.exceptions import PyJWTError

from model.errors import Unavailable

ALGORITHM = "RS256"
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

_TOKEN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")
"""Stricter than PyJWT, which overlooks padding and other letters: one token has one text."""
_SUBJECT = re.compile(r"[A-Za-z0-9-]{1,64}")

KeySet = Sequence[Mapping[str, Any]]


class Refused(Exception):
    """Says that a token proves nothing. Which check failed is nobody's business."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Names the only issuer and client whose tokens count."""

    issuer: str
    client_id: str


class PoolKeys:
    """Keeps the pool's public keys by id. `fetch` gives the key set or raises Unavailable."""

    def __init__(self, fetch: Callable[[], KeySet], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, RSAPublicKey] = {}
        self._read_at = float("-inf")
        self._ask_from = float("-inf")
        self._silent = False

    def find_key(self, key_id: str) -> RSAPublicKey:
        """Returns a key. Raises Refused for an id the pool does not have, Unavailable when that cannot be told."""
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
    """Returns the key in a record; None for another algorithm, another use, or a key too short."""
    if "kid" not in record or record.get("use") != "sig" or record.get("alg") != ALGORITHM:
        return None
    try:
        key = PyJWK.from_dict(dict(record), algorithm=ALGORITHM).key
    except (PyJWTError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_KEY_BITS else None


def prove_subject(token: str, pool: Pool, keys: PoolKeys, now: float) -> str:
    """Returns the `sub` of a valid access token at `now` (epoch s). Raises Refused, or Unavailable."""
    claims = _prove_claims(token, keys)
    _check_claims(claims, pool, now)
    found = claims.get("sub")
    if not isinstance(found, str) or not _SUBJECT.fullmatch(found):
        raise Refused
    return found


def _prove_claims(token: str, keys: PoolKeys) -> dict[str, Any]:
    """Returns what a signed token claims. `jku`, `x5u` and `jwk` are never looked at."""
    if not _TOKEN.fullmatch(token):
        raise Refused
    signatures = PyJWS(algorithms=[ALGORITHM])
    try:
        header = signatures.get_unverified_header(token)
        key_id = header.get("kid")
        # `crit` names extensions that must be understood; none are.
        if header.get("alg") != ALGORITHM or not isinstance(key_id, str) or "crit" in header:
            raise Refused
        claims = json.loads(signatures.decode(token, keys.find_key(key_id), algorithms=[ALGORITHM]))
    except (PyJWTError, ValueError, RecursionError):
        raise Refused from None
    if not isinstance(claims, dict):
        raise Refused
    return claims


def _check_claims(claims: Mapping[str, Any], pool: Pool, now: float) -> None:
    fits = (
        claims.get("iss") == pool.issuer
        and claims.get("client_id") == pool.client_id
        and claims.get("token_use") == "access"
        and now < _read_time(claims, "exp") + LEEWAY_S
        and (("nbf" not in claims) or _read_time(claims, "nbf") <= now + LEEWAY_S)
        and (("iat" not in claims) or _read_time(claims, "iat") <= now + LEEWAY_S)
    )
    if not fits:
        raise Refused


def _read_time(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise Refused
    return value
