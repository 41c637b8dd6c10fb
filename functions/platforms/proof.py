"""Declared proofs: one row says how a sender proves a request, and gives both the check and the sender's side.

A platform writes `proof = HmacProof(header=…, secret=…)`. What none of these says is a class of its own with the same
two methods, in the platform's folder or its family's.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from model.http import Answer, Request
from platforms.challenge import CHALLENGE, may_be_challenge
from platforms.signing import WINDOW_S, Records, epoch, fresh, header, keys, proved

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Signed:
    """Holds what a sender adds to a body to prove it: headers (lower case), parameters of the address, and a frame."""

    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    """What is sent instead, where the proof stands inside of the body; empty where the body goes as it is."""


class Proof(Protocol):
    """Proves the deliveries of a platform: verifies them, and signs made-up ones."""

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


@dataclass(frozen=True)
class SignedTime:
    """Reads a time that is signed with the body: `header` holds it, `read` makes epoch seconds of its bytes.

    `window` is how far it may lie from our clock to both sides, in seconds; None where the platform's own retries
    repeat old signatures.
    """

    header: str
    field: str = ""
    """The time's own name where the header is a list such as `t=…,s=…`."""
    read: Callable[[bytes], int | None] = epoch
    write: Callable[[int], str] = str
    window: int | None = WINDOW_S


@dataclass(frozen=True)
class HmacProof:
    """Proves by a keyed hash in a header.

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
    field: str = ""
    """The signature's own name where the header is a list such as `t=…,s=…`."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`."""
        if self.signs_challenges and may_be_challenge(request.body):
            return False
        signed = b"".join(self._part(part, request) for part in self.message)
        known = filter(None, map(self.key, keys(secrets, self.secret)))
        given = read_header(request, self.header, self.field)
        return proved(given, [self.proof_of(key, signed) for key in known]) and self._in_time(request, now)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`. Raises ValueError when the secret is no key."""
        key = self.key(secrets[self.secret].encode())
        if key is None:
            raise ValueError("the secret is no key")
        kind = self.content_type if isinstance(self.content_type, str) else self.content_type(body)
        headers = {"content-type": kind} | (_stamped(self.time, now) if self.time else {})
        signed = b"".join(self._part(part, Request("POST", headers, {}, body)) for part in self.message)
        proof = (f"{self.field}=" if self.field else "") + self.proof_of(key, signed).decode()
        listed = headers.get(self.header)
        return Signed(headers | {self.header: f"{listed},{proof}" if listed else proof})

    def answer_challenge(
        self, challenge: str, secrets: Records, show: Callable[[str], dict[str, str]]
    ) -> Answer:
        """Returns the challenge's proof, as `show` puts it; 400 for what is no challenge, 403 without a secret."""
        known = keys(secrets, self.secret)
        if not known or not CHALLENGE.fullmatch(challenge):
            return Answer(403 if CHALLENGE.fullmatch(challenge) else 400)
        return Answer.json(show(self.proof_of(known[0], challenge.encode()).decode()))

    def proof_of(self, key: bytes, content: bytes) -> bytes:
        """Returns the header's value for `content`; also what a handshake answers."""
        return self.prefix.encode() + self.encode(hmac.digest(key, content, self.digest))

    def _part(self, part: str, request: Request) -> bytes:
        if not (part.startswith("{") and part.endswith("}")):
            return part.encode()
        if part == "{body}":
            return request.body
        if part == "{time}":
            return read_header(request, self.time.header, self.time.field) if self.time else b""
        return header(request, part[1:-1])

    def _in_time(self, request: Request, now: int) -> bool:
        if self.time is None:
            return True
        at = self.time.read(read_header(request, self.time.header, self.time.field))
        return at is not None and (self.time.window is None or fresh(at, now, self.time.window))


def read_header(request: Request, name: str, field: str = "") -> bytes:
    """Returns a header, or the value called `field` in a list of them; empty where it is missing or told twice."""
    value = header(request, name)
    if not field:
        return value
    found = [each.partition(b"=")[2] for each in value.split(b",") if each.startswith(f"{field}=".encode())]
    return found[0] if len(found) == 1 else b""


def _stamped(time: SignedTime, now: int) -> dict[str, str]:
    return {time.header: (f"{time.field}=" if time.field else "") + time.write(now)}


@dataclass(frozen=True)
class SharedToken:
    """Proves by a token that comes with each request, in a header or a parameter of the address.

    The body is not covered.
    """

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


class NoDeliveries:
    """Refuses every request, and signs none, for a platform that never calls us but is asked or imported."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - whatever they are
        """See `Proof`."""
        return False

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`. Raises NotImplementedError."""
        raise NotImplementedError("this platform sends no deliveries")


@dataclass(frozen=True)
class OneOf:
    """Proves by one of several proofs, told apart by what each alone shows. A request that shows two is refused.

    The first is the one we sign with.
    """

    choices: tuple[tuple[Callable[[Request], bool], Proof], ...]
    """Whether a request shows a proof (`has_header`, `header_begins`), and the proof."""

    @property
    def private(self) -> str | None:
        """Returns the name of the made-up key that we sign with, which is told to no API; None where it is a secret."""
        return getattr(self.choices[0][1], "private", None)

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `Proof`."""
        chosen = self._choose(request)
        return chosen is not None and chosen.verify(request, secrets, now)

    def lacks_key(self, request: Request, secrets: Records, now: int) -> bool:
        """Returns whether nothing but a key that is published lacks; see `platforms.token_proof.JwtProof`."""
        lacks = getattr(self._choose(request), "lacks_key", None)
        return lacks is not None and lacks(request, secrets, now) is True

    @property
    def keys_url(self) -> str | None:
        """Returns where keys are published; None where none are."""
        found = (getattr(proof, "keys_url", None) for _, proof in self.choices)
        return next(filter(None, found), None)

    def _choose(self, request: Request) -> Proof | None:
        chosen = [proof for shows, proof in self.choices if shows(request)]
        return chosen[0] if len(chosen) == 1 else None

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `Proof`."""
        return self.choices[0][1].sign(body, secrets, now)

    def make_up_pair(self, random: bytes) -> dict[str, str]:
        """Returns the key pair of the proof that we sign with, where it has one."""
        pair = getattr(self.choices[0][1], "make_up_pair", None)
        return dict(pair(random)) if pair else {}


def has_header(*names: str) -> Callable[[Request], bool]:
    """Returns whether a request has any of these headers (lower case)."""
    return lambda request: any(name in request.headers for name in names)


def header_begins(name: str, beginning: str) -> Callable[[Request], bool]:
    """Returns whether a request's header begins so, in any case of letters."""
    return lambda request: request.headers.get(name, "").lower().startswith(beginning.lower())


def base64_of(digest: bytes) -> bytes:
    """Returns standard base64 with its padding."""
    return base64.b64encode(digest)
