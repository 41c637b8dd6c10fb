"""Signatures with a key pair: the platform alone can sign, we hold the public half."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from model.http import Request
from platforms.proof import JSON_TYPE, Signed, SignedTime
from platforms.signing import Records, fresh, header, keys


@dataclass(frozen=True, slots=True)
class Ed25519Proof:
    """Proves by a signature over time and body with the sender's private key; we hold the public one, hexadecimal.

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
        # A key is entered in lower case: one key has one spelling.
        public = filter(None, (from_hex(key) for key in keys(secrets, self.secret) if key == key.lower()))
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


def make_rsa_pair() -> tuple[str, str]:
    """Returns a private and a public key, in PEM, as all servers read them."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    key, pem = generate_private_key(65_537, 2048), serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode().strip(), public.decode()


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
