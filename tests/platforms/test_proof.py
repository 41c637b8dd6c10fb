"""Declared proofs: what is signed is proved, and nothing else is.

Tests of: `platforms.key_proof`, `platforms.token_proof`.
"""

import hashlib
import hmac
import json
from typing import Any

import pytest

from model.http import Request
from platforms.key_proof import Ed25519Proof
from platforms.proof import (
    HmacProof,
    OneOf,
    Proof,
    SharedToken,
    SignedTime,
    base64_of,
    has_header,
    header_begins,
)
from platforms.secret import unbase64
from platforms.token_proof import JwtProof

NOW = 1_790_000_000
BODY = '{"text":"Grüße"}'.encode()
SECRETS = {"key": "c2VjcmV0LXNlY3JldC1zZWNyZXQ=", "audience": "https://hooks.example", "mail": "push@example"}
PAIR = bytes(range(32))

ED25519 = Ed25519Proof("x-signature", SignedTime("x-time"), "public_key")
JWT = JwtProof(
    ("https://issuer.example",),
    "audience",
    "https://issuer.example/keys",
    claims={"email": "$mail", "email_verified": True},
)
HMACS = {
    "plain": HmacProof("x-signature", "key"),
    "prefixed": HmacProof("x-signature", "key", prefix="sha256=", encode=base64_of),
    "sha1": HmacProof("x-signature", "key", digest="sha1"),
    "keyed by base64": HmacProof("authorization", "key", prefix="HMAC ", encode=base64_of, key=unbase64),
    "timed": HmacProof(
        "x-signature", "key", message=("v0:", "{time}", ":", "{body}"), time=SignedTime("x-time")
    ),
    "in a list": HmacProof(
        "x-signature",
        "key",
        message=("{time}", ".", "{body}"),
        time=SignedTime("x-signature", field="t"),
        field="s",
    ),
    "with a header": HmacProof("x-signature", "key", message=("{content-type}", "{body}")),
}
OTHERS: dict[str, Proof] = {
    "token": SharedToken("key", header="x-token"),
    "bearer": SharedToken("key", header="authorization", prefix="Bearer "),
    "parameter": SharedToken("key", parameter="token"),
    "ed25519": ED25519,
    "jwt": JWT,
}
ALL: dict[str, Proof] = {**HMACS, **OTHERS}
BODILESS = {"token", "bearer", "parameter", "jwt"}
TIMED = {"timed", "in a list", "ed25519", "jwt"}


@pytest.fixture(scope="module")
def secrets() -> dict[str, str]:
    return SECRETS | ED25519.make_up_pair(PAIR) | JWT.make_up_pair(PAIR) | {"private_key": PAIR.hex()}


@pytest.fixture(scope="module")
def jwt_secrets() -> dict[str, str]:
    return SECRETS | JWT.make_up_pair(PAIR)


def pick(name: str, one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return other if name == "jwt" else one


def request(
    proof: Proof, secrets: dict[str, str], body: bytes = BODY, at: int = NOW, **changed: Any
) -> Request:
    signed = proof.sign(BODY, secrets, at)
    return Request.of("POST", {**signed.headers, **changed}, signed.query, body)


@pytest.mark.parametrize("name", ALL)
def test_what_it_signs_it_verifies(name: str, secrets: dict[str, str], jwt_secrets: dict[str, str]) -> None:
    proof, known = ALL[name], pick(name, secrets, jwt_secrets)
    sent = request(proof, known)
    assert proof.verify(sent, [known], NOW)
    assert proof.verify(sent, [dict.fromkeys(known, "newer"), known], NOW), "the previous secret still counts"
    assert not proof.verify(sent, [dict.fromkeys(known, "other")], NOW)
    assert not proof.verify(sent, [{}], NOW)
    assert not proof.verify(sent, [dict.fromkeys(known, "")], NOW)
    assert not proof.verify(Request.of("POST", {}, {}, BODY), [known], NOW)
    assert proof.verify(request(proof, known, b"{}"), [known], NOW) is (name in BODILESS)
    late = proof.verify(sent, [known], NOW + 3600)
    assert late is (name not in TIMED)


@pytest.mark.parametrize("name", HMACS)
def test_a_keyed_hash_is_compared_as_it_is_written(name: str) -> None:
    proof = HMACS[name]
    sent = request(proof, SECRETS)
    value = sent.headers[proof.header]
    for other in (value + "0", value[:-1], " " + value, value.swapcase(), value.replace("=", "", 1), ""):
        if other != value:
            changed = Request.of("POST", {**sent.headers, proof.header: other}, {}, BODY)
            assert not proof.verify(changed, [SECRETS], NOW), other


def test_a_value_told_twice_in_a_list_proves_nothing() -> None:
    proof = HMACS["in a list"]
    sent = request(proof, SECRETS)
    value = sent.headers["x-signature"]
    for other in (f"t={NOW},{value}", f"{value},s=00", value.replace("t=", "T=")):
        assert not proof.verify(Request.of("POST", {"x-signature": other}, {}, BODY), [SECRETS], NOW)


def test_the_value_is_what_the_platform_says() -> None:
    """Computed here by hand, not with the row itself."""
    wanted = hmac.new(SECRETS["key"].encode(), f"{NOW}.".encode() + BODY, hashlib.sha256).hexdigest()
    assert HMACS["in a list"].sign(BODY, SECRETS, NOW).headers["x-signature"] == f"t={NOW},s={wanted}"


def test_one_of_several_is_told_by_what_it_shows() -> None:
    first, second = HMACS["plain"], HMACS["keyed by base64"]
    proof = OneOf(((has_header("x-signature"), first), (header_begins("authorization", "hmac "), second)))
    one, other = first.sign(BODY, SECRETS, NOW).headers, second.sign(BODY, SECRETS, NOW).headers
    assert proof.verify(Request.of("POST", one, {}, BODY), [SECRETS], NOW)
    assert proof.verify(Request.of("POST", other, {}, BODY), [SECRETS], NOW)
    assert not proof.verify(Request.of("POST", {**one, **other}, {}, BODY), [SECRETS], NOW)
    assert proof.sign(BODY, SECRETS, NOW).headers == one
    assert proof.private is None
    assert (
        OneOf(((has_header("authorization"), JWT), (has_header("x-signature"), first))).private
        == "private_key"
    )


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "https://other.example"),
        ("iss", "https://other.example"),
        ("email", "somebody@example"),
        ("email_verified", "true"),
        ("exp", None),
        ("exp", NOW - 301),
        ("nbf", NOW + 301),
    ],
)
def test_a_token_must_say_what_is_wanted(claim: str, value: object, jwt_secrets: dict[str, str]) -> None:
    assert _accepts(jwt_secrets, {claim: value}) is False


def test_a_token_needs_a_known_key_and_algorithm(jwt_secrets: dict[str, str]) -> None:
    assert _accepts(jwt_secrets, {})
    assert not _accepts(jwt_secrets, {}, kid="another")
    assert not _accepts(jwt_secrets | {"jwks": "broken"}, {})
    assert not _accepts(jwt_secrets, {}, algorithm="none")


def _accepts(
    secrets: dict[str, str], changed: dict[str, object], kid: str = "made-up", algorithm: str = "RS256"
) -> bool:
    import jwt

    said = {"iss": "https://issuer.example", "aud": SECRETS["audience"], "exp": NOW + 60, "iat": NOW}
    said |= {"email": SECRETS["mail"], "email_verified": True}
    said = {name: value for name, value in (said | changed).items() if value is not None}
    key = "" if algorithm == "none" else jwt.PyJWK(json.loads(secrets["private_key"])).key
    token = jwt.encode(said, key, algorithm=algorithm, headers={"kid": kid})
    sent = Request.of("POST", {"authorization": f"Bearer {token}"}, {}, b"{}")
    return JWT.verify(sent, [secrets], NOW)
