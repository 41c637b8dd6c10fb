"""Proves deliveries of Amazon SNS: a signature inside of the body, over some of its fields.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from model.errors import Malformed
from model.http import Request
from model.want import Unproven
from platforms.proof import Signed
from platforms.reading.payload import Json, obj, read_object, text
from platforms.reading.times import from_iso
from platforms.secret import Secret, SecretRefused, unbase64
from platforms.signing import Records, fresh

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

NOTICE = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
SIGNED = {
    "Notification": NOTICE,
    "SubscriptionConfirmation": CONFIRMATION,
    "UnsubscribeConfirmation": CONFIRMATION,
}
WINDOW_S = 3600
"""SNS repeats for an hour: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html"""

CERTIFICATE_AT = re.compile(
    r"https://sns\.[a-z0-9-]{1,32}\.amazonaws\.com(?:\.cn)?/[A-Za-z0-9._/-]{1,200}\.pem"
)
DEMO_TOPIC = "arn:aws:sns:eu-central-1:000000000000:demo-mail"


PEM = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*")


def check_certificate(cleaned: str) -> str:
    """Returns the certificate. Raises SecretRefused where it is none."""
    if not PEM.fullmatch(cleaned):
        raise SecretRefused("the certificate is not in PEM format")
    return cleaned


CERTIFICATE = Secret(
    "signing_certificate",
    "Leave it out below 30 mails a minute: it is fetched. What the address in SigningCertURL of a delivery answers",
    most=8192,
    alphabet=r"[\n\r -~]",
    check=check_certificate,
    optional=True,
    make_up=lambda random: f"-----BEGIN CERTIFICATE-----\n{random.hex()}\n-----END CERTIFICATE-----",
)


@dataclass(frozen=True, slots=True)
class SnsProof:
    """Proves by a signature with the key of a certificate, which is part of the endpoint's record."""

    certificate: str = CERTIFICATE.name
    private: str = "private_key"

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `platforms.proof.Proof`."""
        read = read_message(request, now)
        return read is not None and any(
            is_signed(*read, record.get(self.certificate, "")) for record in secrets
        )

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """Returns a notification with `body` as its message, or that delivery anew: what proves it stands inside."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        said: Json = {"Type": "Notification", "TopicArn": DEMO_TOPIC, "Message": body.decode()} | _read_said(
            body
        )
        message = {"MessageId": sha256(body).hexdigest()[:32]} | said
        message |= {
            "Timestamp": datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "SignatureVersion": "2",
            "SigningCertURL": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-demo.pem",
        }
        signature = _load_private(secrets[self.private]).sign(_content(message) or b"", PKCS1v15(), SHA256())
        message["Signature"] = base64.b64encode(signature).decode()
        headers = {"content-type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "Notification"}
        return Signed(headers, body=json.dumps(message, ensure_ascii=False).encode())

    def make_up_pair(self, random: bytes) -> dict[str, str]:  # noqa: ARG002 - keys of this kind draw their own
        """Returns a certificate and its private key, both as PEM, by the names of their secrets."""
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
        from cryptography.hazmat.primitives.hashes import SHA256

        key = generate_private_key(65_537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "made-up")])
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        dated = made.serial_number(1).not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        signed = dated.not_valid_after(datetime(2100, 1, 1, tzinfo=UTC)).sign(key, SHA256())
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return {
            self.certificate: signed.public_bytes(pem).decode().strip(),
            self.private: private.decode().strip(),
        }


def read_message(request: Request, now: int) -> tuple[Json, bytes] | None:
    """Returns a message that lacks nothing but a certificate, and what of it is signed; None where more is wrong."""
    try:
        message = read_object(request.body)
    except Malformed:
        return None
    at = from_iso(message.get("Timestamp"))
    known = CERTIFICATE_AT.fullmatch(text(message.get("SigningCertURL")) or "")
    content = _content(message)
    if request.headers.get("x-amz-sns-message-type", message.get("Type")) != message.get("Type"):
        return None
    if content is None or not known or at is None or not fresh(at // 1000, now, WINDOW_S):
        return None
    return message, content


def find_unproven(request: Request, now: int) -> Unproven | None:
    """Returns the claim of a message whose certificate, which lies at Amazon, was not entered."""
    read = read_message(request, now)
    if read is None:
        return None
    message, content = read
    url = str(message["SigningCertURL"])
    told = {name: text(message.get(name)) or "" for name in ("Signature", "SignatureVersion")}
    return Unproven(url.split("/")[2], {"url": url, "content": base64.b64encode(content).decode(), **told})


def is_proved(claimed: Mapping[str, str], url: str, body: bytes) -> bool:
    """Returns whether the certificate that was found at `url` signed what is claimed."""
    if not CERTIFICATE_AT.fullmatch(url):  # a redirect led elsewhere
        return False
    return is_signed(claimed, base64.b64decode(claimed["content"]), body.decode("latin-1"))


def _read_said(body: bytes) -> Json:
    """Returns a whole delivery as it is, else the topic that a notice of SES comes through."""
    try:
        told = read_object(body)
    except Malformed:
        return {}
    if isinstance(told.get("Message"), str):
        return told
    topic = text(obj(obj(told.get("receipt")).get("action")).get("topicArn"))
    return {"TopicArn": topic} if topic else {}


def _content(message: Json) -> bytes | None:
    """Returns what is signed: names and values, one a line; None for a type that is none of SNS."""
    names = SIGNED.get(text(message.get("Type")) or "")
    if names is None:
        return None
    said = [(name, message[name]) for name in names if isinstance(message.get(name), str)]
    return "".join(f"{name}\n{value}\n" for name, value in said).encode("utf-8", "surrogatepass")


def is_signed(message: Mapping[str, Any], content: bytes, certificate: str) -> bool:
    """Returns whether the certificate's key signed `content`, as the message says."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    signature = unbase64((text(message.get("Signature")) or "").encode())
    method = {"1": hashes.SHA1, "2": hashes.SHA256}.get(text(message.get("SignatureVersion")) or "")
    if not signature or method is None or not PEM.fullmatch(certificate):
        return False
    try:
        key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
        if not isinstance(key, RSAPublicKey):
            return False
        # Version 1 is what topics have that nobody changed: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
        key.verify(signature, content, PKCS1v15(), method())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)  # whoever simulates signs much, and reading a private key checks all of it
def _load_private(pem: str) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return cast("RSAPrivateKey", load_pem_private_key(pem.encode(), None))
