"""Access tokens of Cognito, and everything that only looks like one."""

import base64
import hmac
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from model.errors import Unavailable
from respond import access_tokens
from tests.store.world import Clock

NOW = 1_790_000_000
POOL = access_tokens.Pool("https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_test", "testclient")
SUB = "a1b2c3d4-0000-4000-8000-000000000001"
KID = "Zm9v+/bar="
CLAIMS = {
    "sub": SUB, "iss": POOL.issuer, "client_id": POOL.client_id, "token_use": "access", "scope": "admin",
    "iat": NOW - 60, "exp": NOW + 3540,
}  # fmt: skip


def private_key(name: str = "pool", bits: int = 2048) -> RSAPrivateKey:
    """A key by name."""
    return _made(name, bits)


@cache
def _made(name: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def part(value: Any) -> str:
    return b64(json.dumps(value).encode())


def key_record(kid: str = KID, name: str = "pool", bits: int = 2048, **more: Any) -> dict[str, Any]:
    """A key as a key set holds it."""
    numbers = private_key(name, bits).public_key().public_numbers()
    raw = {"n": numbers.n, "e": numbers.e}
    coded = {field: b64(value.to_bytes((value.bit_length() + 7) // 8, "big")) for field, value in raw.items()}
    return {"kid": kid, "kty": "RSA", "use": "sig", "alg": "RS256", **coded, **more}


def token(
    claims: Any = None, header: Any = None, key: RSAPrivateKey | None = None, digest: Any = None
) -> str:
    """A signed token; good unless told otherwise."""
    header = {"alg": "RS256", "kid": KID} if header is None else header
    signed = f"{part(header)}.{part(CLAIMS if claims is None else claims)}"
    signature = (key or private_key()).sign(signed.encode(), PKCS1v15(), digest or SHA256())
    return f"{signed}.{b64(signature)}"


def keys(*records: dict[str, Any], clock: Callable[[], float] = lambda: NOW) -> access_tokens.PoolKeys:
    return access_tokens.PoolKeys(lambda: records or (key_record(),), clock)


def test_a_good_token_proves_a_subject_and_nothing_else() -> None:
    assert access_tokens.prove_subject(token(), POOL, keys(), NOW) == SUB


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in CLAIMS.items() if key != name}


def _confused() -> str:
    """HS256 with the public key as the secret."""
    pem = private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'kid': KID})}.{part(CLAIMS)}"
    return f"{signed}.{b64(hmac.digest(pem, signed.encode(), 'sha256'))}"


def _bent(place: int) -> str:
    parts = token().split(".")
    letter = "A" if parts[place][9] != "A" else "B"
    parts[place] = parts[place][:9] + letter + parts[place][10:]
    return ".".join(parts)


def _other_claims() -> str:
    header, _, signature = token().split(".")
    return f"{header}.{part(CLAIMS | {'sub': 'admin'})}.{signature}"


FORGED: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "two parts": lambda: ".".join(token().split(".")[:2]),
    "four parts": lambda: token() + ".x",
    "alg none": lambda: f"{part({'alg': 'none', 'kid': KID})}.{part(CLAIMS)}.",
    "alg None with a signature": lambda: token(header={"alg": "None", "kid": KID}),
    "no alg": lambda: token(header={"kid": KID}),
    "alg is a list": lambda: token(header={"alg": ["RS256"], "kid": KID}),
    "hs256 with the public key": _confused,
    "rs512": lambda: token(header={"alg": "RS512", "kid": KID}, digest=SHA512()),
    "rs256 lower case": lambda: token(header={"alg": "rs256", "kid": KID}),
    "ps256": lambda: token(header={"alg": "PS256", "kid": KID}),
    "another key": lambda: token(key=private_key("stranger")),
    "no kid": lambda: token(header={"alg": "RS256"}),
    "unknown kid": lambda: token(header={"alg": "RS256", "kid": "other"}),
    "kid is a path": lambda: token(header={"alg": "RS256", "kid": "../../../../dev/null"}),
    "kid is a url": lambda: token(header={"alg": "RS256", "kid": "https://evil.example/jwks.json"}),
    "kid is an object": lambda: token(header={"alg": "RS256", "kid": {"a": 1}}),
    "kid is null": lambda: token(header={"alg": "RS256", "kid": None}),
    "own key in the header": lambda: token(
        header={"alg": "RS256", "kid": "mine", "jwk": key_record("mine", "stranger")},
        key=private_key("stranger"),
    ),
    "own key set in the header": lambda: token(
        header={"alg": "RS256", "kid": "mine", "jku": "https://evil.example/jwks.json"},
        key=private_key("stranger"),
    ),
    "crit": lambda: token(header={"alg": "RS256", "kid": KID, "crit": ["exp"]}),
    "header is a list": lambda: token(header=["RS256", KID]),
    "header is no json": lambda: f"{b64(b'RS256')}.{part(CLAIMS)}.AAAA",
    "header nests deep": lambda: f"{b64(b'[' * 100_000)}.{part(CLAIMS)}.AAAA",
    "claims are a list": lambda: token(claims=[1]),
    "changed header": lambda: _bent(0),
    "changed claims": lambda: _bent(1),
    "changed signature": lambda: _bent(2),
    "claims of another": _other_claims,
    "no signature": lambda: ".".join([*token().split(".")[:2], ""]),
    "padded": lambda: token() + "==",
    "a space inside": lambda: token().replace(".", " .", 1),
    "a line break at the end": lambda: token() + "\n",
    "expired": lambda: token(CLAIMS | {"exp": NOW - 31}),
    "no expiry": lambda: token(_without("exp")),
    "expiry is a text": lambda: token(CLAIMS | {"exp": str(NOW + 60)}),
    "expiry is true": lambda: token(CLAIMS | {"exp": True}),
    "expiry is no number": lambda: token(CLAIMS | {"exp": float("nan")}),
    "not yet": lambda: token(CLAIMS | {"nbf": NOW + 31}),
    "issued tomorrow": lambda: token(CLAIMS | {"iat": NOW + 86_400}),
    "another pool": lambda: token(CLAIMS | {"iss": POOL.issuer.replace("_test", "_evil")}),
    "issuer with a slash": lambda: token(CLAIMS | {"iss": POOL.issuer + "/"}),
    "no issuer": lambda: token(_without("iss")),
    "another client": lambda: token(CLAIMS | {"client_id": "otherclient"}),
    "aud in place of client_id": lambda: token({**_without("client_id"), "aud": POOL.client_id}),
    "client ids in a list": lambda: token(CLAIMS | {"client_id": [POOL.client_id]}),
    "an id token": lambda: token(CLAIMS | {"token_use": "id"}),
    "no use": lambda: token(_without("token_use")),
    "no subject": lambda: token(_without("sub")),
    "subject with a hash": lambda: token(CLAIMS | {"sub": "a#b"}),
    "empty subject": lambda: token(CLAIMS | {"sub": ""}),
    "subject is a number": lambda: token(CLAIMS | {"sub": 7}),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_or_over_is_refused(name: str) -> None:
    with pytest.raises(access_tokens.Refused):
        access_tokens.prove_subject(FORGED[name](), POOL, keys(), NOW)


@pytest.mark.parametrize("claims", [{"exp": NOW - 29}, {"nbf": NOW + 29}, {"iat": NOW + 29}])
def test_clocks_may_be_a_little_apart(claims: dict[str, int]) -> None:
    assert access_tokens.prove_subject(token(CLAIMS | claims), POOL, keys(), NOW) == SUB


@pytest.mark.parametrize(
    "record",
    [
        key_record(kty="EC"),
        key_record(use="enc"),
        key_record(alg="RS512"),
        key_record(n="!"),
        key_record(e=""),
        key_record(n=None),
        {name: value for name, value in key_record().items() if name != "kid"},
        {},
    ],
)
def test_a_key_that_is_not_for_this_is_not_used(record: dict[str, Any]) -> None:
    with pytest.raises(access_tokens.Refused):
        access_tokens.prove_subject(token(), POOL, keys(record, key_record("another", "stranger")), NOW)


def test_a_short_key_is_not_used() -> None:
    weak = private_key("weak", 1024)
    with pytest.raises(access_tokens.Refused):
        access_tokens.prove_subject(token(key=weak), POOL, keys(key_record(name="weak", bits=1024)), NOW)


class Fetches:
    """Counts, and can be silent."""

    def __init__(self) -> None:
        self.records = [key_record()]
        self.calls = 0
        self.silent = False

    def __call__(self) -> list[dict[str, Any]]:
        self.calls += 1
        if self.silent:
            raise Unavailable("cognito-idp: down")
        return self.records


def test_keys_are_kept_and_looked_for_again_when_they_turn_over() -> None:
    fetch, clock = Fetches(), Clock(NOW)
    found = access_tokens.PoolKeys(fetch, clock)
    found.find_key(KID)
    found.find_key(KID)
    assert fetch.calls == 1
    fetch.records = [key_record("new")]
    with pytest.raises(access_tokens.Refused):
        found.find_key("new")
    clock.now += access_tokens.ASK_AGAIN_S
    found.find_key("new")
    assert fetch.calls == 2
    with pytest.raises(access_tokens.Refused):
        found.find_key(KID)


def test_a_flood_of_unknown_key_ids_asks_once_a_minute() -> None:
    fetch, clock = Fetches(), Clock(NOW)
    found = access_tokens.PoolKeys(fetch, clock)
    for number in range(600):
        clock.now = NOW + number / 10
        with pytest.raises(access_tokens.Refused):
            found.find_key(f"key{number}")
    assert fetch.calls == 1


def test_a_silent_pool_is_no_reason_to_turn_people_away_at_once() -> None:
    fetch, clock = Fetches(), Clock(NOW)
    found = access_tokens.PoolKeys(fetch, clock)
    found.find_key(KID)
    fetch.silent = True
    clock.now += access_tokens.STALE_S - 1
    found.find_key(KID)
    with pytest.raises(Unavailable):
        found.find_key("unknown")
    clock.now += 2
    with pytest.raises(Unavailable):
        found.find_key(KID)
    assert fetch.calls == 2, "a silent pool is asked again after some seconds only"
    clock.now += access_tokens.RETRY_S
    fetch.silent = False
    found.find_key(KID)


def test_a_pool_that_never_answered_is_not_a_refusal() -> None:
    fetch = Fetches()
    fetch.silent = True
    found = access_tokens.PoolKeys(fetch, lambda: NOW)
    for _ in range(3):
        with pytest.raises(Unavailable):
            found.find_key(KID)
    assert fetch.calls == 1
