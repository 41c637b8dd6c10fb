"""Tokens (JWT) that a platform signs with keys it publishes: who sends, for whom, until when. No body is covered."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from model.http import Request
from platforms.proof import JSON_TYPE, Signed
from platforms.secret import Secret, SecretRefused
from platforms.signing import Records, header

LEEWAY_S = 300

KEYS_EVERY_S = 6 * 3600
"""How often a platform's published keys are fetched; both ask for once a day at least."""

PUBLISHED = "published_keys"
"""The key set that the platform publishes now, as text: ingest puts it beside the secrets of an endpoint."""


@dataclass(frozen=True, slots=True)
class JwtProof:
    """Proves by a signed token in `Authorization: Bearer …`.

    `audience` names the secret that holds whom the token must be for. The platform's public keys are those that it
    publishes at `keys_url`, and those of the secret called `keys`, a JSON Web Key Set as text. `claims` are further
    ones that must have exactly that value, or the value of the secret called `$name`. A token without `exp` or `iss`
    is refused.
    """

    issuers: tuple[str, ...]
    audience: str
    keys_url: str
    keys: str = "jwks"
    algorithms: tuple[str, ...] = ("RS256",)
    claims: Mapping[str, object] | None = None
    told: Callable[[bytes], Mapping[str, str | None]] | None = None
    """What a token must say about the body that it comes with; None where it must say nothing of that name."""
    endorsed: str = ""
    """What the key must be endorsed for in its set; empty where sets say nothing of the kind."""
    private: str = "private_key"
    """The made-up secret with which the simulator and tests sign: a private JSON Web Key."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `platforms.proof.Proof`."""
        token = _read_token(request)
        return any(self._is_good(token, request.body, record, now) for record in secrets)

    def lacks_key(self, request: Request, secrets: Records, now: int) -> bool:
        """Returns whether a token says all that it must, and nothing but the key that it names is not known."""
        token = _read_token(request)
        return any(
            _find_key(token, record, self.keys) is None and self._says_all(token, request.body, record, now)
            for record in secrets
        )

    def _is_good(self, token: str, body: bytes, record: Mapping[str, str], now: int) -> bool:
        key = _find_key(token, record, self.keys)
        if key is None or not self._says_all(token, body, record, now, key):
            return False
        listed = key.get("endorsements")
        return not self.endorsed or (isinstance(listed, list) and self.endorsed in listed)

    def _says_all(
        self,
        token: str,
        body: bytes,
        record: Mapping[str, str],
        now: int,
        key: Mapping[str, Any] | None = None,
    ) -> bool:
        """Returns whether every claim is as wanted; without a key the signature is left open."""
        import jwt

        if not record.get(self.audience):
            return False
        try:
            # PyJWT compares times with its own clock: those are compared here, with the clock we were given.
            found = jwt.decode(
                token,
                "" if key is None else jwt.PyJWK(dict(key)).key,
                algorithms=list(self.algorithms),
                audience=record[self.audience],
                issuer=list(self.issuers),
                options={
                    "verify_signature": key is not None,
                    "verify_aud": True,
                    "verify_iss": True,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "require": ["exp", "iss"],
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            return False
        said = self.told(body) if self.told else {}
        told = all(found.get(claim) == value for claim, value in said.items())
        return told and self._is_current(found, now) and self._says(found, record)

    def _is_current(self, found: Mapping[str, object], now: int) -> bool:
        until, since = found.get("exp"), found.get("nbf", found.get("iat", now))
        if not isinstance(until, int) or not isinstance(since, int):
            return False
        return since - LEEWAY_S <= now < until + LEEWAY_S

    def _says(self, found: Mapping[str, object], record: Mapping[str, str]) -> bool:
        for claim, value in (self.claims or {}).items():
            wanted = record.get(value[1:]) if isinstance(value, str) and value.startswith("$") else value
            if wanted is None or found.get(claim) != wanted:
                return False
        return True

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `platforms.proof.Proof`."""
        import jwt

        key, kid = _load_private_key(secrets[self.private])
        said: dict[str, object] = {
            "iss": self.issuers[0],
            "aud": secrets[self.audience],
            "iat": now,
            "exp": now + 300,
        }
        for claim, value in (self.claims or {}).items():
            said[claim] = secrets[value[1:]] if isinstance(value, str) and value.startswith("$") else value
        said |= {claim: value for claim, value in (self.told(body) if self.told else {}).items() if value}
        token = jwt.encode(said, key, algorithm=self.algorithms[0], headers={"kid": kid})
        return Signed({"content-type": JSON_TYPE, "authorization": f"Bearer {token}"})

    def make_up_pair(self, random: bytes) -> dict[str, str]:  # noqa: ARG002 - keys of this kind draw their own
        """Returns a private key and the set with its public half, by the names of their secrets."""
        import jwt
        from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

        key = generate_private_key(65_537, 2048)
        named = {"kid": "made-up", "alg": "RS256", "use": "sig"}
        private = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True) | named
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | named
        public |= {"endorsements": [self.endorsed]} if self.endorsed else {}
        return {self.keys: json.dumps({"keys": [public]}), self.private: json.dumps(private)}


def _read_token(request: Request) -> str:
    scheme, _, token = header(request, "authorization").decode("latin-1").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _find_key(token: str, record: Mapping[str, str], entered: str) -> Mapping[str, Any] | None:
    """Returns the key that a token names, published or entered."""
    import jwt

    try:
        wanted = jwt.get_unverified_header(token).get("kid")
    except (jwt.PyJWTError, ValueError):
        return None
    listed = [key for name in (PUBLISHED, entered) for key in read_key_set(record.get(name, ""))]
    return next((key for key in listed if key.get("kid") == wanted), None)


def read_key_set(written: str | bytes) -> list[dict[str, Any]]:
    """Returns the keys of a JSON Web Key Set; none where it is not one."""
    try:
        found = json.loads(written)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []


@lru_cache(maxsize=4)  # whoever simulates signs much, and reading a private key checks all of it
def _load_private_key(text: str) -> tuple[Any, str | None]:
    import jwt

    key = json.loads(text)
    return jwt.PyJWK(key).key, key.get("kid")


def key_set(url: str) -> Secret:
    """Returns the secret with public keys that are taken beside those which are published at `url`."""
    return Secret(
        "jwks",
        f"Leave it out: the public keys at {url} are fetched. Other keys to take beside them, such as a trial's",
        most=65_536,
        alphabet=r"[\t\n\r -~]",
        check=_check_keys,
        optional=True,
        make_up=lambda random: json.dumps({"keys": [{"kid": random.hex()}]}),
    )


def _check_keys(cleaned: str) -> str:
    if not read_key_set(cleaned):
        raise SecretRefused("jwks is no JSON Web Key Set")
    return cleaned
