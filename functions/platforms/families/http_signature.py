"""Signed HTTP requests between servers: the older draft and RFC 9421, with the key of whoever signs.

https://www.rfc-editor.org/rfc/rfc9421, https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from model.http import Request
from platforms.secret import unbase64
from platforms.signing import epoch

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

WINDOW_S, AHEAD_S = 12 * 3600, 3600
"""How old a signed time may be, and how far ahead: https://docs.joinmastodon.org/spec/security/#http"""

MOST_HEADER = 8192
FIELD = re.compile(r'([A-Za-z]+)=(?:"([^"]*)"|(\d{1,12}))')
INPUT = re.compile(r'([a-z*][a-z0-9_.*-]*)=(\(((?:"[^"()]+" ?)*)\)((?:;[a-z]+=(?:"[^"]*"|\d{1,12}))*))')


@dataclass(frozen=True, slots=True)
class Claim:
    """Says what a request claims: `key_id` signed `content` with `signature`."""

    key_id: str
    content: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Says what a server signs with: its PEM, and the name by which others find the public half."""

    key_id: str
    private_key: str = field(repr=False)


def sign_request(request: Request, key: SigningKey, now: int) -> dict[str, str]:
    """Returns the headers that prove a request by the older draft, which all servers read; its host is among them.

    Raises ValueError for a key that is none.
    """
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    date = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
    headers = {"host": request.headers["host"], "date": date}
    if request.body:
        digest = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
        headers["digest"] = f"SHA-256={digest}"
    target = f"{request.method.lower()} {request.target}"
    lines = [f"(request-target): {target}", *(f"{name}: {told}" for name, told in headers.items())]
    made = _load_key(key.private_key).sign("\n".join(lines).encode(), PKCS1v15(), SHA256())
    covered, signature = " ".join(["(request-target)", *headers]), base64.b64encode(made).decode()
    told = f'keyId="{key.key_id}",algorithm="rsa-sha256",headers="{covered}",signature="{signature}"'
    return {**headers, "signature": told}


@lru_cache(maxsize=4)  # whoever signs much signs with few, and reading a private key checks all of it
def _load_key(pem: str) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return cast("RSAPrivateKey", load_pem_private_key(pem.encode(), None))


def read_claim(request: Request, now: int, scheme: str = "https", strict: bool = True) -> Claim | None:
    """Returns the claim of a request whose digest fits its body and whose signed time is not old; None otherwise.

    `strict` demands what an inbox does: method, address, host, time and digest are covered. No key is needed for it.
    """
    if not request.headers.get("signature"):
        return None
    read = _read_9421 if request.headers.get("signature-input") else _read_draft
    return read(request, now, scheme, strict)


def _read_draft(request: Request, now: int, scheme: str, strict: bool) -> Claim | None:  # noqa: ARG001 - as the other
    told = _read_fields(request.headers["signature"], ",")
    names = (told.get("headers") or "date").split()
    lines = [_draft_line(name, request, told) for name in names]
    signature = unbase64(told.get("signature", "").encode("utf-8", "replace"))
    if not signature or None in lines or len(set(names)) != len(names) or not told.get("keyId"):
        return None
    timed = "(created)" in names or "date" in names
    if strict and not (timed and {"(request-target)", "host", "digest"} <= set(names)):
        return None
    moment = (
        epoch(told.get("created", "").encode())
        if "(created)" in names
        else _read_date(request.headers.get("date"))
    )
    if strict and not (_is_current(moment, now) and _fits(request.headers.get("digest", ""), request.body)):
        return None
    return Claim(told["keyId"], "\n".join(filter(None, lines)).encode("utf-8", "surrogatepass"), signature)


def _read_fields(written: str, between: str) -> dict[str, str]:
    """Returns `name="value"` pairs; nothing where one stands twice, or anything else does."""
    if len(written) > MOST_HEADER:
        return {}
    found = [FIELD.fullmatch(each) for each in re.split(rf"{between}\s*(?=[A-Za-z]+=)", written)]
    pairs = {each[1]: each[2] if each[2] is not None else each[3] for each in found if each}
    return pairs if len(pairs) == len(found) else {}


def _draft_line(name: str, request: Request, told: Mapping[str, str]) -> str | None:
    if name == "(request-target)":
        return f"{name}: {request.method.lower()} {request.target}"
    if name in ("(created)", "(expires)"):
        return f"{name}: {told[name[1:-1]]}" if name[1:-1] in told else None
    return f"{name}: {request.headers[name]}" if name in request.headers else None


def _read_9421(request: Request, now: int, scheme: str, strict: bool) -> Claim | None:
    if len(request.headers["signature-input"]) > MOST_HEADER:
        return None
    found = INPUT.fullmatch(request.headers["signature-input"])
    if found is None:  # also where there are several signatures
        return None
    label, parameters, listed = found[1], found[2], re.findall(r'"([^"]+)"', found[3])
    told = _read_fields(found[4].removeprefix(";"), ";")
    sealed = re.fullmatch(rf"{re.escape(label)}=:([A-Za-z0-9+/=]+):", request.headers["signature"])
    signature = unbase64(sealed[1].encode()) if sealed else None
    lines = [_line(name, request, scheme) for name in listed]
    if not signature or None in lines or len(set(listed)) != len(listed) or not told.get("keyid"):
        return None
    if strict and not {"@method", "@target-uri", "content-digest"} <= set(listed):
        return None
    expires = epoch(told["expires"].encode()) if "expires" in told else now
    moment = epoch(told.get("created", "").encode())
    if strict and not (
        _is_current(moment, now) and _fits(request.headers.get("content-digest", ""), request.body)
    ):
        return None
    if expires is None or expires < now:
        return None
    content = "\n".join([*filter(None, lines), f'"@signature-params": {parameters}'])
    return Claim(told["keyid"], content.encode("utf-8", "surrogatepass"), signature)


def _line(name: str, request: Request, scheme: str) -> str | None:
    host, (path, _, query) = request.headers.get("host", "").lower(), request.target.partition("?")
    derived = {
        "@method": request.method,
        "@target-uri": f"{scheme}://{host}{request.target}",
        "@authority": host,
        "@path": path or "/",
        "@query": f"?{query}",
        "@scheme": scheme,
        "@request-target": request.target,
    }
    if name.startswith("@"):
        return f'"{name}": {derived[name]}' if name in derived else None
    return f'"{name}": {request.headers[name]}' if name in request.headers else None


def _is_current(moment: int | None, now: int) -> bool:
    return moment is not None and now - WINDOW_S <= moment <= now + AHEAD_S


def _read_date(written: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(written or "").timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _fits(told: str, body: bytes) -> bool:
    """Returns whether every digest that we know fits the body, and there is one."""
    known = {"sha-256": hashlib.sha256(body).digest(), "sha-512": hashlib.sha512(body).digest()}
    given = [part.strip().partition("=") for part in told.split(",")]
    wanted = [
        (known[name.lower()], unbase64(value.strip(":").encode("utf-8", "replace")))
        for name, _, value in given
        if name.lower() in known
    ]
    return bool(wanted) and all(hmac.compare_digest(right, value or b"") for right, value in wanted)


def is_signed_with(key: str, claim: Claim) -> bool:
    """Returns whether the public key, PEM or hexadecimal, signed what is claimed."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        if re.fullmatch("[0-9a-f]{64}", key):
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(claim.signature, claim.content)
            return True
        known = load_pem_public_key(key.encode())
        if isinstance(known, Ed25519PublicKey):
            known.verify(claim.signature, claim.content)
            return True
        if isinstance(known, RSAPublicKey):
            known.verify(claim.signature, claim.content, PKCS1v15(), SHA256())
            return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return False
