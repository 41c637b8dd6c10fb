"""Declared proofs: one row says how a sender proves a request, and gives both the check and the sender's side.

A platform writes `proof = HmacProof(header=…, secret=…)`. What none of these says is a class of its own with the same
two methods, in the platform's folder or its family's.
"""

import base64
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from model.http import Request
from platforms.challenge import may_be_challenge
from platforms.signing import WINDOW_S, Records, epoch, fresh, header, keys, proved

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Signed:
    """What the sender adds to a body that it proves: headers (lower case), and parameters of the address."""

    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


class Proof(Protocol):
    """How a platform proves its deliveries."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """Returns whether one of `secrets` (current record first) proves the exact bytes at `now` (epoch s)."""
        ...

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """Returns what the platform itself would send with `body`."""
        ...


def hex_of(digest: bytes) -> bytes:
    """Returns lower-case hexadecimal digits."""
    return digest.hex().encode()


def raw_key(secret: bytes) -> bytes | None:
    """Returns the secret's own bytes: what most platforms take as the key."""
    return secret


@dataclass(frozen=True, slots=True)
class SignedTime:
    """A time that is signed with the body: `header` holds it, `read` makes epoch seconds of its bytes.

    `window` is how far it may lie from our clock to both sides, in seconds; None where the platform's own retries
    repeat old signatures.
    """

    header: str
    read: Callable[[bytes], int | None] = epoch
    write: Callable[[int], str] = str
    window: int | None = WINDOW_S


@dataclass(frozen=True, slots=True)
class HmacProof:
    """A keyed hash in a header.

    `message` is what is signed, part by part: `{time}`, `{body}`, the name of a header in braces, or literal text.
    `signs_challenges` says that a handshake answers with the same key: a body that could be a challenge is refused.
    """

    header: str
    secret: str
    prefix: str = ""
    encode: Callable[[bytes], bytes] = hex_of
    digest: str = "sha256"
    key: Callable[[bytes], bytes | None] = raw_key
    message: tuple[str, ...] = ("{body}",)
    time: SignedTime | None = None
    signs_challenges: bool = False
    content_type: Callable[[bytes], str] | str = JSON_TYPE

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`."""
        if self.signs_challenges and may_be_challenge(request.body):
            return False
        signed = b"".join(self._part(part, request) for part in self.message)
        known = filter(None, map(self.key, keys(secrets, self.secret)))
        given = header(request, self.header)
        return proved(given, [self.proof_of(key, signed) for key in known]) and self._in_time(request, now)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`. Raises ValueError when the secret is no key."""
        key = self.key(secrets[self.secret].encode())
        if key is None:
            raise ValueError("the secret is no key")
        kind = self.content_type if isinstance(self.content_type, str) else self.content_type(body)
        headers = {"content-type": kind} | ({self.time.header: self.time.write(now)} if self.time else {})
        signed = b"".join(self._part(part, Request("POST", headers, {}, body)) for part in self.message)
        return Signed({**headers, self.header: self.proof_of(key, signed).decode()})

    def proof_of(self, key: bytes, content: bytes) -> bytes:
        """Returns the header's value for `content`; also what a handshake answers."""
        return self.prefix.encode() + self.encode(hmac.digest(key, content, self.digest))

    def _part(self, part: str, request: Request) -> bytes:
        if not (part.startswith("{") and part.endswith("}")):
            return part.encode()
        if part == "{body}":
            return request.body
        if part == "{time}":
            return header(request, self.time.header) if self.time else b""
        return header(request, part[1:-1])

    def _in_time(self, request: Request, now: int) -> bool:
        if self.time is None:
            return True
        at = self.time.read(header(request, self.time.header))
        return at is not None and (self.time.window is None or fresh(at, now, self.time.window))


@dataclass(frozen=True, slots=True)
class SharedToken:
    """A token that comes with each request, in a header or a parameter of the address. The body is not covered."""

    secret: str
    header: str = ""
    parameter: str = ""
    prefix: str = ""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - no time is signed
        """See `Proof`."""
        sent = request.query.get(self.parameter, "").encode("utf-8", "surrogatepass")
        given = header(request, self.header) if self.header else sent
        return proved(given, [self.prefix.encode() + key for key in keys(secrets, self.secret)])

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:  # noqa: ARG002 - as above
        """See `Proof`."""
        value = self.prefix + secrets[self.secret]
        headers = {"content-type": JSON_TYPE}
        if self.header:
            return Signed(headers | {self.header: value})
        return Signed(headers, {self.parameter: value})


@dataclass(frozen=True, slots=True)
class Ed25519Proof:
    """A signature over time and body with the sender's private key; we hold the public one, hexadecimal.

    Nobody but the platform can sign: for the simulator and tests `private` names a made-up secret of 32 bytes, hex.
    """

    header: str
    time: SignedTime
    secret: str
    private: str = "private_key"

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`."""
        stamp = header(request, self.time.header)
        at, signature = self.time.read(stamp), from_hex(header(request, self.header))
        if at is None or signature is None or (self.time.window and not fresh(at, now, self.time.window)):
            return False
        public = filter(None, (from_hex(key) for key in keys(secrets, self.secret)))
        return any(is_signed_by(key, signature, stamp + request.body) for key in public)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secrets[self.private]))
        stamp = self.time.write(now)
        signature = key.sign(stamp.encode() + body).hex()
        return Signed({"content-type": JSON_TYPE, self.time.header: stamp, self.header: signature})

    def make_up_pair(self, random: bytes) -> dict[str, str]:
        """Returns a public and a private key by the names of their secrets; `random` are 32 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(random).public_key().public_bytes_raw()
        return {self.secret: public.hex(), self.private: random.hex()}


def from_hex(digits: bytes) -> bytes | None:
    """Returns the bytes; None where these are no hexadecimal digits."""
    return bytes.fromhex(digits.decode()) if re.fullmatch(rb"([0-9a-fA-F]{2})+", digits) else None


def is_signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Returns whether the Ed25519 key signed `content`. Any fault of key or signature is a no."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several proofs, told apart by the headers that each alone has. A request that shows two is refused.

    The first is the one we sign with.
    """

    choices: tuple[tuple[tuple[str, ...], Proof], ...]
    """Headers (lower case) by which a request chooses a proof, and the proof."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`."""
        chosen = [proof for names, proof in self.choices if any(name in request.headers for name in names)]
        return len(chosen) == 1 and chosen[0].verify(request, secrets, now)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`."""
        return self.choices[0][1].sign(body, secrets, now)


def base64_of(digest: bytes) -> bytes:
    """Returns standard base64 with its padding."""
    return base64.b64encode(digest)
